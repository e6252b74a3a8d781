import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailSignerLink } from '../../server/features/signatures/mail-signer-link.ts'
import { purgeExpired } from '../../server/features/signatures/purge-expired.ts'
import { dayMs, minuteMs } from '../../server/lib/clock.ts'
import { MailRefused } from '../../server/mail/mailer.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { comparable, confirmed, newestMail, numberOf, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
  for (const slug of ['second', 'third']) await site.addPetition({ slug })
})
afterAll(() => site.close())

const ask = (email: unknown) => site.post('/api/v1/me/links', { email })
const askOnPage = (email: string) => site.postForm('/me', { email })
const linkMailsTo = (email: string) => site.mail.to(email).filter(({ signerToken }) => signerToken !== '')
const capsTaken = async () =>
  (await rowsOf<{ mails: number }>(site, 'select coalesce(sum(mails), 0)::int as mails from mail_caps'))[0]?.mails ?? 0

/** Runs the job of the newest request as the queue does, without its book-keeping: as if the worker died after it. */
async function runJob(): Promise<void> {
  const [job] = await rowsOf<{ payload: { linkId: string } }>(
    site,
    'select payload from graphile_worker._private_jobs order by id desc limit 1',
  )
  return mailSignerLink(
    { ...site.ctx, isKnownElsewhere: async () => false, publicUrl: site.ctx.config.http.publicUrl, locales: ['en'] },
    job?.payload ?? { linkId: '' },
  )
}

