import { afterEach, beforeEach, expect, test } from 'vitest'
import { mailSigner } from '../../server/features/signatures/mail-signer.ts'
import { purgeExpired } from '../../server/features/signatures/purge-expired.ts'
import { dayMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'

let site: TestSite
beforeEach(async () => {
  site = await startSite()
})
afterEach(() => site.close())

test('the link of a second mail works for its own thirty days, whenever the first was sent', async () => {
  const signature = aSignature()
  await site.sign(signature)
  await site.work()
  site.clock.pass(29 * dayMs)
  await site.sign(signature)
  await site.work()

  site.clock.pass(2 * dayMs)
  await purgeExpired(site.ctx)
  const [, second] = site.mail.to(signature.email)
  const reply = await site.post('/api/v1/confirmations', { token: second?.confirmToken })

  expect(reply.statusCode).toBe(200)
})

test('a mail that is sent again after a crash has the same link and the same last day', async () => {
  const signature = aSignature()
  await site.sign(signature)
  const { rows } = await site.ctx.pool.query('select id from submissions')
  const again = { ...site.ctx, publicUrl: site.ctx.config.http.publicUrl, locales: ['en'] }

  await mailSigner(again, { submissionId: rows[0].id })
  site.clock.pass(dayMs)
  await mailSigner(again, { submissionId: rows[0].id })

  const [first, second] = site.mail.to(signature.email)
  expect(second?.messageId).toBe(first?.messageId)
  expect(second?.message).toEqual(first?.message)
})
