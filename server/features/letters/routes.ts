import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import * as contract from '#contract/letters.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import { confirmLetter } from './confirm-letter.ts'
import { mailText } from './letter-text.ts'
import { printLetter } from './print-letter.ts'
import { previewLetter, submitLetter } from './write-letter.ts'

/** Composing, handing in and confirming letters, for programs; people's forms are in `features/pages`. */
export function letterRoutes(app: FastifyInstance, ctx: Context, { limits }: { limits: Limits }): void {
  mountEndpoint(app, contract.composeLetter, {
    limit: limits.link,
    handle: async ({ body }) => {
      const { letter, channels, isTest, measure } = await previewLetter(ctx, body)
      const { subject, recipient } = letter
      return { subject, text: mailText(letter), recipient: { name: recipient.name, body: recipient.body }, channels, isTest, measure }
    },
  })
  mountEndpoint(app, contract.submitLetter, {
    limit: limits.link,
    handle: async ({ body }) => {
      await submitLetter(ctx, { letter: body, locale: 'en' })
      return { status: 'check-your-email' as const }
    },
  })
  mountEndpoint(app, contract.confirmLetter, {
    limit: limits.link,
    handle: async ({ body }) => ({ status: 'confirmed' as const, state: (await confirmLetter(ctx, body.token)).state }),
  })
  const pdf = {
    schema: { summary: 'The letter of a page as a PDF to print', params: z.object({ id: z.string() }), querystring: contract.printQuery },
    onRequest: limits.link,
  }
  app.get<{ Params: { id: string }; Querystring: z.infer<typeof contract.printQuery> }>(
    '/api/v1/letters/:id/letter.pdf',
    pdf,
    async (request, reply) => {
      const file = await printLetter(ctx, request.params.id, request.query.paper)
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', 'inline; filename="letter.pdf"')
        .type('application/pdf')
        .send(file)
    },
  )
}
