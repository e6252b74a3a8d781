import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { purgeExpired } from '../../server/features/signatures/purge-expired.ts'
import { confirmSubmissions } from '../../server/features/signatures/queries.ts'
import { dayMs, minuteMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { comparable, newestMail, numberOf, rowsOf, signed, signedInBrowser, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())
// Each test's signature is the newest.
beforeEach(() => site.clock.pass(1000))

const checkPage = `/petitions/${petitionSlug}/check-your-email`
const countOf = async (slug: string) => (await site.get(`/api/v1/petitions/${slug}/count`)).json()
const confirm = (token: string) => site.post('/api/v1/confirmations', { token })
const stranger = { givenName: 'Stranger', familyName: 'Firstcomer', country: 'US', comment: 'Words of somebody else', updates: true }
const owner = { givenName: 'Owner', familyName: 'Testperson', country: 'GB' }

/** What the signer's own page says of the address's signatures, the markup without the data beside it. */
async function shownTo(email: string): Promise<string> {
  const page = await site.get(await signerPathOf(site, email), { accept: 'text/html' })
  return page.body
}

/** Two submissions of one address, ten minutes apart, so that each has a mail of its own. */
async function signedTwice(email: string, slug?: string) {
  const { mail: first } = await signed(site, { ...stranger, email }, slug)
  site.clock.pass(11 * minuteMs)
  const { mail: second } = await signed(site, { ...owner, email }, slug)
  return { first, second }
}

test('a stranger who signs an address first decides nothing of what its owner confirms by the code', async () => {
  const { mail } = await signed(site, { ...stranger, email: 'mine-by-code@example.org' })
  const { email, cookie } = await signedInBrowser(site, { ...owner, email: 'mine-by-code@example.org' })

  const reply = await site.postForm(checkPage, { code: mail.code }, { cookie })

  expect(site.mail.to(email)).toHaveLength(1)
  expect(reply.statusCode).toBe(303)
  const page = await shownTo(email)
  expect(page).toContain('Owner Testperson')
  expect(page.match(/Confirmed on/g)).toHaveLength(1)
  expect(await rowsOf(site, 'select country, wants_updates from signatures order by confirmed_at desc limit 1')).toEqual([
    { country: 'GB', wants_updates: false },
  ])
})

test('a stranger who signs an address first decides nothing of what its owner confirms by the link of the later mail', async () => {
  const email = 'mine-by-link@example.org'
  const { first, second } = await signedTwice(email)

  const byOwner = await confirm(second.confirmToken)
  const byOtherLink = await confirm(first.confirmToken)

  expect([byOwner.statusCode, byOtherLink.statusCode]).toEqual([200, 200])
  expect(comparable(byOtherLink)).toEqual(comparable(byOwner))
  expect(await rowsOf(site, 'select country from signatures order by confirmed_at desc limit 1')).toEqual([{ country: 'GB' }])
  expect(await shownTo(email)).toContain('Owner Testperson')
})

test('the link of another submission changes nothing of the signature that stands, whatever is ticked there', async () => {
  const { first, second } = await signedTwice('stands@example.org')
  await confirm(second.confirmToken)
  const before = await rowsOf(site, 'select * from signatures order by confirmed_at desc limit 1')

  const posted = await site.postForm(`/confirm/${first.confirmToken}`, { choices: 'yes', publicName: 'yes', updates: 'yes' })

  expect(posted.statusCode).toBe(303)
  expect(await rowsOf(site, 'select * from signatures order by confirmed_at desc limit 1')).toEqual(before)
})

test('a code typed for another address confirms that address, and nothing of the browser’s own', async () => {
  const { email: own, cookie } = await signedInBrowser(site, { country: 'FR' })
  const { email: other, mail } = await signed(site, { country: 'DE' })
  const before = await numberOf(site, 'signatures')

  const reply = await site.postForm(checkPage, { email: other, code: mail.code }, { cookie })
  const ofOwn = await site.postForm(checkPage, { code: mail.code }, { cookie })

  expect([reply.statusCode, ofOwn.statusCode]).toEqual([303, 422])
  expect(await numberOf(site, 'signatures')).toBe(before + 1)
  expect(await rowsOf(site, 'select country from signatures order by confirmed_at desc limit 1')).toEqual([{ country: 'DE' }])
  expect(site.mail.to(own)).toHaveLength(1)
})

test('a code of one petition, typed in a browser that signed another, confirms nothing there', async () => {
  await site.addPetition({ slug: 'elsewhere' })
  const { email, cookie } = await signedInBrowser(site)
  const { mail } = await signed(site, { email }, 'elsewhere')

  const reply = await site.postForm(checkPage, { code: mail.code }, { cookie })

  expect(reply.statusCode).toBe(422)
})

test('two submissions of one address confirmed at once count once', async () => {
  await site.addPetition({ slug: 'two-at-once' })
  const { first, second } = await signedTwice('two-at-once@example.org', 'two-at-once')

  const replies = await Promise.all([first, second, first, second].map(({ confirmToken }) => confirm(confirmToken)))
  await site.sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
  expect(await countOf('two-at-once')).toMatchObject({ count: 1, voided: 0, checkpointSize: 1 })
})

test('two processes that confirm submissions of one address at the same moment make one signature, and answer alike', async () => {
  const petitionId = await site.addPetition({ slug: 'two-processes' })
  await signedTwice('two-processes@example.org', 'two-processes')
  const rows = await rowsOf<{ id: string }>(site, 'select id from submissions where petition_id = $1', [petitionId])
  const confirmations = rows.map(({ id }) => ({ id, choices: null }))

  const answers = await Promise.all(
    [...confirmations, ...confirmations].map((one) => confirmSubmissions(site.ctx.db, [one], site.clock.now())),
  )

  expect(confirmations).toHaveLength(2)
  expect(answers).toMatchObject(Array(4).fill([{ slug: 'two-processes', counted: false }]))
  expect(await rowsOf(site, 'select 1 from signatures where petition_id = $1', [petitionId])).toHaveLength(1)
})

test('a double click on the button is answered as confirmed twice, and counted once', async () => {
  await site.addPetition({ slug: 'double-click' })
  const { mail } = await signed(site, {}, 'double-click')

  const clicks = [1, 2].map(() => site.postForm(`/confirm/${mail.confirmToken}`, { choices: 'yes' }))
  const replies = await Promise.all(clicks)
  await site.sequence()

  expect(replies.map(({ statusCode, headers }) => [statusCode, headers.location])).toEqual([
    [303, '/petitions/double-click/thanks'],
    [303, '/petitions/double-click/thanks'],
  ])
  expect((await countOf('double-click')).count).toBe(1)
})

test('the code form answers byte for byte alike before and after somebody signs with the address, at any number of tries', async () => {
  const { email } = aSignature()
  const tries = async () => {
    const replies = []
    for (let n = 0; n < 7; n++) replies.push(await site.postForm(checkPage, { email, code: '000000' }))
    return replies.map(comparable)
  }

  const unknown = await tries()
  await signed(site, { email })
  const pending = await tries()
  await confirm(newestMail(site, email).confirmToken)
  const alreadyConfirmed = await tries()

  expect(new Set([...unknown, ...pending, ...alreadyConfirmed].map((reply) => JSON.stringify(reply))).size).toBe(1)
  expect(unknown[0]?.status).toBe(422)
})

test('a right code after five wrong ones is answered like a wrong one, on the form too', async () => {
  const { email, mail } = await signed(site)
  const post = (code: string) => site.postForm(checkPage, { email, code })
  const wrong = String((Number(mail.code) + 1) % 1_000_000).padStart(6, '0')
  for (let n = 0; n < 5; n++) await post(wrong)

  const [right, again] = [await post(mail.code), await post(wrong)]

  expect(comparable(right)).toEqual(comparable(again))
})

test('a code does not come back after its time, when nothing of its mail is kept any more', async () => {
  const { email, mail: old } = await signed(site)
  site.clock.pass(31 * dayMs)
  await purgeExpired(site.ctx)

  const { mail } = await signed(site, { email })
  const byOldCode = await site.post('/api/v1/confirmations', { petition: petitionSlug, email, code: old.code })
  const byNewCode = await site.post('/api/v1/confirmations', { petition: petitionSlug, email, code: mail.code })

  expect(mail.code).not.toBe(old.code)
  expect([byOldCode.statusCode, byNewCode.statusCode]).toEqual([422, 200])
})
