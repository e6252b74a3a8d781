import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import { Problem } from '#contract/problem.ts'
import type { Config } from '../config.ts'
import { clientPrefix } from '../lib/client-prefix.ts'
import type { Clock } from '../lib/clock.ts'
import { hourMs, minuteMs, utcDay } from '../lib/clock.ts'
import type { Keys } from '../lib/keys.ts'
import { keyedHash } from '../lib/keys.ts'
import type { Log } from '../lib/log.ts'
import type { WindowCounter } from '../lib/window-counter.ts'
import { createWindowCounter } from '../lib/window-counter.ts'
import type { SharedStore } from './shared-store.ts'
import { openSharedStore } from './shared-store.ts'

/** Checks that a route runs before its handler; each throws `too-many-requests` with the time to wait. */
export type Limits = {
  sign: onRequestAsyncHookHandler
  link: onRequestAsyncHookHandler
  read: onRequestAsyncHookHandler
  /** Counts a read; false when it is one too many, which `read` then refuses with the time to wait. */
  mayRead(request: FastifyRequest): Promise<boolean>
  /** Which signature of this minute from its network the request is, after `sign` has let it pass; from 1. */
  signatureNumber(request: FastifyRequest): number
  /** True while REDIS_URL does not answer, so that each process counts alone. */
  isDegraded(): boolean
}

/** How a request stands in a window: which one of its network it is, and when the window ends. */
type Standing = { number: number; endsInSeconds: number }
type Ask = (request: FastifyRequest) => Promise<Standing | null>

/**
 * Limits per network: an IPv4 address or an IPv6 /64. Counted in this process and, when several
 * serve, in Redis too; the higher of the two numbers holds. So the limits stay while Redis is away,
 * and go on from where they were. Neither holds an address, only its keyed hash of the day, and
 * neither for longer than the window.
 */
export async function registerLimits(app: FastifyInstance, ctx: { config: Config; clock: Clock; keys: Keys; log: Log }): Promise<Limits> {
  const { limits, data } = ctx.config
  const counters: WindowCounter[] = []
  const forgetting = setInterval(() => {
    for (const counter of counters) counter.forget()
  }, minuteMs)
  forgetting.unref()
  const shared = data.redisUrl ? openSharedStore(data.redisUrl, ctx.log) : null
  app.addHook('onClose', async () => {
    clearInterval(forgetting)
    shared?.close()
  })
  // A store that fails throws; what to do then is decided below.
  if (shared) await app.register(rateLimit, { global: false, redis: shared.redis })

  /**
   * The hash of a request's network, made once: for the request, or where no proxy stands before us
   * for its connection, which has one network as long as it lasts.
   */
  const networks = new WeakMap<object, { day: string; hash: string }>()
  const networkOf = (request: FastifyRequest) => {
    const owner = ctx.config.http.trustProxy.length > 0 ? request : request.raw.socket
    const day = utcDay(ctx.clock.now())
    const known = networks.get(owner)
    if (known?.day === day) return known.hash
    const hash = keyOf(ctx, request)
    networks.set(owner, { day, hash })
    return hash
  }

  const window = (name: string, max: number, windowMs: number) => {
    const counter = createWindowCounter(ctx.clock, windowMs)
    counters.push(counter)
    const keyGenerator = (request: FastifyRequest) => `${name}:${networkOf(request)}`
    const askShared = shared && askTogether(shared, app.createRateLimit({ max, timeWindow: windowMs, keyGenerator }))
    return async (request: FastifyRequest) => {
      const { number, endsInMs } = counter.count(keyGenerator(request))
      const here: Standing = { number, endsInSeconds: endsInMs / 1000 }
      const together = askShared && (await askShared(request))
      const standing = together && together.number > number ? together : here
      if (standing.number > max) throw new Problem('too-many-requests', { retryAfterSeconds: standing.endsInSeconds })
      return standing.number
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
    mayRead: (request) =>
      perRead(request).then(
        () => true,
        () => false,
      ),
    signatureNumber: (request) => signatureNumbers.get(request) ?? 0,
    isDegraded: () => shared !== null && !shared.isAnswering(),
  }
}

/** Asks Redis; null while it does not answer. Beyond the limit it tells no number, so the first one beyond stands for all. */
function askTogether(shared: SharedStore, check: ReturnType<FastifyInstance['createRateLimit']>): Ask {
  return async (request) => {
    const result = await shared.ask(() => check(request))
    if (!result || result.isAllowed) return null
    return { number: result.max - result.remaining + (result.isExceeded ? 1 : 0), endsInSeconds: result.ttlInSeconds }
  }
}

function keyOf(ctx: { clock: Clock; keys: Keys }, request: FastifyRequest): string {
  return keyedHash(ctx.keys.derive(`rate-limit:${utcDay(ctx.clock.now())}`), clientPrefix(request.ip)).toString('base64url')
}
