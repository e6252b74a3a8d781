import { z } from 'zod'
import { countryCodes } from './countries.ts'
import { endpoint } from './endpoint.ts'
import { emailAddress, line, slug, text } from './text.ts'

export const publicNameChoice = z.enum(['none', 'initials', 'full'])

export const source = z.string().regex(/^[a-z0-9-]{1,40}$/, { error: 'source-invalid' })

/** What a signer sends. Names are taken as given: no rule knows what a name looks like. */
export const signatureInput = z
  .strictObject({
    givenName: line(100),
    familyName: line(100).optional(),
    email: emailAddress,
    country: z.string().refine((code) => countryCodes.includes(code), { error: 'country-unknown' }),
    postcode: line(12)
      .refine((value) => /^[\p{L}\p{N}][\p{L}\p{N} -]*$/u.test(value), { error: 'postcode-invalid' })
      .optional(),
    comment: text(500).optional(),
    publicName: publicNameChoice.default('none'),
    updates: z.boolean().default(false),
    /** Agreement to the consent wording of the petition page, and to being 16 or older. */
    consent: z.literal(true, { error: 'consent-required' }),
    source: source.optional(),
    /** Solved proof of work, when the site has asked for one with `proof-required`. */
    altcha: z.string().max(4000).optional(),
  })
  .meta({ id: 'SignatureRequest' })
export type SignatureInput = z.infer<typeof signatureInput>

export const signPetition = endpoint({
  method: 'POST',
  path: '/api/v1/petitions/:slug/signatures',
  summary: 'Sign a petition. The answer is the same for a new, a repeated and a confirmed signer; mail follows',
  params: z.object({ slug }),
  body: signatureInput,
  status: 202,
  reply: z.object({ status: z.literal('check-your-email') }),
})

/** Either the token of the mailed link, or petition, address and the mailed code. */
export const confirmationInput = z
  .strictObject({
    token: z.string().min(1, { error: 'required' }).max(200, { error: 'too-long' }).optional(),
    petition: slug.optional(),
    email: emailAddress.optional(),
    code: z
      .string()
      .transform((typed) => typed.replaceAll(/[\s-]/g, ''))
      .pipe(z.string().regex(/^\d{6}$/, { error: 'code-invalid' }))
      .optional(),
  })
  .superRefine((input, context) => {
    const byCode = ['petition', 'email', 'code'] as const
    if (input.token !== undefined) {
      if (byCode.some((field) => input[field] !== undefined)) context.addIssue({ code: 'custom', message: 'form-mixed', path: ['token'] })
      return
    }
    if (byCode.every((field) => input[field] === undefined)) context.addIssue({ code: 'custom', message: 'required', path: ['token'] })
    else
      for (const field of byCode) if (input[field] === undefined) context.addIssue({ code: 'custom', message: 'required', path: [field] })
  })
  .meta({ id: 'ConfirmationRequest' })

export const confirmSignature = endpoint({
  method: 'POST',
  path: '/api/v1/confirmations',
  summary: 'Confirm a signature with the mailed link’s token, or with the mailed code. Saying it twice changes nothing',
  body: confirmationInput,
  status: 200,
  reply: z.object({
    status: z.literal('confirmed'),
    petition: z.string(),
    /** False until a published checkpoint includes the signature. */
    counted: z.boolean(),
  }),
})
