import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mailSigner } from '../../server/features/signatures/mail-signer.ts'
import { minuteMs } from '../../server/lib/clock.ts'
import type { Mailer, OutgoingMail } from '../../server/mail/mailer.ts'
import { MailRefused } from '../../server/mail/mailer.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, numberOf, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

type Job = { id: string; payload: { signatureId: string }; attempts: number; last_error: string | null }
const jobs = () =>
  rowsOf<Job>(
    site,
    'select j.id::text, p.payload, j.attempts, j.last_error from graphile_worker.jobs j join graphile_worker._private_jobs p using (id) order by j.id',
  )

/** Runs one job as the queue does, without the queue's book-keeping: as if the worker died after it. */
const runJob = (submissionId: string, mailer: Mailer = site.mail) =>
  mailSigner({ ...site.ctx, mailer, publicUrl: site.ctx.config.http.publicUrl, locales: ['en'] }, { submissionId })

async function signWithoutMail(email: string): Promise<string> {
  await site.sign(aSignature({ email }))
  const [job] = await jobs()
  await rowsOf(site, 'delete from graphile_worker._private_jobs')
  return job?.payload.signatureId ?? ''
}

test('a job holds the id of the submission and nothing else', async () => {
  await site.sign(aSignature())
  const [row] = await rowsOf<{ id: string }>(site, 'select id from submissions')

  const waiting = await jobs()

  expect(waiting.map(({ payload }) => payload)).toEqual([{ signatureId: row?.id }])
  await site.work()
})

test('a job that runs again after a crash sends the same mail with the same Message-ID', async () => {
  const email = 'crash@example.org'
  const submissionId = await signWithoutMail(email)

  await runJob(submissionId)
  await runJob(submissionId)
  const [first, second, ...more] = site.mail.to(email)

  expect(first?.messageId).toMatch(/^[0-9a-f]{32}$/)
  expect(second).toEqual(first)
  expect(more).toEqual([])
})

test('a job that runs again an hour later still sends the code that it began with', async () => {
  const email = 'late-crash@example.org'
  const submissionId = await signWithoutMail(email)

  await runJob(submissionId)
  site.clock.pass(60 * minuteMs)
  await runJob(submissionId)
  const [first, second] = site.mail.to(email)

  expect(second).toMatchObject({ messageId: first?.messageId, code: first?.code })
})

test('a second job between a crash and its retry sends nothing, and the retry sends its mail', async () => {
  const email = 'between@example.org'
  const first = await signWithoutMail(email)
  const second = await signWithoutMail(email)
  site.mail.failNext(new Error('the mail was not sent: ECONNECTION'))

  const crashed = await runJob(first).catch((error: Error) => error.message)
  await runJob(second)
  const between = site.mail.to(email).length
  await runJob(first)

  expect(crashed).toBe('the mail was not sent: ECONNECTION')
  expect(between).toBe(0)
  expect(site.mail.to(email)).toHaveLength(1)
})

test('a crashed job takes only one of the three mails of the day', async () => {
  const email = 'cap@example.org'
  const first = await signWithoutMail(email)
  const second = await signWithoutMail(email)

  for (let run = 0; run < 3; run++) await runJob(first)
  site.clock.pass(11 * minuteMs)
  await runJob(second)

  expect(site.mail.to(email)).toHaveLength(4)
})

test('a notice that was sent by a process that died then is sent again, the same, and its submission is gone after it', async () => {
  const { email } = await confirmed(site)
  const submissionId = await signWithoutMail(email)
  const dying = {
    ...site.mail,
    send: async (mail: OutgoingMail) => {
      await site.mail.send(mail)
      throw new Error('killed')
    },
  }

  const killed = await runJob(submissionId, dying).catch((error: Error) => error.message)
  await runJob(submissionId)
  await runJob(submissionId)
  const [, first, second, ...more] = site.mail.to(email)

  expect(killed).toBe('killed')
  expect(first?.message.text).toContain('already signed')
  expect(second).toEqual(first)
  expect(more).toEqual([])
  expect(await rowsOf(site, 'select 1 from submissions where id = $1', [submissionId])).toEqual([])
})

test('what can never be confirmed is not kept: submissions of confirmed and of refusing addresses', async () => {
  const { email: alreadyConfirmed } = await confirmed(site)
  const { email: refusing, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const before = await numberOf(site, 'submissions')

  await signed(site, { email: alreadyConfirmed })
  await signed(site, { email: alreadyConfirmed })
  await signed(site, { email: refusing })

  expect(await numberOf(site, 'submissions')).toBe(before)
})

test('the next day’s notice has a Message-ID of its own', async () => {
  const { email } = await confirmed(site)
  await signed(site, { email })
  site.clock.pass(24 * 60 * minuteMs)
  await signed(site, { email })

  const [, first, second] = site.mail.to(email)

  expect(second?.messageId).not.toBe(first?.messageId)
})

test('a mail server that cannot be reached leaves the job in the queue, without the address, and the retry sends the mail', async () => {
  const signature = aSignature({ email: 'unreachable@example.org' })
  await site.sign(signature)
  site.mail.failNext(new Error('the mail was not sent: ETIMEDOUT'))

  await site.work()
  const failed = await vi.waitFor(async () => {
    const [job] = await jobs()
    expect(job?.last_error).toContain('ETIMEDOUT')
    return job
  })
  await rowsOf(site, 'update graphile_worker._private_jobs set run_at = now()')
  await site.work()

  expect(failed?.attempts).toBe(1)
  expect(JSON.stringify(failed)).not.toContain('unreachable')
  expect(site.mail.to(signature.email)).toHaveLength(1)
  expect(await jobs()).toEqual([])
})

test('an address that its mail server refuses for good is marked and not tried again', async () => {
  const signature = aSignature({ email: 'nobody-here@example.org' })
  await site.sign(signature)
  const [job] = await jobs()
  site.mail.failNext(new MailRefused(550))

  await site.work()
  const marked = await rowsOf(site, 'select id, mail_refused_code from submissions where mail_refused_code is not null')

  expect(marked).toEqual([{ id: job?.payload.signatureId, mail_refused_code: 550 }])
  expect(await jobs()).toEqual([])
  expect(site.mail.to(signature.email)).toEqual([])
  expect(site.logLines.join('')).not.toContain('nobody-here')
})

test('a job whose submission is gone does nothing', async () => {
  const before = site.mail.mails.length

  await runJob('00000000-0000-4000-8000-000000000000')

  expect(site.mail.mails).toHaveLength(before)
})

test('a mail has one recipient, the typed address, and nothing that the signer wrote', async () => {
  const { mail } = await signed(site, {
    email: 'plain@example.org',
    givenName: 'Buy-now',
    familyName: 'http://spam.example.net',
    comment: 'http://spam.example.net/comment',
  })

  expect(mail.to).toBe('plain@example.org')
  expect(JSON.stringify(mail.message)).not.toMatch(/Buy-now|spam/)
  expect(mail.message.text).toContain('http://localhost:3000/confirm/')
  expect(mail.message.text).toContain('http://localhost:3000/not-me/')
})
