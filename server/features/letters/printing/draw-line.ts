import type { BidiClass } from './bidi.ts'
import { mirrorOf, visualOrderOf } from './bidi.ts'
import type { PlacedLine } from './lay-out.ts'
import type { Cluster } from './paragraph.ts'
import { featuresOf, raisedSize } from './paragraph.ts'

/** Characters that are drawn at once, in the order of reading. */
type Run = Pick<Cluster, 'text' | 'face' | 'figures' | 'isRaised'> & { kind: Kind }

/** A `turned` character stands alone in text from right to left. */
type Kind = 'forward' | 'hebrew' | 'turned'

/** A run in its place, in points. */
export type PlacedRun = Run & { x: number; baseline: number; size: number }

/** In ems: note numbers end level with capitals. */
const raisedBy = 0.33

/**
 * The characters of a line in their places, from left to right. That is the order in which programs that search and copy
 * expect text from right to left in a PDF; how it reads, the structure of the document says.
 */
export function placeRuns(document: PDFKit.PDFDocument, line: PlacedLine): PlacedRun[] {
  const runs = runsOf(clustersOf(line)).map((run) => {
    const size = run.isRaised ? line.size * raisedSize : line.size
    const width = document.font(run.face.name).fontSize(size).widthOfString(run.text, featuresOf(run.text, run.figures))
    return { ...run, size, width, baseline: line.baseline - (run.isRaised ? line.size * raisedBy : 0) }
  })
  let x = line.left + (line.isFlushRight ? line.width - runs.reduce((sum, { width }) => sum + width, 0) : 0)
  return runs.map(({ width, ...run }) => {
    x += width
    return { ...run, x: x - width }
  })
}

export function drawRuns(document: PDFKit.PDFDocument, runs: PlacedRun[], colour: string): void {
  document.fillColor(colour)
  for (const { text, face, figures, size, x, baseline } of runs) {
    const options = { lineBreak: false, baseline: 'alphabetic', ...featuresOf(text, figures) } as const
    document.font(face.name).fontSize(size).text(text, x, baseline, options)
  }
}

/** The space at the end of a line stands on its outer side, by rule L1 of the bidirectional algorithm. */
function clustersOf({ paragraph, from, to }: PlacedLine): Cluster[] {
  const clusters = paragraph.clusters.slice(from, to)
  const last = clusters.at(-1)
  const level = paragraph.direction === 'rtl' ? 1 : 0
  return last?.text === ' ' ? [...clusters.slice(0, -1), { ...last, level }] : clusters
}

/**
 * Runs as they stand from left to right. pdfkit turns Hebrew letters around by itself, but only within a word; so each
 * Hebrew word is a run, and so is each other character between such words.
 */
function runsOf(clusters: Cluster[]): Run[] {
  const runs: Run[] = []
  for (const place of visualOrderOf(clusters.map(({ level }) => level))) {
    const { text, face, figures, isRaised, bidi, level } = clusters[place] as Cluster
    const kind = kindOf(bidi, level)
    const last = runs.at(-1)
    if (kind === 'turned' || last?.kind !== kind || last.face !== face || last.isRaised !== isRaised) {
      runs.push({ text: kind === 'turned' ? mirrorOf(text) : text, face, figures, isRaised, kind })
    } else last.text = kind === 'hebrew' ? text + last.text : last.text + text
  }
  return runs
}

function kindOf(bidi: BidiClass, level: number): Kind {
  if (bidi === 'R') return 'hebrew'
  return level % 2 === 1 ? 'turned' : 'forward'
}
