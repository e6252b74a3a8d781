import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { SKRSContext2D } from '@napi-rs/canvas'

/** What stands on a card, as plain text in one language; no-break spaces keep words on one line. */
export type ShareCard = {
  /** One line on top: what kind of thing this is, and how sure. */
  kicker: string
  title: string
  /** One number, and the words that say what it counts and as of when. */
  figure: { value: string; label: string } | null
  /** The name of the site. */
  foot: string
  /** The position of those accused, on cards with a contested claim: set in the same size as the claim. */
  beside: string | null
}

/** A place for text, in pixels. */
type Place = { width: number; height: number; largest: number; smallest: number; weight: 400 | 500 }
/** Paragraphs of lines, all in one size. */
type SetText = { paragraphs: string[][]; size: number; weight: number }
/** A word, and how wide it is at a size of one pixel, with the space after it and without. */
type Word = { text: string; full: number; bare: number }

const card = { width: 1200, height: 630, left: 72, right: 1128, kickerBaseline: 86, bodyTop: 120, lastBaseline: 566 }
const column = card.right - card.left
/** As in the light scheme of `web/ui/tokens.css`. */
const colours = { paper: '#fbfaf7', ink: '#1c2226', quiet: '#545d62', line: '#dcd7ca', accent: '#0b5a63' }
/** Parts of the site's face, each under a name of its own: what one lacks comes from the next. */
const parts = ['latin', 'latin-ext', 'vietnamese']
const face = parts.map((part) => `card-${part}`).join(', ')
/** Longer texts are cut before they are measured. */
const maxLength = 1500
let canvasLoading: ReturnType<typeof loadCanvas> | undefined

/**
 * The card as a PNG of 1200 × 630 pixels. The title is as large as its place allows, in one size with `beside`, and
 * never below 28 px: without a figure 250 and 300 characters stand there whole; what is still too long ends in an
 * ellipsis. Emoji are left out. Scripts other than Latin are drawn where the machine has a font for them, else as
 * empty boxes; but for those the same card gives the same bytes wherever the same packages are.
 *
 * A card takes some 15 ms of the calling thread and 30 of another, the first one 100 more. Nothing is kept here.
 *
 * @throws if the drawing library has no build for this platform.
 */
export async function drawShareCard({ kicker, title, figure, foot, beside }: ShareCard): Promise<Buffer> {
  canvasLoading ??= loadCanvas()
  const { createCanvas } = await canvasLoading
  const canvas = createCanvas(card.width, card.height)
  const pen = canvas.getContext('2d')
  pen.fillStyle = colours.paper
  pen.fillRect(0, 0, card.width, card.height)
  pen.fontVariantNumeric = 'lining-nums'

  const kickerSet = setText(pen, [kicker], { width: column, height: 40, largest: 28, smallest: 20, weight: 400 })
  draw(pen, kickerSet, colours.accent, card.left, card.kickerBaseline)

  const bodyEnd = card.lastBaseline - (figure ? 94 : 56)
  const body = { width: column, height: bodyEnd - (beside ? 16 : 28) - card.bodyTop, smallest: 28 }
  const bodySet = beside
    ? setText(pen, [title, beside], { ...body, largest: 46, weight: 400 })
    : setText(pen, [title], { ...body, largest: 96, weight: 500 })
  draw(pen, bodySet, colours.ink, card.left, card.bodyTop + leadingOf(bodySet.size) / 2 + bodySet.size / 3)

  drawRule(pen, bodyEnd)
  const figureEnd = figure ? drawFigure(pen, figure) + 48 : card.left
  const footSet = setText(pen, [foot], { width: card.right - figureEnd, height: 70, largest: 28, smallest: 20, weight: 400 })
  pen.textAlign = 'right'
  draw(pen, footSet, colours.ink, card.right, firstBaseline(footSet))
  return canvas.encode('png')
}

/** Loaded with the first card, so that the server runs where the library has no build for the platform. */
async function loadCanvas() {
  const { createCanvas, GlobalFonts } = await import('@napi-rs/canvas')
  const { resolve } = createRequire(import.meta.url)
  for (const part of parts) {
    const file = resolve(`@fontsource-variable/gelasio/files/gelasio-${part}-wght-normal.woff2`)
    if (!GlobalFonts.register(await readFile(file), `card-${part}`)) throw new Error(`no font could be read from ${file}`)
  }
  return { createCanvas }
}

/** The number with its label beside it; returns where they end. */
function drawFigure(pen: SKRSContext2D, { value, label }: { value: string; label: string }): number {
  pen.fontVariantNumeric = 'lining-nums tabular-nums'
  const valueSet = setText(pen, [value], { width: 480, height: 100, largest: 76, smallest: 40, weight: 500 })
  draw(pen, valueSet, colours.accent, card.left, card.lastBaseline)
  const labelLeft = card.left + widthOf(pen, valueSet) + 24
  pen.fontVariantNumeric = 'lining-nums'
  const labelSet = setText(pen, [label], { width: 340, height: 70, largest: 26, smallest: 20, weight: 400 })
  draw(pen, labelSet, colours.quiet, labelLeft, firstBaseline(labelSet))
  return labelLeft + widthOf(pen, labelSet)
}

