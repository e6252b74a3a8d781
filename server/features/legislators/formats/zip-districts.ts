import type { Format, FormatOptions, ImportRecord, SourceFile } from './format.ts'
import type { CsvRow } from './reading/csv.ts'
import { cutShort, missingColumns, readCsv } from './reading/csv.ts'
import {
  congressOn,
  congressSetting,
  districtDivision,
  districtKey,
  isState,
  isWithoutSenators,
  stateDivision,
  stateKey,
} from './us-divisions.ts'

/** Places of the columns, whatever they are called. */
type Columns = { zip: number; state: number; district: number; width: number }

/** ZIP codes and the districts of the House in which each lies; a code may lie in several. */
export const zipDistricts: Format = {
  name: 'zip-districts',
  describes: 'ZIP codes and congressional districts: zccd.csv with the columns zcta, state_abbr and cd',
  sourceOf: () => 'zip-districts',
  async *read(files, options) {
    const seen = new Set<string>()
    const congress = congressSetting(options.settings) ?? congressOn(options.today)
    for await (const file of files) yield* readFile(file, options, congress, seen)
  },
}

async function* readFile(file: SourceFile, { encoding }: FormatOptions, congress: number, seen: Set<string>): AsyncIterable<ImportRecord> {
  let columns: Columns | null = null
  for await (const row of readCsv(file, encoding)) {
    if (columns === null) {
      columns = columnsOf(file.name, row.cells)
      continue
    }
    if (!row.isEnded) throw cutShort(file.name, row.row)
    yield* readRow(row, columns, file.name, congress, seen)
  }
  if (columns === null) throw missingColumns(file.name, ['zcta', 'state_abbr', 'cd'], [])
}

function columnsOf(file: string, head: string[]): Columns {
  const names = head.map((name) => name.trim().toLowerCase())
  const placeOf = (...spellings: string[]) => names.findIndex((name) => spellings.includes(name))
  const columns = { zip: placeOf('zcta', 'zip'), state: placeOf('state_abbr', 'state'), district: placeOf('cd'), width: head.length }
  const missing = [columns.zip < 0 ? 'zcta' : '', columns.state < 0 ? 'state_abbr' : '', columns.district < 0 ? 'cd' : '']
  if (missing.some((name) => name !== ''))
    throw missingColumns(
      file,
      missing.filter((name) => name !== ''),
      head,
    )
  return columns
}

function* readRow({ row, cells }: CsvRow, columns: Columns, file: string, congress: number, seen: Set<string>): Iterable<ImportRecord> {
  const cellAt = (place: number) => cells[place]?.trim() ?? ''
  const zip = cellAt(columns.zip)
  const state = cellAt(columns.state)
  const district = districtOf(state, cellAt(columns.district))
  const flaw = cells.length !== columns.width ? 'has another number of cells than the head' : flawOf(zip, state, district)
  if (flaw !== null || district === null) {
    yield { kind: 'fault', at: `${file} row ${row}`, reason: `The row ${flaw}.` }
    return
  }
  const key = districtKey(congress, state, district)
  if (!seen.has(key)) {
    seen.add(key)
    if (!seen.has(stateKey(state))) {
      seen.add(stateKey(state))
      yield stateDivision(state)
    }
    yield districtDivision(congress, state, district)
  }
  yield { kind: 'postcode', country: 'US', postcode: zip, division: key }
}

function flawOf(zip: string, state: string, district: number | null): string | null {
  if (/^\d{3,4}$/.test(zip)) return `has a ZIP code of ${zip.length} digits: its leading zeros were lost. Save the column as text`
  if (!/^\d{5}$/.test(zip)) return 'has no ZIP code of five digits'
  if (!isState(state)) return 'names no state by its two letters, such as CA'
  if (district === null) return 'has no district: a number from 1 to 99, or 0 for a state that has one only'
  return null
}

/** The Census Bureau writes 98 for a delegate's district, which is 0 here. */
function districtOf(state: string, cell: string): number | null {
  if (!/^\d{1,2}$/.test(cell)) return null
  return cell === '98' && isWithoutSenators(state) ? 0 : Number(cell)
}
