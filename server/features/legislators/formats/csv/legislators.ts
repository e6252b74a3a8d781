import { countryIn } from '../../../../lib/country-name.ts'
import type { DivisionRecord, FaultRecord, FormatOptions, ImportRecord, LegislatorRecord, SourceFile } from '../format.ts'
import type { NamedChamber } from '../reading/chamber-settings.ts'
import { chamberOf } from '../reading/chamber-settings.ts'
import { countryKey, flawOf, flawOfName, slugOf } from '../reading/values.ts'
import { countryOf } from './countries.ts'
import type { CsvRun } from './divisions.ts'
import { announceChamber, announceDivision, keyOf, remember } from './divisions.ts'
import type { CsvField, CsvMapping } from './mapping.ts'
import { personOf } from './person.ts'
import type { FieldRow } from './rows.ts'
import { readRows } from './rows.ts'

type Place = { division: LegislatorRecord['division']; record: Pick<DivisionRecord, 'key' | 'name' | 'country' | 'isCountryWide'> | null }

/**
 * One person per row. Without an id they are known by name and division, so that two of the same
 * name in one division are a fault.
 * @param source scheme of their ids
 */
export async function* readLegislators(
  file: SourceFile,
  { encoding, settings }: FormatOptions,
  mapping: CsvMapping,
  run: CsvRun,
  source: string,
): AsyncIterable<ImportRecord> {
  const named = chamberOf(settings, file.name)
  for await (const row of readRows(file, encoding, mapping)) {
    yield* announceChamber(named, run)
    const place = placeOf(row, settings, mapping, named)
    if (typeof place === 'string') {
      yield { kind: 'fault', at: row.at, reason: place, isMissing: true }
      continue
    }
    const name = nameOf(row)
    const id = row.get('id') || idOf(name, place)
    const flaw = flawOfName(name, id) ?? (remember(run, `person ${id}`) ? null : twice(row, name))
    if (flaw !== null) {
      yield { kind: 'fault', at: row.at, reason: flaw, isMissing: true }
      continue
    }
    if (place.record) yield* announceDivision(place.record, named, run, row.at)
    const faults: FaultRecord[] = []
    yield {
      kind: 'legislator',
      at: row.at,
      ids: [{ scheme: source, value: id }],
      chamber: named.chamber.key,
      division: place.division,
      name,
      ...personOf(row, (reason) => faults.push({ kind: 'fault', at: row.at, reason })),
    }
    yield* faults
  }
}

function nameOf(row: FieldRow): string {
  return row.get('name') || `${row.get('given')} ${row.get('family')}`.trim()
}

function idOf(name: string, { division }: Place): string {
  return [slugOf(name), slugOf('key' in division ? division.key : division.name)].join('/')
}

function twice(row: FieldRow, name: string): string {
  return row.get('id') === ''
    ? `${name} stands in the file twice for the same division. If they are two people, give a column of ids: --column id=Header.`
    : `The id of ${name} stands in the file twice; the first row counts.`
}

/** By code where there is a column of codes, by name where there are names alone, else the whole country; a sentence when it is nowhere. */
function placeOf(row: FieldRow, settings: FormatOptions['settings'], mapping: CsvMapping, { chamber }: NamedChamber): Place | string {
  if (row.flaw !== null) return `The row ${row.flaw}.`
  const has = (field: CsvField) => mapping.columns.has(field) || mapping.constants.has(field)
  const [code, name, said] = [row.get('division'), row.get('division-name'), row.get('country') || (settings['country'] ?? '')]
  const country = said === '' ? chamber.country : countryOf(said)
  const flaw = country === null ? 'is in no country: give its two letters, such as GB' : flawOf(code || name, 'name')
  if (flaw !== null || country === null) return `The person’s division ${flaw}; the person was left out.`
  if (code !== '') {
    const key = keyOf(settings, code)
    return { division: { key }, record: { key, name: name || code, country } }
  }
  if (name !== '') return { division: { name }, record: null }
  if (has('division') || has('division-name')) return 'The person’s division is empty; the person was left out.'
  const key = countryKey(country, chamber.key)
  return { division: { key }, record: { key, name: countryIn('en', country), country, isCountryWide: true } }
}
