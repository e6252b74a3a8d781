import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { era } from '#contract/campaigns.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../../context.ts'
import { countsTag } from '../../ledger/read-petitions.ts'
import type { Parts } from '../routes.ts'
import type { FactsFilter } from './get-evidence-pages.ts'
import {
  getAboutPage,
  getAskPage,
  getCorrectionsPage,
  getFactPage,
  getFactsPage,
  getLawsPage,
  getTimelinePage,
  getWritePage,
} from './get-evidence-pages.ts'
import { getFiguresPage } from './get-figures-page.ts'

type WithId = { Params: { id: string } }
type WithSlug = { Params: { slug: string } }

/** The campaign's claims, events and asks, and what is said of them. None of these pages has a form or a script. */
export function evidencePages(app: FastifyInstance, ctx: Context, { pages, limits }: Parts): void {
  const reading = { schema: { hide: true }, onRequest: limits.read }
  const withId = { schema: { hide: true, params: z.object({ id: slug }) }, onRequest: limits.read }
  const withSlug = { schema: { hide: true, params: z.object({ slug }) }, onRequest: limits.read }

  app.get('/facts', reading, (request, reply) => {
    const filter = readFilter(request.query as Record<string, unknown>)
    const variant = [filter.topic, filter.kind, filter.era].map((part) => part ?? '').join(' ')
    return pages.sendPublic(
      request,
      reply,
      'facts',
      async (locale) => ({ data: await getFactsPage(ctx, filter, locale), tags: [], isIndexed: variant.trim() === '' }),
      variant,
    )
  })
  app.get<WithId>('/facts/:id', withId, (request, reply) =>
    pages.sendPublic(request, reply, 'fact', async (locale) => ({ data: await getFactPage(ctx, request.params.id, locale), tags: [] })),
  )
  app.get('/timeline', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'timeline', async (locale) => ({ data: await getTimelinePage(ctx, locale), tags: [] })),
  )
  app.get('/laws', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'laws', async (locale) => ({ data: await getLawsPage(ctx, locale), tags: [] })),
  )
  app.get('/write', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'write', async (locale) => ({ data: await getWritePage(ctx, locale), tags: [countsTag] })),
  )
  app.get<WithId>('/write/:id', withId, (request, reply) =>
    pages.sendPublic(request, reply, 'ask', async (locale) => ({ data: await getAskPage(ctx, request.params.id, locale), tags: [] })),
  )
  app.get('/corrections', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'corrections', async (locale) => ({ data: await getCorrectionsPage(ctx, locale), tags: [] })),
  )
  app.get('/about', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'about', async (locale) => ({ data: await getAboutPage(ctx, locale), tags: [] })),
  )
  app.get('/accessibility', reading, (request, reply) =>
    pages.sendPublic(request, reply, 'accessibility', async () => ({ data: {}, tags: [] })),
  )
  app.get<WithSlug>('/petitions/:slug/figures', withSlug, (request, reply) =>
    pages.sendPublic(request, reply, 'petition-figures', async () => {
      const { petitionId, data } = await getFiguresPage(ctx, request.params.slug)
      return { data, tags: [petitionId] }
    }),
  )
}

const eras: readonly string[] = era.options

/** What of a query is a filter that makes sense; anything else filters nothing. */
function readFilter(query: Record<string, unknown>): FactsFilter {
  const word = (name: string) => {
    const value = query[name]
    return typeof value === 'string' && /^[a-z0-9-]{1,40}$/.test(value) ? value : null
  }
  const [topic, kind, wanted] = [word('topic'), word('kind'), word('era')]
  return { topic, kind, era: wanted !== null && eras.includes(wanted) ? (wanted as FactsFilter['era']) : null }
}
