import type { IncomingMessage } from 'node:http'
import proxyAddr from '@fastify/proxy-addr'
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
  /**
   * Counts a read, and is true when it may be answered at once. Never where several processes count
   * together, which takes time; then, and when it is one too many, `read` decides.
   */
  mayReadAtOnce(request: IncomingMessage): boolean
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

  const networkOf = networkReader(ctx)

  const window = (name: string, max: number, windowMs: number) => {
    const counter = createWindowCounter(ctx.clock, windowMs)
    counters.push(counter)
    const keyGenerator = (request: FastifyRequest) => `${name}:${networkOf(request.raw)}`
    const askShared = shared && askTogether(shared, app.createRateLimit({ max, timeWindow: windowMs, keyGenerator }))
    return {
      isWithinHere: (request: IncomingMessage) => counter.count(networkOf(request)).number <= max,
      async check(request: FastifyRequest): Promise<number> {
        const { number, endsInMs } = counter.count(networkOf(request.raw))
        const here: Standing = { number, endsInSeconds: endsInMs / 1000 }
        const together = askShared && (await askShared(request))
        const standing = together && together.number > number ? together : here
        if (standing.number > max) throw new Problem('too-many-requests', { retryAfterSeconds: standing.endsInSeconds })
        return standing.number
      },
    }
  }
  const perMinute = window('sign-minute', limits.signaturesPerMinute, minuteMs)
  const perLink = window('link', limits.linksPerMinute, minuteMs)
  const perRead = window('read', limits.readsPerMinute, minuteMs)
  const signatureNumbers = new WeakMap<FastifyRequest, number>()
  const perHour = window('sign-hour', limits.signaturesPerHour, hourMs)
  return {
    sign: async (request) => {
      signatureNumbers.set(request, await perMinute.check(request))
      await perHour.check(request)
    },
    link: async (request) => void (await perLink.check(request)),
    read: async (request) => void (await perRead.check(request)),
    mayReadAtOnce: (request) => shared === null && perRead.isWithinHere(request),
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

/**
 * Reads the keyed hash of a request's network. It is made once: for the request, or where no proxy
 * stands before us for its connection, which has one network as long as it lasts.
 */
function networkReader({ config, clock, keys }: { config: Config; clock: Clock; keys: Keys }): (request: IncomingMessage) => string {
  const { trustProxy } = config.http
  const isTrusted = trustProxy.length > 0 ? proxyAddr.compile([...trustProxy]) : null
  const known = new WeakMap<object, { day: string; hash: string }>()
  return (request) => {
    const owner = isTrusted ? request : request.socket
    const day = utcDay(clock.now())
    const found = known.get(owner)
    if (found?.day === day) return found.hash
    const address = isTrusted ? proxyAddr(request, isTrusted) : (request.socket.remoteAddress ?? '')
    const hash = keyedHash(keys.derive(`rate-limit:${day}`), clientPrefix(address)).toString('base64url')
    known.set(owner, { day, hash })
    return hash
  }
}
