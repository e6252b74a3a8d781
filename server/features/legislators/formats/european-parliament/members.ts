import type { ImportRecord, LegislatorRecord, PartialRecord } from '../format.ts'
import { quoted } from '../reading/quoted.ts'
import { flawOfName, given } from '../reading/values.ts'
import { memberState } from './member-states.ts'
import type { PersonName } from './person-name.ts'

/** What a run knows over all its files. */
export type MepsRun = {
  /** Ids of members, and keys of the divisions that were yielded. */
  seen: Set<string>
  members: number
  /** Members who had to be left out. */
  unread: number
}

/**
 * Fewer are one letter, one country or one page of the list, as both sources give on request.
 * Parliament has 720 seats since 2024 (European Council Decision (EU) 2023/2061), and never had below 705 since 2004.
 */
const smallestWholeList = 600

/** The same numbers in the full list and in the Open Data API, so that both name one person. */
export const mepScheme = 'europarl'

/** What one record of a file says of a member, as it stands there. */
export type MepReading = { id: string; country: string; nameIn(country: string): PersonName; party: string | undefined }

export function createMepsRun(): MepsRun {
  return { seen: new Set(), members: 0, unread: 0 }
}

/** A member, after the member state if it is the first from there. */
export function* readMep({ id, country, nameIn, party }: MepReading, at: string, run: MepsRun): Iterable<ImportRecord> {
  const division = memberState(country.trim())
  const { name, givenName, familyName } = nameIn(division?.country ?? '')
  const flaw = flawOfMep(id, name, division === null ? country : null)
  if (flaw !== null || division === null) return yield* unreadMep(at, flaw ?? '', run)
  if (run.seen.has(id)) {
    yield { kind: 'fault', at, reason: `${name} (${id}) is in the files twice; the first counts.` }
    return
  }
  if (!run.seen.has(division.key)) yield division
  run.seen.add(id).add(division.key)
  run.members++
  const legislator: LegislatorRecord = {
    kind: 'legislator',
    at,
    ids: [{ scheme: mepScheme, value: id }],
    chamber: division.chamber,
    division: { key: division.key },
    name,
    ...given({ givenName, familyName, party }),
    channels: [],
  }
  yield legislator
}

/** That a record is no member who can be used. */
export function* unreadMep(at: string, reason: string, run: MepsRun): Iterable<ImportRecord> {
  run.unread++
  yield { kind: 'fault', at, reason }
}

function flawOfMep(id: string, name: string, unknownCountry: string | null): string | null {
  const flaw = flawOfName(name, id)
  if (flaw !== null) return flaw
  if (!/^\d{1,9}$/.test(id)) return `${name} has the id ${quoted(id)}, which is no number, so that the person was left out.`
  if (unknownCountry === null) return null
  return `${name} is of ${quoted(unknownCountry)}, which is no member state of the EU by a name that is known, so that the person was left out.`
}

/** Nothing when it is the whole list. */
export function partOf({ members, unread }: MepsRun): PartialRecord[] {
  if (unread > 0) return [{ kind: 'partial', reason: `${unread} members could not be read; the faults say which.` }]
  if (members >= smallestWholeList) return []
  return [{ kind: 'partial', reason: `The files hold ${members} members of the European Parliament, which is not all of them.` }]
}
