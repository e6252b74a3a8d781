import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { slug } from '#contract/text.ts'
import type { Context } from '../../../context.ts'
import type { Limits } from '../../../http/limits.ts'
import type { PublicReply, ReplyCache } from '../../../http/reply-cache.ts'
import { hourMs, minuteMs } from '../../../lib/clock.ts'
import { countsTag } from '../../ledger/read-petitions.ts'
import type { ShareCard } from './draw-share-card.ts'
import { drawShareCard } from './draw-share-card.ts'
import { getFactCard, getHomeCard, getPetitionCard } from './get-cards.ts'
import { writeFeed } from './write-feed.ts'
import { writeRobots, writeSitemap } from './write-sitemap.ts'

type WithSlug = { Params: { slug: string } }

const listCache = 'public, max-age=300, stale-while-revalidate=3600, stale-if-error=86400'
/** A card shows the count; whoever shares it keeps a copy for much longer. */
const cardCache = 'public, max-age=600, stale-while-revalidate=86400, stale-if-error=86400'
const cardMaxAgeMs = 10 * minuteMs

/** What is for those who find and share pages: sitemap, robots, feed, and the cards that stand for pages. */
export function sharingRoutes(app: FastifyInstance, ctx: Context, { limits, cache }: { limits: Limits; cache: ReplyCache }): void {
  const reading = { schema: { hide: true }, onRequest: limits.read }
  const withSlug = { schema: { hide: true, params: z.object({ slug }) }, onRequest: limits.read }
  const text = (path: string, type: string, write: () => Promise<string>) =>
    app.get(path, reading, (request, reply) =>
      cache.answer(request, reply, {
        key: `sharing ${path}`,
        maxAgeMs: minuteMs,
        make: async () => ({ type: `${type}; charset=utf-8`, body: await write(), cacheControl: listCache, tags: [countsTag] }),
      }),
    )
  text('/sitemap.xml', 'application/xml', () => writeSitemap(ctx))
  text('/robots.txt', 'text/plain', async () => writeRobots(ctx))
  text('/feed.atom', 'application/atom+xml', () => writeFeed(ctx))

  /** Cards of the same words are the same bytes, so one is drawn again only when a number has changed. */
  const png = async (card: ShareCard): Promise<PublicReply> => ({
    type: 'image/png',
    body: await drawShareCard(card),
    cacheControl: cardCache,
    tags: [],
  })
  app.get('/cards/home.png', reading, (request, reply) =>
    cache.answer(request, reply, { key: 'card home', maxAgeMs: hourMs, make: async () => png(await getHomeCard(ctx)) }),
  )
  app.get<WithSlug>('/cards/petitions/:slug.png', withSlug, (request, reply) => {
    const name = request.params.slug
    return cache.answer(request, reply, {
      key: `card petition ${name}`,
      maxAgeMs: cardMaxAgeMs,
      make: async () => png(await getPetitionCard(ctx, name)),
    })
  })
  app.get<WithSlug>('/cards/facts/:slug.png', withSlug, (request, reply) => {
    const id = request.params.slug
    return cache.answer(request, reply, { key: `card fact ${id}`, maxAgeMs: hourMs, make: async () => png(await getFactCard(ctx, id)) })
  })
}
