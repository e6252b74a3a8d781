import type { FastifyInstance } from 'fastify'
import { getAsk, getFact, listAsks, listFacts, listTimeline } from '#contract/campaigns.ts'
import { Problem } from '#contract/problem.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import { readAsks, readLedger } from './read-ledger.ts'

/** A ledger changes when a pack is imported: seldom, and nobody waits for it. */
const cacheControl = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400'

/** Reading the campaign's claims, events and asks. */
export function campaignRoutes(app: FastifyInstance, ctx: Context, { limits }: { limits: Limits }): void {
  const options = { limit: limits.read, cacheControl }

  mountEndpoint(app, listFacts, {
    ...options,
    handle: async ({ query: { topic, kind, era, ...page } }) => {
      const { facts } = await readLedger(ctx)
      const fits = facts.filter(
        (fact) =>
          (topic === undefined || fact.topics.includes(topic)) &&
          (kind === undefined || fact.kind === kind) &&
          (era === undefined || fact.era === era),
      )
      return pageOf(fits, page)
    },
  })
  mountEndpoint(app, getFact, {
    ...options,
    handle: async ({ params }) => (await readLedger(ctx)).fact(params.id) ?? notFound(),
  })
  mountEndpoint(app, listTimeline, {
    ...options,
    handle: async ({ query: { era, ...page } }) => {
      const { events } = await readLedger(ctx)
      return pageOf(
        events.filter((event) => era === undefined || event.era === era),
        page,
      )
    },
  })
  mountEndpoint(app, listAsks, {
    ...options,
    handle: async ({ query }) => pageOf(await readAsks(ctx, await readLedger(ctx)), query),
  })
  mountEndpoint(app, getAsk, {
    ...options,
    handle: async ({ params }) => (await readAsks(ctx, await readLedger(ctx))).find(({ id }) => id === params.id) ?? notFound(),
  })
}

/** One page of a list; the cursor is the id of the last item of the page before, and one that is not there begins anew. */
function pageOf<Item extends { id: string }>(items: Item[], { limit, cursor }: { limit: number; cursor?: string | undefined }) {
  const from = items.findIndex(({ id }) => id === cursor) + 1
  const shown = items.slice(from, from + limit)
  return { items: shown, nextCursor: from + limit < items.length ? (shown.at(-1)?.id ?? null) : null }
}

function notFound(): never {
  throw new Problem('not-found')
}
