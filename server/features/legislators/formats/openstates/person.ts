import { z } from 'zod'
import type { ChannelRecord, FormatOptions, Identifier, LegislatorRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import type { SeatReading } from '../reading/seats.ts'
import { passedOver, unusable } from '../reading/seats.ts'
import { standingOn } from '../reading/terms.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader, flawOfName, given } from '../reading/values.ts'
import { officeChannels, offices } from './offices.ts'
import { placeOf } from './places.ts'
import type { Role } from './roles.ts'
import { chooseRoles, roles } from './roles.ts'

const dates = { start_date: z.string().nullish(), end_date: z.string().nullish() }
const person = z.object({
  id: z.string(),
  name: z.string(),
  given_name: z.unknown().optional(),
  family_name: z.unknown().optional(),
  email: z.unknown().optional(),
  party: z.array(z.object({ name: z.string(), ...dates })).nullish(),
  roles,
  offices,
  links: z.array(z.object({ note: z.string().nullish(), url: z.unknown() })).nullish(),
  other_identifiers: z.array(z.object({ scheme: z.string(), identifier: z.union([z.string(), z.int()]) })).nullish(),
})
type Person = z.infer<typeof person>

/** The seats that a person holds; none for an executive. */
export function readPerson(at: string, item: unknown, options: FormatOptions): SeatReading[] {
  const found = readAs(person, item)
  if ('reason' in found) return [unusable(at, `The person cannot be read: ${found.reason}.`)]
  const flaw = flawOfName(found.value.name, found.value.id)
  if (flaw) return [unusable(at, flaw)]
  const isRetired = /(^|\/)retired\//.test(at)
  const chosen = chooseRoles(found.value.roles, options.today, isRetired)
  if ('fault' in chosen) return [(chosen.mayHold ? unusable : passedOver)(at, `${found.value.name}: ${chosen.fault}`)]
  return chosen.map((role, index) => seatOf(at, found.value, role, options, index === 0))
}

function seatOf(at: string, found: Person, role: Role, { settings, today }: FormatOptions, isFirst: boolean): SeatReading {
  const place = placeOf(role, settings, today)
  if (typeof place === 'string') return unusable(at, `${found.name}: ${place}`)
  const faults: string[] = []
  // A person with two seats has the same flaws in both.
  const values = createValueReader((reason) => isFirst && faults.push(`${found.name}: ${reason}`))
  const division = place.divisions.at(-1)
  // Terms of Congress that run have an end that is made up, such as 2030-01-01.
  const endsOn = place.isFederal && (role.end_date ?? '') > today ? undefined : role.end_date
  const legislator: LegislatorRecord = {
    kind: 'legislator',
    at,
    ids: idsOf(found, place.isFederal, values),
    chamber: place.chamber,
    division: { key: division?.key ?? '' },
    name: found.name.trim(),
    ...given({
      givenName: values.text('given_name', found.given_name, 'name'),
      familyName: values.text('family_name', found.family_name, 'name'),
      party: values.text('party', partyOf(found, today), 'name'),
      website: websiteOf(found, values),
      startsOn: values.day('start_date', role.start_date),
      endsOn: values.day('end_date', endsOn),
      seatLabel: place.seatLabel,
    }),
    channels: distinct([...values.email('email', found.email), ...officeChannels(found.offices, values)]),
  }
  return {
    at,
    faults,
    isMissing: false,
    found: { ...(place.newChamber ? { chamber: place.newChamber } : {}), divisions: place.divisions, legislator },
  }
}

/** Members of Congress by bioguide first, as congress-legislators names them. */
function idsOf({ id, other_identifiers }: Person, isFederal: boolean, values: ValueReader): [Identifier, ...Identifier[]] {
  const find = (scheme: string): Identifier[] => {
    const value = values.text(scheme, other_identifiers?.find((it) => it.scheme === scheme)?.identifier.toString())
    return value === undefined ? [] : [{ scheme, value }]
  }
  const own: Identifier = { scheme: 'openstates', value: id }
  const [bioguide] = isFederal ? find('bioguide') : []
  const wikidata = find('wikidata')
  return bioguide ? [bioguide, own, ...wikidata] : [own, ...wikidata]
}

/** The parties of today: some stand for two at once. */
function partyOf({ party }: Person, today: string): string | undefined {
  const current = party?.filter((it) => standingOn(today, it) === 'current').map((it) => it.name.trim())
  return current && current.length > 0 ? [...new Set(current)].join('/') : undefined
}

function websiteOf({ links }: Person, values: ValueReader): string | undefined {
  return values.website('website', links?.find(({ note }) => note && /^(website|homepage)$/i.test(note))?.url)
}

function distinct(channels: ChannelRecord[]): ChannelRecord[] {
  return channels.filter((it, i) => channels.findIndex((other) => other.kind === it.kind && other.value === it.value) === i)
}
