import { readFileSync } from 'node:fs'
import { createCanvas, loadImage } from '@napi-rs/canvas'
import { expect, test } from 'vitest'
import type { ShareCard } from '../../../../server/features/pages/sharing/draw-share-card.ts'
import { drawShareCard } from '../../../../server/features/pages/sharing/draw-share-card.ts'

const petition: ShareCard = {
  kicker: 'A petition to the European Parliament',
  title: 'Follow up three resolutions, and press for independent access',
  figure: { value: '12,345', label: 'confirmed signatures, as of 24 November 2026' },
  foot: 'Countersign',
  beside: null,
}
const fact: ShareCard = { ...petition, kicker: '2014 article · alleged', figure: null, beside: 'China’s position: it denies this.' }

const tokens = readFileSync(new URL('../../../../web/ui/tokens.css', import.meta.url), 'utf8')

/** Ordinary words of this many characters in all, of which the last ends in `end`. */
function words(length: number, end = 'x'): string {
  return 'Parliament should seek independent access '.repeat(20).slice(0, length - 3) + end.padStart(3, 'x')
}

/** The pixels of a card, row by row. */
async function pixelsOf(card: ShareCard): Promise<Uint32Array[]> {
  const pen = createCanvas(1200, 630).getContext('2d')
  pen.drawImage(await loadImage(await drawShareCard(card)), 0, 0)
  const pixels = new Uint32Array(pen.getImageData(0, 0, 1200, 630).data.buffer)
  return Array.from({ length: 630 }, (_, y) => pixels.subarray(y * 1200, (y + 1) * 1200))
}

/** The pixel of a colour of the light pages. */
function light(name: string): number {
  const colour = new RegExp(`--${name}: light-dark\\(#([0-9a-f]{6})`).exec(tokens)?.[1]
  return Buffer.from(`${colour}ff`, 'hex').readUInt32LE()
}

test('a card is a PNG of 1200 by 630 pixels', async () => {
  const png = await drawShareCard(petition)

  expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
  expect(png.toString('latin1', 12, 16)).toBe('IHDR')
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1200, 630])
})

test('the same card gives the same bytes, also when two are drawn at once', async () => {
  const [once, again, other] = await Promise.all([drawShareCard(petition), drawShareCard(petition), drawShareCard(fact)])

  expect(again.equals(once)).toBe(true)
  expect(other.equals(once)).toBe(false)
})

test('its colours are those of the light pages', async () => {
  const colours = new Set((await pixelsOf(petition)).flatMap((row) => [...new Set(row)]))

  expect([...colours]).toEqual(expect.arrayContaining(['paper', 'ink', 'ink-quiet', 'line', 'accent'].map(light)))
})

test.for([
  ['a title of 170 characters with a figure', { ...petition, title: words(170, 'm') }, { title: words(170, 'n') }],
  ['a claim of 250 characters', { ...fact, title: words(250, 'm'), beside: words(300) }, { title: words(250, 'n') }],
  ['a position of 300 characters', { ...fact, title: words(250), beside: words(300, 'm') }, { beside: words(300, 'n') }],
  ['both above a figure', { ...fact, figure: petition.figure, title: words(250), beside: words(300, 'm') }, { beside: words(300, 'n') }],
] as const)('%s stands there to its last letter', async ([, card, withOtherEnd]) => {
  const [one, other] = [await drawShareCard(card), await drawShareCard({ ...card, ...withOtherEnd })]

  expect(one.equals(other)).toBe(false)
})

test.for([
  ['the longest that may be', { ...fact, figure: petition.figure, title: words(250), beside: words(300) }],
  ['wide letters', { ...petition, title: `${'W'.repeat(16)} `.repeat(10) }],
  [
    'far too long',
    { kicker: words(700), title: words(800), figure: { value: '9'.repeat(90), label: words(700) }, foot: words(700), beside: words(800) },
  ],
  ['one endless word', { ...fact, kicker: 'k'.repeat(900), title: 't'.repeat(9000), foot: 'f'.repeat(900), beside: 'b'.repeat(900) }],
] as const)('nothing runs over the margins: %s', async ([, card]) => {
  const rows = await pixelsOf(card)

  const sides = rows.flatMap((row) => [row.subarray(0, 66), row.subarray(1134)])
  const margins = [...rows.slice(0, 56), ...rows.slice(590), ...sides].flatMap((part) => [...new Set(part)])
  expect([...new Set(margins)]).toEqual([light('paper')])
})

test('the position of those accused is as large as the claim', async () => {
  const rows = await pixelsOf({ ...fact, kicker: '', foot: '', title: words(200), beside: words(200) })

  const [paper, line] = [light('paper'), light('line')]
  const rule = rows.findIndex((row) => row[72] === line && row[1127] === line)
  const inkIn = (part: Uint32Array[]) => part.reduce((sum, row) => sum + row.filter((pixel) => pixel !== paper && pixel !== line).length, 0)
  expect(inkIn(rows.slice(0, rule))).toBeGreaterThan(10_000)
  expect(inkIn(rows.slice(rule))).toBe(inkIn(rows.slice(0, rule)))
})

test.for([
  ['nothing', ''],
  ['only spaces', ' \u00a0\t '],
  ['emoji', '😀👩‍👩‍👧‍👦 🏳️‍🌈 ❤️'],
  ['right to left', 'שלום עולם – مرحبا بالعالم'],
  ['other scripts', '中文 한국어 हिन्दी ไทย'],
  ['control characters', 'a\u0000b\u0007c\u001b[31m\r\n\u202ed\u2066e\u200b'],
  ['broken text', '\ud83d x \udc00'],
  ['stacked marks', `Z${'\u0301\u0323'.repeat(200)}algo`],
] as const)('odd text is drawn without complaint: %s', async ([, odd]) => {
  const png = await drawShareCard({ kicker: odd, title: odd, figure: { value: odd, label: odd }, foot: odd, beside: odd })

  expect(png.readUInt32BE(16)).toBe(1200)
})
