import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

test('an address that cannot be decoded is a problem document that repeats nothing of it', async () => {
  const reply = await site.get('/confirm/secret%E0%A4%A')

  expect(reply.statusCode).toBe(404)
  expect(reply.headers['content-type']).toContain('application/problem+json')
  expect(reply.json()).toMatchObject({ type: '/problems/not-found', status: 404 })
  expect(reply.body).not.toContain('secret')
})
