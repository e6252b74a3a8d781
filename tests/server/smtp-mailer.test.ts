import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Mailer } from '../../server/mail/mailer.ts'
import { MailRefused } from '../../server/mail/mailer.ts'
import { createEmailRenderer } from '../../server/mail/render-email.ts'
import { createSmtpMailer } from '../../server/mail/smtp-mailer.ts'
import type { SmtpSink } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'

const site = { name: 'Test site', operator: 'Test operator', contact: 'contact@example.org', publicUrl: 'https://sign.example.org/' }
const payload = {
  petitionTitle: 'A test request',
  petitionUrl: 'https://sign.example.org/petitions/a',
  notMeUrl: 'https://sign.example.org/not-me/abc',
  signerUrl: 'https://sign.example.org/me',
  confirmUrl: 'https://sign.example.org/confirm/abc',
  code: '012345',
  expiresOn: '2026-12-23T12:00:00.000Z',
}

let sink: SmtpSink
let mailer: Mailer
beforeEach(async () => {
  sink = await startSmtpSink()
  mailer = createSmtpMailer({
    smtpUrl: sink.url,
    from: 'mail@act.example.org',
    fromName: 'Test site',
    render: createEmailRenderer(site),
  })
})
afterEach(async () => {
  await mailer.close()
  await sink.close()
})

async function mailTo(to: string) {
  await mailer.send({ to, messageId: 'abc123', message: await mailer.render('confirm-signature', payload, 'en') })
}

test('a mail reaches one recipient, as text and html, with a stable Message-ID', async () => {
  await mailTo('ana@example.org')

  const [mail] = sink.accepted
  const parsed = await simpleParser(mail?.raw ?? '')
  expect(mail?.recipients).toEqual(['ana@example.org'])
  expect(parsed.to).toMatchObject({ text: 'ana@example.org' })
  expect(parsed.from?.text).toBe('"Test site" <mail@act.example.org>')
  expect(parsed.subject).toBe('Please confirm your e-mail address')
  expect(parsed.messageId).toBe('<abc123@act.example.org>')
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
  expect(parsed.text).toContain('012 345')
  expect(parsed.html).toContain('https://sign.example.org/confirm/abc')
})

test('neither subject nor sender tells what the mail is about', async () => {
  await mailTo('ana@example.org')

  const parsed = await simpleParser(sink.accepted[0]?.raw ?? '')
  expect(`${parsed.subject} ${parsed.from?.text}`).not.toMatch(/petition|sign(ed|ature)|test request/i)
})

test.each(['ana@example.org,ben@example.org', 'ana@example.org\r\nBcc: ben@example.org', 'Ben <ben@example.org>, ana@example.org'])(
  'an address made to reach others reaches nobody else: %j',
  async (address) => {
    await mailTo(address).catch(() => undefined)

    expect(sink.accepted.flatMap(({ recipients }) => recipients).filter((recipient) => recipient.startsWith('ben@'))).toEqual([])
    expect(sink.accepted.map(({ raw }) => /^Bcc:/im.test(raw))).not.toContain(true)
  },
)

test('a server that refuses the recipient for good is told apart from one that asks to wait', async () => {
  sink.refuseNext(550)
  const forGood = await mailTo('gone@example.org').catch((error: unknown) => error)
  sink.refuseNext(451)
  const forNow = await mailTo('later@example.org').catch((error: unknown) => error)

  expect(forGood).toBeInstanceOf(MailRefused)
  expect(forGood).toMatchObject({ code: 550 })
  expect(forNow).toBeInstanceOf(Error)
  expect(forNow).not.toBeInstanceOf(MailRefused)
  expect(`${forGood} ${forNow}`).not.toContain('example.org')
})

test('a server that is down fails the job without naming the address', async () => {
  await sink.close()

  const failure = await mailTo('ana@example.org').catch((error: unknown) => error)

  expect(String(failure)).toMatch(/the mail was not sent: E[A-Z]+/)
  expect(String(failure)).not.toContain('ana@')
  sink = await startSmtpSink()
})
