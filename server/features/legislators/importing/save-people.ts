import { isDeepStrictEqual } from 'node:util'
import type { Transaction } from '../../../db/database.ts'
import { newId } from '../../../lib/ids.ts'
import type { ContactRecord, DivisionRecord, Identifier, LegislatorRecord } from '../formats/format.ts'
import type { KnownDivision, Person } from './queries.ts'
import {
  addIdentifiers,
  findPeople,
  listChannels,
  listDivisions,
  listPeople,
  listVacancies,
  replaceChannels,
  savePersonRow,
} from './queries.ts'
import type { Seating } from './seating.ts'
import { openSeating } from './seating.ts'
import { foldName, isDivisionOn } from './seating-rules.ts'

/** In words, one line each, for a person to read. */
export type PeopleChanges = {
  /** How many held a seat before: those of this set of data, and those of its chambers by any. */
  before: { ofSet: number; ofAny: number }
  added: string[]
  changed: string[]
  gone: string[]
  /** How many of them were of this set of data. */
  goneOfSet: number
  /** Seats of the divisions touched that nobody holds. */
  vacant: string[]
  /** Whose term has ended by the source's own dates, although it still names them. */
  expired: string[]
  unchanged: number
}

type Input = {
  divisions: DivisionRecord[]
  people: LegislatorRecord[]
  contacts: ContactRecord[]
  source: string
  today: string
  isPartial: boolean
  onFault(fault: { at: string; reason: string }): void
}

/**
 * Stores people and gives them their seats. The same person is found by an identifier, or by name in
 * their division. Those of the set of data whom the files no longer name have their term ended.
 * Channels belong to the set of data that named them, and are replaced with it.
 */
export async function savePeople(tx: Transaction, input: Input): Promise<PeopleChanges> {
  const { people, contacts, source, today } = input
  const chamberKeys = [...new Set([...people, ...input.divisions].map(({ chamber }) => chamber))]
  const seating = await openSeating(tx, { chamberKeys, source, today, isPartial: input.isPartial })
  const known = await findPeople(tx, [...people.flatMap(({ ids }) => ids), ...contacts.map(({ id }) => id)])
  const placed = place(input, await listDivisions(tx, chamberKeys), seating, known)
  const named = new Set(placed.map(({ legislatorId }) => legislatorId))
  const written = [...named, ...contacts.flatMap(({ id }) => known.get(keyOf(id)) ?? [])]
  const stored = await listPeople(tx, written)
  const channels = await listChannels(tx, written)
  const result: PeopleChanges = { ...noChanges(), before: seating.before }

  for (const { legislatorId, division } of placed) await seating.leaveOthers(legislatorId, division)
  for (const one of placed) await savePlaced(one)
  // Whoever could not be placed may be one of those who seem to be gone.
  const isWhole = placed.length === people.length && people.length > 0
  if (!input.isPartial && isWhole) noteGone(await seating.endUnnamed(named))
  for (const contact of contacts) await saveContact(contact)
  result.vacant = await listVacancies(tx, chamberKeys, today)
  return result

  async function savePlaced({ record, division, legislatorId }: Placed): Promise<void> {
    const line = `${record.name} – ${division.name}`
    const before = stored.get(legislatorId) ?? null
    const changes = await savePerson(tx, legislatorId, record, before)
    if (await saveChannels(tx, channels, legislatorId, source, record.channels)) changes.push('contact')
    const { outcome, succeeds } = await seating.seat(legislatorId, division, record, named)
    if (outcome === 'full') return input.onFault({ at: record.at, reason: `${line}: ${whyFull(input.isPartial)}` })
    if (outcome !== 'kept') changes.push(outcome)
    if (succeeds !== null) {
      result.gone.push(`${succeeds.name} – ${division.name}, succeeded by ${record.name}`)
      if (succeeds.source === source) result.goneOfSet++
    }
    note(result, { line, isNew: before === null, changes, endsOn: record.endsOn ?? null, today })
  }

  function noteGone(lines: string[]): void {
    result.gone.push(...lines)
    result.goneOfSet += lines.length
  }

  async function saveContact(contact: ContactRecord): Promise<void> {
    const legislatorId = known.get(keyOf(contact.id))
    if (!legislatorId) return input.onFault({ at: contact.at, reason: `nobody is known as ${keyOf(contact.id)}; import the people first` })
    const isChanged = await saveChannels(tx, channels, legislatorId, contact.origin, contact.channels)
    const before = stored.get(legislatorId)
    // Of somebody new it goes without saying.
    if (!before) return
    if (isChanged) result.changed.push(`${before.name}: ${contact.origin}`)
    else result.unchanged++
  }
}

