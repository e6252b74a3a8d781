import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())
// Each test's signature is the newest.
beforeEach(() => site.clock.pass(1000))

const open = (token: string) => site.get(`/confirm/${token}`, { accept: 'text/html' })
const isTicked = (html: string, name: string) => new RegExp(`<input(?=[^>]*name="${name}")(?=[^>]*checked)`).test(html)

/** What stands after confirming with the page's button and these fields. */
async function confirmedWith(given: Record<string, unknown>, fields: Record<string, string>) {
  const { mail } = await signed(site, given)
  await site.postForm(`/confirm/${mail.confirmToken}`, fields)
  return rowsOf(site, 'select public_name, wants_updates from signatures order by confirmed_at desc limit 1')
}

test('the page shows initials and country, enough to know one’s own, and what was chosen', async () => {
  const { mail } = await signed(site, { givenName: 'Zephyrinella', familyName: 'Quackenfordt', country: 'FR', updates: true })

  const { body } = await open(mail.confirmToken)

  expect(body).toContain('<strong>Z. Q.</strong>')
  expect(body).toContain('<strong>France</strong>')
  expect([isTicked(body, 'publicName'), isTicked(body, 'updates')]).toEqual([false, true])
})

test('the page names nobody: no name, address, postcode or comment is in its markup or in the data beside it', async () => {
  const { mail } = await signed(site, {
    givenName: 'Zephyrinella',
    familyName: 'Quackenfordt',
    email: 'warble.canary@example.org',
    postcode: 'ZZ9 9ZX',
    comment: 'Murmurations of a made-up person',
    publicName: 'full',
  })

  const before = await open(mail.confirmToken)
  await site.postForm(`/confirm/${mail.confirmToken}`, {})
  const after = await open(mail.confirmToken)

  for (const { body } of [before, after]) expect(body).not.toMatch(/ephyrinella|uackenfordt|warble|canary|ZZ9|urmurations/i)
  expect(after.body).not.toContain('Z. Q.')
})

test.each([
  ['a name alone', { givenName: 'Mononym', familyName: undefined }, 'M.'],
  ['a letter of several code points', { givenName: 'नितिन', familyName: undefined }, 'नि.'],
  ['a name that is an emoji of several', { givenName: '👩‍🚒 Test', familyName: 'é-Person' }, '👩‍🚒. é.'],
  ['a name that begins with markup', { givenName: '<b>', familyName: '"x' }, '&lt;. &quot;.'],
])('the initials of %s are what a reader takes for letters', async (_what, given, initials) => {
  const { mail } = await signed(site, given)

  const { body } = await open(mail.confirmToken)

  expect(body).toContain(`<strong>${initials}</strong>`)
})

const both = { choices: 'yes', publicName: 'yes', updates: 'yes' }

test.each([
  ['both ticked', { publicName: 'none', updates: false }, both, 'full', true],
  ['both unticked', { publicName: 'full', updates: true }, { choices: 'yes' }, 'none', false],
  ['the name alone', { publicName: 'none', updates: true }, { choices: 'yes', publicName: 'yes' }, 'full', false],
  ['the updates alone', { publicName: 'full', updates: false }, { choices: 'yes', updates: 'yes' }, 'none', true],
  ['initials left ticked', { publicName: 'initials', updates: false }, both, 'initials', true],
  ['initials unticked', { publicName: 'initials', updates: true }, { choices: 'yes' }, 'none', false],
  ['no choices sent', { publicName: 'full', updates: true }, {}, 'full', true],
  ['ticks without the choices', { publicName: 'none', updates: false }, { publicName: 'yes', updates: 'yes' }, 'none', false],
])('what is chosen on the page is what stands: %s', async (_what, given, fields, publicName, wantsUpdates) => {
  const rows = await confirmedWith(given, fields)

  expect(rows).toEqual([{ public_name: publicName, wants_updates: wantsUpdates }])
})

test('a confirmation by the API keeps what was given', async () => {
  const { mail } = await signed(site, { publicName: 'full', updates: true })

  await site.post('/api/v1/confirmations', { token: mail.confirmToken })

  expect(await rowsOf(site, 'select public_name, wants_updates from signatures order by confirmed_at desc limit 1')).toEqual([
    { public_name: 'full', wants_updates: true },
  ])
})

test('a second press with other choices changes nothing', async () => {
  const { mail } = await signed(site)
  await site.postForm(`/confirm/${mail.confirmToken}`, { choices: 'yes' })

  await site.postForm(`/confirm/${mail.confirmToken}`, both)

  expect(await rowsOf(site, 'select public_name, wants_updates from signatures order by confirmed_at desc limit 1')).toEqual([
    { public_name: 'none', wants_updates: false },
  ])
})
