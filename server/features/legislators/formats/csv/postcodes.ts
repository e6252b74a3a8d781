import type { FormatOptions, ImportRecord, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import type { NamedChamber } from '../reading/chamber-settings.ts'
import { chamberOf } from '../reading/chamber-settings.ts'
import { quoted } from '../reading/quoted.ts'
import { flawOf } from '../reading/values.ts'
import { countryOf } from './countries.ts'
import { dayOf } from './dates.ts'
import type { CsvRun } from './divisions.ts'
import { announceChamber, announceDivision, keyOf } from './divisions.ts'
import type { CsvMapping } from './mapping.ts'
import type { FieldRow } from './rows.ts'
import { readRows } from './rows.ts'

/** Longer than any country's postcode, with room for spaces. */
const maxPostcode = 20

/**
 * Postcodes with their divisions; a row without one says that the postcode is in none. The divisions
 * themselves only where the file names them.
 */
export async function* readPostcodes(
  file: SourceFile,
  { encoding, settings }: FormatOptions,
  mapping: CsvMapping,
  run: CsvRun,
): AsyncIterable<ImportRecord> {
  const areNamed = mapping.columns.has('division-name') || mapping.constants.has('division-name')
  const named = areNamed ? chamberOf(settings, file.name) : null
  const always = countryOfPostcodes(settings)
  if (always === null && !mapping.columns.has('country'))
    throw new UnreadableFile(`${file.name}: say of which country the postcodes are: --set country=XX, or --column country=Header.`)
  for await (const row of readRows(file, encoding, mapping)) {
    const said = row.get('country')
    const country = said === '' ? always : countryOf(said)
    const flaw = flawOfRow(row, country)
    if (flaw !== null || country === null) yield { kind: 'fault', at: row.at, reason: `The row ${flaw}.` }
    else yield* recordsOf(row, country, settings, named, run)
  }
}

function* recordsOf(
  row: FieldRow,
  country: string,
  settings: FormatOptions['settings'],
  named: NamedChamber | null,
  run: CsvRun,
): Iterable<ImportRecord> {
  const code = row.get('division')
  const division = code === '' ? null : keyOf(settings, code)
  if (named !== null && division !== null) {
    yield* announceChamber(named, run)
    yield* announceDivision({ key: division, name: row.get('division-name'), country }, named, run, row.at)
  }
  yield { kind: 'postcode', country, postcode: row.get('postcode'), division, ...endOf(row) }
}

/** The country that all postcodes of the settings are of; null where each row says its own. */
export function countryOfPostcodes(settings: FormatOptions['settings']): string | null {
  const said = settings['value.country'] ?? settings['country']
  if (said !== undefined) return countryOf(said)
  if (settings['chamber'] === undefined) return null
  try {
    return chamberOf(settings, '').chamber.country
  } catch {
    return null
  }
}

function flawOfRow(row: FieldRow, country: string | null): string | null {
  if (row.flaw !== null) return row.flaw
  const [postcode, code, ends] = [row.get('postcode'), row.get('division'), row.get('ends')]
  if (postcode === '') return 'has no postcode'
  if (postcode.length > maxPostcode || flawOf(postcode, 'name') !== null) return `has ${quoted(postcode)} where a postcode should be`
  if (flawOf(code, 'name') !== null) return `has a division whose code ${flawOf(code, 'name')}`
  if (country === null) return 'names no country by its two letters, such as GB'
  return ends !== '' && dayOf(ends) === null ? `has ${quoted(ends)} where a day such as 2026-05-07 should be` : null
}

function endOf(row: FieldRow): { endedOn?: string } {
  const day = dayOf(row.get('ends'))
  return day === null ? {} : { endedOn: day }
}
