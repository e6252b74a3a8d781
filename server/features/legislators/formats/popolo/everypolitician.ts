import { z } from 'zod'
import type { FormatOptions, ImportRecord, LegislatorRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import type { NamedChamber } from '../reading/chamber-settings.ts'
import { chamberOf } from '../reading/chamber-settings.ts'
import { readAs } from '../reading/json.ts'
import { quoted } from '../reading/quoted.ts'
import type { SeatReading, SeatRun } from '../reading/seats.ts'
import { passedOver, recordsOf, unusable } from '../reading/seats.ts'
import { dayBefore, standingFault, standingOn, wholeDayOf } from '../reading/terms.ts'
import { createValueReader, flawOfName, given } from '../reading/values.ts'
import { createDivisionFinder } from './areas.ts'
import { channelsOf, contactsOfPerson, identifiersOf, websiteOf } from './contacts.ts'
import type { PopoloDocument } from './document.ts'
import type { Period } from './periods.ts'
import { findPeriod } from './periods.ts'

const membership = z.object({
  person_id: z.string(),
  organization_id: z.string(),
  on_behalf_of_id: z.string().nullish(),
  area_id: z.string().nullish(),
  legislative_period_id: z.string().nullish(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
})
type Membership = z.infer<typeof membership>

const person = z.object({
  id: z.string(),
  name: z.string(),
  given_name: z.unknown().optional(),
  family_name: z.unknown().optional(),
  honorific_prefix: z.unknown().optional(),
  ...contactsOfPerson,
})
type Person = z.infer<typeof person>

/**
 * Those who sit in the period that runs today; when it has ended they are yielded with its end, so that
 * an old file is noticed.
 * @throws UnreadableFile when the chamber is not given, or nobody sits
 */
export function* readEveryPolitician(document: PopoloDocument, options: FormatOptions, run: SeatRun): Iterable<ImportRecord> {
  const chamber = chamberOf(options.settings, document.name)
  const legislature = [...document.organizations.values()].find((it) => it.classification === 'legislature')?.id ?? ''
  const period = findPeriod(document, legislature, options.settings['period'], options.today)
  const readSeat = createSeatReader(document, chamber, period, options.today)
  if (period && isPastAnyTerm(period, options.today))
    yield {
      kind: 'fault',
      at: document.name,
      reason: `${quoted(period.id)} began on ${period.startsOn} and has no end: the file may be out of date.`,
    }
  let isEmpty = true
  for (const [index, item] of document.memberships.entries()) {
    const at = `${document.name} membership ${index + 1}`
    const found = readAs(membership, item)
    if ('value' in found && !(found.value.organization_id === legislature && isIn(period, found.value))) continue
    const reading = 'value' in found ? readSeat(at, found.value) : unusable(at, `It cannot be read: ${found.reason}.`)
    if (!reading) continue
    isEmpty = false
    yield* recordsOf(reading, run)
  }
  const where = `${chamber.chamber.name}${period ? ` in ${quoted(period.id)}` : ''}`
  if (isEmpty) throw new UnreadableFile(`${document.name} names nobody who sits in ${where}. Give another period: --set period=term/…`)
}

/** No parliament sits for eight years without an election; files that nobody keeps up any more have no other mark of it. */
function isPastAnyTerm({ startsOn, endsOn }: Period, today: string): boolean {
  return endsOn === null && Number(today.slice(0, 4)) - Number(startsOn.slice(0, 4)) > 8
}

function isIn(period: Period | null, { legislative_period_id }: Membership): boolean {
  return period === null || (legislative_period_id ?? period.id) === period.id
}

/** Null for somebody who sits no more. */
type SeatReader = (at: string, held: Membership) => SeatReading | null

function createSeatReader(document: PopoloDocument, named: NamedChamber, period: Period | null, today: string): SeatReader {
  const findDivision = createDivisionFinder(document, named.chamber)
  // Who sat to the end of a period that is over still counts as its member.
  const day = period?.endsOn && period.hasEnded ? dayBefore(period.endsOn) : today
  return (at, held) => {
    const standing = standingOn(day, held)
    if (standing === 'former') return null
    if (standing === 'future') return passedOver(at, standingFault(standing, held))
    if (standing === 'unknown') return unusable(at, standingFault(standing, held))
    const division = findDivision(held.area_id)
    if (typeof division === 'string') return unusable(at, division)
    const found = findPerson(document, held.person_id)
    if (typeof found === 'string') return unusable(at, found)
    const faults: string[] = []
    const party = partyOf(document, held)
    const legislator: LegislatorRecord = {
      ...legislatorOf(at, found, named.chamber.key, party, faults),
      division: { key: division.key },
      ...given(termOf(period, held)),
    }
    return {
      at,
      faults,
      isMissing: false,
      found: { ...(named.isNew ? { chamber: named.chamber } : {}), divisions: [division], legislator },
    }
  }
}

/** Where nobody knows the party, the files have one of that name. */
function partyOf({ organizations }: PopoloDocument, { on_behalf_of_id }: Membership): string | undefined {
  const name = organizations.get(on_behalf_of_id ?? '')?.name
  return name?.toLowerCase() === 'unknown' ? undefined : name
}

/** The person, or a sentence that says why nobody can be made of the id. */
function findPerson(document: PopoloDocument, id: string): Person | string {
  const found = readAs(person, document.persons.get(id))
  if ('reason' in found) return `Its person ${quoted(id)} is missing or cannot be read: ${found.reason}.`
  return flawOfName(found.value.name, found.value.id) ?? found.value
}

/** Most memberships have no dates of their own and last as long as the period. */
function termOf(
  period: Period | null,
  { start_date, end_date }: Membership,
): { startsOn?: string | undefined; endsOn?: string | undefined } {
  return { startsOn: wholeDayOf(start_date) ?? period?.startsOn, endsOn: wholeDayOf(end_date) ?? period?.endsOn ?? undefined }
}

function legislatorOf(
  at: string,
  found: Person,
  chamber: string,
  party: string | undefined,
  faults: string[],
): Omit<LegislatorRecord, 'division'> {
  const values = createValueReader((reason) => faults.push(`${found.name}: ${reason}`))
  return {
    kind: 'legislator',
    at,
    ids: [{ scheme: `popolo:${chamber}`, value: found.id }, ...identifiersOf(found, { wikidata: 'wikidata' }, values)],
    chamber,
    name: found.name.trim(),
    ...given({
      givenName: values.text('given_name', found.given_name, 'name'),
      familyName: values.text('family_name', found.family_name, 'name'),
      honorific: values.text('honorific_prefix', found.honorific_prefix, 'name'),
      party: values.text('party', party, 'name'),
      website: websiteOf(found, values),
    }),
    channels: channelsOf(found, values),
  }
}
