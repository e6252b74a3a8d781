import type { Format, FormatOptions, ImportRecord, SourceFile } from './format.ts'
import type { Gathered } from './openaustralia/gathered.ts'
import { emptyGathered, recordsOf } from './openaustralia/gathered.ts'
import { readMember } from './openaustralia/members.ts'
import { readPerson } from './openaustralia/people.ts'
import { readPostcode } from './openaustralia/postcodes.ts'
import type { HeadedRow } from './openaustralia/rows.ts'
import { readHeadedRows } from './openaustralia/rows.ts'
import { missingColumns } from './reading/csv.ts'

/** Each file by the columns that only it has. */
const readers: { columns: string[]; read(row: HeadedRow, gathered: Gathered): Iterable<ImportRecord> }[] = [
  { columns: ['member count', 'name', 'division', 'state/territory', 'date of election', 'reason'], read: readMember },
  { columns: ['person count', 'aph id', 'name'], read: readPerson },
  { columns: ['postcode', 'electorate'], read: readPostcode },
]

/**
 * The House of Representatives and the Senate of Australia: any of `people.csv`,
 * `representatives.csv`, `senators.csv` and `postcodes.csv`, told apart by their heads. They are
 * joined, so that records come when all have been read.
 * @see https://github.com/openaustralia/openaustralia-parser/tree/master/data (August 2026)
 */
export const openaustralia: Format = {
  name: 'openaustralia',
  describes:
    'Parliament of Australia: people.csv, representatives.csv, senators.csv, postcodes.csv of openaustralia-parser, or their folder',
  sourceOf: () => 'openaustralia',
  async *read(files, options) {
    const gathered = emptyGathered()
    for await (const file of files) yield* gather(file, options.encoding, gathered)
    yield* recordsOf(gathered)
  },
}

async function* gather(file: SourceFile, encoding: FormatOptions['encoding'], gathered: Gathered): AsyncIterable<ImportRecord> {
  let reader: (typeof readers)[number] | null = null
  for await (const row of readHeadedRows(file, encoding)) {
    reader ??= readers.find(({ columns }) => columns.every((column) => row.head.includes(column))) ?? null
    if (reader === null) throw missingColumns(file.name, ['postcode, person count or member count'], row.head)
    if (!row.isHead) yield* reader.read(row, gathered)
  }
}
