import type { Measure, Paragraph, Word } from './paragraph.ts'
import { widthOf } from './paragraph.ts'

/** Clusters `from` to `to` of a paragraph, with the space after them if there is one. */
export type Line = { paragraph: Paragraph; from: number; to: number }

/**
 * Each line takes as many words as it has room for; a word that is wider than a line is broken anywhere. Nothing is ever
 * left out.
 *
 * @param width of the lines, in ems
 */
export function breakLines(paragraph: Paragraph, width: number, measure: Measure): Line[] {
  const lines: Line[] = []
  let [from, to, used] = [0, 0, 0]
  const endLine = () => {
    if (to > from) lines.push({ paragraph, from, to })
    ;[from, used] = [to, 0]
  }
  for (const word of paragraph.words.flatMap((word) => (word.width > width ? breakWord(paragraph, word, width, measure) : [word]))) {
    if (used + word.width > width) endLine()
    used += word.width + word.space
    to = word.to + (word.space > 0 ? 1 : 0)
  }
  endLine()
  return lines
}

/** Parts of a word, each as long as a line has room for. */
function breakWord({ clusters }: Paragraph, word: Word, width: number, measure: Measure): Word[] {
  const parts: Word[] = []
  let [from, used] = [word.from, 0]
  for (let at = word.from; at < word.to; at++) {
    const next = widthOf(clusters, at, at + 1, measure)
    if (used + next > width && at > from) {
      parts.push({ from, to: at, width: used, space: 0 })
      ;[from, used] = [at, 0]
    }
    used += next
  }
  return [...parts, { from, to: word.to, width: used, space: word.space }]
}
