import type { Line } from './break-lines.ts'
import { breakLines } from './break-lines.ts'
import type { Block, Role } from './letter-blocks.ts'
import type { Sheet } from './paper.ts'
import type { Measure, Paragraph } from './paragraph.ts'

/** Sizes of type and distances, in points; a leading is from one baseline to the next, `gap` is between paragraphs. */
export type Step = { size: number; leading: number; gap: number; noteSize: number; noteLeading: number; signature: number }

/** A block whose text is ready to be set. */
export type PreparedBlock = { block: Block; paragraphs: Paragraph[]; label: Paragraph | null }

export type PreparedLetter = Record<'sender' | 'day' | 'recipient', PreparedBlock> & Record<'body' | 'foot', PreparedBlock[]>

/** A line in its place on a page (from 0): it stands on `baseline`, and has `width` points from `left` on. */
export type PlacedLine = Line & { page: number; left: number; width: number; isFlushRight: boolean; baseline: number; size: number }

/** The lines of a block, which may go on over several pages, and its label if it has one. */
export type PlacedBlock = { block: Block; label: PlacedLine | null; lines: PlacedLine[] }

/** A whole letter. `rule` is the thin line above the notes. */
export type Layout = { pages: number; blocks: PlacedBlock[]; rule: { page: number; y: number; isFlushRight: boolean } | null }

/** A block with its lines for one size of type; `before` is the distance from what stands above it. */
type SetBlock = { prepared: PreparedBlock; lines: Line[]; size: number; leading: number; before: number; indent: number }

/** Where the next line goes. */
type Place = { page: number; y: number }

/** At least so many lines of a paragraph stand together on a page. */
const fewestLines = 2
const ruleAbove = 5

/** Puts a letter on as many pages as it needs, in one size of type. */
export function layOut({ sender, day, recipient, body, foot }: PreparedLetter, sheet: Sheet, step: Step, measure: Measure): Layout {
  const text = { left: sheet.left, width: sheet.right - sheet.left }
  const setIn = (column: { width: number }, blocks: PreparedBlock[]) => setBlocks(blocks, column.width, step, measure)
  const senderSet = setIn(sheet.sender, [sender, day])
  const recipientSet = setIn(sheet.recipient, [recipient])
  const recipientTop = Math.max(sheet.sender.top, sheet.recipient.middle - heightOf(recipientSet) / 2)
  const headEnd = Math.max(sheet.sender.top + heightOf(senderSet), recipientTop + heightOf(recipientSet))
  const top = Math.max(sheet.bodyTop, headEnd + step.leading)

  const above = flow(senderSet, { page: 0, y: sheet.sender.top }, sheet, sheet.sender)
  const address = flow(recipientSet, { page: 0, y: recipientTop }, sheet, sheet.recipient)
  const main = flow(setIn(text, body), { page: 0, y: top }, sheet, text)
  const footSet = setIn(text, foot)
  const below = flow(footSet, footPlace(main.end, heightOf(footSet), step, sheet), sheet, text)
  const first = below.blocks[0]?.lines[0]
  return {
    pages: below.end.page + 1,
    blocks: [...above.blocks, ...address.blocks, ...main.blocks, ...below.blocks],
    rule:
      foot.length > 1 && first ? { page: first.page, y: first.baseline - first.size - ruleAbove, isFlushRight: first.isFlushRight } : null,
  }
}

function setBlocks(blocks: PreparedBlock[], width: number, step: Step, measure: Measure): SetBlock[] {
  const indents = new Map<Role, number>()
  for (const { block, label } of blocks) if (label) indents.set(block.role, Math.max(indents.get(block.role) ?? 0, indentOf(label)))
  return blocks.map((prepared) => {
    const { role } = prepared.block
    const { size, leading } = sizeOf(role, step)
    const indent = (indents.get(role) ?? 0) * size
    const lines = prepared.paragraphs.flatMap((paragraph) => breakLines(paragraph, (width - indent) / size, measure))
    return { prepared, lines, size, leading, before: distanceBefore(role, step), indent }
  })
}

