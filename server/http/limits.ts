import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { Redis } from 'ioredis'
import { Problem } from '#contract/problem.ts'
import type { Config } from '../config.ts'
import { clientPrefix } from '../lib/client-prefix.ts'
import type { Clock } from '../lib/clock.ts'
import { hourMs, minuteMs, utcDay } from '../lib/clock.ts'
import type { Keys } from '../lib/keys.ts'
import { keyedHash } from '../lib/keys.ts'

/** Checks that a route runs before its handler; each throws `too-many-requests` with the time to wait. */
export type Limits = {
  sign: onRequestAsyncHookHandler
  link: onRequestAsyncHookHandler
  read: onRequestAsyncHookHandler
  /** Which signature of this minute from its network the request is, after `sign` has let it pass; from 1. */
  signatureNumber(request: FastifyRequest): number
}

/**
 * Limits per network: an IPv4 address or an IPv6 /64. Kept in this process, or in Redis when
 * several serve. The store never holds an address, only its keyed hash of the day.
 */
export async function registerLimits(app: FastifyInstance, ctx: { config: Config; clock: Clock; keys: Keys }): Promise<Limits> {
  const { limits, data } = ctx.config
  const redis = data.redisUrl
    ? new Redis(data.redisUrl, { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 500 })
    : undefined
  redis?.on('error', (error) => app.log.warn({ reason: error.message }, 'the rate-limit store does not answer'))
  app.addHook('onClose', async () => {
    redis?.disconnect()
  })
  await app.register(rateLimit, {
    global: false,
    // A store that is down must not shut the site; the limits come back with it.
    skipOnError: true,
    ...(redis ? { redis } : {}),
  })
  const window = (name: string, max: number, timeWindow: number) => {
    const check = app.createRateLimit({ max, timeWindow, keyGenerator: (request) => `${name}:${keyOf(ctx, request)}` })
    return async (request: FastifyRequest) => {
      const result = await check(request)
      if (result.isAllowed) return 0
      if (result.isExceeded) throw new Problem('too-many-requests', { retryAfterSeconds: result.ttlInSeconds })
      return result.max - result.remaining
    }
  }
  const perMinute = window('sign-minute', limits.signaturesPerMinute, minuteMs)
  const perLink = window('link', limits.linksPerMinute, minuteMs)
  const perRead = window('read', limits.readsPerMinute, minuteMs)
  const signatureNumbers = new WeakMap<FastifyRequest, number>()
  const perHour = window('sign-hour', limits.signaturesPerHour, hourMs)
  return {
    sign: async (request) => {
      signatureNumbers.set(request, await perMinute(request))
      await perHour(request)
    },
    link: async (request) => void (await perLink(request)),
    read: async (request) => void (await perRead(request)),
    signatureNumber: (request) => signatureNumbers.get(request) ?? 0,
  }
}

function keyOf(ctx: { clock: Clock; keys: Keys }, request: FastifyRequest): string {
  return keyedHash(ctx.keys.derive(`rate-limit:${utcDay(ctx.clock.now())}`), clientPrefix(request.ip)).toString('base64url')
}
