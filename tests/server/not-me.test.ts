import { afterAll, beforeAll, expect, test } from 'vitest'
import { purgeExpired } from '../../server/features/signatures/purge-expired.ts'
import { linkLifeMs, refusalLinkLifeMs } from '../../server/features/signatures/rules.ts'
import { dayMs } from '../../server/lib/clock.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, numberOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

test('opening the page refuses nothing, whatever opens it', async () => {
  const { mail } = await signed(site)
  const url = `/not-me/${mail.refuseToken}`

  const replies = await Promise.all((['GET', 'HEAD', 'OPTIONS', 'GET'] as const).map((method) => site.app.inject({ method, url })))

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 404, 200])
  expect(replies[0]?.body).toContain('Send no more mail to my address')
  expect(await numberOf(site, 'mail_refusals')).toBe(0)
  expect(await numberOf(site, 'submissions')).toBe(1)
})

test('pressing the button refuses all mail and deletes the submission', async () => {
  const before = await numberOf(site, 'submissions')
  const { mail } = await signed(site)
  const url = `/not-me/${mail.refuseToken}`

  const posted = await site.postForm(url, {})
  const page = await site.get(url)

  expect(posted.statusCode).toBe(303)
  expect(posted.headers.location).toBe(url)
  expect(page.body).toContain('You get no more mail from us')
  expect(await numberOf(site, 'submissions')).toBe(before)
  expect(await numberOf(site, 'mail_refusals')).toBe(1)
})

test('refusing twice is refusing once', async () => {
  const { mail } = await signed(site)
  const before = await numberOf(site, 'mail_refusals')

  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const again = await site.postForm(`/not-me/${mail.refuseToken}`, {})

  expect(again.statusCode).toBe(303)
  expect(await numberOf(site, 'mail_refusals')).toBe(before + 1)
})

test('a refusal can be taken back from the same page', async () => {
  const { mail } = await signed(site)
  const url = `/not-me/${mail.refuseToken}`
  const before = await numberOf(site, 'mail_refusals')
  await site.postForm(url, {})

  const posted = await site.postForm(url, { again: 'yes' })
  const page = await site.get(url)

  expect(posted.statusCode).toBe(303)
  expect(page.body).toContain('Send no more mail to my address')
  expect(await numberOf(site, 'mail_refusals')).toBe(before)
})

test('a confirmed signature stays: whoever holds the mailbox has confirmed it', async () => {
  const { mail } = await confirmed(site)
  const before = await numberOf(site, 'signatures')

  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  expect(await numberOf(site, 'signatures')).toBe(before)
})

test('the link of a signature that was deleted confirms nothing', async () => {
  const { mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  const reply = await site.post('/api/v1/confirmations', { token: mail.confirmToken })

  expect(reply.statusCode).toBe(410)
})

test('the link works for years after the mail, when what it was about is long gone', async () => {
  const { mail } = await signed(site)
  const before = await numberOf(site, 'mail_refusals')

  site.clock.pass(refusalLinkLifeMs - dayMs)
  await purgeExpired(site.ctx)
  const posted = await site.postForm(`/not-me/${mail.refuseToken}`, {})

  expect(posted.statusCode).toBe(303)
  expect(await numberOf(site, 'mail_refusals')).toBe(before + 1)
})

test('a token that is foreign, made up or past its time refuses nothing', async () => {
  const { mail } = await signed(site)
  const before = await numberOf(site, 'mail_refusals')

  const foreign = await site.postForm(`/not-me/${mail.confirmToken}`, {})
  const madeUp = await site.postForm('/not-me/made-up', {})
  site.clock.pass(refusalLinkLifeMs + linkLifeMs)
  const expired = await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const page = await site.get(`/not-me/${mail.refuseToken}`)

  expect([foreign, madeUp, expired, page].map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410])
  expect(page.body).toContain('This link is not valid, or no longer')
  expect(await numberOf(site, 'mail_refusals')).toBe(before)
})
