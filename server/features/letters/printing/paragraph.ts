import type { BidiClass, Direction } from './bidi.ts'
import { bidiClassOf, bidiLevelsOf } from './bidi.ts'
import type { Face } from './faces.ts'

/** A character with its marks, and how it is set. */
export type Cluster = {
  text: string
  face: Face
  figures: Figures
  /** A note number above the line, in smaller type. */
  isRaised: boolean
  bidi: BidiClass
  /** Even: from left to right. */
  level: number
}

/** Clusters `from` to `to` that stay together, `width` wide; `space` is what follows if the line goes on: nothing within a word. */
export type Word = { from: number; to: number; width: number; space: number }

/** One paragraph, or one line that is to end where its text does. Widths are in ems. */
export type Paragraph = { clusters: Cluster[]; words: Word[]; direction: Direction }

/** How wide a text of one face is, in ems. */
export type Measure = (text: string, face: Face, figures: Figures) => number

/** Old-style figures go with small letters; lining ones, as tall as capitals, with capitals, with Hebrew and alone. */
export type Figures = 'old-style' | 'lining'

/** What pdfkit is asked for. Without features it remembers how it set a word, which is many times faster. */
export function featuresOf(text: string, figures: Figures): { features?: PDFKit.Mixins.OpenTypeFeatures[] } {
  return figures === 'lining' && /\d/.test(text) ? { features: ['lnum'] } : {}
}

/** Against the text that it stands in. */
export const raisedSize = 0.64

const segmenter = new Intl.Segmenter('und', { granularity: 'grapheme' })

/**
 * Prepares a text for any size and width: which face each character is set in, where lines may end, how wide words are.
 *
 * @param notes their numbers, as they follow the text
 * @param missing is given the characters that no face has; they are left out
 */
export function toParagraph(
  text: string,
  notes: number[],
  {
    direction,
    figures,
    faces,
    measure,
    missing,
  }: { direction: Direction; figures: Figures; faces: Face[]; measure: Measure; missing: Set<string> },
): Paragraph {
  const clusters = [
    ...clustersOf(text, faces, missing).map((cluster) => ({ ...cluster, figures })),
    ...clustersOf(notes.join(','), faces, missing).map((cluster) => ({ ...cluster, isRaised: true })),
  ]
  const levels = bidiLevelsOf(
    clusters.map(({ bidi }) => bidi),
    direction,
  )
  for (const [i, cluster] of clusters.entries()) cluster.level = levels[i] ?? 0
  return { clusters, words: wordsOf(clusters, measure), direction }
}

/** A space or a comma is set in the face of the letter before it where that has it, so that faces change seldom. */
function clustersOf(text: string, faces: Face[], missing: Set<string>): Cluster[] {
  const clusters: Cluster[] = []
  for (const { segment } of segmenter.segment(text)) {
    const bidi = bidiClassOf(segment)
    const last = clusters.at(-1)?.face
    const preferred = last && bidi !== 'L' && bidi !== 'R' ? [last, ...faces] : faces
    const set = faceFor(segment, preferred) ?? faceFor(segment.normalize('NFD'), preferred)
    if (set) clusters.push({ ...set, figures: 'lining', isRaised: false, bidi, level: 0 })
    else missing.add(segment)
  }
  return clusters
}

function faceFor(text: string, faces: Face[]): { text: string; face: Face } | null {
  const points = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  const face = faces.find(({ characters }) => points.every((point) => characters.has(point)))
  return face ? { text, face } : null
}

function wordsOf(clusters: Cluster[], measure: Measure): Word[] {
  const words: Word[] = []
  let from = 0
  for (let to = 1; to <= clusters.length; to++) {
    if (to < clusters.length && clusters[to - 1]?.text !== ' ') continue
    const end = clusters[to - 1]?.text === ' ' ? to - 1 : to
    const parts = partsOf(clusters, from, end).map((part) => ({ ...part, width: widthOf(clusters, part.from, part.to, measure), space: 0 }))
    const last = parts.at(-1)
    if (last) last.space = widthOf(clusters, end, to, measure)
    words.push(...parts)
    from = to
  }
  return words
}

/**
 * A line may end in a word after a dash, a hyphen or a slash between letters; in an address of the web after a slash and
 * before other marks, in one of mail before its at sign: where nobody takes the end of a line for a part of it.
 */
function partsOf(clusters: Cluster[], from: number, to: number): { from: number; to: number }[] {
  const texts = clusters.slice(from, to).map(({ text }) => text)
  const isAddress = /:\/\/|@|^www\./.test(texts.join(''))
  const ends = texts.flatMap((_, i) => (i > 0 && (isAddress ? endsInAddress(texts, i) : endsInWord(texts, i)) ? [from + i] : []))
  return [...ends, to].map((end, i) => ({ from: ends[i - 1] ?? from, to: end })).filter((part) => part.to > part.from)
}

function endsInWord(texts: string[], at: number): boolean {
  return /[-–—/]/.test(texts[at - 1] ?? '') && /\p{L}/u.test(texts[at - 2] ?? '') && /\p{L}/u.test(texts[at] ?? '')
}

function endsInAddress(texts: string[], at: number): boolean {
  const [last = '', next = ''] = texts.slice(at - 1, at + 1)
  if (/[\p{L}\p{Nd}]/u.test(last)) return /[-@?&=_%#~]/.test(next)
  return last === '/' && texts[at - 2] !== '/' && /[\p{L}\p{Nd}]/u.test(next)
}

/** Of clusters `from` to `to` on one line, in ems. */
export function widthOf(clusters: Cluster[], from: number, to: number, measure: Measure): number {
  let width = 0
  for (let at = from; at < to; ) {
    const run = runAt(clusters, at, to)
    width += measure(run.text, run.face, run.figures) * (run.isRaised ? raisedSize : 1)
    at = run.end
  }
  return width
}

/** The clusters from `at` on that are set in one face and one size. */
function runAt(clusters: Cluster[], at: number, to: number): Pick<Cluster, 'text' | 'face' | 'figures' | 'isRaised'> & { end: number } {
  const { face, figures, isRaised } = clusters[at] as Cluster
  let [text, end] = ['', at]
  while (end < to && clusters[end]?.face === face && clusters[end]?.isRaised === isRaised) text += clusters[end++]?.text ?? ''
  return { text, face, figures, isRaised, end }
}
