import type { DivisionRecord, ImportRecord, LegislatorRecord } from '../format.ts'
import { cutShort } from '../reading/csv.ts'
import { slugOf } from '../reading/values.ts'
import { electorateDivision, electorateKey, stateDivision, stateKey } from './divisions.ts'

/** Somebody in office; a senator has no electorate. */
export type Member = Pick<LegislatorRecord, 'at' | 'name' | 'honorific' | 'party' | 'startsOn' | 'endsOn'> & {
  state: string
  electorate: string | null
}

/** What the files hold, before it is joined. */
export type Gathered = {
  /** Whether a file of members is of representatives, by its name. */
  houses: Map<string, boolean>
  /** By the slug of their name. */
  members: Map<string, Member>
  /** By the slug of each name; null where two people have it. */
  aphIds: Map<string, string | null>
  postcodes: { file: string; row: number; postcode: string; electorate: string; isEnded: boolean }[]
}

/** Before the first file. */
export function emptyGathered(): Gathered {
  return { houses: new Map(), members: new Map(), aphIds: new Map(), postcodes: [] }
}

/** Postcodes, then members, each behind its divisions; then what does not fit together. */
export function* recordsOf({ members, aphIds, postcodes }: Gathered): Iterable<ImportRecord> {
  const people = [...members.values()]
  const stateOf = new Map(
    people.flatMap(({ electorate, state }) => (electorate === null ? [] : [[electorateKey(electorate), state] as const])),
  )
  const seen = new Set<string>()
  const named = new Set<string>()
  for (const { file, row, postcode, electorate, isEnded } of postcodes) {
    const key = electorateKey(electorate)
    if (!isEnded && !named.has(key) && !stateOf.has(key)) throw cutShort(file, row)
    named.add(key)
    yield* divisionsOf(electorate, stateOf.get(key), seen)
    yield { kind: 'postcode', country: 'AU', postcode, division: key }
  }
  for (const member of people) {
    if (member.electorate === null) yield* once([stateDivision(member.state)], seen)
    else yield* divisionsOf(member.electorate, member.state, seen)
    yield legislatorOf(member, aphIds)
  }
  if (postcodes.length > 0 && stateOf.size > 0) yield* mismatches(postcodes, people, stateOf)
}

function divisionsOf(electorate: string, state: string | undefined, seen: Set<string>): Iterable<ImportRecord> {
  return once([...(state === undefined ? [] : [stateDivision(state)]), electorateDivision(electorate, state)], seen)
}

function* once(divisions: DivisionRecord[], seen: Set<string>): Iterable<ImportRecord> {
  for (const division of divisions) {
    if (seen.has(division.key)) continue
    seen.add(division.key)
    yield division
  }
}

function legislatorOf({ state, electorate, ...known }: Member, aphIds: Gathered['aphIds']): LegislatorRecord {
  const id = slugOf(known.name)
  const aphId = aphIds.get(id)
  return {
    kind: 'legislator',
    ids: [{ scheme: 'openaustralia', value: id }, ...(aphId ? [{ scheme: 'aph', value: aphId }] : [])],
    chamber: electorate === null ? 'au-senate' : 'au-house',
    division: { key: electorate === null ? stateKey(state) : electorateKey(electorate) },
    ...known,
    channels: [],
  }
}

/** The list of postcodes is older than the last redistribution: it has electorates that are no more, and lacks new ones. */
function* mismatches(postcodes: Gathered['postcodes'], people: Member[], stateOf: Map<string, string>): Iterable<ImportRecord> {
  const told = new Set<string>()
  for (const { file, row, electorate } of postcodes) {
    const key = electorateKey(electorate)
    if (stateOf.has(key) || told.has(key)) continue
    told.add(key)
    const reason = `${electorate} has postcodes but no member: its seat is vacant, or it was abolished after the list of postcodes was made.`
    yield { kind: 'fault', at: `${file} row ${row}`, reason }
  }
  const withPostcodes = new Set(postcodes.map(({ electorate }) => electorateKey(electorate)))
  for (const { at, name, electorate } of people) {
    if (electorate === null || withPostcodes.has(electorateKey(electorate))) continue
    yield { kind: 'fault', at, reason: `No postcode leads to ${electorate}, where ${name} sits: the list of postcodes is older.` }
  }
}
