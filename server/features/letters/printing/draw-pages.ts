import type { Line } from './break-lines.ts'
import { drawRuns, placeRuns } from './draw-line.ts'
import type { Layout, PlacedBlock, PlacedLine } from './lay-out.ts'
import type { Role } from './letter-blocks.ts'
import type { Sheet } from './paper.ts'

type Document = PDFKit.PDFDocument
type Element = PDFKit.PDFStructureElement

/** Makes sure that a page (from 0) is the one that is drawn on. */
type TurnTo = (page: number) => void

/** As much of a text as one line of a width in ems has room for. */
export type ToLine = (text: string, width: number) => Line

const ink = '#111111'
const quiet = '#595959'
const headSize = 8
const ruleLength = 72
/** Types of structure elements that screen readers know: ISO 32000-1, section 14.8.4. Everything else is a paragraph. */
const tags: Partial<Record<Role, string>> = { subject: 'H1', note: 'Note' }

/**
 * Draws a letter that has been laid out. Each line is part of a structure element, in the order in which the letter is
 * read; what is there for the eye only is marked so.
 *
 * @param name whose letter it is, for the head of each page but the first
 */
export function drawPages(document: Document, layout: Layout, sheet: Sheet, name: string, toLine: ToLine): void {
  let pages = 0
  const turnTo: TurnTo = (page) => {
    for (; pages <= page; pages++) {
      document.addPage({ size: [sheet.width, sheet.height], margin: 0 })
      if (pages > 0) drawHead(document, sheet, name, `${pages + 1} / ${layout.pages}`, toLine)
      if (layout.rule?.page === pages) drawRule(document, sheet, layout.rule)
    }
  }
  const root = document.struct('Document')
  document.addStructure(root)
  let list: Element | null = null
  for (const placed of layout.blocks) {
    list = placed.block.role === 'point' ? (list ?? append(document, root, 'L')) : null
    drawBlock(document, list ?? root, placed, turnTo)
  }
  root.end()
}

function drawBlock(document: Document, parent: Element, { block, label, lines }: PlacedBlock, turnTo: TurnTo): void {
  const isPoint = block.role === 'point'
  const colour = block.role === 'through' ? quiet : ink
  const options = { ...(block.language ? { lang: block.language } : {}), ...actualText(lines) }
  const element = append(document, parent, isPoint ? 'LI' : (tags[block.role] ?? 'P'), isPoint ? {} : options)
  if (label) drawLines(document, append(document, element, 'Lbl'), [label], colour, turnTo)
  drawLines(document, isPoint ? append(document, element, 'LBody', options) : element, lines, colour, turnTo)
}

/** How lines read in which characters do not stand in the order of reading. */
function actualText(lines: PlacedLine[]): { actual?: string } {
  const clusters = lines.flatMap(({ paragraph, from, to }) => paragraph.clusters.slice(from, to))
  if (clusters.every(({ level }) => level === 0)) return {}
  const notes = clusters.filter(({ isRaised }) => isRaised).map(({ text }) => text)
  const text = clusters.filter(({ isRaised }) => !isRaised).map(({ text }) => text)
  return { actual: `${text.join('')}${notes.length > 0 ? noteText(notes) : ''}` }
}

function noteText(numbers: string[]): string {
  return ` [${numbers.join('')}]`
}

/** Marked content ends with its page. Note numbers are elements of their own, else they were part of the word before them. */
function drawLines(document: Document, element: Element, lines: PlacedLine[], colour: string, turnTo: TurnTo): void {
  for (const [page, onPage] of Map.groupBy(lines, (line) => line.page)) {
    turnTo(page)
    const runs = onPage.flatMap((line) => placeRuns(document, line))
    const notes = runs.filter(({ isRaised }) => isRaised)
    element.add(() =>
      drawRuns(
        document,
        runs.filter(({ isRaised }) => !isRaised),
        colour,
      ),
    )
    if (notes.length > 0) {
      const actual = noteText(notes.map(({ text }) => text))
      append(document, element, 'Reference', { actual }).add(() => drawRuns(document, notes, colour))
    }
  }
}

function append(document: Document, parent: Element, tag: string, options: PDFKit.Mixins.StructureElementOptions = {}): Element {
  const element = document.struct(tag, options)
  parent.add(element)
  return element
}

function drawHead(document: Document, sheet: Sheet, name: string, page: string, toLine: ToLine): void {
  const width = sheet.right - sheet.left
  const at = { page: 0, left: sheet.left, width, baseline: sheet.runningHead, size: headSize }
  document.markContent('Artifact', { type: 'Pagination' })
  drawRuns(document, placeRuns(document, { ...at, ...toLine(name, (width * 0.8) / headSize), isFlushRight: false }), quiet)
  drawRuns(document, placeRuns(document, { ...at, ...toLine(page, width / headSize), isFlushRight: true }), quiet)
  document.endMarkedContent()
}

function drawRule(document: Document, sheet: Sheet, { y, isFlushRight }: { y: number; isFlushRight: boolean }): void {
  const left = isFlushRight ? sheet.right - ruleLength : sheet.left
  document.markContent('Artifact', { type: 'Layout' })
  document
    .moveTo(left, y)
    .lineTo(left + ruleLength, y)
    .lineWidth(0.4)
    .stroke(quiet)
  document.endMarkedContent()
}
