import { z } from 'zod'

/** What the ledger says a claim is; the word decides how a page may put it. */
export const factKind = z.enum(['allegation', 'call', 'denial', 'event', 'figure', 'law', 'response', 'testimony'])

/** How sure the ledger is: the only verbs a page may use for the claim. */
export const confidence = z.enum(['alleged', 'enacted', 'estimated', 'reported', 'testified'])

/** Where a claim may stand. `do-not-publish` never leaves the server. */
export const factUse = z.enum([
  'card',
  'context-only',
  'quote-with-attribution-only',
  'corrected-wording-only',
  'only-with-later-2022-uk-act',
  'do-not-publish',
])

/** One claim of the campaign's ledger, with who says it, as of when and how sure. */
export const fact = z
  .strictObject({
    id: z.string(),
    kind: factKind,
    display: z.string(),
    claim: z.string(),
    attributedTo: z.strictObject({ name: z.string(), role: z.string() }),
    asOf: z.string(),
    place: z.string(),
    topics: z.array(z.string()),
    confidence,
    use: factUse,
    /** For editors: what goes wrong when this claim is put carelessly. */
    caution: z.string().nullable(),
    /** For readers: what they need beside the claim to read it rightly. */
    note: z.string().nullable(),
    graphic: z.boolean(),
    mustShowWith: z.array(z.string()),
    era: z.literal('article-2014'),
  })
  .meta({ id: 'Fact' })
export type Fact = z.infer<typeof fact>

/** A dated thing that happened, in or after the article. */
export const timelineItem = z
  .strictObject({
    id: z.string(),
    date: z.string(),
    precision: z.enum(['day', 'month', 'year', 'range']),
    what: z.string(),
    country: z.string(),
    kind: z.string(),
    role: z.string().nullable(),
    status: z.string().nullable(),
    source: z
      .strictObject({
        title: z.string(),
        publisher: z.string(),
        url: z.url(),
        /** The stored copy that was read, where the page itself could not be. */
        copyRead: z.url().optional(),
        /** True where the publisher campaigns on the matter or is tied to those who do. */
        isAdvocacy: z.boolean().optional(),
      })
      .nullable(),
    /** How near the source is to what it tells: its own page, a copy of it by others, or at second hand. */
    sourceLevel: z.enum(['primary', 'mirror', 'secondary']).nullable(),
    era: z.enum(['article-2014', 'context', 'after-article']),
  })
  .meta({ id: 'TimelineItem' })
export type TimelineItem = z.infer<typeof timelineItem>

/** The accused government's own position, shown in the same size beside what it denies. */
export const position = z.strictObject({
  heading: z.string().min(1),
  statement: z.string().min(1),
  sources: z.array(z.strictObject({ title: z.string(), publisher: z.string(), date: z.string(), url: z.url() })).min(1),
})
export type Position = z.infer<typeof position>
