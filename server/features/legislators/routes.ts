import type { FastifyInstance } from 'fastify'
import { findByAddress, listLegislators } from '#contract/legislators.ts'
import { Problem } from '#contract/problem.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import { findLegislators } from './find-legislators.ts'

/** Finding who represents somebody. Answers are not stored: the address holds a postcode. */
export function legislatorRoutes(app: FastifyInstance, ctx: Context, { limits }: { limits: Limits }): void {
  mountEndpoint(app, listLegislators, { limit: limits.read, handle: ({ query }) => findLegislators(ctx, query) })
  mountEndpoint(app, findByAddress, {
    // Each asks somebody else: no more of them than of mails.
    limit: limits.link,
    handle: ({ body }) => {
      if (!ctx.services.takes(body.country, 'address'))
        throw new Problem('not-found', { detail: 'This site asks no service for addresses.' })
      return findLegislators(ctx, body)
    },
  })
}
