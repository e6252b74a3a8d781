import type pg from 'pg'
import type { Legislator, Lookup, LookupNotice } from '#contract/legislators.ts'
import { Problem } from '#contract/problem.ts'
import type { Clock } from '../../lib/clock.ts'
import { dayMs, utcDay } from '../../lib/clock.ts'
import { countryIn } from '../../lib/country-name.ts'
import type { ShortMemory } from '../../lib/short-memory.ts'
import { normalizePostcode, postcodeExample } from './postcode-rules.ts'
import type { FoundDivision, FoundPerson, KnownChamber } from './queries.ts'
import { findDivisions, listHolders } from './queries.ts'
import type { Services } from './services/ask-services.ts'

/** After so many days without an import a list is called old. */
const oldAfterDays = 120

/**
 * Who represents a postcode today. Where it lies in several divisions of a chamber, all of them are
 * answered and `needsChoice` is true, until `division` or an address says which. The address goes to
 * the service that is switched on for it and is kept nowhere.
 * @throws Problem invalid-input when the postcode cannot be one of the country, or the division is none of its divisions
 */
export async function findLegislators(
  ctx: { pool: pg.Pool; clock: Clock; services: Services; chambers: ShortMemory<KnownChamber[]> },
  asked: {
    country: string
    postcode?: string | undefined
    address?: string
    division?: string | undefined
    /** Which chambers are asked for, by key; all unless given. */
    isWanted?: (chamber: string) => boolean
  },
): Promise<Lookup> {
  const { country, isWanted = () => true } = asked
  const today = utcDay(ctx.clock.now())
  const postcode = asked.postcode ? postcodeOf(country, asked.postcode) : null
  const place = { country, postcode, address: asked.address ?? null }
  const [found, known] = await Promise.all([findPlace(ctx, place, today), ctx.chambers.get(country)])
  const chambers = (known ?? []).filter(({ key }) => isWanted(key))
  const wanted = found.divisions.filter(({ chamberKey }) => isWanted(chamberKey))
  const divisions = chosen(wanted, asked.division ?? null)
  const people = await listHolders(
    ctx.pool,
    divisions.map(({ id }) => id),
  )
  const covered = new Set(chambers.filter(({ hasPeople }) => hasPeople).map(({ key }) => key))
  const vacant = vacanciesOf(
    divisions.filter(({ chamberKey }) => covered.has(chamberKey)),
    people,
  )
  const legislators = people.map((person) => legislatorOf(person, divisions, today))
  const needsChoice = hasSeveral(divisions)
  const lists = chambers.filter(
    ({ key }) => covered.has(key) && (postcode === null || divisions.some(({ chamberKey }) => chamberKey === key)),
  )
  return {
    divisions: divisions.map(({ key, name, chamberKey, country: where }) => ({ key, name, chamber: chamberKey, country: where })),
    legislators,
    needsChoice,
    vacant,
    chambers: lists.map(({ key, name, legislature, updatedOn }) => ({ key, name, legislature, updatedOn })),
    notices: [
      ...placeNotices({ country, postcode, found, chambers, divisions }),
      ...(needsChoice ? [notice('several-divisions', 'This postcode lies in several divisions. Choose the one that you live in.')] : []),
      ...vacant.map(({ division, seats }) => vacantNotice(divisions, division, seats)),
      ...legislators.flatMap((one) =>
        one.isTermOver
          ? [
              notice(
                'term-over',
                `The term of ${one.name} ended on ${one.termEndsOn} by the list that we have. Somebody else may hold the seat by now.`,
              ),
            ]
          : [],
      ),
      ...lists.flatMap((one) => oldNotice(one, today)),
    ],
  }
}

type Asked = { country: string; postcode: string | null; address: string | null }

/** What our own lists say of a place; where they do not know it, what an outside service says, if one may be asked. */
async function findPlace(ctx: { pool: pg.Pool; services: Services }, { country, postcode, address }: Asked, today: string) {
  const own = await findDivisions(ctx.pool, { country, postcode, today })
  if (address === null && (postcode === null || (own.isKnown && own.endedOn === null))) return own
  const keys = await ctx.services.find(address === null ? { country, postcode: postcode ?? '' } : { country, address })
  if (keys === null) return own
  return { ...(await findDivisions(ctx.pool, { country, postcode: null, keys, today })), isKnown: true }
}

function postcodeOf(country: string, given: string): string {
  const postcode = normalizePostcode(country, given)
  if (postcode !== null) return postcode
  const example = postcodeExample(country)
  const fix = example ? `Write it like ${example}.` : 'Write its letters and digits alone.'
  throw new Problem('invalid-input', {
    errors: [{ pointer: '/postcode', code: 'postcode', detail: `This is not a postcode of ${countryIn('en', country)}.`, fix }],
  })
}

