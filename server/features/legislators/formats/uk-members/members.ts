import { z } from 'zod'
import type { DivisionRecord, FaultRecord, ImportRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import { createValueReader, flawOf, flawOfName, given } from '../reading/values.ts'

/** What a run knows over all its files; counts are by house. */
export type MembersRun = {
  /** Ids of members, and `lords` once the house has its division. */
  seen: Set<string>
  /** How many there are as the API says. */
  expected: Map<string, number>
  /** How many could be read, those who are not active included. */
  read: Map<string, number>
  /** Why the files do not hold the whole list, as sentences. */
  missing: Set<string>
}

const member = z.object({
  value: z.object({
    id: z.number().int().positive(),
    nameDisplayAs: z.string(),
    nameAddressAs: z.string().nullish(),
    latestParty: z.object({ name: z.unknown().optional() }).nullish(),
    latestHouseMembership: z.object({
      membershipFrom: z.string().nullish(),
      house: z.literal([1, 2]),
      membershipStartDate: z.string().nullish(),
      membershipEndDate: z.string().nullish(),
      membershipStatus: z.object({ statusIsActive: z.boolean() }).nullish(),
    }),
  }),
})
type Member = z.infer<typeof member>['value']

const unreadable = 'Some members could not be read; the faults say which.'

/** Lords stand for no place; one division holds them all. */
const lords: DivisionRecord = { kind: 'division', key: 'uk-lords', chamber: 'uk-lords', name: 'House of Lords', country: 'GB' }

/**
 * @param totalResults members in all that the page speaks of
 */
export function* readMember(item: unknown, at: string, totalResults: number, run: MembersRun): Iterable<ImportRecord> {
  const fault = (reason: string): FaultRecord => ({ kind: 'fault', at, reason })
  const fitted = readAs(member, item)
  if ('reason' in fitted) {
    run.missing.add(unreadable)
    yield fault(`This is no member as the API describes one (${fitted.reason}), so that the person was left out.`)
    return
  }
  const { value } = fitted.value
  const house = value.latestHouseMembership.house === 1 ? 'House of Commons' : 'House of Lords'
  if (totalResults > 0) run.expected.set(house, Math.max(totalResults, run.expected.get(house) ?? 0))
  const flaw = flawOfMember(value)
  if (flaw !== null) {
    run.missing.add(unreadable)
    yield fault(flaw)
  } else if (run.seen.has(String(value.id))) yield fault(`${value.nameDisplayAs} is in the files twice; the first counts.`)
  else {
    run.seen.add(String(value.id))
    run.read.set(house, (run.read.get(house) ?? 0) + 1)
    if (value.latestHouseMembership.membershipStatus?.statusIsActive === false)
      yield fault(`${value.nameDisplayAs} is marked as not active, so that the person was left out.`)
    else yield* recordsOf(value, at, run)
  }
}

function flawOfMember({ id, nameDisplayAs, latestHouseMembership: { house, membershipFrom } }: Member): string | null {
  const place = membershipFrom?.trim() ?? ''
  const flawOfPlace = house === 2 ? null : place === '' ? 'is empty' : flawOf(place, 'name')
  if (flawOfPlace !== null) return `The constituency of member ${id} ${flawOfPlace}, so that the person was left out.`
  return flawOfName(nameDisplayAs, String(id))
}

function* recordsOf(value: Member, at: string, { seen }: MembersRun): Iterable<ImportRecord> {
  const { house, membershipFrom, membershipStartDate, membershipEndDate } = value.latestHouseMembership
  const faults: FaultRecord[] = []
  const values = createValueReader((reason) => faults.push({ kind: 'fault', at, reason }))
  const isLord = house === 2
  if (isLord && !seen.has('lords')) yield lords
  if (isLord) seen.add('lords')
  yield {
    kind: 'legislator',
    at,
    ids: [{ scheme: 'uk-members', value: String(value.id) }],
    chamber: isLord ? 'uk-lords' : 'uk-commons',
    division: isLord ? { key: lords.key } : { name: membershipFrom?.trim() ?? '' },
    name: value.nameDisplayAs.trim(),
    ...given({
      salutation: values.text('nameAddressAs', value.nameAddressAs, 'name'),
      party: values.text('latestParty', value.latestParty?.name),
      startsOn: values.day('membershipStartDate', dayOf(membershipStartDate)),
      endsOn: values.day('membershipEndDate', dayOf(membershipEndDate)),
    }),
    channels: [],
  }
  yield* faults
}

/** `2024-07-04T00:00:00`, as the API has days, without its midnight. */
function dayOf(moment: string | null | undefined): string | null | undefined {
  return moment?.replace(/T00:00:00$/, '')
}
