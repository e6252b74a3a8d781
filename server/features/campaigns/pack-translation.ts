import { z } from 'zod'

/** Language of a translation; the pack itself is English. */
const locale = z.string().refine((code) => /^[a-z]{2}$/.test(code) && code !== 'en', 'must be two small letters and not "en"; correct it')

/**
 * One file of `translations/`: what a campaign says, in another language. Each text is bound by
 * `was` to the English wording that it translates, so a wording that changes afterwards is seen.
 */
export const packTranslation = z.strictObject({
  locale,
  /** Who has read the whole of it and answers for it, and when; null until somebody has. */
  reviewed: z.strictObject({ on: z.iso.date(), by: z.string().min(1).max(10) }).nullable(),
  texts: z.array(
    z.strictObject({
      /** `campaign`, or `fact:`, `event:` or `ask:` and the id. */
      item: z.string(),
      /** Where the text is in its item, by the names and places there: `display`, `talkingPoints.0.text`. */
      field: z.string(),
      /** The English wording that was translated. */
      was: z.string(),
      text: z.string(),
    }),
  ),
})
export type PackTranslation = z.infer<typeof packTranslation>