/** Without the other divisions of the chosen one's chamber, what lies in those others, and what lies around them alone. */
function chosen(divisions: FoundDivision[], key: string | null): FoundDivision[] {
  if (key === null) return divisions
  const choice = divisions.find((division) => division.key === key)
  if (!choice)
    throw new Problem('invalid-input', {
      errors: [
        {
          pointer: '/division',
          code: 'division',
          detail: 'This postcode does not lie in that division.',
          fix: 'Choose one of the divisions of the first answer.',
        },
      ],
    })
  const left = divisions.filter(({ chamberKey, key: other }) => chamberKey !== choice.chamberKey || other === key)
  const parents = new Set(left.map(({ parentId }) => parentId))
  const others = divisions.filter((one) => !left.includes(one))
  const within = new Set<number | null>(others.map(({ id }) => id))
  const around = new Set(others.map(({ parentId }) => parentId))
  return left.filter(({ id, parentId }) => !within.has(parentId) && (!around.has(id) || parents.has(id)))
}

/** Whether a chamber has several divisions here that are not the whole country's. */
function hasSeveral(divisions: FoundDivision[]): boolean {
  const local = divisions.filter(({ isCountryWide }) => !isCountryWide)
  return new Set(local.map(({ chamberKey }) => chamberKey)).size < local.length
}

function vacanciesOf(divisions: FoundDivision[], people: FoundPerson[]): Lookup['vacant'] {
  return divisions.flatMap(({ id, key, chamberKey, capacity }) => {
    const vacant = (capacity ?? 0) - people.filter(({ divisionId }) => divisionId === id).length
    return vacant > 0 ? [{ division: key, chamber: chamberKey, seats: vacant }] : []
  })
}

function legislatorOf({ divisionId, endsOn, ...person }: FoundPerson, divisions: FoundDivision[], today: string): Legislator {
  const division = divisions.find(({ id }) => id === divisionId)
  return {
    ...person,
    division: division?.key ?? '',
    chamber: division?.chamberKey ?? '',
    termEndsOn: endsOn,
    isTermOver: endsOn !== null && endsOn <= today,
  }
}

type Place = {
  country: string
  postcode: string | null
  found: Awaited<ReturnType<typeof findDivisions>>
  chambers: KnownChamber[]
  divisions: FoundDivision[]
}

function placeNotices({ country, postcode, found, chambers, divisions }: Place): LookupNotice[] {
  if (!chambers.some(({ hasPeople }) => hasPeople))
    return [
      notice(
        'no-list',
        `This site has no list of the legislators of ${countryIn('en', country)} yet. Find yours on the parliament’s own pages; you can still write, print and copy a letter here.`,
      ),
    ]
  const needsPostcode = chambers.some((chamber) => chamber.hasPeople && chamber.needsPostcode)
  if (postcode === null && !found.isKnown)
    return needsPostcode ? [notice('postcode-needed', `Give a postcode to find who represents you in ${countryIn('en', country)}.`)] : []
  if (!needsPostcode) return []
  if (!found.isKnown) return [notice('postcode-unknown', unknownText(country))]
  if (!divisions.some(({ isCountryWide }) => !isCountryWide))
    return [
      notice(
        'postcode-outside',
        'This postcode lies in no division of the lists that we have, as those of the Channel Islands and the Isle of Man do.',
      ),
    ]
  if (found.endedOn)
    return [
      notice(
        'postcode-ended',
        `The post office ended this postcode (${found.endedOn}). These are the divisions in which it lay; check that you still live in one of them.`,
      ),
    ]
  return []
}

function unknownText(country: string): string {
  if (country === 'US')
    return 'We do not know this ZIP code. Those of post office boxes and of single large addresses lie in no district: use the ZIP code of the street where you live.'
  return 'We do not know this postcode. Check it, or use one of a street nearby; very new ones may not be in our list yet.'
}

function vacantNotice(divisions: FoundDivision[], key: string, seats: number): LookupNotice {
  const name = divisions.find((division) => division.key === key)?.name ?? key
  return notice('seat-vacant', seats === 1 ? `The seat of ${name} is vacant.` : `${seats} seats of ${name} are vacant.`)
}

function oldNotice({ legislature, name, updatedOn }: KnownChamber, today: string): LookupNotice[] {
  if (updatedOn === null || Date.parse(today) - Date.parse(updatedOn) <= oldAfterDays * dayMs) return []
  return [
    notice('list-old', `Our list of the ${name} (${legislature}) is of ${updatedOn}. Check the name on its own pages before you write.`),
  ]
}

function notice(code: LookupNotice['code'], text: string): LookupNotice {
  return { code, text }
}
