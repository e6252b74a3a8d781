import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { readCsv } from '../reading/csv.ts'

/** A row with the names of its columns, in lower case; the head itself comes first. */
export type HeadedRow = {
  file: string
  row: number
  at: string
  head: string[]
  cells: string[]
  isHead: boolean
  /** False for a last row without a line end. */
  isEnded: boolean
  get(column: string): string
}

/**
 * The head and the rows below it; comments, which begin with #, are passed over.
 * @throws UnreadableFile when there is no head
 */
export async function* readHeadedRows(file: SourceFile, encoding: FormatOptions['encoding']): AsyncIterable<HeadedRow> {
  let head: string[] | null = null
  for await (const { row, cells, isEnded } of readCsv(file, encoding)) {
    const isHead = head === null
    head ??= cells.map((name) => name.trim().toLowerCase())
    if (!isHead && cells[0]?.startsWith('#')) continue
    const names = head
    const get = (column: string) => cells[names.indexOf(column)]?.trim() ?? ''
    yield { file: file.name, row, at: `${file.name} row ${row}`, head, cells, isHead, isEnded, get }
  }
  if (head === null) throw new UnreadableFile(`${file.name} is empty.`)
}
