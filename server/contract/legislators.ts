import { z } from 'zod'
import { countryCodes } from './countries.ts'
import { endpoint } from './endpoint.ts'

/** The area that a legislator stands for. Keys: `us-cd:119:CA-12`, `gss:E14001063`, `iso:BE`. */
export const division = z
  .strictObject({ key: z.string(), name: z.string(), chamber: z.string(), country: z.string() })
  .meta({ id: 'Division' })

/** A way to write to somebody, as their parliament publishes it. */
export const channel = z.strictObject({
  kind: z.enum(['email', 'web-form', 'phone', 'postal', 'cwc']),
  /** Address, number, or lines of a postal address without the name. */
  value: z.string(),
  /** Which of several: an office in a town. */
  label: z.string().nullable(),
})
export type Channel = z.infer<typeof channel>

/** A person who holds a seat today. */
export const legislator = z
  .strictObject({
    id: z.uuid(),
    /** The seat, through which letters are addressed: it stays when its holder changes. */
    seat: z.int(),
    division: z.string(),
    chamber: z.string(),
    name: z.string(),
    honorific: z.string().nullable(),
    /** What follows "Dear", where the source says it. */
    salutation: z.string().nullable(),
    party: z.string().nullable(),
    languages: z.array(z.string()),
    website: z.string().nullable(),
    termEndsOn: z.iso.date().nullable(),
    /** The term ended by the source's own dates, although it still names the person. */
    isTermOver: z.boolean(),
    channels: z.array(channel),
  })
  .meta({ id: 'Legislator' })
export type Legislator = z.infer<typeof legislator>

/** What else an answer has to say, in a sentence for the person who asked. */
export const lookupNotice = z.strictObject({
  code: z.enum([
    'no-list',
    'postcode-needed',
    'postcode-unknown',
    'postcode-ended',
    'postcode-outside',
    'several-divisions',
    'seat-vacant',
    'term-over',
    'list-old',
  ]),
  text: z.string(),
})
export type LookupNotice = z.infer<typeof lookupNotice>

export const lookup = z
  .strictObject({
    divisions: z.array(division),
    legislators: z.array(legislator),
    /** True where the postcode lies in several divisions of one chamber: ask which, and say it with `division`. */
    needsChoice: z.boolean(),
    /** Seats of these divisions that nobody holds. */
    vacant: z.array(z.strictObject({ division: z.string(), chamber: z.string(), seats: z.int() })),
    /** The chambers that these divisions belong to, and on which day each list was last brought up to date. */
    chambers: z.array(z.strictObject({ key: z.string(), name: z.string(), legislature: z.string(), updatedOn: z.iso.date().nullable() })),
    notices: z.array(lookupNotice),
  })
  .meta({ id: 'Lookup' })
export type Lookup = z.infer<typeof lookup>

export const listLegislators = endpoint({
  method: 'GET',
  path: '/api/v1/legislators',
  summary:
    'Who represents a postcode today: divisions, the people who hold their seats, and how to write to them. Where the postcode lies in several divisions needsChoice is true; ask again with the division chosen. The postcode is neither stored nor logged.',
  query: z.strictObject({
    country: z.string().refine((code) => countryCodes.includes(code), { error: 'country-unknown' }),
    postcode: z.string().trim().max(20).optional(),
    division: z.string().max(200).optional(),
  }),
  status: 200,
  reply: lookup,
})

export const findByAddress = endpoint({
  method: 'POST',
  path: '/api/v1/legislators/by-address',
  summary:
    'Who represents a street address, where the site has switched on a service that knows. The address goes to that service and is neither stored nor logged.',
  body: z.strictObject({
    country: z.string().refine((code) => countryCodes.includes(code), { error: 'country-unknown' }),
    address: z.string().trim().min(5).max(300),
  }),
  status: 200,
  reply: lookup,
})
