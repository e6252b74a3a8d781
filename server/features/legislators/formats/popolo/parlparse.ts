import { z } from 'zod'
import type { DivisionRecord, FormatOptions, ImportRecord, LegislatorRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { readAs } from '../reading/json.ts'
import { quoted } from '../reading/quoted.ts'
import type { SeatReading, SeatRun } from '../reading/seats.ts'
import { passedOver, recordsOf, unusable } from '../reading/seats.ts'
import { standingFault, standingOn, wholeDayOf } from '../reading/terms.ts'
import { createValueReader, flawOf, flawOfName, given, slugOf } from '../reading/values.ts'
import { contactsOfPerson, identifiersOf, websiteOf } from './contacts.ts'
import type { PopoloDocument } from './document.ts'
import { nameOn, namesOfPerson } from './lord-names.ts'

/** Organization of parlparse → the chamber that can be asked for. */
const organizations = new Map([
  ['house-of-commons', 'uk-commons'],
  ['house-of-lords', 'uk-lords'],
  ['scottish-parliament', 'scottish-parliament'],
  ['welsh-parliament', 'senedd'],
  ['northern-ireland-assembly', 'ni-assembly'],
])

/**
 * Electoral regions of the Scottish Parliament, which no field tells from constituencies; those of 1999
 * and 2011 and, since 7 May 2026, of the Second Review of Boundaries Scotland. No constituency has one of
 * these names.
 * @see https://github.com/mysociety/parlparse/blob/master/members/sp-constituencies.json
 */
const regions = new Set(
  'Central Scotland|Central Scotland and Lothians West|Edinburgh and Lothians East|Glasgow|Highlands and Islands|Lothian|Lothians|Mid Scotland and Fife|North East Scotland|South Scotland|South of Scotland|West Scotland|West of Scotland'
    .split('|')
    .map(slugOf),
)

const membership = z.object({
  id: z.string(),
  person_id: z.string(),
  post_id: z.string().nullish(),
  organization_id: z.string().nullish(),
  on_behalf_of_id: z.string().nullish(),
  role: z.string().nullish(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
})
type Membership = z.infer<typeof membership>

const post = z.object({
  id: z.string(),
  organization_id: z.string(),
  label: z.string(),
  role: z.string(),
  area: z.object({ name: z.string() }).nullish(),
})
type Post = z.infer<typeof post>

const redirect = z.object({ id: z.string(), redirect: z.string() })

const person = z.object({ id: z.string().regex(/^uk\.org\.publicwhip\/person\/\d+$/), ...namesOfPerson, ...contactsOfPerson })

/**
 * Those who sit today in the chamber of the setting `chamber`, uk-commons when it is not given.
 * `scottish-parliament` is both its chambers, constituencies and regions.
 * @throws UnreadableFile when the file has no such chamber, or nobody sits in it
 */
export function* readParlparse(document: PopoloDocument, options: FormatOptions, run: SeatRun): Iterable<ImportRecord> {
  const wanted = options.settings['chamber'] ?? 'uk-commons'
  const organization = [...organizations].find(([, chamber]) => chamber === wanted)?.[0]
  if (!organization) {
    const known = [...organizations.values()].join(', ')
    throw new UnreadableFile(
      `${document.name} is people.json of parlparse, which has no ${wanted}. Give --set chamber=… with one of ${known}.`,
    )
  }
  let isEmpty = true
  for (const [index, item] of document.memberships.entries()) {
    const at = `${document.name} membership ${index + 1}`
    const reading = readMembership(at, item, document, organization, options.today)
    if (!reading) continue
    isEmpty = false
    yield* recordsOf(reading, run)
  }
  if (isEmpty) throw new UnreadableFile(`${document.name} names nobody who sits in ${wanted} on ${options.today}: the file may be old.`)
}

/** Null for what is passed over: other chambers, offices, former members, and ids that stand for another. */
function readMembership(at: string, item: unknown, document: PopoloDocument, organization: string, today: string): SeatReading | null {
  if ('value' in readAs(redirect, item)) return null
  const found = readAs(membership, item)
  if ('reason' in found) return unusable(at, `It cannot be read: ${found.reason}.`)
  const held = found.value
  const standing = standingOn(today, held)
  if (standing === 'former') return null
  const place = held.post_id ? readAs(post, document.posts.get(held.post_id)) : null
  if (place && 'reason' in place)
    return unusable(at, `Its post ${quoted(held.post_id ?? '')} is missing or cannot be read: ${place.reason}.`)
  if ((place?.value.organization_id ?? held.organization_id) !== organization) return null
  // Offices such as Prime Minister are held in the House of Commons without a post.
  if (!place && organization !== 'house-of-lords') return null
  if (standing === 'future') return passedOver(at, standingFault(standing, held))
  if (standing === 'unknown') return unusable(at, standingFault(standing, held))
  return readHolder(at, held, place?.value, document, organization, today)
}

function readHolder(
  at: string,
  held: Membership,
  place: Post | undefined,
  document: PopoloDocument,
  organization: string,
  today: string,
): SeatReading {
  const seat = seatOf(organization, place)
  if (typeof seat === 'string') return unusable(at, seat)
  const found = readAs(person, personOf(document, held.person_id))
  if ('reason' in found) return unusable(at, `Its person ${quoted(held.person_id)} is missing or cannot be read: ${found.reason}.`)
  const name = nameOn(today, found.value)
  const flaw = name
    ? flawOfName(name.name, found.value.id)
    : 'Its person has no main name that is used today, so that the person was left out.'
  if (!name || flaw) return unusable(at, flaw ?? '')
  const faults: string[] = []
  const values = createValueReader((reason) => faults.push(`${name.name}: ${reason}`))
  const legislator: LegislatorRecord = {
    kind: 'legislator',
    at,
    ids: [
      { scheme: 'parlparse', value: found.value.id },
      ...identifiersOf(found.value, { datadotparl_id: 'uk-members', wikidata: 'wikidata' }, values),
    ],
    chamber: seat.chamber,
    division: seat.division ? { key: seat.division.key } : { name: seat.areaName },
    name: name.name,
    ...given({
      givenName: values.text('given_name', name.givenName, 'name'),
      familyName: values.text('family_name', name.familyName, 'name'),
      honorific: values.text('honorific_prefix', name.honorific, 'name'),
      party: values.text('party', document.organizations.get(held.on_behalf_of_id ?? '')?.name, 'name'),
      website: websiteOf(found.value, values),
      startsOn: wholeDayOf(held.start_date),
      endsOn: wholeDayOf(held.end_date),
    }),
    channels: [],
  }
  return { at, faults, isMissing: false, found: { ...(seat.division ? { divisions: [seat.division] } : {}), legislator } }
}

type Seat = { chamber: string; areaName: string; division?: DivisionRecord }

/** Seats of the Commons are named only: their divisions come with codes from elsewhere. */
function seatOf(organization: string, place: Post | undefined): Seat | string {
  const areaName = organization === 'house-of-lords' ? 'House of Lords' : (place?.area?.name.trim() ?? '')
  const slug = slugOf(areaName)
  const flaw = slug === '' ? 'is missing' : flawOf(areaName, 'name')
  if (flaw) return `The name of its area ${flaw}.`
  const isRegion = organization === 'scottish-parliament' && regions.has(slug)
  const chamber = isRegion ? 'scottish-parliament-regions' : (organizations.get(organization) ?? '')
  // Places are known by name alone: a list of codes gives them the keys that postcodes have.
  if (organization !== 'house-of-lords') return { chamber, areaName }
  return { chamber, areaName, division: { kind: 'division', key: 'uk-lords', chamber, name: areaName, country: 'GB' } }
}

/** The person that an id means at last: people who turned out to be one have ids that point to another. */
function personOf(document: PopoloDocument, id: string): unknown {
  let item = document.persons.get(id)
  for (let steps = 0; steps < 10; steps++) {
    const found = readAs(redirect, item)
    if ('reason' in found) return item
    item = document.persons.get(found.value.redirect)
  }
  return undefined
}
