import { sql } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../db/database.ts'
import type { Limits } from './limits.ts'

/**
 * `/healthz`: the process answers. `/readyz`: it can also do its work; what works less well meanwhile
 * is named in `degraded`. Neither is limited or cached.
 */
export function mountRunning(
  app: FastifyInstance,
  ctx: { db: Database },
  parts: { isStopping(): boolean; limits: Pick<Limits, 'isDegraded'> },
): void {
  const schema = { hide: true }
  app.get('/healthz', { schema, logLevel: 'silent' }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  app.get('/readyz', { schema, logLevel: 'silent' }, async (_request, reply) => {
    if (parts.isStopping()) throw new Problem('not-ready')
    try {
      await ctx.db.execute(sql`select 1`)
    } catch {
      throw new Problem('not-ready', { detail: 'The database does not answer.', retryAfterSeconds: 5 })
    }
    return reply
      .header('cache-control', 'no-store')
      .send({ status: 'ready', degraded: parts.limits.isDegraded() ? ['rate-limit store'] : [] })
  })
}
