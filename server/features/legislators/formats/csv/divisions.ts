import type { DivisionRecord, FormatOptions, ImportRecord, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import type { NamedChamber } from '../reading/chamber-settings.ts'
import { chamberOf } from '../reading/chamber-settings.ts'
import { flawOf } from '../reading/values.ts'
import { countryOf } from './countries.ts'
import type { CsvMapping } from './mapping.ts'
import { readRows } from './rows.ts'

/** No country has as many divisions, and no list as many people: what is larger is no such file. */
const maxRemembered = 250_000

/** What has been yielded: chambers, divisions and people, each once. */
export type CsvRun = { seen: Set<string> }

/**
 * Adds to what has been seen; false when it is there already.
 * @throws UnreadableFile when memory would grow without bound
 */
export function remember({ seen }: CsvRun, entry: string): boolean {
  if (seen.has(entry)) return false
  if (seen.size >= maxRemembered)
    throw new UnreadableFile(`The files name more than ${maxRemembered} people and divisions. Import them in parts.`)
  seen.add(entry)
  return true
}

/** The key of the division with this code. */
export function keyOf(settings: FormatOptions['settings'], code: string): string {
  return `${settings['division-prefix'] ?? ''}${code}`
}

/** The chamber, when it is a new one and for the first time. */
export function* announceChamber({ chamber, isNew }: NamedChamber, run: CsvRun): Iterable<ImportRecord> {
  if (isNew && remember(run, `chamber ${chamber.key}`)) yield chamber
}

/** The division, for the first time; its key stands for a name that it has not or that cannot be copied. */
export function* announceDivision(
  { key, name, country, isCountryWide }: Pick<DivisionRecord, 'key' | 'name' | 'country' | 'isCountryWide'>,
  { chamber }: NamedChamber,
  run: CsvRun,
  at: string,
): Iterable<ImportRecord> {
  if (!remember(run, `division ${key}`)) return
  const flaw = flawOf(name, 'name')
  yield {
    kind: 'division',
    key,
    chamber: chamber.key,
    name: flaw !== null || name === '' ? key : name,
    country,
    ...(isCountryWide ? { isCountryWide } : {}),
  }
  if (flaw !== null) yield { kind: 'fault', at, reason: `The name of the division ${flaw}; its code stands for it.` }
}

/** Codes and names of divisions alone: what a list of postcodes and one of people by places need to meet. */
export async function* readDivisions(
  file: SourceFile,
  { encoding, settings }: FormatOptions,
  mapping: CsvMapping,
  run: CsvRun,
): AsyncIterable<ImportRecord> {
  const named = chamberOf(settings, file.name)
  for await (const row of readRows(file, encoding, mapping)) {
    const [code, said] = [row.get('division'), row.get('country')]
    const country = said === '' ? named.chamber.country : countryOf(said)
    const flaw = row.flaw ?? (code === '' ? 'has no code of a division' : flawOf(code, 'name'))
    if (flaw !== null || country === null) {
      yield { kind: 'fault', at: row.at, reason: `The row ${flaw ?? 'names no country by its two letters, such as GB'}.` }
      continue
    }
    yield* announceChamber(named, run)
    yield* announceDivision({ key: keyOf(settings, code), name: row.get('division-name'), country }, named, run, row.at)
  }
}
