import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Redis } from 'ioredis'
import { Problem } from '#contract/problem.ts'
import type { Config } from '../config.ts'
import { clientPrefix } from '../lib/client-prefix.ts'
import type { Clock } from '../lib/clock.ts'
import { hourMs, minuteMs, utcDay } from '../lib/clock.ts'
import type { Keys } from '../lib/keys.ts'
import { keyedHash } from '../lib/keys.ts'
import type { Log } from '../lib/log.ts'
import { openSharedStore } from './shared-store.ts'

/** Checks that a route runs before its handler; each throws `too-many-requests` with the time to wait. */
export type Limits = {
  sign: onRequestAsyncHookHandler
  link: onRequestAsyncHookHandler
  read: onRequestAsyncHookHandler
  /** Which signature of this minute from its network the request is, after `sign` has let it pass; from 1. */
  signatureNumber(request: FastifyRequest): number
  /** True while REDIS_URL does not answer, so that each process counts alone. */
  isDegraded(): boolean
}

type MakeCheck = FastifyInstance['createRateLimit']
type Result = Exclude<Awaited<ReturnType<ReturnType<MakeCheck>>>, { isAllowed: true }>

/**
 * Limits per network: an IPv4 address or an IPv6 /64. Counted in this process and, when several
 * serve, in Redis too; the higher of the two numbers holds. So the limits stay while Redis is away,
 * and go on from where they were. No store holds an address, only its keyed hash of the day.
 */
export async function registerLimits(app: FastifyInstance, ctx: { config: Config; clock: Clock; keys: Keys; log: Log }): Promise<Limits> {
  const { limits, data } = ctx.config
  const shared = data.redisUrl ? openSharedStore(data.redisUrl, ctx.log) : null
  app.addHook('onClose', async () => shared?.close())
  const checkHere = await registerStore(app, {})
  const checkShared = shared && (await registerStore(app, { redis: shared.redis }))

  const window = (name: string, max: number, timeWindow: number) => {
    const options = { max, timeWindow, keyGenerator: (request: FastifyRequest) => `${name}:${keyOf(ctx, request)}` }
    const here = checkHere(options)
    const there = checkShared?.(options)
    return async (request: FastifyRequest) => {
      const own = (await here(request)) as Result
      const all = shared && there ? ((await shared.ask(() => there(request))) as Result | null) : null
      const result = all && isStricter(all, own) ? all : own
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
    isDegraded: () => shared !== null && !shared.isAnswering(),
  }
}

/** One store of the plugin, in a scope of its own: an instance of Fastify has room for one. A store that fails throws. */
async function registerStore(app: FastifyInstance, options: { redis?: Redis }): Promise<MakeCheck> {
  const made = Promise.withResolvers<MakeCheck>()
  await app.register(async (scope) => {
    await scope.register(rateLimit, { global: false, ...options })
    made.resolve((given) => scope.createRateLimit(given))
  })
  return made.promise
}

function isStricter(one: Result, other: Result): boolean {
  if (one.isExceeded !== other.isExceeded) return one.isExceeded
  return one.isExceeded ? one.ttlInSeconds > other.ttlInSeconds : one.remaining < other.remaining
}

function keyOf(ctx: { clock: Clock; keys: Keys }, request: FastifyRequest): string {
  return keyedHash(ctx.keys.derive(`rate-limit:${utcDay(ctx.clock.now())}`), clientPrefix(request.ip)).toString('base64url')
}