test('confirmed, waiting, unknown and refusing addresses get one and the same answer, byte for byte', async () => {
  const { email: known } = await confirmed(site)
  const { email: waiting } = await signed(site)
  const { email: refusing, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const addresses = [known, waiting, refusing, aSignature().email]

  const replies = await Promise.all(addresses.map(ask))
  const posts = await Promise.all(addresses.map(askOnPage))

  expect(replies[0]?.statusCode).toBe(202)
  expect(replies[0]?.json()).toEqual({ status: 'check-your-email' })
  expect(replies.map(comparable)).toEqual(Array(4).fill(comparable(replies[0] as never)))
  expect([posts[0]?.statusCode, posts[0]?.headers.location]).toEqual([303, '/me?sent=yes'])
  expect(posts.map(comparable)).toEqual(Array(4).fill(comparable(posts[0] as never)))
  await site.work()
})

test('a mail comes to those of whom something is kept, and to nobody else', async () => {
  const { email: known } = await confirmed(site)
  const { email: waiting } = await signed(site)
  const { email: unknown } = aSignature()
  const before = await numberOf(site, 'signer_links')

  await Promise.all([known, waiting, unknown].map(ask))
  await site.work()

  expect([known, waiting, unknown].map((email) => linkMailsTo(email).length)).toEqual([1, 1, 0])
  expect(site.mail.to(unknown)).toEqual([])
  expect(await numberOf(site, 'signer_links')).toBe(before + 2)
})

test('the link is for the address that was typed, and opens the page of its signer in any spelling', async () => {
  await confirmed(site, { email: 'spelled.madeup@gmail.com', givenName: 'Spelledperson' })

  await ask('SpelledMadeUp+x@googlemail.com')
  await site.work()
  const [mail] = linkMailsTo('SpelledMadeUp+x@googlemail.com')
  const page = await site.get(`/me/${mail?.signerToken}`)

  expect(page.body).toContain('Spelledperson')
})

test('an address that has refused our mail gets no link', async () => {
  const { email, mail } = await confirmed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  await ask(email)
  await site.work()

  expect(linkMailsTo(email)).toEqual([])
})

test.each(['', 'nobody', 'two@example.org,three@example.org', 'nul\u0000@example.org', `${'x'.repeat(300)}@example.org`])(
  'what is no address is refused with the field and its fix, and stores nothing: %j',
  async (email) => {
    const before = await numberOf(site, 'signer_links')

    const reply = await ask(email)
    const post = await askOnPage(email)

    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({
      type: '/problems/invalid-input',
      errors: [{ pointer: '/email', fix: expect.stringMatching(/\w/) }],
    })
    expect(post.statusCode).toBe(422)
    expect(post.headers['cache-control']).toBe('no-store')
    expect(post.body).toContain('href="#email"')
    expect(await numberOf(site, 'signer_links')).toBe(before)
  },
)

test('an address gets at most three links a day, however it is spelled, and more on the next', async () => {
  site.clock.set('2026-12-02T06:00:00Z')
  await confirmed(site, { email: 'capped.madeup@gmail.com' })
  const spellings = ['capped.madeup@gmail.com', 'cappedmadeup+a@gmail.com', 'CappedMadeup@googlemail.com', 'c.appedmadeup@gmail.com']
  const askAll = async () => {
    for (const spelling of spellings) await ask(spelling)
    await site.work()
    return spellings.flatMap(linkMailsTo).length
  }

  const onTheFirstDay = await askAll()
  site.clock.set('2026-12-02T23:59:59Z')
  const lateOnTheFirstDay = await askAll()
  site.clock.set('2026-12-03T00:00:00Z')
  const onTheNextDay = await askAll()

  expect([onTheFirstDay, lateOnTheFirstDay, onTheNextDay]).toEqual([3, 3, 6])
})

test('links and confirmations are counted apart: neither uses up the other', async () => {
  site.clock.pass(dayMs)
  const { email } = await confirmed(site)
  for (let n = 0; n < 3; n++) await ask(email)
  await site.work()

  await signed(site, { email }, 'second')
  await signed(site, { email }, 'third')

  expect(linkMailsTo(email)).toHaveLength(3)
  expect(site.mail.to(email).filter(({ confirmToken }) => confirmToken !== '')).toHaveLength(3)
})

test('a job that dies between deciding and sending sends the mail when it runs again, and takes one of the day’s mails', async () => {
  const { email } = await confirmed(site)
  await ask(email)
  const before = await capsTaken()
  site.mail.failNext(new Error('the mail was not sent: ECONNECTION'))

  const died = await runJob().catch((error: Error) => error.message)
  site.clock.pass(20 * minuteMs)
  await runJob()
  await runJob()
  const [first, second, ...more] = linkMailsTo(email)

  expect(died).toBe('the mail was not sent: ECONNECTION')
  expect(first?.messageId).toMatch(/^[0-9a-f]{32}$/)
  expect(second).toEqual(first)
  expect(more).toEqual([])
  expect((await capsTaken()) - before).toBe(1)
  await rowsOf(site, 'delete from graphile_worker._private_jobs')
})

test('each request has a link and a Message-ID of its own', async () => {
  const { email } = await confirmed(site)

  await ask(email)
  await ask(email)
  await site.work()
  const [first, second] = linkMailsTo(email)

  expect(second?.messageId).not.toBe(first?.messageId)
  expect(second?.signerToken).not.toBe(first?.signerToken)
})

test('a job holds the id of the request and nothing else, and one whose request is gone does nothing', async () => {
  const { email } = await confirmed(site)
  await ask(email)
  const [row] = await rowsOf<{ id: string }>(site, 'select id from signer_links where not is_mailed')
  const jobs = await rowsOf(site, 'select payload from graphile_worker._private_jobs')
  const mails = site.mail.mails.length

  await rowsOf(site, 'delete from signer_links where id = $1', [row?.id])
  await site.work()

  expect(jobs).toEqual([{ payload: { linkId: row?.id } }])
  expect(site.mail.mails).toHaveLength(mails)
  expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
})

test('a request that its job reaches only after a day is too late', async () => {
  const { email } = await confirmed(site)
  await ask(email)

  site.clock.pass(dayMs)
  await site.work()

  expect(linkMailsTo(email)).toEqual([])
})

test('a link whose mail is refused for good is forgotten, and the log does not name the address', async () => {
  const { email } = await confirmed(site, { email: 'refused-for-good@example.org' })
  const before = await numberOf(site, 'signer_links')
  await ask(email)
  site.mail.failNext(new MailRefused(550))

  await site.work()

  expect(await numberOf(site, 'signer_links')).toBe(before)
  expect(await numberOf(site, 'graphile_worker.jobs')).toBe(0)
  expect(site.logLines.join('')).not.toContain('refused-for-good')
})

test('requests go with their day', async () => {
  const { email } = await confirmed(site)
  await ask(email)
  await site.work()

  site.clock.pass(dayMs + 1)
  await purgeExpired(site.ctx)

  expect(newestMail(site, email).signerToken).not.toBe('')
  expect(await numberOf(site, 'signer_links')).toBe(0)
})
