/**
 * Glossary; these words and no synonyms, in code, data and documents:
 *
 * - signer: a person who signs. Has no account.
 * - signature: what a signer gives to one petition; pending until confirmed, confirmed, or removed.
 * - petition: a request to a named addressee; draft, open or closed. Its text is a version with a hash.
 * - checkpoint: a published state of a petition's log: how many entries, and so the count.
 * - division: the area that a legislator stands for. Legislator: who holds its seat.
 * - ask: what a campaign asks of somebody. Fact: one claim with its source. Letter: what a constituent sends.
 * - organizer: a person who runs campaigns on this site.
 */
import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { slug } from './text.ts'

export const petitionState = z.enum(['open', 'closed'])

/** The published count: entries signed less entries voided, as of a checkpoint. */
export const petitionCount = z
  .object({
    count: z.number().int().nonnegative(),
    voided: z.number().int().nonnegative(),
    /** Number of entries in the log. */
    checkpointSize: z.number().int().nonnegative(),
    /** When the checkpoint was published; the opening of the petition before the first one. */
    asOf: z.iso.datetime(),
  })
  .meta({ id: 'Count' })
export type PetitionCount = z.infer<typeof petitionCount>

export const petitionItem = z
  .object({
    slug: z.string(),
    title: z.string(),
    state: petitionState,
    addressee: z.string(),
    /** Version of the text that is signed now, and the SHA-256 that each signature binds to. */
    textVersion: z.object({ version: z.number().int(), sha256: z.string(), publishedAt: z.iso.datetime() }),
    openedAt: z.iso.datetime(),
    closesAt: z.iso.datetime().nullable(),
    count: z.number().int().nonnegative(),
  })
  .meta({ id: 'PetitionItem' })
export type PetitionItem = z.infer<typeof petitionItem>

const paragraph = z.object({ text: z.string(), cites: z.array(z.string()) })

export const petitionText = z
  .object({
    title: z.string(),
    summary: z.string(),
    background: z.array(paragraph),
    requests: z.array(z.string()),
    closing: z.array(paragraph),
  })
  .meta({ id: 'PetitionText' })
export type PetitionText = z.infer<typeof petitionText>

export const petition = petitionItem
  .extend({
    text: petitionText,
    handover: z.string(),
    notOfficial: z.string(),
    /** The addressee's own way to petition it; null where it has none. */
    officialSystem: z.object({ name: z.string(), url: z.string() }).nullable(),
    goals: z.array(z.number().int()),
  })
  .meta({ id: 'Petition' })
export type Petition = z.infer<typeof petition>

/** Lists answer a page of items and, where there are more, the cursor of the next page. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})

const petitionParams = z.object({ slug })

export const listPetitions = endpoint({
  method: 'GET',
  path: '/api/v1/petitions',
  summary: 'Petitions that are or were open, newest first',
  query: pageQuery,
  status: 200,
  reply: z.object({ items: z.array(petitionItem), nextCursor: z.string().nullable() }),
})

export const getPetition = endpoint({
  method: 'GET',
  path: '/api/v1/petitions/:slug',
  summary: 'One petition with the text that is signed now',
  params: petitionParams,
  status: 200,
  reply: petition,
})

export const getPetitionCount = endpoint({
  method: 'GET',
  path: '/api/v1/petitions/:slug/count',
  summary: 'The count of the latest checkpoint',
  params: petitionParams,
  status: 200,
  reply: petitionCount,
})

export const seriesQuery = z
  .strictObject({
    by: z.enum(['hour', 'day']).optional(),
    split: z.enum(['country', 'division']).optional(),
    format: z.enum(['json', 'csv']).default('json'),
  })
  .refine(({ by, split }) => (by === undefined) !== (split === undefined), { error: 'series-choice', path: ['by'] })
export type SeriesQuery = z.infer<typeof seriesQuery>

/**
 * How a count came about. With `by`, each row is what one finished hour or day (UTC) added, less
 * what it voided, so it may be negative; a row never changes, and periods without a row added
 * nothing. With `split`, each row is what a place had at the end of a day, from the opening on,
 * rounded down to a multiple of 5, as of the last checkpoint before this hour. In both, the rows
 * (of the last day) and `notShown` add up to `count`.
 */
export const petitionSeries = z
  .object({
    items: z.array(
      z.object({
        from: z.iso.datetime(),
        to: z.iso.datetime(),
        /** ISO 3166-1 code of a country, or key of a division. */
        place: z.string().optional(),
        count: z.number().int(),
      }),
    ),
    /** What no row shows: the period that is not over, or what rounding leaves and places not known. */
    notShown: z.number().int(),
    count: z.number().int().nonnegative(),
    checkpointSize: z.number().int().nonnegative(),
    asOf: z.iso.datetime(),
  })
  .meta({ id: 'Series' })
export type PetitionSeries = z.infer<typeof petitionSeries>

export const getPetitionSeries = endpoint({
  method: 'GET',
  path: '/api/v1/petitions/:slug/series',
  summary: 'How the count came about: by hour or day, or by country or division',
  params: petitionParams,
  query: seriesQuery,
  status: 200,
  reply: petitionSeries,
})
