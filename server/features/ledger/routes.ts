import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { getPetition, getPetitionCount, listPetitions } from '#contract/petitions.ts'
import { slug } from '#contract/text.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import type { CountStreams } from '../../live/count-streams.ts'
import type { Listener } from '../../live/listener.ts'
import { findPetitionById } from '../petitions/queries.ts'
import { checkpointChannel, getCount } from './queries.ts'
import { readCheckpoint, readConsistency, readProof, readTile } from './read-log.ts'
import { readPetition, readPetitions } from './read-petitions.ts'

/** Short enough to be live, long enough for a cache in front to carry a crowd. */
const countCache = 'public, max-age=1, stale-while-revalidate=10, stale-if-error=86400'
const listCache = 'public, max-age=5, stale-while-revalidate=30, stale-if-error=86400'

/** What a tile or a checkpointed proof holds never changes. */
const forever = 'public, max-age=31536000, immutable'

/** Reading petitions and their counts. */
export function ledgerRoutes(
  app: FastifyInstance,
  ctx: Context,
  parts: { limits: Limits; streams: CountStreams; listener: Listener },
): void {
  const limit = parts.limits.read
  mountEndpoint(app, listPetitions, { limit, cacheControl: listCache, handle: ({ query }) => readPetitions(ctx, query) })
  mountEndpoint(app, getPetition, {
    limit,
    cacheControl: listCache,
    handle: async ({ params }) => (await readPetition(ctx, params.slug)).petition,
  })
  mountEndpoint(app, getPetitionCount, {
    limit,
    cacheControl: countCache,
    handle: async ({ params }) => (await readPetition(ctx, params.slug)).count,
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