/** The texts, one below the other, in the largest size in which all of them are whole; else shortened. */
function setText(pen: SKRSContext2D, texts: string[], place: Place): SetText {
  const plain = texts.map(toPlain)
  const measured = measure(pen, plain, place)
  for (let size = place.largest; size >= place.smallest; size -= 1) {
    const set = setAt(size, measured, place)
    if (set) return set
  }
  return shorten(pen, plain, place)
}

/** As much of each text as there is room for, up to a whole word where there is one, and an ellipsis. */
function shorten(pen: SKRSContext2D, texts: string[], place: Place): SetText {
  let set: SetText = { paragraphs: [], size: place.smallest, weight: place.weight }
  let [fits, tooMuch] = [0, maxLength]
  while (tooMuch - fits > 1) {
    const length = Math.floor((fits + tooMuch) / 2)
    const cut = texts.map((text) => (text.length > length ? `${text.slice(0, length).replace(/[\s,;:–—-]+\S*$/, '')}…` : text))
    const tried = setAt(place.smallest, measure(pen, cut, place), place)
    if (tried) [set, fits] = [tried, length]
    else tooMuch = length
  }
  return set
}

/** How wide the words of each text are. Words end at spaces. */
function measure(pen: SKRSContext2D, texts: string[], { weight }: Place): Word[][] {
  const sample = 100
  pen.font = `${weight} ${sample}px ${face}`
  const widthAtOne = (text: string) => pen.measureText(text).width / sample
  const space = widthAtOne(' ')
  return texts.map((text) =>
    text
      .split(' ')
      .map((word) => ({ word, bare: widthAtOne(word) }))
      .map(({ word, bare }) => ({ text: `${word} `, bare, full: bare + space })),
  )
}

/** As few lines as there can be, and these about as long as one another. Null if they do not fit. */
function setAt(size: number, texts: Word[][], { width, height, weight }: Place): SetText | null {
  let paragraphs = breakLines(texts, width / size)
  const count = paragraphs?.flat().length ?? 0
  const needed = count * leadingOf(size) + (texts.length - 1) * gapOf(size)
  if (!paragraphs || needed > height) return null
  let [tooNarrow, enough] = [0, width / size]
  for (let step = 0; step < 8; step++) {
    const middle = (tooNarrow + enough) / 2
    const tried = breakLines(texts, middle)
    if (tried?.flat().length === count) [paragraphs, enough] = [tried, middle]
    else tooNarrow = middle
  }
  return { paragraphs, size, weight }
}

/** Null if a word is wider than a line. */
function breakLines(texts: Word[][], width: number): string[][] | null {
  if (texts.flat().some(({ bare }) => bare > width)) return null
  return texts.map((words) => {
    const lines: string[] = []
    let left = 0
    for (const { text, full, bare } of words) {
      if (lines.length === 0 || bare > left) {
        lines.push('')
        left = width
      }
      lines.push(`${lines.pop()}${text}`)
      left -= full
    }
    return lines.map((line) => line.trimEnd())
  })
}

/**
 * One line without control characters, marks of direction and emoji; a dash stays with the word before it. The face
 * has neither the narrow no-break space nor the no-break hyphen; an ordinary hyphen ends no line here either.
 */
function toPlain(text: string): string {
  return text
    .slice(0, maxLength)
    .normalize('NFC')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/\p{RGI_Emoji}|\p{Emoji_Presentation}|\p{Variation_Selector}|\p{C}/gv, '')
    .replace(/\u202f/g, '\u00a0')
    .replace(/\u2011/g, '-')
    .replace(/[^\S\u00a0]+/g, ' ')
    .replace(/ (?=[–—] )/g, '\u00a0')
    .trim()
}

function draw(pen: SKRSContext2D, { paragraphs, size, weight }: SetText, colour: string, x: number, firstBaseline: number): void {
  pen.font = `${weight} ${size}px ${face}`
  let baseline = firstBaseline
  for (const [i, lines] of paragraphs.entries()) {
    if (i > 0) {
      // Midway between the feet of the small letters above and the heads of the capitals below.
      drawRule(pen, baseline - leadingOf(size) + (leadingOf(size) + gapOf(size) - size * 0.6) / 2)
      baseline += gapOf(size)
    }
    pen.fillStyle = colour
    for (const line of lines) {
      pen.fillText(line, x, Math.round(baseline))
      baseline += leadingOf(size)
    }
  }
}

function drawRule(pen: SKRSContext2D, y: number): void {
  pen.fillStyle = colours.line
  pen.fillRect(card.left, Math.round(y), column, 2)
}

/** For lines of which the last stands at the foot of the card. */
function firstBaseline({ paragraphs, size }: SetText): number {
  return card.lastBaseline - (paragraphs.flat().length - 1) * leadingOf(size)
}

function widthOf(pen: SKRSContext2D, { paragraphs, size, weight }: SetText): number {
  pen.font = `${weight} ${size}px ${face}`
  return Math.max(0, ...paragraphs.flat().map((line) => pen.measureText(line).width))
}

/** Large type stands closer than small type. */
function leadingOf(size: number): number {
  return size * (1.42 - size * 0.003)
}

function gapOf(size: number): number {
  return size * 1.2
}
