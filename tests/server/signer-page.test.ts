import { afterAll, beforeAll, expect, test } from 'vitest'
import { signerLinkLifeMs, tokenPurpose } from '../../server/features/signatures/rules.ts'
import { secondMs } from '../../server/lib/clock.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { dumpDatabase } from '../support/dump.ts'
import { testKeys } from '../support/keys.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { comparable, confirmed, rowsOf, signed, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const html = { accept: 'text/html' }
const open = (path: string) => site.get(path, html)
const dump = () => dumpDatabase(site.ctx.pool)
const linkIdOf = async () =>
  (await rowsOf<{ id: string }>(site, 'select id from signer_links order by expires_at desc limit 1'))[0]?.id ?? ''

/** Somebody who has signed and confirmed, and has their page's path. */
async function aSigner(given: Record<string, unknown> = {}) {
  site.clock.pass(secondMs)
  const { email, mail } = await confirmed(site, given)
  return { email, mail, path: await signerPathOf(site, email) }
}

test('the page shows all that is kept, with the address masked, and is stored and indexed by nobody', async () => {
  const { path } = await aSigner({
    givenName: 'Testa',
    familyName: 'Signerby',
    email: 'testa@example.org',
    country: 'FR',
    postcode: '75001',
    comment: 'A reason\nin two lines',
  })

  const { statusCode, headers, body } = await open(path)

  expect(statusCode).toBe(200)
  expect(headers['cache-control']).toBe('no-store')
  expect(body).toContain('<meta name="robots" content="noindex">')
  for (const shown of ['t••@example.org', 'Testa Signerby', 'France', '75001', 'A reason\nin two lines']) expect(body).toContain(shown)
  expect(body).not.toContain('testa@example.org')
})

test('what is not confirmed yet is shown too, and can be withdrawn', async () => {
  const { email, mail } = await signed(site)
  const path = await signerPathOf(site, email)

  const before = await open(path)
  await site.postForm(path, { action: 'withdraw', petition: petitionSlug })
  const after = await open(path)
  const byLink = await site.post('/api/v1/confirmations', { token: mail.confirmToken })

  expect(before.body).toContain('Not confirmed and not counted')
  expect(after.body).toContain('Nothing of yours is kept here')
  expect(byLink.statusCode).toBe(410)
})

test('opening the page in whatever way but its buttons changes nothing', async () => {
  const { path } = await aSigner({ publicName: 'full' })
  await site.sequence()
  const before = await dump()

  const replies = await Promise.all(
    [
      path,
      `${path}?action=withdraw&petition=${petitionSlug}`,
      `${path}?action=erase`,
      `${path}?done=withdrawn`,
      `${path}/receipts/${petitionSlug}`,
    ].flatMap((url) => (['GET', 'HEAD', 'OPTIONS'] as const).map((method) => site.app.inject({ method, url, headers: html }))),
  )

  expect(new Set(replies.map(({ statusCode }) => statusCode))).toEqual(new Set([200, 404]))
  expect(await dump()).toBe(before)
})

test('choices are changed by the button, and an initial stays one', async () => {
  const { path } = await aSigner({ publicName: 'initials' })
  const choices = () => rowsOf(site, 'select public_name, wants_updates from signatures order by confirmed_at desc limit 1')
  const choose = (fields: Record<string, string>) => site.postForm(path, { action: 'choose', petition: petitionSlug, ...fields })

  const posted = await choose({ publicName: 'yes', updates: 'yes' })
  const first = await choices()
  await choose({})
  const second = await choices()
  await choose({ publicName: 'yes' })

  expect(posted.headers.location).toBe(`${path}?done=changed`)
  expect([first, second, await choices()]).toEqual([
    [{ public_name: 'initials', wants_updates: true }],
    [{ public_name: 'none', wants_updates: false }],
    [{ public_name: 'full', wants_updates: false }],
  ])
})

