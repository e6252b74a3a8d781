import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { slug } from './text.ts'

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
    place: z.string().nullable(),
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

/** Where a dated thing can be read. */
export const source = z.strictObject({
  title: z.string(),
  publisher: z.string(),
  url: z.url(),
  /** The stored copy that was read, where the page itself could not be. */
  copyRead: z.url().optional(),
  /** True where the publisher campaigns on the matter or is tied to those who do. */
  isAdvocacy: z.boolean().optional(),
})

export const era = z.enum(['article-2014', 'context', 'after-article'])

/** A dated thing that happened, in or after the article. */
export const timelineItem = z
  .strictObject({
    id: z.string(),
    date: z.string(),
    /** How exact the date is; `undated` means that the article gives none. */
    precision: z.enum(['day', 'month', 'year', 'range', 'approximate', 'undated', 'ambiguous']),
    what: z.string(),
    country: z.string().nullable(),
    kind: z.string(),
    role: z.string().nullable(),
    status: z.string().nullable(),
    source: source.nullable(),
    moreSources: z.array(source),
    /** How near the source is to what it tells: its own page, a copy of it by others, or at second hand. */
    sourceLevel: z.enum(['primary', 'mirror', 'secondary']).nullable(),
    /** Claims of the article that it gathers. */
    factIds: z.array(z.string()),
    /** For readers: what they need beside it to read it rightly. */
    readerNote: z.string().min(1).optional(),
    era,
  })
  .meta({ id: 'TimelineItem' })
export type TimelineItem = z.infer<typeof timelineItem>

/** What a law does about transplants abroad. */
export const lawMeasure = z.enum(['offence', 'coverage', 'reporting', 'treaty'])
export type LawMeasure = z.infer<typeof lawMeasure>

/**
 * Who speaks to whom: `letter` is from a person to who represents them, `institution` from a person
 * to an office, `petition` is signed, `organization-only` is sent in the organization's name.
 */
export const askKind = z.enum(['letter', 'petition', 'institution', 'organization-only'])

export const askTarget = z.strictObject({ body: z.string().min(1), addressee: z.string().min(1), jurisdiction: z.string().min(1) })

/** An office that letters go to, and never the person who holds it: where it can be reached, as it publishes itself. */
export const office = z
  .strictObject({
    id: z.string(),
    body: z.string(),
    office: z.string(),
    /** The form of address, as it stands after “Dear”. */
    addressAs: z.string(),
    /** ISO 3166-1 code, or `international`. */
    place: z.string(),
    /** The lines that follow office and body on an envelope. */
    postal: z.array(z.string()).nullable(),
    email: z.string().nullable(),
    /** Address of the form that the body takes letters with. */
    form: z.string().nullable(),
    /** Where this was read; `copyRead` is the page’s own address where a stored copy of it was read that has none. */
    source: source.omit({ isAdvocacy: true }),
    checkedOn: z.iso.date(),
  })
  .meta({ id: 'Office' })
export type Office = z.infer<typeof office>

/** One thing that is asked of somebody. */
export const ask = z
  .object({
    id: z.string(),
    kind: askKind,
    title: z.string(),
    targets: z.array(askTarget),
    /** The offices among its targets that can be written to; empty where it goes to who represents one. */
    offices: z.array(office),
    /** Chambers whose members it goes to, by key; `*` stands for one word of a key. */
    chambers: z.array(z.string()),
    ask: z.array(z.string()),
    whyNow: z.string(),
    lawToday: z.object({ summary: z.string(), sources: z.array(z.string()), confidence: z.string() }),
    /** Sentences that a letter may use, each with what it rests on: second-hand sources are left out. The id changes with the words. */
    talkingPoints: z.array(z.object({ id: z.string(), text: z.string(), cites: z.array(z.string()) })),
    letterRequestLine: z.string(),
    hasForm: z.boolean(),
    petition: z.string().nullable(),
    finders: z.array(z.object({ name: z.string(), url: z.string() })),
  })
  .meta({ id: 'Ask' })
export type Ask = z.infer<typeof ask>

/** A published wording that was changed. */
export const correction = z.strictObject({
  /** Id of the fact, event or ask. */
  item: z.string().min(1),
  /** Which of its words: `display`, `what`, `title` and so on. */
  field: z.string().min(1),
  was: z.string().min(1),
  /** Null where it was taken away. */
  now: z.string().min(1).nullable(),
  on: z.iso.date(),
  reason: z.string().min(1),
})
export type Correction = z.infer<typeof correction>

/** The accused government's own position, shown in the same size beside what it denies. */
export const position = z.strictObject({
  heading: z.string().min(1),
  statement: z.string().min(1),
  sources: z.array(z.strictObject({ title: z.string(), publisher: z.string(), date: z.string(), url: z.url() })).min(1),
})
export type Position = z.infer<typeof position>

const readingQuery = {
  limit: z.coerce.number().int().min(1).max(200).default(200),
  cursor: z.string().max(200).optional(),
}

export const factsQuery = z.strictObject({
  topic: z.string().max(80).optional(),
  kind: factKind.optional(),
  era: era.optional(),
  ...readingQuery,
})

export const listFacts = endpoint({
  method: 'GET',
  path: '/api/v1/facts',
  summary: 'The claims of the campaign, each with who says it, as of when and how sure',
  query: factsQuery,
  status: 200,
  reply: z.object({ items: z.array(fact), nextCursor: z.string().nullable() }),
})

export const getFact = endpoint({
  method: 'GET',
  path: '/api/v1/facts/:id',
  summary: 'One claim',
  params: z.object({ id: slug }),
  status: 200,
  reply: fact,
})

export const listTimeline = endpoint({
  method: 'GET',
  path: '/api/v1/timeline',
  summary: 'Dated events in, before and after the article, with their sources',
  query: z.strictObject({ era: era.optional(), ...readingQuery }),
  status: 200,
  reply: z.object({ items: z.array(timelineItem), nextCursor: z.string().nullable() }),
})

export const listAsks = endpoint({
  method: 'GET',
  path: '/api/v1/asks',
  summary: 'What is asked of whom; drafts are left out',
  query: z.strictObject(readingQuery),
  status: 200,
  reply: z.object({ items: z.array(ask), nextCursor: z.string().nullable() }),
})

export const getAsk = endpoint({
  method: 'GET',
  path: '/api/v1/asks/:id',
  summary: 'One thing that is asked, with points for a letter',
  params: z.object({ id: slug }),
  status: 200,
  reply: ask,
})
