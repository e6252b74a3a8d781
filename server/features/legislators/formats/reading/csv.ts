import { Readable } from 'node:stream'
import type { Info } from 'csv-parse'
import { CsvError, parse } from 'csv-parse'
import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { shown } from './quoted.ts'
import { decodeText } from './text.ts'

/** One row: its number in the file, the head being row 1, and its cells as text. */
export type CsvRow = {
  row: number
  cells: string[]
  /** False for a last row without a line end: its last cell may have been cut. */
  isEnded: boolean
}

/** No row of any official file is longer: ONSPD's have about 400 characters. */
const maxRowCharacters = 256 * 1024

/**
 * The rows of a CSV file, LF or CRLF, as a stream; blank lines are left out. Rows may differ in
 * their number of cells.
 * @throws UnreadableFile for quotes that never close, rows without end, bytes that are not text
 */
export async function* readCsv(file: SourceFile, encoding: FormatOptions['encoding']): AsyncIterable<CsvRow> {
  let end = ''
  const noteEnd = async function* () {
    for await (const text of decodeText(file, encoding)) {
      if (text !== '') end = text.slice(-1)
      yield text
    }
  }
  const rows = Readable.from(noteEnd()).compose(
    // A blank line that is skipped here costs a hundredth of one that is passed on.
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, info: true, max_record_size: maxRowCharacters }),
  )
  let row = 0
  let held: CsvRow | null = null
  try {
    for await (const { record: cells, info } of rows as AsyncIterable<{ record: string[]; info: Info }>) {
      row = info.records + info.empty_lines
      if (cells.length === 1 && cells[0] === '') continue
      if (held !== null) yield held
      held = { row, cells, isEnded: true }
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadableFile(`${file.name} cannot be read as CSV after row ${row}: ${shown(error.message, 200)}`)
  }
  if (held !== null) yield { ...held, isEnded: end === '\n' || end === '\r' }
}

/**
 * The rows below the head, by column name. A row with fewer or more cells than the head has
 * `isWhole` false.
 * @param needed columns without which the file is of another shape
 * @throws UnreadableFile when there is no head, or a needed column is not in it once, or the last row is cut short
 */
export async function* readCsvRecords(
  file: SourceFile,
  encoding: FormatOptions['encoding'],
  needed: string[],
): AsyncIterable<{ row: number; isWhole: boolean; get(column: string): string }> {
  let columns: Map<string, number> | null = null
  let width = 0
  for await (const { row, cells, isEnded } of readCsv(file, encoding)) {
    if (columns === null) {
      const names = cells.map((name) => name.trim())
      const missing = needed.filter((name) => !names.includes(name))
      if (missing.length > 0) throw missingColumns(file.name, missing, cells)
      const twice = needed.find((name) => names.indexOf(name) !== names.lastIndexOf(name))
      if (twice !== undefined) throw new UnreadableFile(`${file.name} has two columns named ${twice}. Give one of them another name.`)
      columns = new Map(names.map((name, i) => [name, i]))
      width = cells.length
      continue
    }
    const known = columns
    if (!isEnded && (cells.length < width || needed.some((name) => known.get(name) === width - 1))) throw cutShort(file.name, row)
    yield { row, isWhole: cells.length === width, get: (column) => cells[known.get(column) ?? -1]?.trim() ?? '' }
  }
  if (columns === null) throw new UnreadableFile(`${file.name} is empty.`)
}

/** For a last row that has no line end, where its last cell matters: nothing tells a whole cell from a cut one. */
export function cutShort(file: string, row: number): UnreadableFile {
  return new UnreadableFile(`${file} has no line end after row ${row}: it may be cut short. If it is whole, add an empty line at its end.`)
}

/** Names what is not there and what is, shortened. */
export function missingColumns(file: string, missing: string[], head: string[]): UnreadableFile {
  const there = head.slice(0, 40).map((name) => shown(name.replaceAll('\n', ' '), 40))
  return new UnreadableFile(`${file} has no column ${missing.join(', ')}. Its columns are: ${there.join(', ')}.`)
}
