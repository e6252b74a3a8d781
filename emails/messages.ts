import { z } from 'zod'

const common = { petitionTitle: z.string(), petitionUrl: z.url(), notMeUrl: z.url(), signerUrl: z.url() }

/** What each mail needs to be written. Links come complete; no mail holds words that a signer typed. */
export const emailPayloads = {
  'confirm-signature': z.strictObject({ ...common, confirmUrl: z.url(), code: z.string().regex(/^\d{6}$/), expiresOn: z.iso.datetime() }),
  'already-signed': z.strictObject(common),
  'signer-link': z.strictObject({ signerUrl: z.url(), expiresAt: z.iso.datetime() }),
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
