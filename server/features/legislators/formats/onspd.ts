import type { Format, ImportRecord, PostcodeRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import type { CsvRow } from './reading/csv.ts'
import { cutShort, missingColumns } from './reading/csv.ts'
import { readPlainRows } from './reading/plain-rows.ts'
import { quoted } from './reading/quoted.ts'
import { createGssKeys, isUkPostcode } from './uk-postcodes.ts'

type Columns = { width: number; postcode: number; ended: number; division: number }

/**
 * The ONS Postcode Directory, or the Statistics Postcode Lookup with the same columns: each postcode
 * of the United Kingdom with its Westminster constituency. Names of constituencies are not in it, so
 * that no division comes from here. Postcodes of the islands count as GB, in no division.
 * @see https://geoportal.statistics.gov.uk/ (ONSPD November 2025; NSPL August 2026)
 */
export const onspd: Format = {
  name: 'onspd',
  describes: 'UK: postcodes with their Westminster constituency, ONSPD_….csv or NSPL_….csv of geoportal.statistics.gov.uk',
  sourceOf: () => 'onspd',
  async *read(files, { encoding }) {
    const rows = createRowReader()
    for await (const file of files) {
      let columns: Columns | null = null
      let count = 0
      for await (const row of readPlainRows(file, encoding)) {
        if (columns === null) {
          columns = columnsOf(row.cells, file.name)
          continue
        }
        count++
        if (!row.isEnded && mayBeCut(row, columns)) throw cutShort(file.name, row.row)
        yield rows(row, columns, file.name)
      }
      if (count === 0) throw new UnreadableFile(`${file.name} has no rows below its head. Get the file again.`)
    }
  },
}

/**
 * Columns are known by their names in any of the forms that releases had: `pcd,pcd2` until 2024,
 * `pcd7,pcd8` since, `pcon` or with a year `pcon24cd`, in small or capital letters.
 */
function columnsOf(head: string[], file: string): Columns {
  const names = head.map((name) => name.trim().toLowerCase())
  const first = (...patterns: RegExp[]) =>
    patterns.map((pattern) => names.findIndex((name) => pattern.test(name))).find((i) => i !== -1) ?? -1
  const [newest = ''] = names
    .filter((name) => /^pcon\d\d(cd)?$/.test(name))
    .sort()
    .reverse()
  const columns = {
    width: head.length,
    postcode: first(/^pcds$/, /^pcd$/, /^pcd[278]$/),
    ended: first(/^doterm$/),
    division: newest === '' ? names.indexOf('pcon') : names.indexOf(newest),
  }
  const missing = Object.entries({ pcds: columns.postcode, doterm: columns.ended, pcon: columns.division }).filter(
    ([, place]) => place === -1,
  )
  if (missing.length > 0)
    throw missingColumns(
      file,
      missing.map(([name]) => name),
      head,
    )
  return columns
}

/** Nothing tells a whole last cell from a cut one. */
function mayBeCut({ cells }: CsvRow, { width, postcode, ended, division }: Columns): boolean {
  return cells.length < width || Math.max(postcode, ended, division) === width - 1
}

/** Reads one row with as little work as can be: there are 2.7 million. */
function createRowReader(): (row: CsvRow, columns: Columns, file: string) => ImportRecord {
  const keyOf = createGssKeys()
  const lastDayOf = createLastDays()
  return ({ row, cells }, columns, file) => {
    const fault = (reason: string): ImportRecord => ({ kind: 'fault', at: `${file} row ${row}`, reason })
    if (cells.length !== columns.width) return fault(`The row has ${cells.length} cells, the head ${columns.width}.`)
    const postcode = (cells[columns.postcode] ?? '').trim()
    const ended = (cells[columns.ended] ?? '').trim()
    const code = (cells[columns.division] ?? '').trim()
    if (!isUkPostcode(postcode)) return fault(`${quoted(postcode)} is no postcode.`)
    const division = keyOf(code)
    if (division === undefined) return fault(`${postcode} has the constituency ${quoted(code)}, which is no code such as E14001063.`)
    const record: PostcodeRecord = { kind: 'postcode', country: 'GB', postcode, division }
    if (ended === '') return record
    const endedOn = lastDayOf(ended)
    if (endedOn === null) return fault(`${postcode} ended in ${quoted(ended)}, which is no month such as 199606.`)
    record.endedOn = endedOn
    return record
  }
}

/** Last days of months written as `199606`; null for what is none. */
function createLastDays(): (month: string) => string | null {
  const known = new Map<string, string>()
  return (month) => {
    const day = known.get(month)
    if (day !== undefined) return day
    const [, year, number] = /^((?:19|20)\d\d)(0[1-9]|1[0-2])$/.exec(month) ?? []
    if (year === undefined || number === undefined) return null
    const made = new Date(Date.UTC(Number(year), Number(number), 0)).toISOString().slice(0, 10)
    known.set(month, made)
    return made
  }
}
