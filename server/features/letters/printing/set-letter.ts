import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import type { LetterDocument } from '#contract/letter-document.ts'
import { escapeMarkup } from '../../../lib/escape-markup.ts'
import { drawPages } from './draw-pages.ts'
import type { Faces } from './faces.ts'
import { loadFaces } from './faces.ts'
import type { Layout, PreparedLetter, Step } from './lay-out.ts'
import { layOut } from './lay-out.ts'
import { toBlocks } from './letter-blocks.ts'
import type { Paper, Sheet } from './paper.ts'
import { sheets } from './paper.ts'
import type { Measure } from './paragraph.ts'
import { toPlainText } from './plain-text.ts'
import { lineMaker, measureWith, prepareLetter } from './prepare-letter.ts'

export { PdfGlyphsMissing } from './faces.ts'

/** From the size that is best to read to the smallest that may be asked of an office. */
const steps: [Step, ...Step[]] = [
  { size: 11, leading: 15.5, gap: 8, noteSize: 7.5, noteLeading: 9.8, signature: 44 },
  { size: 10.5, leading: 14.6, gap: 7, noteSize: 7.5, noteLeading: 9.6, signature: 42 },
  { size: 10, leading: 13.6, gap: 6, noteSize: 7.25, noteLeading: 9.2, signature: 40 },
  { size: 9.5, leading: 12.6, gap: 5.5, noteSize: 7, noteLeading: 8.8, signature: 36 },
  { size: 9, leading: 11.7, gap: 5, noteSize: 6.5, noteLeading: 8.1, signature: 32 },
]

/**
 * A letter as a PDF to print, sign and fold in three for an envelope with a window: on one page if it fits with type of
 * 11 to 9 points, else in the largest of these sizes with which it takes no more pages than it has to. Nothing is left
 * out. The text can be selected, searched and read aloud in its order.
 *
 * Hebrew is set from right to left, with numbers and Latin words in it; see `bidi.ts` for what is not known there. The
 * same letter gives the same bytes wherever the same packages are. One page takes some 60 ms of the calling thread, the
 * first one in a process 300 more.
 *
 * @throws {PdfGlyphsMissing} if the letter holds characters for which there is no font, as Chinese, Arabic or emoji.
 */
export async function setLetter(letter: LetterDocument, paper: Paper): Promise<Buffer> {
  const faces = await loadFaces()
  const sheet = sheets[paper]
  const document = openDocument(letter, faces)
  const measure = measureWith(document)
  const prepared = prepareLetter(toBlocks(letter, paper), faces, measure)
  drawPages(document, largestLayout(prepared, sheet, measure), sheet, toPlainText(letter.sender.name), lineMaker(faces, measure))
  document.end()
  return buffer(document)
}

/** Its own date is the letter's: no moment, and the same each time. */
function openDocument(letter: LetterDocument, faces: Faces): PDFKit.PDFDocument {
  const title = toPlainText(letter.subject).trim()
  const document = new PDFDocument({
    autoFirstPage: false,
    font: '',
    pdfVersion: '1.7',
    tagged: true,
    lang: letter.language,
    displayTitle: true,
    info: { Title: title, CreationDate: new Date(`${letter.day}T00:00:00Z`), Producer: 'Countersign', Creator: 'Countersign' },
  })
  for (const { name, bytes } of [...faces[400], ...faces[700]]) document.registerFont(name, bytes)
  const endMetadata = document.endMetadata.bind(document)
  // pdfkit writes the title into XML as it stands; by then it is already where it has to stand as it is.
  document.endMetadata = () => {
    document.info.Title = escapeMarkup(title)
    endMetadata()
  }
  return document
}

function largestLayout(prepared: PreparedLetter, sheet: Sheet, measure: Measure): Layout {
  const layouts = steps.map((step) => layOut(prepared, sheet, step, measure))
  const fewest = Math.min(...layouts.map(({ pages }) => pages))
  return layouts.find(({ pages }) => pages === fewest) as Layout
}
