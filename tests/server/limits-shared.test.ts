import type { FastifyInstance } from 'fastify'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { aSignature } from '../support/builders.ts'
import { freePort } from '../support/process.ts'
import type { RedisServer } from '../support/redis-server.ts'
import { hasRedisServer, startRedis } from '../support/redis-server.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
let neighbour: FastifyInstance | undefined
let redis: RedisServer | undefined
afterEach(async () => {
  await neighbour?.close()
  await site.close()
  await redis?.stop()
  neighbour = undefined
  redis = undefined
})

const aMoment = { timeout: 10_000, interval: 20 }
const degraded = { status: 'ready', degraded: ['rate-limit store'] }
const sound = { status: 'ready', degraded: [] }

async function readinessOf(app: FastifyInstance): Promise<unknown> {
  const reply = await app.inject('/readyz')
  expect(reply.statusCode).toBe(200)
  return reply.json()
}

async function signAt(app: FastifyInstance, remoteAddress = '192.0.2.1'): Promise<number> {
  const url = `/api/v1/petitions/${petitionSlug}/signatures`
  return (await app.inject({ method: 'POST', url, payload: aSignature(), remoteAddress })).statusCode
}

/** A site and a second process of it, with one Redis between them that answers both. */
async function startTwo(env: Record<string, string>): Promise<{ here: FastifyInstance; there: FastifyInstance; port: number }> {
  const port = await freePort()
  redis = startRedis(port)
  site = await startSite({ ...unlimited, ...env, REDIS_URL: `redis://127.0.0.1:${port}` })
  neighbour = await buildApp(site.ctx, { streams: site.streams, cache: site.cache, listener: site.listener, isStopping: () => false })
  const apps = { here: site.app, there: neighbour, port }
  await untilSound(apps)
  return apps
}

async function untilSound({ here, there }: { here: FastifyInstance; there: FastifyInstance }): Promise<void> {
  await vi.waitFor(async () => expect([await readinessOf(here), await readinessOf(there)]).toEqual([sound, sound]), aMoment)
}

test('with a Redis that is not there the limits hold all the same, and readiness says what is missing', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '2', REDIS_URL: `redis://127.0.0.1:${await freePort()}` })

  const statuses = [await signAt(site.app), await signAt(site.app), await signAt(site.app), await signAt(site.app, '192.0.2.2')]

  expect(statuses).toEqual([202, 202, 429, 202])
  expect(await readinessOf(site.app)).toEqual(degraded)
})

test('with a Redis that is not there a proof of work is asked for all the same', async () => {
  site = await startSite({ ...unlimited, LIMIT_UNPROVEN_PER_MINUTE: '100', REDIS_URL: `redis://127.0.0.1:${await freePort()}` })

  const statuses = []
  for (let n = 0; n < 61; n++) statuses.push(await signAt(site.app))

  expect(new Set(statuses.slice(0, 60))).toEqual(new Set([202]))
  expect(statuses.at(-1)).toBe(428)
})

describe.runIf(hasRedisServer)('with a Redis (skipped: these tests need redis-server)', () => {
  test('two processes count together', async () => {
    const { here, there } = await startTwo({ LIMIT_SIGNATURES_PER_MINUTE: '3' })

    const statuses = [await signAt(here), await signAt(there), await signAt(here), await signAt(there), await signAt(here)]

    expect(statuses).toEqual([202, 202, 202, 429, 429])
  })

  test('a Redis that dies takes no limit with it, and is used again when it is back', async () => {
    const { here, there, port } = await startTwo({ LIMIT_SIGNATURES_PER_MINUTE: '3' })
    const before = [await signAt(here), await signAt(here)]
    const linesBefore = site.logLines.length

    await redis?.stop()
    const without = [await signAt(here), await signAt(here), await signAt(there)]
    const readiness = await readinessOf(here)
    redis = startRedis(port)
    await untilSound({ here, there })
    const again = [await signAt(here, '192.0.2.2'), await signAt(there, '192.0.2.2'), await signAt(here, '192.0.2.2')]
    const together = [await signAt(there, '192.0.2.2'), await signAt(here, '192.0.2.1')]

    expect(before).toEqual([202, 202])
    expect(without).toEqual([202, 429, 202])
    expect(readiness).toEqual(degraded)
    expect(again).toEqual([202, 202, 202])
    expect(together).toEqual([429, 429])
    const said = site.logLines.slice(linesBefore).join('')
    expect(said.match(/the rate-limit store does not answer/g)).toHaveLength(2)
    expect(said).toContain('the rate-limit store answers again')
  })

  test('a Redis that hangs holds up one request for half a second, and no limit is lost', async () => {
    const { here, there } = await startTwo({ LIMIT_SIGNATURES_PER_MINUTE: '2' })

    redis?.kill('SIGSTOP')
    const hung = [await signAt(here), await signAt(here), await signAt(here)]
    const readiness = await readinessOf(here)
    redis?.kill('SIGCONT')
    await untilSound({ here, there })

    expect(hung).toEqual([202, 202, 429])
    expect(readiness).toEqual(degraded)
  })
})
