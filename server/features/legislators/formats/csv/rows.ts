import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { readCsvRecords } from '../reading/csv.ts'
import { quoted } from '../reading/quoted.ts'
import type { CsvField, CsvMapping } from './mapping.ts'
import { columnsIn } from './mapping.ts'

/** A row by fields; empty where it has nothing for one. */
export type FieldRow = { at: string; flaw: string | null; get(field: CsvField): string }

/**
 * The rows that count. One with more or fewer cells than the head has a flaw, for its cells may stand
 * in wrong columns; others without anything in a mapped column are passed over.
 * @throws UnreadableFile when a column is missing, or no row meets the conditions
 */
export async function* readRows(file: SourceFile, encoding: FormatOptions['encoding'], mapping: CsvMapping): AsyncIterable<FieldRow> {
  const { columns, constants, where } = mapping
  const needed = columnsIn(mapping)
  const mapped = [...columns.values()]
  const unmet = new Map<string, Set<string>>()
  let rows = 0
  for await (const { row, isWhole, get } of readCsvRecords(file, encoding, needed)) {
    if (isWhole && mapped.length > 0 && mapped.every((column) => get(column) === '')) continue
    const condition = isWhole ? where.find(({ column, value }) => get(column) !== value) : undefined
    if (condition) {
      if (rows === 0) note(unmet, condition.column, get(condition.column))
      continue
    }
    rows++
    yield {
      at: `${file.name} row ${row}`,
      flaw: isWhole ? null : 'has more or fewer cells than the head: look for a comma or a quotation mark too many or too few',
      get(field) {
        const column = columns.get(field)
        return column === undefined ? (constants.get(field) ?? '') : get(column)
      },
    }
  }
  if (rows === 0 && unmet.size > 0) throw noneMeets(file.name, mapping, unmet)
}

/** No more values than a message can hold. */
function note(unmet: Map<string, Set<string>>, column: string, value: string): void {
  const values = unmet.get(column) ?? new Set()
  if (values.size < 10) values.add(value.slice(0, 60))
  unmet.set(column, values)
}

function noneMeets(file: string, { where }: CsvMapping, unmet: Map<string, Set<string>>): UnreadableFile {
  const conditions = where.map(({ column, value }) => `${column}=${value}`).join(' and ')
  const found = [...unmet].map(([column, values]) => `${column} has ${[...values].map(quoted).join(', ')}`)
  return new UnreadableFile(`${file} has no row with ${conditions}: ${found.join('; ')}.`)
}
