import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formats } from '../../../../../server/features/legislators/formats/all.ts'
import { bombs } from '../../../../support/legislators/bombs.ts'
import { samples } from '../../../../support/legislators/every-format.ts'
import { byteChanges, valueChanges, withBytes, withValues } from '../../../../support/legislators/mutations.ts'
import type { Content } from '../../../../support/legislators/outcome.ts'
import { outcomeOf } from '../../../../support/legislators/outcome.ts'

/** Each test here ends by itself long before. */
const withinMs = 30_000

test('every format there is has a sample', () => {
  const tried = new Set(samples.map(({ format }) => format))

  expect(formats.filter((format) => !tried.has(format))).toEqual([])
})

describe.each(samples)('$title', (sample) => {
  const eachFile = (change: (content: Buffer) => Content) =>
    Object.fromEntries(Object.entries(sample.files).map(([name, content]) => [name, change(content)]))

  test('reads its sample', async () => {
    const outcome = await outcomeOf(sample, sample.files)

    expect(outcome).toMatchObject({ refusal: null })
    expect(outcome.records).toBeGreaterThan(0)
  })

  test('survives bytes that are cut, spliced or overwritten', { timeout: withinMs }, async () => {
    await fc.assert(
      fc.asyncProperty(byteChanges, async (change) => void (await outcomeOf(sample, withBytes(sample.files, change)))),
      { numRuns: 60 },
    )
  })

  test('survives a hostile value wherever it stands', { timeout: withinMs }, async () => {
    await fc.assert(
      fc.asyncProperty(valueChanges, async (changes) => void (await outcomeOf(sample, withValues(sample.files, changes)))),
      { numRuns: 120 },
    )
  })

  test.each([
    ['a mark before it', (text: string) => `\ufeff${text}`],
    ['other line ends', (text: string) => text.replace(/\r?\n/g, '\r\n')],
    ['old line ends', (text: string) => text.replace(/\r?\n/g, '\r')],
    ['ISO-8859-1', (text: string) => Buffer.from(text, 'latin1')],
    ['UTF-16', (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['no line end at its end', (text: string) => text.trimEnd()],
    ['itself behind it', (text: string) => text + text],
  ])('survives files with %s', async (_, change) => {
    const changed = eachFile((content) => change(content.toString('utf8')))

    await expect(outcomeOf(sample, changed)).resolves.toBeDefined()
  })

  test('reads the same with a mark and other line ends', async () => {
    const plain = await outcomeOf(sample, sample.files)

    const marked = await outcomeOf(
      sample,
      eachFile((content) => `\ufeff${content.toString('utf8').replace(/\r?\n/g, '\r\n')}`),
    )

    expect(marked).toEqual(plain)
  })

  test.each(bombs)('survives $title', { timeout: withinMs }, async ({ content }) => {
    const [name = ''] = Object.keys(sample.files)

    await expect(outcomeOf(sample, { [name]: content() })).resolves.toBeDefined()
    await expect(outcomeOf(sample, { ...sample.files, [`more-${name}`]: content() })).resolves.toBeDefined()
  })

  test('survives a million empty rows', { timeout: withinMs }, async () => {
    const [name = '', content = Buffer.alloc(0)] = Object.entries(sample.files)[0] ?? []

    await expect(outcomeOf(sample, { [name]: () => withEmptyRows(content) })).resolves.toBeDefined()
  })

  test('survives files of one name, and no files', async () => {
    const [content = Buffer.alloc(0)] = Object.values(sample.files)

    await expect(outcomeOf(sample, { __proto__x: content, constructor: content, '': content })).resolves.toBeDefined()
    await expect(outcomeOf(sample, {})).resolves.toBeDefined()
  })
})

async function* withEmptyRows(content: Uint8Array): AsyncIterable<Uint8Array> {
  yield content
  for (let i = 0; i < 100; i++) yield Buffer.alloc(10_000, '\n')
}

test('nothing that was read has changed what all objects have', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>)['polluted']).toBe(undefined)
})