/** In ems: so close that a label and its text are read as one line, even where columns are looked for. */
function indentOf(label: Paragraph): number {
  return 0.6 + label.words.reduce((width, word) => width + word.width, 0)
}

function sizeOf(role: Role, step: Step): { size: number; leading: number } {
  if (role === 'note' || role === 'through') return { size: step.noteSize, leading: step.noteLeading }
  if (role === 'sender' || role === 'recipient') return { size: step.size, leading: step.size * 1.25 }
  return { size: step.size, leading: step.leading }
}

function distanceBefore(role: Role, step: Step): number {
  switch (role) {
    case 'sender':
    case 'recipient':
    case 'subject':
      return 0
    case 'note':
      return step.noteLeading * 0.15
    case 'through':
      return step.noteLeading * 0.6
    case 'name':
      return step.signature
    case 'salutation':
      return step.gap * 1.4
    default:
      return step.gap
  }
}

function heightOf(blocks: SetBlock[]): number {
  return blocks.reduce((height, { before, lines, leading }, i) => height + (i > 0 ? before : 0) + lines.length * leading, 0)
}

/** At the foot of the page where there is room for all of it; else it follows the text. */
function footPlace({ page, y }: Place, height: number, step: Step, sheet: Sheet): Place {
  const earliest = y + step.leading + ruleAbove
  return { page, y: Math.max(earliest, earliest + height <= sheet.bottom ? sheet.bottom - height : 0) }
}

/** One block below the other, on to the next page where one is full. */
function flow(
  blocks: SetBlock[],
  start: Place,
  sheet: Sheet,
  column: { left: number; width: number },
): { blocks: PlacedBlock[]; end: Place } {
  let place = start
  const placed = blocks.map((block, i) => {
    const parts = partsOf(block, { ...place, y: place.y + (i > 0 ? block.before : 0) }, heightAlong(blocks, i), sheet)
    place = parts.end
    return placeBlock(block, parts.lines, column)
  })
  return { blocks: placed, end: place }
}

/** What has to stand on the same page as the end of a block: nobody signs a sheet that holds a name alone. */
function heightAlong(blocks: SetBlock[], at: number): number {
  const role = blocks[at]?.prepared.block.role
  const next = blocks[at + 1]
  if (!next || (role !== 'request' && role !== 'closing')) return 0
  return next.before + next.lines.length * next.leading + heightAlong(blocks, at + 1)
}

/** The place of each line of a block. Of a paragraph that goes on, two lines at least stand on either page. */
function partsOf({ lines, leading }: SetBlock, start: Place, along: number, sheet: Sheet): { lines: Place[]; end: Place } {
  const places: Place[] = []
  let { page, y } = start
  let left = lines.length
  while (left > 0) {
    const room = Math.floor((sheet.bottom - y) / leading + 1e-9)
    const isWhole = left * leading + along <= sheet.bottom - y + 1e-9
    const isFresh = y <= sheet.textTop
    let count = isWhole ? left : Math.min(room, left - fewestLines)
    if (count < fewestLines && !isWhole) count = isFresh ? Math.max(1, Math.min(room, left)) : 0
    for (let i = 0; i < count; i++) places.push({ page, y: y + i * leading })
    y += count * leading
    left -= count
    if (left > 0) [page, y] = [page + 1, sheet.textTop]
  }
  return { lines: places, end: { page, y } }
}

function placeBlock(set: SetBlock, places: Place[], column: { left: number; width: number }): PlacedBlock {
  const { block, label } = set.prepared
  const isFlushRight = block.direction === 'rtl'
  const at = ({ page, y }: Place, line: Line, left: number, width: number): PlacedLine => {
    // Small letters stand a little below the middle of their line.
    const baseline = y + set.leading / 2 + set.size * 0.33
    return { ...line, page, left, width, isFlushRight, baseline, size: set.size }
  }
  const width = column.width - set.indent
  const first = places[0]
  return {
    block,
    label: label && first ? at(first, { paragraph: label, from: 0, to: label.clusters.length }, column.left, column.width) : null,
    lines: set.lines.map((line, i) => at(places[i] as Place, line, column.left + (isFlushRight ? 0 : set.indent), width)),
  }
}
