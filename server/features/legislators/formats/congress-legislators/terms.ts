import { z } from 'zod'
import type { ChannelRecord, FaultRecord, Identifier, ImportRecord, LegislatorRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader, isDay } from '../reading/values.ts'
import { congressOn, districtDivision, firstDayOf, isState, stateDivision } from '../us-divisions.ts'

const person = z.object({
  id: z.object({
    bioguide: z.string().regex(/^[A-Z]\d{6}$/, 'is not a letter and six digits'),
    govtrack: z.union([z.string(), z.number()]).optional().catch(undefined),
    wikidata: z.string().optional().catch(undefined),
  }),
  name: z.object({
    first: z.unknown().optional(),
    last: z.unknown().optional(),
    suffix: z.unknown().optional(),
    official_full: z.unknown().optional(),
  }),
  terms: z.array(z.unknown()).min(1, 'holds no term'),
})

const term = z.object({
  type: z.enum(['rep', 'sen'], 'is neither rep nor sen'),
  start: z.string().refine(isDay, 'is not a day'),
  end: z.string().refine(isDay, 'is not a day'),
  state: z.string().refine(isState, 'is not a state'),
  district: z.int().min(0).max(99).optional(),
  class: z.unknown().optional(),
  party: z.unknown().optional(),
  address: z.unknown().optional(),
  phone: z.unknown().optional(),
  url: z.unknown().optional(),
  contact_form: z.unknown().optional(),
})
type Person = z.infer<typeof person>
type Term = z.infer<typeof term>

/**
 * The person with the seat of the last term; earlier terms do not count, be they of the other house
 * or of another state.
 * @param congress of House districts; null for that in which the term began
 */
export function* readLegislator(record: unknown, at: string, congress: number | null, seen: Set<string>): Iterable<ImportRecord> {
  const faults: FaultRecord[] = []
  const fault = (reason: string) => faults.push({ kind: 'fault', at, reason })
  const found = readAs(person, record)
  const last = 'value' in found ? readAs(term, found.value.terms.at(-1)) : null
  if ('reason' in found) fault(`${found.reason}.`)
  else if (last && 'reason' in last) fault(`${found.value.id.bioguide}: last term: ${last.reason}.`)
  let isRead = false
  if ('value' in found && last && 'value' in last) {
    for (const read of readTerm(found.value, last.value, { at, congress, seen, fault })) {
      isRead ||= read.kind === 'legislator'
      yield read
    }
  }
  yield* isRead ? faults : faults.map((one): FaultRecord => ({ ...one, isMissing: true }))
}

type Reading = { at: string; congress: number | null; seen: Set<string>; fault: (reason: string) => void }

function* readTerm(person: Person, term: Term, { at, congress, seen, fault }: Reading): Iterable<ImportRecord> {
  const values = createValueReader((reason) => fault(`${person.id.bioguide}: ${reason}`))
  const name = nameOf(person, values)
  const key = `bioguide:${person.id.bioguide}`
  if (name === undefined) return fault(`${person.id.bioguide} has no name.`)
  if (term.type === 'rep' && term.district === undefined)
    return fault(`${person.id.bioguide} has no district: 0 where the state has one only.`)
  if (seen.has(key)) return fault(`${person.id.bioguide} stands in the list twice.`)
  seen.add(key)

  const state = stateDivision(term.state)
  const division = term.type === 'sen' ? state : districtDivision(congress ?? congressOn(term.start), term.state, term.district ?? 0)
  for (const each of [state, division]) {
    if (seen.has(each.key)) continue
    seen.add(each.key)
    yield each
  }
  yield legislatorOf(person, term, values, { at, name, division: { key: division.key } })
}

function legislatorOf(
  { id, name: names }: Person,
  term: Term,
  values: ValueReader,
  known: Pick<LegislatorRecord, 'at' | 'name' | 'division'>,
): LegislatorRecord {
  const [givenName, familyName] = [values.text('The first name', names.first, 'name'), values.text('The last name', names.last, 'name')]
  const party = values.text('The party', term.party, 'name')
  const website = values.website('The website', term.url)
  return {
    kind: 'legislator',
    ...known,
    ids: [{ scheme: 'bioguide', value: id.bioguide }, ...otherIds(id)],
    chamber: term.type === 'sen' ? 'us-senate' : 'us-house',
    ...(givenName && { givenName }),
    ...(familyName && { familyName }),
    ...(party && { party }),
    ...(website && { website }),
    startsOn: term.start,
    endsOn: term.end,
    ...(term.type === 'sen' && [1, 2, 3].some((it) => it === term.class) && { seatLabel: `class-${term.class}` }),
    channels: channelsOf(term, values),
  }
}

function nameOf({ name }: Person, values: ValueReader): string | undefined {
  const official = values.text('The official name', name.official_full, 'name')
  if (official !== undefined) return official
  const parts = [name.first, name.last, name.suffix].map((part) => values.text('The name', part, 'name'))
  return parts[1] === undefined ? undefined : parts.filter((part) => part !== undefined).join(' ')
}

/** Those by which other sets of data name the same person. */
function otherIds({ govtrack, wikidata }: Person['id']): Identifier[] {
  const ids: Identifier[] = []
  if (/^\d{1,12}$/.test(String(govtrack))) ids.push({ scheme: 'govtrack', value: String(govtrack) })
  if (/^Q\d{1,12}$/.test(String(wikidata))) ids.push({ scheme: 'wikidata', value: String(wikidata) })
  return ids
}

/** The Senate's office codes end in a number of the seat that these files do not have. */
function channelsOf(term: Term, values: ValueReader): ChannelRecord[] {
  // American Samoa alone goes by another code than its postal abbreviation (as AQ in FIPS 10-4).
  const state = term.state === 'AS' ? 'AQ' : term.state
  const code = `H${state}${String(term.district).padStart(2, '0')}`
  return [
    ...values.webForm('The contact form', term.contact_form),
    ...values.phone('The phone number', term.phone),
    ...values.postal('The address', term.address),
    ...(term.type === 'rep' ? [{ kind: 'cwc' as const, value: code }] : []),
  ]
}

const lastOfTerms = z.object({ terms: z.array(z.object({ start: z.string() })) })
const wholeTerm = z.union([
  z.object({ type: z.literal('sen'), end: z.string(), state: z.string(), class: z.number(), party: z.string() }),
  z.object({ end: z.string(), state: z.string(), district: z.number(), party: z.string() }),
])
const withOffices = z.object({ offices: z.array(z.object({ city: z.string(), state: z.string() })) })
const withTerms = z.object({ terms: z.array(z.unknown()) })

/**
 * Whether the last record of a YAML file ends too early: within what its last term or office must
 * have, or before the last term, so that an earlier one would pass for it: no term of a current
 * member ends before another's begins. What may be missing anyway, such as a phone number, may have
 * been cut without a trace.
 * @param today stands in for the others where there are none
 */
export function isLastRecordCut(records: unknown[], today: string): boolean {
  const last = withTerms.safeParse(records.at(-1))
  if (!last.success) return !withOffices.safeParse(records.at(-1)).success
  const term = wholeTerm.safeParse(last.data.terms.at(-1))
  const starts = records.slice(0, -1).map((record) => lastOfTerms.safeParse(record).data?.terms.at(-1)?.start ?? '')
  const others = starts.length > 0 ? starts : [firstDayOf(congressOn(today))]
  return !term.success || others.some((start) => start >= term.data.end)
}
