import type { Format, FormatOptions, ImportRecord, SourceFile } from './format.ts'
import { UnreadableFile } from './format.ts'
import { cutShort, readCsv } from './reading/csv.ts'
import { quoted } from './reading/quoted.ts'
import { flawOf, isDay } from './reading/values.ts'
import { createGssKeys, isUkPostcode } from './uk-postcodes.ts'

/** One row by column, to what it says; text is the reason why it cannot be read. */
type Reader = (get: (column: string) => string) => ImportRecord | string

const postcodeColumns = ['id', 'constituency_id']
const constituencyColumns = ['id', 'region_id', 'name_en', 'name_cy', 'start_date', 'end_date']

/**
 * Each postcode of Wales with its constituency of the Senedd, and the constituencies themselves, those
 * before 7 May 2026 included.
 * @see https://github.com/SeneddCymru/e-petitions/tree/main/data (July 2026)
 */
export const seneddPostcodes: Format = {
  name: 'senedd-postcodes',
  describes: 'Wales: postcodes.csv and constituencies.csv of the Senedd, as in github.com/SeneddCymru/e-petitions/data',
  sourceOf: () => 'senedd-postcodes',
  async *read(files, { encoding }) {
    const keyOf = createGssKeys()
    const divisions = new Set<string>()
    const readers = { postcodes: postcodeReader(keyOf), constituencies: constituencyReader(keyOf, divisions) }
    for await (const file of files) yield* readFile(file, encoding, readers)
  },
}

async function* readFile(
  file: SourceFile,
  encoding: FormatOptions['encoding'],
  readers: Record<'postcodes' | 'constituencies', Reader>,
): AsyncIterable<ImportRecord> {
  let names: string[] | null = null
  let read: Reader = readers.postcodes
  let count = 0
  for await (const { row, cells, isEnded } of readCsv(file, encoding)) {
    if (names === null) {
      names = cells.map((name) => name.trim())
      read = readers[shapeOf(names, file.name)]
      continue
    }
    const head = names
    count++
    if (!isEnded && (cells.length < head.length || read === readers.postcodes)) throw cutShort(file.name, row)
    const found =
      cells.length === head.length
        ? read((column) => cells[head.indexOf(column)]?.trim() ?? '')
        : `The row has ${cells.length} cells, the head ${head.length}.`
    yield typeof found === 'string' ? { kind: 'fault', at: `${file.name} row ${row}`, reason: found } : found
  }
  if (count === 0) throw new UnreadableFile(`${file.name} has no rows below its head. Get the file again.`)
}

function shapeOf(head: string[], file: string): 'postcodes' | 'constituencies' {
  if (constituencyColumns.every((name) => head.includes(name))) return 'constituencies'
  if (postcodeColumns.every((name) => head.includes(name))) return 'postcodes'
  throw new UnreadableFile(
    `${file} is neither postcodes.csv (${postcodeColumns.join(', ')}) nor constituencies.csv (${constituencyColumns.join(', ')}, …) of the Senedd. Leave it out.`,
  )
}

function postcodeReader(keyOf: ReturnType<typeof createGssKeys>): Reader {
  return (get) => {
    const [postcode, code] = [get('id'), get('constituency_id')]
    if (!isUkPostcode(postcode)) return `${quoted(postcode)} is no postcode.`
    const division = keyOf(code)
    if (division === undefined || division === null)
      return `${postcode} has the constituency ${quoted(code)}, which is no code such as W09000053.`
    return { kind: 'postcode', country: 'GB', postcode, division }
  }
}

/** Wales has 16, and had 40 with 5 regions. */
const maxConstituencies = 1000

function remember(seen: Set<string>, key: string): void {
  if (seen.size >= maxConstituencies)
    throw new UnreadableFile(`The files name more than ${maxConstituencies} constituencies. Get them again.`)
  seen.add(key)
}

function constituencyReader(keyOf: ReturnType<typeof createGssKeys>, seen: Set<string>): Reader {
  return (get) => {
    const [code, name, from, to] = [get('id'), get('name_en'), get('start_date'), get('end_date')]
    const key = keyOf(code)
    if (key === undefined || key === null) return `${quoted(code)} is no code of a constituency such as W09000053.`
    if (seen.has(key)) return `${code} stands in the files twice; the first row counts.`
    const flaw = name === '' ? 'is empty' : flawOf(name, 'name')
    if (flaw !== null) return `The name of ${code} ${flaw}.`
    const wrongDay = [from, to].find((day) => day !== '' && !isDay(day))
    if (wrongDay !== undefined) return `${name} has the date ${quoted(wrongDay)}, which is no day such as 2026-05-07.`
    remember(seen, key)
    return {
      kind: 'division',
      key,
      chamber: 'senedd',
      name,
      country: 'GB',
      ...(from === '' ? {} : { validFrom: from }),
      ...(to === '' ? {} : { validTo: to }),
    }
  }
}
