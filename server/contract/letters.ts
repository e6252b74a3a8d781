import { z } from 'zod'
import { countryCodes } from './countries.ts'
import { endpoint } from './endpoint.ts'
import type { LetterDocument } from './letter-document.ts'
import { emailAddress, line, slug, text } from './text.ts'

/** The longest own part: four pages. A letter that is read has one. */
export const maxOwnCharacters = 6000
export const maxPoints = 4

/** Whom a letter goes to: the seat of a legislator, or an office of the campaign. */
export const recipientKey = z.string().regex(/^(seat:\d{1,9}|office:[a-z0-9-]{1,80})$/, { error: 'recipient-unknown' })

/** Of a letter, what a person writes and chooses. */
const written = {
  ask: slug,
  recipient: recipientKey,
  /** Where the writer lives: needed for a legislator, whose division it has to be. */
  country: z
    .string()
    .refine((code) => countryCodes.includes(code), { error: 'country-unknown' })
    .optional(),
  postcode: line(20).optional(),
  /** Mr., Dr.: wanted by the systems of some addressees only. */
  prefix: line(20).optional(),
  givenName: line(100),
  familyName: line(100).optional(),
  /** Street and house; needed only where the addressee demands it. */
  street: line(100).optional(),
  town: line(100).optional(),
  subject: line(150).optional(),
  own: text(maxOwnCharacters),
  /** Ids of the ask's points, in the order of the letter. */
  points: z
    .array(z.string().regex(/^[0-9a-f]{16}$/, { error: 'choice-unknown' }))
    .max(maxPoints, { error: 'too-many-points' })
    .default([]),
}

export const draftInput = z.strictObject(written).meta({ id: 'LetterDraftRequest' })
export type DraftInput = z.infer<typeof draftInput>

export const letterInput = z
  .strictObject({
    ...written,
    email: emailAddress,
    /** Agreement to the wording of the page, and to being 16 or older. */
    consent: z.literal(true, { error: 'letter-consent-required' }),
  })
  .meta({ id: 'LetterRequest' })
export type LetterInput = z.infer<typeof letterInput>

export const letterStates = [
  'draft',
  'confirmed',
  'held',
  'refused',
  'queued',
  'sending',
  'sent',
  'delivered-to-server',
  'bounced',
  'failed',
  'sent-by-writer',
  'cancelled',
] as const
export type LetterState = (typeof letterStates)[number]

/** By which way a letter goes. Of these the site itself sends only e-mail. */
export const letterChannels = ['email', 'web-form', 'print', 'cwc', 'mailto'] as const
export type LetterChannel = (typeof letterChannels)[number]

/** How a letter stands to others, and how much of it is its writer's. */
export const letterMeasure = z.strictObject({
  /** Share of letters and digits that are the writer's own, 0 to 1. */
  ownShare: z.number(),
  /** Largest share of the own part that a letter already sent to this office holds as well, 0 to 1; null where it is too short to say. */
  similarity: z.number().nullable(),
})
export type LetterMeasure = z.infer<typeof letterMeasure>

export const composeLetter = endpoint({
  method: 'POST',
  path: '/api/v1/letters/drafts',
  summary: 'The letter as it would go out, and how much of it is the writer’s own. Nothing is stored',
  body: draftInput,
  status: 200,
  reply: z.strictObject({
    subject: z.string(),
    /** The whole letter as plain text. */
    text: z.string(),
    recipient: z.strictObject({ name: z.string(), body: z.string() }),
    channels: z.array(z.enum(letterChannels)),
    /** True while letters of this ask go to the organizers instead of the addressee. */
    isTest: z.boolean(),
    measure: letterMeasure,
  }),
})

export const submitLetter = endpoint({
  method: 'POST',
  path: '/api/v1/letters',
  summary: 'Write a letter. It is mailed to its writer in full, and goes nowhere until they confirm it',
  body: letterInput,
  status: 202,
  reply: z.object({ status: z.literal('check-your-email') }),
})

export const confirmLetter = endpoint({
  method: 'POST',
  path: '/api/v1/letters/confirmations',
  summary: 'Confirm a letter with the mailed link’s token. Saying it twice changes nothing',
  body: z.strictObject({ token: z.string().min(1, { error: 'required' }).max(200, { error: 'too-long' }) }),
  status: 200,
  reply: z.object({ status: z.literal('confirmed'), state: z.enum(letterStates) }),
})

export const printQuery = z.strictObject({ paper: z.enum(['a4', 'letter']).optional() })

/** One letter in the list of a person's own: `path` is null until they have confirmed it. */
export type OwnLetter = { ask: string; state: LetterState; recipientName: string | null; at: string; path: string | null }

/** What the writer of a confirmed letter sees of it. */
export type LetterPage = {
  token: string
  /** Id of the ask. */
  ask: string
  state: LetterState
  channel: LetterChannel | null
  /** Ways in which the writer can send it themselves. */
  ways: LetterChannel[]
  isTest: boolean
  /** Null once its text has gone. */
  letter: LetterDocument | null
  /** From salutation to name, to be copied into a form. */
  copyText: string | null
  form: string | null
  email: string | null
  events: { at: string; state: LetterState; why: string | null; reply: string | null; isDelayed: boolean }[]
  holdReasons: string[]
  /** Why an organizer did not let it go. */
  reason: string | null
  canRecall: boolean
  asksForAnswer: boolean
  answer: 'yes' | 'automatic' | 'no' | null
  keepsText: boolean
  textUntil: string
}
