import { afterEach, expect, test } from 'vitest'
import { aSignature, aSignForm } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
afterEach(() => site.close())

const signatures = `/api/v1/petitions/${petitionSlug}/signatures`

/** Signs from a network address; answers the status. */
async function signFrom(remoteAddress: string, forwardedFor?: string): Promise<number> {
  const { statusCode } = await site.app.inject({
    method: 'POST',
    url: signatures,
    payload: aSignature(),
    remoteAddress,
    ...(forwardedFor ? { headers: { 'x-forwarded-for': forwardedFor } } : {}),
  })
  return statusCode
}

test('one IPv4 address gets its signatures a minute and then a problem with the time to wait', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '2' })

  const first = [await signFrom('192.0.2.1'), await signFrom('192.0.2.1')]
  const tooMany = await site.app.inject({ method: 'POST', url: signatures, payload: aSignature(), remoteAddress: '192.0.2.1' })
  const neighbour = await signFrom('192.0.2.2')

  expect(first).toEqual([202, 202])
  expect(tooMany.statusCode).toBe(429)
  expect(Number(tooMany.headers['retry-after'])).toBeGreaterThan(0)
  expect(Number(tooMany.headers['retry-after'])).toBeLessThanOrEqual(60)
  expect(tooMany.json()).toMatchObject({ type: '/problems/too-many-requests', status: 429 })
  expect(neighbour).toBe(202)
})

test('when its minute is over a network may sign again', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '1' })

  const before = [await signFrom('192.0.2.1'), await signFrom('192.0.2.1')]
  site.clock.pass(60_000)
  const after = await signFrom('192.0.2.1')

  expect(before).toEqual([202, 429])
  expect(after).toBe(202)
})

test('one IPv6 /64 counts as one, the next /64 as another', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '2' })

  const sameNetwork = [await signFrom('2001:db8::1'), await signFrom('2001:db8::ffff'), await signFrom('2001:db8:0:0:9:9:9:9')]
  const nextNetwork = await signFrom('2001:db8:0:1::1')

  expect(sameNetwork).toEqual([202, 202, 429])
  expect(nextNetwork).toBe(202)
})

test('IPv4 written as IPv6 is no second chance', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '1' })

  const statuses = [await signFrom('192.0.2.1'), await signFrom('::ffff:192.0.2.1')]

  expect(statuses).toEqual([202, 429])
})

test('the hour has a limit of its own', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_HOUR: '1' })

  await signFrom('192.0.2.1')
  const tooMany = await site.app.inject({ method: 'POST', url: signatures, payload: aSignature(), remoteAddress: '192.0.2.1' })

  expect(tooMany.statusCode).toBe(429)
  expect(Number(tooMany.headers['retry-after'])).toBeGreaterThan(60)
})

test('without TRUST_PROXY nobody’s X-Forwarded-For is believed', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '2' })

  const statuses = [
    await signFrom('192.0.2.1', '203.0.113.1'),
    await signFrom('192.0.2.1', '203.0.113.2'),
    await signFrom('192.0.2.1', '203.0.113.3'),
    await signFrom('127.0.0.1', '192.0.2.1'),
  ]

  expect(statuses).toEqual([202, 202, 429, 202])
})

test('a listed proxy is believed about its callers, and nobody else is', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '1', TRUST_PROXY: '10.0.0.0/8' })

  const throughProxy = [
    await signFrom('10.1.2.3', '203.0.113.1'),
    await signFrom('10.1.2.3', '203.0.113.2'),
    await signFrom('10.9.9.9', '203.0.113.1'),
  ]
  const pastProxy = [await signFrom('192.0.2.1', '203.0.113.7'), await signFrom('192.0.2.1', '203.0.113.8')]

  expect(throughProxy).toEqual([202, 202, 429])
  expect(pastProxy).toEqual([202, 429])
})

test('what a caller writes in front of the proxy’s own entry is not believed', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '1', TRUST_PROXY: '10.0.0.0/8' })

  const statuses = [
    await signFrom('10.1.2.3', '6.6.6.6, 203.0.113.9'),
    await signFrom('10.1.2.3', '7.7.7.7, 203.0.113.9'),
    await signFrom('10.1.2.3', '10.0.0.1, 203.0.113.9'),
    await signFrom('10.1.2.3', '203.0.113.9, 10.4.4.4'),
  ]

  expect(statuses).toEqual([202, 429, 429, 429])
})

test('a form beyond the limit comes back with what was typed', async () => {
  site = await startSite({ ...unlimited, LIMIT_SIGNATURES_PER_MINUTE: '1' })
  await site.postForm(`/petitions/${petitionSlug}`, aSignForm())

  const reply = await site.postForm(`/petitions/${petitionSlug}`, aSignForm({ givenName: 'Typed name', comment: 'Typed comment' }))

  expect(reply.statusCode).toBe(429)
  expect(Number(reply.headers['retry-after'])).toBeGreaterThan(0)
  expect(reply.body).toContain('role="alert"')
  expect(reply.body).toContain('Too many requests from your network')
  expect(reply.body).toContain('value="Typed name"')
  expect(reply.body).toContain('Typed comment</textarea>')
})

test('confirmations, codes and refusals share a limit, and the form of the code keeps its page', async () => {
  site = await startSite({ ...unlimited, LIMIT_LINKS_PER_MINUTE: '2' })
  const checkPage = `/petitions/${petitionSlug}/check-your-email`

  const before = [
    (await site.post('/api/v1/confirmations', { token: 'x' })).statusCode,
    (await site.postForm('/confirm/made-up', {})).statusCode,
  ]
  const api = await site.post('/api/v1/confirmations', { token: 'x' })
  const link = await site.postForm('/confirm/made-up', {})
  const refusal = await site.postForm('/not-me/made-up', {})
  const code = await site.postForm(checkPage, { email: 'test@example.org', code: '000000' })

  expect(before).toEqual([410, 410])
  expect([api, link, refusal, code].map(({ statusCode }) => statusCode)).toEqual([429, 429, 429, 429])
  expect([api, link, refusal, code].every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true)
  expect(code.body).toContain('One step left')
})

test('reading has a limit too, for pages and programs together; health checks have none', async () => {
  site = await startSite({ ...unlimited, LIMIT_READS_PER_MINUTE: '2' })

  const before = [(await site.get('/')).statusCode, (await site.get('/api/v1/petitions')).statusCode]
  const after = [(await site.get('/petitions')).statusCode, (await site.get(`/api/v1/petitions/${petitionSlug}/count`)).statusCode]
  const health = [(await site.get('/healthz')).statusCode, (await site.get('/readyz')).statusCode]

  expect(before).toEqual([200, 200])
  expect(after).toEqual([429, 429])
  expect(health).toEqual([200, 200])
})