/** What an import of no people changes. */
export function noChanges(): PeopleChanges {
  return { before: { ofSet: 0, ofAny: 0 }, added: [], changed: [], gone: [], goneOfSet: 0, vacant: [], expired: [], unchanged: 0 }
}

function whyFull(isPartial: boolean): string {
  return isPartial
    ? 'all its seats are held, and a part of a list does not say by whom no more'
    : 'all its seats have been given to others of this file'
}

function note(
  result: PeopleChanges,
  { line, isNew, changes, endsOn, today }: { line: string; isNew: boolean; changes: string[]; endsOn: string | null; today: string },
): void {
  if (endsOn !== null && endsOn <= today) result.expired.push(`${line}: the term ended on ${endsOn}`)
  if (isNew) result.added.push(line)
  else if (changes.length > 0) result.changed.push(`${line}: ${changes.join(', ')}`)
  else result.unchanged++
}

type Placed = { record: LegislatorRecord; division: KnownDivision; legislatorId: string }

/** Finds everybody's division and who they are; each person once. */
function place(input: Input, divisions: KnownDivision[], seating: Seating, known: Map<string, string>): Placed[] {
  const findDivision = divisionFinder(divisions, input.today)
  const seen = new Set<string>()
  return input.people.flatMap((record) => {
    const division = findDivision(record)
    if (!division) {
      input.onFault({ at: record.at, reason: `there is no division “${nameOf(record)}” for ${record.name}` })
      return []
    }
    const legislatorId = identify(record.ids, known) ?? seating.findInDivision(division.id, record.name) ?? newId()
    if (seen.has(legislatorId)) {
      input.onFault({ at: record.at, reason: `${record.name} – ${division.name} is named twice` })
      return []
    }
    seen.add(legislatorId)
    for (const id of record.ids) known.set(keyOf(id), legislatorId)
    return [{ record, division, legislatorId }]
  })
}

/** Divisions by key, or by name, present or former, among those that are one today. */
function divisionFinder(divisions: KnownDivision[], today: string): (record: LegislatorRecord) => KnownDivision | null {
  const byKey = new Map(divisions.map((division) => [division.key, division]))
  const byName = new Map<string, KnownDivision>()
  const current = divisions.filter((division) => isDivisionOn(division, today))
  for (const division of current) for (const name of division.formerNames) byName.set(`${division.chamberKey}/${foldName(name)}`, division)
  for (const division of current) byName.set(`${division.chamberKey}/${foldName(division.name)}`, division)
  return ({ chamber, division }) =>
    ('key' in division ? byKey.get(division.key) : byName.get(`${chamber}/${foldName(division.name)}`)) ?? null
}

function nameOf({ division }: LegislatorRecord): string {
  return 'key' in division ? division.key : division.name
}

function identify(ids: Identifier[], known: Map<string, string>): string | null {
  for (const id of ids) {
    const found = known.get(keyOf(id))
    if (found) return found
  }
  return null
}

function keyOf({ scheme, value }: Identifier): string {
  return `${scheme}:${value}`
}

/** @returns the names of what changed; what a source does not say stays as another said it */
async function savePerson(tx: Transaction, id: string, record: LegislatorRecord, before: Person | null): Promise<string[]> {
  const person: Person = {
    id,
    name: record.name,
    givenName: record.givenName ?? before?.givenName ?? null,
    familyName: record.familyName ?? before?.familyName ?? null,
    honorific: record.honorific ?? before?.honorific ?? null,
    salutation: record.salutation ?? before?.salutation ?? null,
    party: record.party ?? before?.party ?? null,
    languages: record.languages ?? before?.languages ?? [],
    website: record.website ?? before?.website ?? null,
  }
  const changed = before ? (Object.keys(person) as (keyof Person)[]).filter((key) => !isDeepStrictEqual(person[key], before[key])) : []
  if (!before || changed.length > 0) await savePersonRow(tx, person)
  await addIdentifiers(tx, id, record.ids)
  return changed
}

/** @returns whether anything changed */
async function saveChannels(
  tx: Transaction,
  known: Map<string, LegislatorRecord['channels']>,
  legislatorId: string,
  origin: string,
  channels: LegislatorRecord['channels'],
): Promise<boolean> {
  const before = known.get(`${legislatorId}/${origin}`) ?? []
  if (isDeepStrictEqual(before, channels)) return false
  await replaceChannels(tx, legislatorId, origin, channels)
  known.set(`${legislatorId}/${origin}`, channels)
  return true
}