test.each([
  ['an unknown action', { action: 'explode', petition: petitionSlug }],
  ['no action', {}],
  ['a petition that does not exist', { action: 'withdraw', petition: 'no-such-petition' }],
  ['a petition that somebody else signed', { action: 'withdraw', petition: 'of-somebody-else' }],
  ['no petition', { action: 'withdraw' }],
  ['a petition with NUL', { action: 'withdraw', petition: 'a\u0000b' }],
  ['choices for a petition with NUL', { action: 'choose', petition: '\u0000' }],
  ['a petition of 5,000 letters', { action: 'withdraw', petition: 'x'.repeat(5000) }],
  ['the id of a petition', { action: 'withdraw', petition: '00000000-0000-4000-8000-000000000000' }],
] as [string, Record<string, string>][])('%s changes nothing and is no fault of ours', async (_what, fields) => {
  const { path } = await aSigner()
  if ((await site.petitionId('of-somebody-else')) === '') await site.addPetition({ slug: 'of-somebody-else' })
  await confirmed(site, {}, 'of-somebody-else')
  const before = await dump()

  const reply = await site.postForm(path, fields)

  expect(reply.statusCode).toBe(303)
  expect(await dump()).toBe(before)
})

test('an expired, a foreign, an unknown-kind and a malformed link are one and the same answer and change nothing', async () => {
  const { path: expiredPath } = await aSigner()
  const expired = await linkIdOf()
  site.clock.pass(signerLinkLifeMs)
  const { mail } = await aSigner()
  const nextDay = new Date(site.clock.now().getTime() + signerLinkLifeMs)
  const foreign = mintToken(testKeys(), tokenPurpose.signer, idToBytes(await linkIdOf()), nextDay)
  const prolonged = mintToken(testKeys(), tokenPurpose.signer, idToBytes(expired), nextDay)
  const before = await dump()
  const tokens = [
    expiredPath.slice('/me/'.length),
    foreign,
    prolonged,
    mail.confirmToken,
    mail.refuseToken,
    'made-up',
    '%00',
    'x'.repeat(90),
  ]

  const pages = await Promise.all(tokens.map((token) => open(`/me/${token}`)))
  const posts = await Promise.all(
    tokens.flatMap((token) =>
      ['withdraw', 'erase', 'choose'].map((action) => site.postForm(`/me/${token}`, { action, petition: petitionSlug })),
    ),
  )
  const receipts = await Promise.all(tokens.map((token) => site.get(`/me/${token}/receipts/${petitionSlug}`)))

  expect(new Set([...pages, ...posts, ...receipts].map(({ statusCode }) => statusCode))).toEqual(new Set([410]))
  expect(new Set(pages.map(({ body }) => body.replace(/"path":"[^"]*"/, ''))).size).toBe(1)
  expect(pages[0]?.body).toContain('Ask for a new link')
  expect(receipts.map(comparable)).toEqual(Array(tokens.length).fill(comparable(receipts[0] as never)))
  expect(await dump()).toBe(before)
})

test('a link works for a day, to the second', async () => {
  const { path } = await aSigner()

  site.clock.pass(signerLinkLifeMs - secondMs)
  const inTime = await open(path)
  site.clock.pass(secondMs)
  const late = await open(path)

  expect([inTime.statusCode, late.statusCode]).toEqual([200, 410])
})

test('the link to the page confirms nothing and refuses nothing', async () => {
  const { path } = await aSigner()
  const token = path.slice('/me/'.length)
  const before = await dump()

  const replies = [
    await site.post('/api/v1/confirmations', { token }),
    await open(`/confirm/${token}`),
    await site.postForm(`/confirm/${token}`, { choices: 'yes' }),
    await open(`/not-me/${token}`),
    await site.postForm(`/not-me/${token}`, {}),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 410, 410, 410, 410])
  expect(await dump()).toBe(before)
})

test('one signer’s page shows and changes nothing of another’s', async () => {
  const { path: other } = await aSigner({ givenName: 'Otherperson' })
  const { path } = await aSigner({ givenName: 'Myself' })

  const page = await open(path)
  await site.postForm(path, { action: 'erase' })
  const pageOfOther = await open(other)

  expect(page.body).not.toContain('Otherperson')
  expect(pageOfOther.body).toContain('Otherperson')
})
