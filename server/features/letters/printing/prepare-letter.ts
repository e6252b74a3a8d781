import { directionOfText } from './bidi.ts'
import { breakLines } from './break-lines.ts'
import type { ToLine } from './draw-pages.ts'
import type { Faces, Weight } from './faces.ts'
import { PdfGlyphsMissing } from './faces.ts'
import type { PreparedBlock, PreparedLetter } from './lay-out.ts'
import type { Block, LetterBlocks, Role } from './letter-blocks.ts'
import type { Figures, Measure } from './paragraph.ts'
import { featuresOf, toParagraph } from './paragraph.ts'

/** Names, addresses and titles may be in another script than the letter; each line of them is read from its own side. */
const foreignRoles: Role[] = ['sender', 'recipient', 'note', 'through']

/**
 * Makes the text of a letter ready to be set in any size.
 *
 * @throws {PdfGlyphsMissing} that lists all characters for which there is no font
 */
export function prepareLetter({ sender, day, recipient, body, foot }: LetterBlocks, faces: Faces, measure: Measure): PreparedLetter {
  const missing = new Set<string>()
  const prepare = (block: Block) => prepareBlock(block, faces, measure, missing)
  const prepared = {
    sender: prepare(sender),
    day: prepare(day),
    recipient: prepare(recipient),
    body: body.map(prepare),
    foot: foot.map(prepare),
  }
  if (missing.size > 0) throw new PdfGlyphsMissing([...missing])
  return prepared
}

function prepareBlock(block: Block, faces: Faces, measure: Measure, missing: Set<string>): PreparedBlock {
  const { role, direction, lines, notes, label } = block
  const weight: Weight = role === 'subject' ? 700 : 400
  const figures: Figures = role === 'sender' || role === 'recipient' || direction === 'rtl' ? 'lining' : 'old-style'
  const context = { direction, figures, faces: faces[weight], measure, missing }
  const directionOf = (line: string) => (foreignRoles.includes(role) ? (directionOfText(line) ?? direction) : direction)
  return {
    block,
    paragraphs: lines.map((line, i) =>
      toParagraph(line, i === lines.length - 1 ? notes : [], { ...context, direction: directionOf(line) }),
    ),
    label: label === '' ? null : toParagraph(label, [], { ...context, figures: 'lining' }),
  }
}

/** Makes single lines, of characters that are known to be in the letter or are figures. */
export function lineMaker(faces: Faces, measure: Measure): ToLine {
  const context = { direction: 'ltr', figures: 'lining', faces: faces[400], measure, missing: new Set<string>() } as const
  return (text, width) => {
    const paragraph = toParagraph(text, [], context)
    return breakLines(paragraph, width, measure)[0] ?? { paragraph, from: 0, to: 0 }
  }
}

/** Measures with the fonts of a document. Most words come again and again, so each is measured once. */
export function measureWith(document: PDFKit.PDFDocument): Measure {
  const known = new Map<string, number>()
  return (text, { name }, figures) => {
    const key = `${name} ${figures} ${text}`
    const width = known.get(key) ?? document.font(name).fontSize(1).widthOfString(text, featuresOf(text, figures))
    known.set(key, width)
    return width
  }
}
