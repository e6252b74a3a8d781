import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import PDFDocument from 'pdfkit'
import { unpackWoff } from './woff.ts'

export type Weight = 400 | 700

/** A file of a typeface: some of its characters, in one weight. */
export type Face = { name: string; bytes: Buffer; characters: ReadonlySet<number> }

/** The faces of each weight; what one lacks comes from the next. */
export type Faces = Record<Weight, Face[]>

/** A letter has characters for which there is no font here. */
export class PdfGlyphsMissing extends Error {
  /** Each once, in the order of the letter; with the marks that stand on it. */
  readonly characters: string[]

  constructor(characters: string[]) {
    super(`no font has ${characters.join(' ')}`)
    this.characters = characters
  }
}

/** The site's own typeface comes first; the others for letters that it does not have. */
const families = [
  { name: 'gelasio', parts: ['latin', 'latin-ext', 'vietnamese'] },
  { name: 'noto-serif', parts: ['latin', 'latin-ext', 'vietnamese', 'cyrillic', 'cyrillic-ext', 'greek', 'greek-ext', 'math'] },
  { name: 'noto-sans-hebrew', parts: ['hebrew'] },
]
const { resolve } = createRequire(import.meta.url)
let facesLoading: Promise<Faces> | undefined

/**
 * Reads the fonts, once per process.
 *
 * Only bytes are kept. A parsed font remembers which characters a glyph stood for when it first met it, so that text set
 * with one that an earlier letter used might come out of the PDF as other characters, or as none.
 */
export function loadFaces(): Promise<Faces> {
  facesLoading ??= readFaces()
  return facesLoading
}

async function readFaces(): Promise<Faces> {
  const [regular, bold] = await Promise.all([readWeight(400), readWeight(700)])
  return { 400: regular, 700: bold }
}

function readWeight(weight: Weight): Promise<Face[]> {
  const parts = families.flatMap(({ name, parts }) => parts.map((part) => ({ family: name, part })))
  return Promise.all(
    parts.map(async ({ family, part }) => {
      const name = `${family}-${part}-${weight}-normal`
      const bytes = unpackWoff(await readFile(resolve(`@fontsource/${family}/files/${name}.woff`)))
      return { name, bytes, characters: charactersOf(bytes) }
    }),
  )
}

/** The types leave out the parsed font, which is the only place where pdfkit tells what a font has. */
function charactersOf(bytes: Buffer): Set<number> {
  const document = new PDFDocument({ autoFirstPage: false, font: '' }).font(bytes)
  const { font } = (document as unknown as { _font: { font: { characterSet: number[] } } })._font
  return new Set(font.characterSet)
}
