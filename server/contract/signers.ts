import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { emailAddress } from './text.ts'

export const signerLinkInput = z.strictObject({ email: emailAddress }).meta({ id: 'SignerLinkRequest' })

export const requestSignerLink = endpoint({
  method: 'POST',
  path: '/api/v1/me/links',
  summary: 'Ask for a mailed link to one’s own signatures. The answer is the same whether there are any or not',
  body: signerLinkInput,
  status: 202,
  reply: z.object({ status: z.literal('check-your-email') }),
})
