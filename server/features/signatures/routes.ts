import type { FastifyInstance } from 'fastify'
import { confirmSignature, signPetition as signPetitionEndpoint } from '#contract/signatures.ts'
import { requestSignerLink as requestSignerLinkEndpoint } from '#contract/signers.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import { confirmByCode, confirmByToken } from './confirm-signature.ts'
import { requestSignerLink } from './request-signer-link.ts'
import { requireProof } from './require-proof.ts'
import { signPetition } from './sign-petition.ts'

/** Signing, confirming and asking for one's own link, for programs; people's forms are in `features/pages`. */
export function signatureRoutes(app: FastifyInstance, ctx: Context, parts: { limits: Limits }): void {
  mountEndpoint(app, signPetitionEndpoint, {
    limit: parts.limits.sign,
    handle: async ({ params, body, request }) => {
      const signatureNumber = parts.limits.signatureNumber(request)
      await requireProof(ctx, { slug: params.slug, altcha: body.altcha, signatureNumber, isSuspicious: true })
      await signPetition(ctx, { slug: params.slug, signature: body, flags: ['no-form-age'], locale: 'en' })
      return { status: 'check-your-email' as const }
    },
  })
  mountEndpoint(app, confirmSignature, {
    limit: parts.limits.link,
    handle: async ({ body }) => {
      const { token, petition, email, code } = body
      const confirmed =
        token !== undefined
          ? await confirmByToken(ctx, { token, choices: null })
          : await confirmByCode(ctx, { petition: petition ?? '', email: email ?? '', code: code ?? '', submissionId: null })
      return { status: 'confirmed' as const, petition: confirmed.slug, counted: confirmed.counted }
    },
  })
  mountEndpoint(app, requestSignerLinkEndpoint, {
    limit: parts.limits.link,
    handle: async ({ body }) => {
      await requestSignerLink(ctx, { ...body, locale: 'en' })
      return { status: 'check-your-email' as const }
    },
  })
}
