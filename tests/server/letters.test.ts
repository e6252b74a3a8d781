import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { aLetter, bringMembers, commonsAsk, handedIn, officeAsk, putLive, unOffice, written } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
let ada: string
let ben: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada, ben } = await bringMembers(site))
})
beforeEach(async () => {
  site.mail.mails.length = 0
  site.clock.set('2026-11-24T12:00:00Z')
  await site.ctx.pool.query('truncate letters, letter_events, letter_sketches, letter_fingerprints, live_asks, refused_addresses')
})
afterAll(() => site.close())

test('a letter goes nowhere until the whole of it has been mailed to its writer and they confirm it', async () => {
  const { email } = await handedIn(site, { recipient: ada, own: 'I write because of what I saw.' })

  expect(site.mail.mails.map(({ to }) => to)).toEqual([email])
  const [mail] = site.mail.mails
  expect(mail?.message.text).toContain('I write because of what I saw.')
  expect(mail?.message.text).toContain('Dear Ada Example,')
  expect(mail?.message.text).toContain('Please ask ministers whether they will extend the 2022 offence')
})

test('a confirmed letter of an ask that is live is sent to the member, from our address, with answers to its writer', async () => {
  await putLive(site, commonsAsk)
  const { email, state } = await written(site, { recipient: ada })
  expect(state).toBe('queued')
  site.clock.pass(15 * 60_000)
  await site.ctx.pool.query(`select graphile_worker.add_job('dispatch-letters', '{}')`)
  await site.work()

  const letter = site.mail.to('ada.office@example.org')[0]
  expect(letter?.fromName).toBe('Wanda Writer via Test site')
  expect(letter?.replyTo).toEqual({ name: 'Wanda Writer', address: email })
  expect(letter?.returnPath).toMatch(/^bounces\+/)
  expect(letter?.message.subject).toBe('Close the consent gap in UK organ-tourism law')
  expect(site.mail.to(email).at(-1)?.message.subject).toBe('Your letter has been sent')
})

test('until an owner puts the ask live, a letter goes to the organizers and not to the member', async () => {
  const { email } = await written(site, { recipient: ada })

  expect(site.mail.to('ada.office@example.org')).toEqual([])
  expect(site.mail.to('contact@example.org')[0]?.message.subject).toMatch(/^\[Test, not sent to Ada Example\]/)
  expect(site.mail.to(email).at(-1)?.message.subject).toBe('Your letter went to the organizers, as a test')
})

test('a member without an address is written to by the writer’s own hand, on paper', async () => {
  const { page, state } = await written(site, { recipient: ben, postcode: 'ZE1 0AB' })

  expect(state).toBe('confirmed')
  const { body } = await site.get(page)
  expect(body).toContain('Confirmed: now send it on paper')
  const pdf = await site.get(`/api/v1${page}/letter.pdf`)
  expect(pdf.headers['content-type']).toBe('application/pdf')
  expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-')
})

test('an office is written to by anybody, wherever they live', async () => {
  const letter = { ask: officeAsk, recipient: unOffice, country: undefined, postcode: undefined, town: undefined }
  const { page } = await written(site, letter)

  const { body } = await site.get(page)
  expect(body).toContain('Dear')
  expect(body).toContain('Geneva')
})

test('a member is not written to from another place', async () => {
  const reply = await site.post('/api/v1/letters', aLetter({ recipient: ben, postcode: 'ZE1 0AA' }))

  expect(reply.statusCode).toBe(422)
  expect(reply.json().errors).toMatchObject([{ pointer: '/recipient', code: 'recipient-elsewhere' }])
})

test('one letter of a person about an ask reaches a member, however often they write', async () => {
  await putLive(site, commonsAsk)
  const first = await handedIn(site, { recipient: ada, email: 'twice@example.net' })
  const second = await handedIn(site, { recipient: ada, email: 'Twice@example.net' })
  await site.post('/api/v1/letters/confirmations', { token: first.token })
  const reply = await site.post('/api/v1/letters/confirmations', { token: second.token })

  expect(reply.statusCode).toBe(409)
  expect(reply.json().type).toMatch(/letter-already-written$/)
})
