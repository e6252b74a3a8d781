import { afterAll, beforeAll, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import { aLetter, officeAsk, unOffice } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, numberOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
  for (const slug of ['second', 'third', 'fourth', 'fifth']) await site.addPetition({ slug })
})
afterAll(() => site.close())

const subjectsTo = (address: string) => site.mail.to(address).map(({ message }) => message.subject)
const confirmSubject = 'Please confirm your e-mail address'
const noticeSubject = 'About your e-mail address'

test('a second submission within ten minutes causes no second mail', async () => {
  const { email } = await signed(site)

  site.clock.pass(10 * minuteMs - 1)
  await signed(site, { email })

  expect(subjectsTo(email)).toEqual([confirmSubject])
})

test('after ten minutes one more mail comes with a new code, and the old code is wrong from then on', async () => {
  const { email } = await signed(site)

  site.clock.pass(11 * minuteMs)
  await signed(site, { email })
  const [first, second] = site.mail.to(email)
  const byOldCode = await site.post('/api/v1/confirmations', { petition: petitionSlug, email, code: first?.code })
  const byNewCode = await site.post('/api/v1/confirmations', { petition: petitionSlug, email, code: second?.code })

  expect(subjectsTo(email)).toEqual([confirmSubject, confirmSubject])
  expect(second?.code).not.toBe(first?.code)
  expect(byOldCode.statusCode).toBe(422)
  expect(byNewCode.statusCode).toBe(200)
})

test('the link of the first mail still works after the second', async () => {
  const { email, mail } = await signed(site)
  site.clock.pass(11 * minuteMs)
  await signed(site, { email })

  const reply = await site.post('/api/v1/confirmations', { token: mail.confirmToken })

  expect(reply.statusCode).toBe(200)
})

test('one petition sends an address at most three confirmations a day', async () => {
  site.clock.set('2026-12-01T00:00:00Z')
  const { email } = await signed(site)

  for (let hour = 1; hour < 24; hour++) {
    site.clock.set(new Date(Date.UTC(2026, 11, 1, hour)))
    await signed(site, { email })
  }

  expect(site.mail.to(email)).toHaveLength(3)
})

test('an address gets at most three confirmations a day over the whole site, however it is spelled, and more on the next', async () => {
  site.clock.set('2026-12-02T06:00:00Z')
  const spellings = ['made.up.person@gmail.com', 'madeupperson+a@gmail.com', 'MadeUpPerson@googlemail.com', 'm.adeupperson+b@gmail.com']
  const mailsTo = (addresses: string[]) => addresses.flatMap((address) => site.mail.to(address))

  await signed(site, { email: spellings[0] }, petitionSlug)
  await signed(site, { email: spellings[1] }, 'second')
  await signed(site, { email: spellings[2] }, 'third')
  await signed(site, { email: spellings[3] }, 'fourth')
  await signed(site, { email: spellings[0] }, 'fifth')
  const onTheFirstDay = mailsTo(spellings).length
  site.clock.pass(dayMs)
  await signed(site, { email: spellings[3] }, 'fourth')
  const onTheNextDay = mailsTo(spellings).length

  expect(onTheFirstDay).toBe(3)
  expect(onTheNextDay).toBe(4)
})

test('mail goes to the address as it was typed first, not to its canonical spelling', async () => {
  site.clock.pass(dayMs)

  const { mail } = await signed(site, { email: 'Other.Made.Up.Person+petition@gmail.com' })

  expect(mail.to).toBe('Other.Made.Up.Person+petition@gmail.com')
})

test('dots tell two people apart outside the services that ignore them', async () => {
  const { mail: one } = await signed(site, { email: 'two.people@example.org' })
  const { mail: other } = await signed(site, { email: 'twopeople@example.org' })

  expect([one.to, other.to]).toEqual(['two.people@example.org', 'twopeople@example.org'])
})

test('who signs again after confirming is told at once, and at most once a day', async () => {
  const { email } = await confirmed(site)

  await signed(site, { email })
  const atOnce = subjectsTo(email)
  site.clock.pass(23 * hourMs)
  await signed(site, { email })
  const onTheSameDay = subjectsTo(email)
  site.clock.pass(hourMs)
  await signed(site, { email })
  const aDayLater = subjectsTo(email)

  expect(atOnce).toEqual([confirmSubject, noticeSubject])
  expect(onTheSameDay).toEqual([confirmSubject, noticeSubject])
  expect(aDayLater).toEqual([confirmSubject, noticeSubject, noticeSubject])
})

test('the notice has no link or code that confirms, and a way to say "not me"', async () => {
  const { email } = await confirmed(site)

  const { mail } = await signed(site, { email })

  expect(mail.message.subject).toBe(noticeSubject)
  expect(mail).toMatchObject({ confirmToken: '', code: '', refuseToken: expect.stringMatching(/^[\w-]+$/) })
})

test('an address that has refused our mail gets none, for any petition, until it takes that back', async () => {
  const { email, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  await signed(site, { email }, 'second')
  site.clock.pass(11 * minuteMs)
  await signed(site, { email })
  const whileRefused = site.mail.to(email).length
  await site.postForm(`/not-me/${mail.refuseToken}`, { again: 'yes' })
  site.clock.pass(dayMs)
  await signed(site, { email })

  expect(whileRefused).toBe(1)
  expect(site.mail.to(email)).toHaveLength(2)
})

test('many submissions of one address that wait in the queue together cause one mail', async () => {
  const signature = aSignature()

  await Promise.all(Array.from({ length: 20 }, () => site.sign(signature)))
  await site.work()

  expect(subjectsTo(signature.email)).toEqual([confirmSubject])
})

const letterSubject = 'Please read your letter and confirm it'
const submitLetter = (email: string) =>
  site.post('/api/v1/letters', aLetter({ ask: officeAsk, recipient: unOffice, country: undefined, postcode: undefined, email }))

test('an address gets at most three letters to confirm a day, however it is spelled, and more on the next; the others are deleted', async () => {
  site.clock.pass(dayMs)
  const spellings = ['many.letters@gmail.com', 'manyletters+a@gmail.com', 'ManyLetters@googlemail.com', 'm.anyletters@gmail.com']
  for (const email of [...spellings, ...spellings]) await submitLetter(email)
  await site.work()
  const onTheFirstDay = spellings.flatMap(subjectsTo)
  const kept = await numberOf(site, 'letters')
  site.clock.pass(dayMs)
  await submitLetter(spellings[0] ?? '')
  await site.work()

  expect(onTheFirstDay).toEqual([letterSubject, letterSubject, letterSubject])
  expect(kept).toBe(3)
  expect(spellings.flatMap(subjectsTo)).toHaveLength(4)
})

test('letters and signatures are counted each for themselves', async () => {
  site.clock.pass(dayMs)
  const email = 'signs-and-writes@example.org'
  for (let n = 0; n < 4; n++) await submitLetter(email)
  await site.work()
  const { mail } = await signed(site, { email })

  expect(subjectsTo(email)).toEqual([letterSubject, letterSubject, letterSubject, confirmSubject])
  expect(mail.message.subject).toBe(confirmSubject)
})

test('an address that has refused our mail gets no letter to confirm, and what was handed in with it is deleted', async () => {
  const { email, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const before = await numberOf(site, 'letters')

  const reply = await submitLetter(email)
  await site.work()

  expect(reply.statusCode).toBe(202)
  expect(subjectsTo(email)).toEqual([confirmSubject])
  expect(await numberOf(site, 'letters')).toBe(before)
})
