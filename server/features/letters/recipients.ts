import type pg from 'pg'
import type { Office } from '#contract/campaigns.ts'
import type { Channel, Legislator, Lookup } from '#contract/legislators.ts'
import type { LetterChannel } from '#contract/letters.ts'
import { recipientKey } from '#contract/letters.ts'
import { Problem } from '#contract/problem.ts'
import { inputFaults } from '#contract/text.ts'
import type { Database } from '../../db/database.ts'
import { listOfficeBodies } from '../campaigns/queries.ts'
import { findHolder } from '../legislators/queries.ts'

/** Whom a letter goes to, as it stands today: the holder of a seat, or an office. */
export type Recipient = {
  /** `seat:<id>` or `office:<id>`. */
  key: string
  seatId: number | null
  /** Who holds the seat; null for an office. */
  legislatorId: string | null
  name: string
  /** Chamber or institution. */
  body: string
  /** What follows "Dear". */
  addressAs: string
  postal: string[] | null
  email: string | null
  form: string | null
  /** Key of the division that they stand for. */
  division: string | null
  /** Office code for Congress. */
  cwc: string | null
  /** ISO 3166-1 code, `EU` or `international`: whose office hours are kept. */
  place: string
  /** As the source says, in BCP 47; empty where it does not. */
  languages: string[]
}

/** The holder of a seat as a letter has them. */
export function recipientOfLegislator(person: Legislator, { chambers, divisions }: Pick<Lookup, 'chambers' | 'divisions'>): Recipient {
  const chamber = chambers.find(({ key }) => key === person.chamber)
  const division = divisions.find(({ key }) => key === person.division)
  const body = chamber ? (chamber.name === chamber.legislature ? chamber.name : `${chamber.name}, ${chamber.legislature}`) : person.chamber
  return {
    key: `seat:${person.seat}`,
    seatId: person.seat,
    legislatorId: person.id,
    division: person.division,
    body,
    place: person.chamber === 'eu-parliament' ? 'EU' : (division?.country ?? 'international'),
    languages: person.languages,
    ...named(person),
    ...waysOf(person.channels),
  }
}

function named({ name, honorific, salutation }: Pick<Legislator, 'name' | 'honorific' | 'salutation'>) {
  const full = honorific ? `${honorific} ${name}` : name
  return { name: full, addressAs: salutation ?? full }
}

/** The main address of each kind: what has no label is the office in the parliament, not one of several nearer by. */
function waysOf(channels: Channel[]): Pick<Recipient, 'postal' | 'email' | 'form' | 'cwc'> {
  const main = (kind: Channel['kind']) => {
    const ways = channels.filter((channel) => channel.kind === kind)
    return (ways.find(({ label }) => label === null) ?? ways[0])?.value ?? null
  }
  return { postal: main('postal')?.split('\n') ?? null, email: main('email'), form: main('web-form'), cwc: main('cwc') }
}

export function recipientOfOffice({ id, office, body, addressAs, place, postal, email, form }: Office): Recipient {
  return {
    key: `office:${id}`,
    seatId: null,
    legislatorId: null,
    division: null,
    name: office,
    body,
    addressAs,
    place,
    postal: postal && [body, ...postal.filter((line) => line !== body)],
    email,
    form,
    cwc: null,
    languages: [],
  }
}

/** The ways in which a letter can reach somebody, the best first. Paper and a copied text always work. */
export function channelsOf({ email, form, cwc }: Recipient, refused: ReadonlySet<string>): LetterChannel[] {
  const isEmailOpen = email !== null && !refused.has(email.toLowerCase())
  return [
    ...(isEmailOpen ? (['email'] as const) : []),
    ...(form ? (['web-form'] as const) : []),
    ...(cwc ? (['cwc'] as const) : []),
    'print',
    ...(isEmailOpen ? (['mailto'] as const) : []),
  ]
}

/**
 * Who holds the seat or the office now.
 * @returns null where nobody does, the office is in the campaign no more, or the key is none
 */
export async function findRecipient(ctx: { pool: pg.Pool; db: Database }, campaignId: string, key: string): Promise<Recipient | null> {
  if (!recipientKey.safeParse(key).success) return null
  const [kind, id = ''] = key.split(':')
  if (kind === 'office') {
    const office = (await listOfficeBodies(ctx.db, campaignId)).find((one) => one.id === id)
    return office ? recipientOfOffice(office) : null
  }
  const holder = await findHolder(ctx.pool, Number(id))
  if (!holder) return null
  const { division, chamber, ...person } = holder
  return recipientOfLegislator(
    { ...person, division: division.key, chamber: chamber.key, termEndsOn: person.endsOn, isTermOver: false },
    { chambers: [{ ...chamber, updatedOn: null }], divisions: [{ ...division, chamber: chamber.key }] },
  )
}

/** @throws Problem invalid-input where a letter does not go to this office */
export function requireOffice(offices: string[], officeId: string): void {
  if (!offices.includes(officeId)) throw recipientFault('recipient-unknown')
}

/** What is wrong with the choice of an addressee. */
export function recipientFault(code: 'recipient-unknown' | 'recipient-elsewhere'): Problem {
  return new Problem('invalid-input', { errors: [{ pointer: '/recipient', code, ...inputFaults[code] }] })
}
