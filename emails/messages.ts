import { z } from 'zod'

const common = { petitionTitle: z.string(), petitionUrl: z.url(), notMeUrl: z.url(), signerUrl: z.url() }

/** What became of a letter, for its writer. */
export const letterNews = ['sent', 'posted', 'other-way', 'refused', 'answer'] as const

/**
 * What each mail needs to be written. Links come complete. No mail holds words that a signer typed, but
 * for the letter that its writer is to confirm: `text` is null where it has an address of a page in it.
 */
export const emailPayloads = {
  'confirm-signature': z.strictObject({ ...common, confirmUrl: z.url(), code: z.string().regex(/^\d{6}$/), expiresOn: z.iso.datetime() }),
  'already-signed': z.strictObject(common),
  'signer-link': z.strictObject({ signerUrl: z.url(), expiresAt: z.iso.datetime() }),
  'confirm-letter': z.strictObject({
    recipientName: z.string(),
    text: z.string().nullable(),
    /** True while it goes to the organizers instead of its addressee. */
    isTest: z.boolean(),
    confirmUrl: z.url(),
    expiresOn: z.iso.datetime(),
    notMeUrl: z.url(),
  }),
  'letter-draft': z.strictObject({ draftUrl: z.url(), expiresOn: z.iso.datetime(), notMeUrl: z.url() }),
  'letter-news': z.strictObject({ news: z.enum(letterNews), recipientName: z.string(), isTest: z.boolean(), letterUrl: z.url() }),
  'organizer-invitation': z.strictObject({ joinUrl: z.url(), expiresOn: z.iso.datetime() }),
}

export type EmailName = keyof typeof emailPayloads
export type EmailPayloads = { [Name in EmailName]: z.infer<(typeof emailPayloads)[Name]> }

/** The text says all; the html says the same. */
export type RenderedEmail = { subject: string; text: string; html: string }

/** Who the mail is from, for its foot. */
export type EmailSite = { name: string; operator: string | null; contact: string | null; publicUrl: string }

export type RenderEmail = <Name extends EmailName>(
  name: Name,
  payload: EmailPayloads[Name],
  site: EmailSite,
  locale: string,
) => Promise<RenderedEmail>
