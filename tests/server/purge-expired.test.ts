import { afterAll, beforeAll, expect, test } from 'vitest'
import { purgeExpired } from '../../server/features/signatures/purge-expired.ts'
import { dayMs } from '../../server/lib/clock.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, numberOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

test('after thirty days what nobody confirmed is gone, and what was confirmed stays', async () => {
  await signed(site)
  await confirmed(site)
  site.clock.pass(30 * dayMs)
  const kept = () => Promise.all([numberOf(site, 'submissions'), numberOf(site, 'signatures')])
  const before = await kept()
  await purgeExpired(site.ctx)
  const atThirtyDays = await kept()

  site.clock.pass(1)
  await purgeExpired(site.ctx)
  const after = await kept()

  expect([before, atThirtyDays, after]).toEqual([
    [1, 1],
    [1, 1],
    [0, 1],
  ])
})

test('counters of mails go with their day, counters of codes with their thirty days', async () => {
  await signed(site)
  const counters = () => Promise.all([numberOf(site, 'mail_caps'), numberOf(site, 'mail_slots')])
  await purgeExpired(site.ctx)
  const today = await counters()

  site.clock.pass(dayMs)
  await purgeExpired(site.ctx)
  const tomorrow = await counters()
  site.clock.pass(30 * dayMs)
  await purgeExpired(site.ctx)
  const nextMonth = await counters()

  expect([today, tomorrow, nextMonth]).toEqual([
    [1, 1],
    [0, 1],
    [0, 0],
  ])
})

test('a refusal of mail is kept', async () => {
  const { mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  site.clock.pass(400 * dayMs)
  await purgeExpired(site.ctx)

  expect(await numberOf(site, 'mail_refusals')).toBe(1)
})

test('two at once do no harm', async () => {
  await signed(site)
  site.clock.pass(31 * dayMs)

  await Promise.all([purgeExpired(site.ctx), purgeExpired(site.ctx), purgeExpired(site.ctx)])

  expect(await numberOf(site, 'submissions')).toBe(0)
})

test('what is logged about it is a number', async () => {
  await signed(site)
  site.clock.pass(31 * dayMs)
  const before = site.logLines.length

  await purgeExpired(site.ctx)

  expect(site.logLines.slice(before).map((line) => JSON.parse(line))).toMatchObject([{ submissions: 1 }])
})
