import { afterAll, beforeAll, expect, test } from 'vitest'
import { tokenPurpose } from '../../server/features/signatures/rules.ts'
import { dayMs, minuteMs } from '../../server/lib/clock.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { testKeys } from '../support/keys.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { comparable, numberOf, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const confirm = (token: string) => site.post('/api/v1/confirmations', { token })
const countOf = async (slug = petitionSlug) => (await site.get(`/api/v1/petitions/${slug}/count`)).json().count
const confirmedRows = () => numberOf(site, 'signatures')

/** A petition of the test's own, so that its count is the test's own. */
async function aPetition(slug: string, given: object = {}) {
  await site.addPetition({ slug, ...given })
  return slug
}

test('neither opening the link nor fetching it in any other way confirms', async () => {
  const { mail } = await signed(site)
  const url = `/confirm/${mail.confirmToken}`

  const replies = await Promise.all((['GET', 'GET', 'HEAD', 'OPTIONS'] as const).map((method) => site.app.inject({ method, url })))
  await site.sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 404])
  expect(replies[0]?.body).toContain('Yes, I sign this petition')
  expect(await confirmedRows()).toBe(0)
  expect(await countOf()).toBe(0)
})

test('pressing the button confirms and leads to the thank-you page', async () => {
  const { mail } = await signed(site)

  const posted = await site.postForm(`/confirm/${mail.confirmToken}`, {})
  const page = await site.get(`/confirm/${mail.confirmToken}`)
  const thanks = await site.get(posted.headers.location ?? '')

  expect(posted.statusCode).toBe(303)
  expect(posted.headers.location).toBe(`/petitions/${petitionSlug}/thanks`)
  expect(page.body).toContain('Your signature is confirmed already')
  expect(thanks.statusCode).toBe(200)
})

test('a second click on the link does not count twice', async () => {
  const slug = await aPetition('twice')
  const { mail } = await signed(site, {}, slug)

  const first = await confirm(mail.confirmToken)
  await site.sequence()
  const second = await confirm(mail.confirmToken)
  await site.sequence()

  expect(first.json()).toEqual({ status: 'confirmed', petition: slug, counted: false })
  expect(second.json()).toEqual({ status: 'confirmed', petition: slug, counted: true })
  expect(await countOf(slug)).toBe(1)
})

test('two confirmations at once count once', async () => {
  const slug = await aPetition('at-once')
  const { mail } = await signed(site, {}, slug)

  const replies = await Promise.all(Array.from({ length: 10 }, () => confirm(mail.confirmToken)))
  await Promise.all([site.sequence(), site.sequence()])

  expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(200))
  expect(await countOf(slug)).toBe(1)
})

test('link and code at once count once', async () => {
  const slug = await aPetition('link-and-code')
  const { email, mail } = await signed(site, {}, slug)

  const replies = await Promise.all([
    confirm(mail.confirmToken),
    site.post('/api/v1/confirmations', { petition: slug, email, code: mail.code }),
  ])
  await site.sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200])
  expect(await countOf(slug)).toBe(1)
})

test('the moment of confirming is that of the first time', async () => {
  const slug = await aPetition('first-moment')
  const { mail } = await signed(site, {}, slug)
  await confirm(mail.confirmToken)
  const id = await site.petitionId(slug)
  const before = await rowsOf(site, 'select confirmed_at from signatures where petition_id = $1', [id])

  site.clock.pass(minuteMs)
  await confirm(mail.confirmToken)
  const after = await rowsOf(site, 'select confirmed_at from signatures where petition_id = $1', [id])

  expect(after).toEqual(before)
})

test('who signed in time may confirm after the petition has closed', async () => {
  const slug = await aPetition('closing', { closesAt: new Date(site.clock.now().getTime() + minuteMs) })
  const { mail } = await signed(site, {}, slug)
  site.clock.pass(2 * minuteMs)
  const signedLate = await signed(site, {}, slug)

  const reply = await confirm(mail.confirmToken)
  await site.sequence()

  expect(signedLate.mail).toBeUndefined()
  expect(reply.statusCode).toBe(200)
  expect(await countOf(slug)).toBe(1)
})

test('a link works until its thirty days are over', async () => {
  const { mail: first } = await signed(site)
  const { mail: second } = await signed(site)

  site.clock.pass(30 * dayMs - 1000)
  const inTime = await confirm(first.confirmToken)
  site.clock.pass(1000)
  const late = await confirm(second.confirmToken)

  expect(inTime.statusCode).toBe(200)
  expect(late.statusCode).toBe(410)
})

test('expired, foreign, made-up and deleted are one and the same answer', async () => {
  const { mail: expired } = await signed(site)
  site.clock.pass(31 * dayMs)
  const { mail: deleted } = await signed(site)
  await site.postForm(`/not-me/${deleted.refuseToken}`, {})
  const [row] = await rowsOf<{ id: string }>(site, 'select id from submissions limit 1')
  const nextMonth = new Date(site.clock.now().getTime() + dayMs)
  const foreign = mintToken(testKeys(), tokenPurpose.confirm, idToBytes(row?.id ?? ''), nextMonth)
  const unknown = mintToken(site.ctx.keys, tokenPurpose.confirm, idToBytes('00000000-0000-4000-8000-000000000000'), nextMonth)
  const before = await confirmedRows()

  const replies = await Promise.all(
    [expired.confirmToken, deleted.confirmToken, foreign, unknown, deleted.refuseToken, 'made-up', 'é', '%00'].map(confirm),
  )
  const pages = await Promise.all([expired.confirmToken, unknown, 'made-up'].map((token) => site.get(`/confirm/${token}`)))
  const posted = await site.postForm(`/confirm/${expired.confirmToken}`, {})

  expect(replies[0]?.statusCode).toBe(410)
  expect(replies[0]?.json()).toMatchObject({ type: '/problems/link-not-valid', detail: expect.stringContaining('sign the petition again') })
  expect(replies.map(comparable)).toEqual(Array(8).fill(comparable(replies[1] as never)))
  expect([...pages, posted].map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410])
  expect(posted.body).toContain('To get a new mail')
  expect(await confirmedRows()).toBe(before)
})
