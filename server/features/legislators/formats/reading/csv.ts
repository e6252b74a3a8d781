import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { decodeText } from './text.ts'

/** One row: its number in the file, the head being row 1, and its cells as text. */
export type CsvRow = { row: number; cells: string[] }

/** No row of any official file is longer: ONSPD's have about 400 characters. */
const maxRowCharacters = 256 * 1024

/**
 * The rows of a CSV file, LF or CRLF, as a stream; blank lines are left out. Rows may differ in
 * their number of cells.
 * @throws UnreadableFile for quotes that never close, rows without end, bytes that are not text
 */
export async function* readCsv(file: SourceFile, encoding: FormatOptions['encoding']): AsyncIterable<CsvRow> {
  const rows = Readable.from(decodeText(file, encoding)).compose(
    parse({ bom: true, relax_column_count: true, skip_empty_lines: true, max_record_size: maxRowCharacters }),
  )
  let row = 0
  try {
    for await (const cells of rows as AsyncIterable<string[]>) yield { row: ++row, cells }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new UnreadableFile(`${file.name} cannot be read as CSV after row ${row}: ${error.message}`)
  }
}

/**
 * The rows below the head, by column name. A row with fewer or more cells than the head has
 * `isWhole` false.
 * @param needed columns without which the file is of another shape
 * @throws UnreadableFile when there is no head or a needed column is not in it
 */
export async function* readCsvRecords(
  file: SourceFile,
  encoding: FormatOptions['encoding'],
  needed: string[],
): AsyncIterable<{ row: number; isWhole: boolean; get(column: string): string }> {
  let columns: Map<string, number> | null = null
  for await (const { row, cells } of readCsv(file, encoding)) {
    if (columns === null) {
      columns = new Map(cells.map((name, i) => [name.trim(), i]))
      const missing = needed.filter((name) => !columns?.has(name))
      if (missing.length > 0) throw missingColumns(file.name, missing, cells)
      continue
    }
    const known = columns
    yield { row, isWhole: cells.length === known.size, get: (column) => cells[known.get(column) ?? -1]?.trim() ?? '' }
  }
  if (columns === null) throw new UnreadableFile(`${file.name} is empty.`)
}

/** Names what is not there and what is, shortened. */
export function missingColumns(file: string, missing: string[], head: string[]): UnreadableFile {
  const there = head.slice(0, 40).map((name) => name.slice(0, 40))
  return new UnreadableFile(`${file} has no column ${missing.join(', ')}. Its columns are: ${there.join(', ')}.`)
}
