import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

test('a signature is counted after it is confirmed by the mailed link, and not before', async () => {
  const signature = aSignature()

  const signed = await site.sign(signature)
  await site.work()
  await site.sequence()
  const before = await site.get(`/api/v1/petitions/${petitionSlug}/count`)
  const confirmed = await site.post('/api/v1/confirmations', { token: site.mail.to(signature.email)[0]?.confirmToken })
  await site.sequence()
  const after = await site.get(`/api/v1/petitions/${petitionSlug}/count`)

  expect(signed.statusCode).toBe(202)
  expect(signed.json()).toEqual({ status: 'check-your-email' })
  expect(before.json().count).toBe(0)
  expect(confirmed.json()).toEqual({ status: 'confirmed', petition: petitionSlug, counted: false })
  expect(after.json()).toMatchObject({ count: 1, voided: 0, checkpointSize: 1 })
})
