import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { getPetition, getPetitionCount, getPetitionSeries, listPetitions } from '#contract/petitions.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import type { ReplyCache } from '../../http/reply-cache.ts'
import { minuteMs, secondMs } from '../../lib/clock.ts'
import type { CountStreams } from '../../live/count-streams.ts'
import type { Listener } from '../../live/listener.ts'
import { findPetitionById } from '../petitions/queries.ts'
import { checkpointChannel, getCount } from './queries.ts'
import { readCheckpoint, readConsistency, readProof, readTile } from './read-log.ts'
import { countsTag, readPetition, readPetitions } from './read-petitions.ts'
import { readSeries, seriesCsv } from './read-series.ts'
import { hourOf } from './rules.ts'

/** Short enough to be live, long enough for a cache in front to carry a crowd. */
const countCache = 'public, max-age=1, stale-while-revalidate=10, stale-if-error=86400'
const listCache = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400'

/** What a tile or a checkpointed proof holds never changes. */
const forever = 'public, max-age=31536000, immutable'

/** No older in our own memory than others may keep it, should the news of a checkpoint be lost. */
const countMaxAgeMs = secondMs
const listMaxAgeMs = 5 * secondMs
const json = 'application/json; charset=utf-8'

type Parts = { limits: Limits; cache: ReplyCache; streams: CountStreams; listener: Listener }

/** Reading petitions and their counts. */
export function ledgerRoutes(app: FastifyInstance, ctx: Context, parts: Parts): void {
  const limit = parts.limits.read
  const { cache } = parts
  mountEndpoint(app, listPetitions, {
    limit,
    handle: ({ query, request, reply }) =>
      cache.answer(request, reply, {
        key: `petitions ${query.limit} ${query.cursor ?? ''}`,
        maxAgeMs: listMaxAgeMs,
        make: async () => ({
          type: json,
          body: JSON.stringify(await readPetitions(ctx, query)),
          cacheControl: listCache,
          tags: [countsTag],
        }),
      }),
  })
  mountEndpoint(app, getPetition, {
    limit,
    handle: ({ params, request, reply }) =>
      cache.answer(request, reply, {
        key: `petition ${params.slug}`,
        maxAgeMs: listMaxAgeMs,
        make: async () => {
          const { row, petition } = await readPetition(ctx, params.slug)
          return { type: json, body: JSON.stringify(petition), cacheControl: listCache, tags: [row.id] }
        },
      }),
  })
  mountEndpoint(app, getPetitionCount, {
    limit,
    handle: ({ params, request, reply }) =>
      cache.answer(request, reply, {
        key: `count ${params.slug}`,
        maxAgeMs: countMaxAgeMs,
        make: async () => {
          const { row, count } = await readPetition(ctx, params.slug)
          return { type: json, body: JSON.stringify(count), cacheControl: countCache, tags: [row.id] }
        },
      }),
  })
  mountEndpoint(app, getPetitionSeries, {
    limit,
    handle: ({ params, query, request, reply }) =>
      cache.answer(request, reply, {
        key: `series ${params.slug} ${query.by ?? ''} ${query.split ?? ''} ${query.format} ${hourOf(ctx.clock.now()).toISOString()}`,
        maxAgeMs: query.split ? minuteMs : listMaxAgeMs,
        make: async () => {
          const series = await readSeries(ctx, { slug: params.slug, query })
          const isCsv = query.format === 'csv'
          return {
            type: isCsv ? 'text/csv; charset=utf-8; header=present' : json,
            body: isCsv ? seriesCsv(series) : JSON.stringify(series),
            cacheControl: listCache,
            tags: [],
          }
        },
      }),
  })

  app.get(
    '/api/v1/petitions/:slug/stream',
    {
      schema: {
        summary: 'The count as an event stream (event `count`), one event for each new checkpoint',
        params: z.object({ slug }),
        produces: ['text/event-stream'],
      },
      onRequest: limit,
    },
    async (request, reply) => {
      const { row, count } = await readPetition(ctx, (request.params as { slug: string }).slug)
      parts.streams.open(request, reply, row.id, count)
      return reply
    },
  )

  parts.listener.on(checkpointChannel, (petitionId) => {
    cache.drop(petitionId)
    cache.drop(countsTag)
    if (!parts.streams.hasWatchers(petitionId)) return
    void publish(petitionId).catch((error) => ctx.log.warn({ err: error }, 'a new count could not be sent to its watchers'))
  })

  async function publish(petitionId: string): Promise<void> {
    const petition = await findPetitionById(ctx.db, petitionId)
    if (petition) parts.streams.publish(petitionId, await getCount(ctx.db, petition))
  }
}

/** The log for verifiers, at the addresses of C2SP tlog-tiles (https://c2sp.org/tlog-tiles, read November 2026). */
export function logRoutes(app: FastifyInstance, ctx: Context, parts: { limits: Limits }): void {
  const options = {
    schema: { hide: true, params: z.object({ petition: slug, '*': z.string().max(100).optional() }) },
    onRequest: parts.limits.read,
  }

  app.get('/log/key', { schema: { hide: true }, onRequest: parts.limits.read }, async (_request, reply) =>
    reply.type('text/plain; charset=utf-8').header('cache-control', listCache).send(`${ctx.noteSigner.verifierKey}\n`),
  )

  app.get<LogParams>('/log/:petition/checkpoint', options, async (request, reply) => {
    const { note } = await readCheckpoint(ctx, request.params.petition)
    return reply.type('text/plain; charset=utf-8').header('cache-control', countCache).send(note)
  })

  app.get<LogParams>('/log/:petition/tile/*', options, async (request, reply) => {
    const bytes = await readTile(ctx, request.params.petition, request.params['*'])
    return reply.type('application/octet-stream').header('cache-control', forever).send(bytes)
  })

  app.get<LogParams & { Querystring: { index?: string; from?: string } }>('/log/:petition/proof', options, async (request, reply) => {
    const { index, from } = request.query
    const { petition } = request.params
    const proof = from === undefined ? await readProof(ctx, petition, index ?? '') : await readConsistency(ctx, petition, from)
    return reply.header('cache-control', countCache).send(proof)
  })
}

type LogParams = { Params: { petition: string; '*': string } }
