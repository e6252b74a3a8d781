import { afterAll, beforeAll, expect, test } from 'vitest'
import { minuteMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { comparable, confirmed, newestMail, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const tryCode = (email: string, code: string, petition = petitionSlug) => site.post('/api/v1/confirmations', { petition, email, code })

/** A code that is not the given one. */
const otherThan = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

async function tryWrong(email: string, times: number, code = '000000') {
  const replies = []
  for (let i = 0; i < times; i++) replies.push(await tryCode(email, code))
  return replies
}

test('the mailed code confirms', async () => {
  const { email, mail } = await signed(site)

  const reply = await tryCode(email, mail.code)

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toEqual({ status: 'confirmed', petition: petitionSlug, counted: false })
})

test('the code may be typed with spaces or a hyphen, and the address in another letter case', async () => {
  const { email, mail } = await signed(site)
  const spaced = `${mail.code.slice(0, 3)} ${mail.code.slice(3)} `

  const reply = await tryCode(email.toUpperCase(), spaced)

  expect(reply.statusCode).toBe(200)
})

test('a wrong code says what to do and not how many tries are left, and a right one after it confirms', async () => {
  const { email, mail } = await signed(site)

  const wrong = await tryCode(email, otherThan(mail.code))
  const right = await tryCode(email, mail.code)

  expect(wrong.statusCode).toBe(422)
  expect(wrong.json()).toEqual({
    type: '/problems/code-wrong',
    title: expect.stringMatching(/\w/),
    status: 422,
    detail: expect.stringMatching(/^\/code: /),
    instance: expect.stringMatching(/\w/),
    errors: [{ pointer: '/code', code: 'code-wrong', detail: expect.stringMatching(/\w/), fix: expect.stringContaining('newest mail') }],
  })
  expect(right.statusCode).toBe(200)
})

test('after five wrong codes the right one gets the same answer, and the link still works', async () => {
  const { email, mail } = await signed(site)

  const wrong = await tryWrong(email, 5, otherThan(mail.code))
  const sixth = await tryCode(email, mail.code)
  const byLink = await site.post('/api/v1/confirmations', { token: mail.confirmToken })

  expect(wrong.map(({ statusCode }) => statusCode)).toEqual([422, 422, 422, 422, 422])
  expect(wrong.map(comparable)).toEqual(Array(5).fill(comparable(sixth)))
  expect(byLink.statusCode).toBe(200)
})

test('the fifth try may be the right one', async () => {
  const { email, mail } = await signed(site)
  await tryWrong(email, 4, otherThan(mail.code))

  const fifth = await tryCode(email, mail.code)

  expect(fifth.statusCode).toBe(200)
})

test('a new mail brings five new tries', async () => {
  const { email, mail } = await signed(site)
  await tryWrong(email, 5, otherThan(mail.code))
  site.clock.pass(11 * minuteMs)
  await signed(site, { email })

  const reply = await tryCode(email, newestMail(site, email).code)

  expect(reply.statusCode).toBe(200)
})

test('tries made at once are all counted', async () => {
  const { email, mail } = await signed(site)

  const replies = await Promise.all(Array.from({ length: 12 }, () => tryCode(email, otherThan(mail.code))))
  const right = await tryCode(email, mail.code)

  expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(12).fill(422))
  expect(right.statusCode).toBe(422)
})

test('six tries are answered byte for byte alike for pending, confirmed and unknown addresses', async () => {
  const { email: pending } = await signed(site)
  const { email: alreadyConfirmed } = await confirmed(site)
  const { email: unknown } = aSignature()

  const ofPending = await tryWrong(pending, 6)
  const ofConfirmed = await tryWrong(alreadyConfirmed, 6)
  const ofUnknown = await tryWrong(unknown, 6)

  expect(ofConfirmed.map(comparable)).toEqual(ofPending.map(comparable))
  expect(ofUnknown.map(comparable)).toEqual(ofPending.map(comparable))
})

test('a new submission gives new tries to confirmed and unknown addresses alike, and the answer does not show it', async () => {
  const { email: alreadyConfirmed } = await confirmed(site)
  const { email: unknown } = aSignature()
  await tryWrong(alreadyConfirmed, 6)
  await tryWrong(unknown, 6)
  site.clock.pass(11 * minuteMs)
  await signed(site, { email: alreadyConfirmed })
  await signed(site, { email: unknown })

  const ofConfirmed = await tryWrong(alreadyConfirmed, 1)
  const ofUnknown = await tryWrong(unknown, 1)

  const tries = await rowsOf<{ attempts: number }>(
    site,
    'select attempts from mail_slots where opened_at is not null order by opened_at desc limit 2',
  )
  expect(tries).toEqual([{ attempts: 1 }, { attempts: 1 }])
  expect(ofConfirmed.map(comparable)).toEqual(ofUnknown.map(comparable))
})

test('an address that refused our mail is answered like any other', async () => {
  const { email, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const { email: unknown } = aSignature()

  const ofRefused = await tryWrong(email, 6)
  const ofUnknown = await tryWrong(unknown, 6)

  expect(ofRefused.map(comparable)).toEqual(ofUnknown.map(comparable))
})

test('tries of one spelling of an address count for all', async () => {
  const { mail } = await signed(site, { email: 'code.made.up@gmail.com' })
  await tryWrong('codemadeup+x@googlemail.com', 5)

  const reply = await tryCode('code.made.up@gmail.com', mail.code)

  expect(reply.statusCode).toBe(422)
})

test('the code of one petition is none of another', async () => {
  await site.addPetition({ slug: 'other-petition' })
  const { email, mail } = await signed(site)
  await signed(site, { email }, 'other-petition')

  const reply = await tryCode(email, mail.code, 'other-petition')

  expect(reply.statusCode).toBe(422)
})

test('a petition that does not exist is answered like a wrong code', async () => {
  const { email } = aSignature()

  const reply = await tryCode(email, '000000', 'no-such-petition')
  const ofUnknown = await tryCode(email, '000000')

  expect(comparable(reply)).toEqual(comparable(ofUnknown))
})

test('wrong codes confirm nothing', async () => {
  const { email, mail } = await signed(site)
  const before = await rowsOf(site, 'select id from signatures order by id')

  await tryWrong(email, 5, otherThan(mail.code))
  const after = await rowsOf(site, 'select id from signatures order by id')

  expect(after).toEqual(before)
})
