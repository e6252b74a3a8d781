import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { openDatabase } from '../../server/db/database.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const endpoints = [
  ['get', '/api/v1/facts'],
  ['get', '/api/v1/facts/{id}'],
  ['get', '/api/v1/timeline'],
  ['get', '/api/v1/asks'],
  ['get', '/api/v1/asks/{id}'],
  ['get', '/api/v1/legislators'],
  ['post', '/api/v1/legislators/by-address'],
  ['post', '/api/v1/letters'],
  ['post', '/api/v1/letters/confirmations'],
  ['post', '/api/v1/letters/drafts'],
  ['get', '/api/v1/letters/{id}/letter.pdf'],
  ['get', '/api/v1/petitions'],
  ['get', '/api/v1/petitions/{slug}'],
  ['get', '/api/v1/petitions/{slug}/count'],
  ['get', '/api/v1/petitions/{slug}/series'],
  ['get', '/api/v1/petitions/{slug}/stream'],
  ['post', '/api/v1/petitions/{slug}/signatures'],
  ['post', '/api/v1/confirmations'],
  ['post', '/api/v1/me/links'],
] as const

test('a site that runs is healthy and ready', async () => {
  const replies = await Promise.all([site.get('/healthz'), site.get('/readyz')])

  expect(replies.map((reply) => [reply.statusCode, reply.json(), reply.headers['cache-control']])).toEqual([
    [200, { status: 'ok' }, 'no-store'],
    [200, { status: 'ready', degraded: [] }, 'no-store'],
  ])
})

test('a site that has lost its database is healthy and not ready', async () => {
  const lost = openDatabase({ url: 'postgres://localhost:1/none', maxConnections: 1, onConnectionLost: () => {} })
  await lost.pool.end()
  const app = await buildApp(
    { ...site.ctx, db: lost.db },
    { streams: site.streams, cache: site.cache, listener: site.listener, isStopping: () => false },
  )

  const health = await app.inject('/healthz')
  const readiness = await app.inject('/readyz')
  await app.close()

  expect(health.statusCode).toBe(200)
  expect(readiness.statusCode).toBe(503)
  expect(readiness.headers['retry-after']).toBe('5')
  expect(readiness.json()).toMatchObject({ type: '/problems/not-ready', detail: 'The database does not answer.' })
})

test('a site that cannot reach its database says that it is busy, and promises nothing about what it has stored', async () => {
  const unreachable = openDatabase({ url: 'postgres://localhost:1/none', maxConnections: 1, onConnectionLost: () => {} })
  const app = await buildApp(
    { ...site.ctx, db: unreachable.db },
    { streams: site.streams, cache: site.cache, listener: site.listener, isStopping: () => false },
  )

  const reply = await app.inject('/api/v1/petitions')
  await app.close()
  await unreachable.pool.end()

  expect(reply.statusCode).toBe(503)
  expect(reply.headers['retry-after']).toBe('5')
  expect(reply.json()).toMatchObject({ type: '/problems/busy', detail: expect.stringContaining('may not have been stored') })
  expect(reply.body).not.toContain('Nothing was stored')
})

test('a site that is stopping is not ready', async () => {
  const app = await buildApp(site.ctx, { streams: site.streams, cache: site.cache, listener: site.listener, isStopping: () => true })

  const readiness = await app.inject('/readyz')
  await app.close()

  expect(readiness.statusCode).toBe(503)
  expect(readiness.json()).toMatchObject({ type: '/problems/not-ready' })
})

test('openapi.json lists every endpoint with its problem replies, and nothing that is no API', async () => {
  const { paths } = (await site.get('/api/openapi.json')).json()

  const listed = Object.entries<object>(paths).flatMap(([path, methods]) => Object.keys(methods).map((method) => [method, path]))

  expect(listed.sort()).toEqual([...endpoints].sort())
  expect(paths['/api/v1/confirmations'].post.responses['4XX'].content['application/problem+json']).toBeDefined()
})

test('openapi.json tells a program all that it needs to sign', async () => {
  const { paths, components } = (await site.get('/api/openapi.json')).json()

  const body = paths['/api/v1/petitions/{slug}/signatures'].post.requestBody
  const schema = components.schemas[body.content['application/json'].schema.$ref.split('/').at(-1)]

  expect(body.required).toBe(true)
  expect(schema.required).toEqual(expect.arrayContaining(['givenName', 'email', 'country', 'consent']))
  expect(schema.additionalProperties).toBe(false)
})

test('the documentation page shows every endpoint', async () => {
  const { body } = await site.get('/api/docs')

  const shown = [...body.matchAll(/<h2><code>([A-Z]+)(?:<!-- -->)? (?:<!-- -->)?([^<]+)<\/code><\/h2>/g)].map(([, method, path]) => [
    method?.toLowerCase(),
    path?.replace(/:(\w+)/g, '{$1}'),
  ])

  expect(shown.sort()).toEqual([...endpoints].sort())
})

test('the mailbox answers to this machine', async () => {
  const page = await site.get('/dev/mailbox')
  const json = await site.get('/dev/mailbox.json')

  expect(page.statusCode).toBe(200)
  expect(json.json()).toEqual([])
  expect(json.headers['cache-control']).toBe('no-store')
})

test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host'])(
  'the mailbox is not there for a call with %s',
  async (header) => {
    const replies = await Promise.all([
      site.get('/dev/mailbox', { [header]: 'x' }),
      site.get('/dev/mailbox.json', { [header]: '127.0.0.1' }),
    ])

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404])
  },
)

test('the mailbox is not there for another machine', async () => {
  const reply = await site.app.inject({ url: '/dev/mailbox.json', remoteAddress: '192.0.2.1' })

  expect(reply.statusCode).toBe(404)
})

test('the mailbox keeps what is sent, newest first, as the documentation promises', async () => {
  const message = { subject: 'Subject', text: 'Text', html: '<p>Text</p>' }
  await site.ctx.mailbox?.mailer.send({ to: 'one@example.org', messageId: 'a'.repeat(32), message })
  await site.ctx.mailbox?.mailer.send({ to: 'two@example.org', messageId: 'b'.repeat(32), message })

  const mails = (await site.get('/dev/mailbox.json')).json()

  expect(mails).toMatchObject([
    {
      to: 'two@example.org',
      ...message,
      from: 'Test site <mail@localhost>',
      headers: { 'Message-ID': `<${'b'.repeat(32)}@localhost>` },
    },
    { to: 'one@example.org', ...message, sentAt: site.clock.now().toISOString() },
  ])
})

test('with a mail server there is no mailbox', async () => {
  const withServer = await startSite({ ...unlimited, SMTP_URL: 'smtp://127.0.0.1:1' })

  const replies = await Promise.all([withServer.get('/dev/mailbox'), withServer.get('/dev/mailbox.json')])
  await withServer.close()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404])
})
