import { z } from 'zod'

/**
 * Every problem that this site answers with, once. The slug is the end of `type`
 * (`/problems/<slug>`), where a person can read what it means; `advice` says what to do.
 */
export const problems = {
  'malformed-body': {
    status: 400,
    title: 'The request could not be read',
    advice: 'Send one JSON document in UTF-8, with the fields that /api/docs names.',
  },
  'invalid-input': {
    status: 422,
    title: 'Some of what was sent needs correcting',
    advice: 'The list of errors names each field and its fix. Nothing was stored.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'This kind of content is not taken here',
    advice: 'Send application/json to addresses under /api, and forms to the address of their own page.',
  },
  'body-too-large': {
    status: 413,
    title: 'The request is too large',
    advice: 'Nothing that this site asks for needs more than 64 kB. Go back to what you typed, shorten it and send it again.',
  },
  'not-found': { status: 404, title: 'There is nothing at this address', advice: 'Check the address, or start from the home page.' },
  'petition-not-found': {
    status: 404,
    title: 'There is no petition at this address',
    advice: 'The list of petitions shows all that there are.',
  },
  'not-in-log': {
    status: 404,
    title: 'The log does not hold this',
    advice: 'Ask for entries and tiles below the size of the checkpoint, and for full tiles only where they are full.',
  },
  'petition-closed': {
    status: 409,
    title: 'This petition is closed',
    advice: 'It no longer takes signatures, and nothing was stored. Its text and its count stay where they are.',
  },
  'link-not-valid': {
    status: 410,
    title: 'This link is not valid, or no longer',
    advice:
      'Links that confirm work for 30 days: sign the petition again with the same address and a new mail will come. Links to your own page work for a day: ask for a new one at /me.',
  },
  'letter-link-not-valid': {
    status: 410,
    title: 'This link to a letter is not valid, or no longer',
    advice:
      'Drafts, and letters that are not confirmed, are kept for 30 days. If you changed a letter after it was mailed to you, use the link of the newest mail. You can write it again from the page of the request.',
  },
  'letter-already-written': {
    status: 409,
    title: 'You have written to them about this already',
    advice:
      'One letter for each person, request and addressee is sent. Yours is kept as it was; you can write to somebody else, or about another request.',
  },
  'letter-not-printable': {
    status: 409,
    title: 'This letter cannot be made into a PDF here',
    advice: 'It has letters that our fonts do not have. Open its page and print it with your browser: that shows them all.',
  },
  'letter-not-open': {
    status: 409,
    title: 'This letter can be changed no more',
    advice: 'It has gone on since you opened the page. Load its page again to see where it is.',
  },
  'code-wrong': {
    status: 422,
    title: 'This code does not fit this address, or was tried too often',
    advice:
      'Check the address, and copy the six digits from the newest of our mails. After five wrong codes a new mail is needed: sign again after ten minutes. The link in the mail works all the same.',
  },
  'proof-required': {
    status: 428,
    title: 'Please let your browser show that it is not a program',
    advice:
      'Very many signatures are coming from your network. Pages with script do this by themselves; without script, wait a minute and try again. Programs solve the challenge in this answer and send the same again with the solution as altcha.',
  },
  'sign-in-needed': {
    status: 401,
    title: 'Please sign in',
    advice: 'Your session has ended, or there was none. Nothing was changed. Sign in, and do it again.',
  },
  'sign-in-failed': {
    status: 401,
    title: 'This did not sign you in',
    advice:
      'Something of address, password and code does not fit, or there were too many tries. Check all three, wait a quarter of an hour, or use a passkey. An owner of your campaign can invite you anew.',
  },
  'proof-of-person-needed': {
    status: 403,
    title: 'Please prove again who you are',
    advice: 'What you want to do needs a proof no older than ten minutes. Use your passkey, or password and code, and do it again.',
  },
  'not-allowed': {
    status: 403,
    title: 'Your role does not allow this',
    advice: 'Nothing was changed. Ask an owner of the campaign, who can do it or give you another role.',
  },
  'foreign-origin': {
    status: 403,
    title: 'This came from another site',
    advice: 'Nothing was changed. Open the workspace at the address of this site and do it there.',
  },
  'invitation-not-valid': {
    status: 410,
    title: 'This invitation is not valid, or no longer',
    advice: 'An invitation works once, for seven days. Ask an owner of the campaign for another one.',
  },
  'figures-moved': {
    status: 409,
    title: 'The figures have moved',
    advice: 'Others sign, and work here, while you look. Look at the new figure, and decide again. Nothing was changed.',
  },
  'last-way-in': {
    status: 409,
    title: 'This is the last one',
    advice: 'A campaign keeps at least one owner, and an organizer at least one way to sign in. Add another first. Nothing was changed.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests from your network',
    advice: 'Nothing was lost. Wait as long as the Retry-After header says and try again.',
  },
  'too-many-streams': { status: 503, title: 'Too many live connections', advice: 'Ask for the count instead: it is the same number.' },
  busy: {
    status: 503,
    title: 'The site is busy',
    advice:
      'What you sent may not have been stored. Wait as long as the Retry-After header says and send it again: that is safe, nothing is counted twice.',
  },
  'not-ready': { status: 503, title: 'The site is not ready', advice: 'It is starting or has lost its database. Try again in a moment.' },
  internal: {
    status: 500,
    title: 'Something went wrong on our side',
    advice: 'Nothing was lost that we had acknowledged. Try again; if it stays, tell the operator the number of the request.',
  },
} as const satisfies Record<string, { status: number; title: string; advice: string }>

export type ProblemSlug = keyof typeof problems

/** One field that needs correcting: a JSON pointer, what is wrong and what mends it. */
export const fieldError = z
  .object({ pointer: z.string(), code: z.string(), detail: z.string(), fix: z.string() })
  .meta({ id: 'FieldError' })
export type FieldError = z.infer<typeof fieldError>

/** RFC 9457 problem details; `instance` is the number of the request. */
export const problemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    instance: z.string(),
    errors: z.array(fieldError).optional(),
    /** Of `proof-required`: what to solve, in the form of ALTCHA's protocol. */
    challenge: z.unknown().optional(),
  })
  .meta({ id: 'Problem' })
export type ProblemDocument = z.infer<typeof problemDocument>

export type ProblemExtras = {
  detail?: string
  errors?: FieldError[]
  retryAfterSeconds?: number
  challenge?: unknown
}

/** Thrown for what a caller can cause; `http/errors.ts` turns it into a reply. */
export class Problem extends Error {
  readonly slug: ProblemSlug
  readonly extras: ProblemExtras

  constructor(slug: ProblemSlug, extras: ProblemExtras = {}) {
    super(extras.detail ?? problems[slug].title)
    this.name = 'Problem'
    this.slug = slug
    this.extras = extras
  }
}
