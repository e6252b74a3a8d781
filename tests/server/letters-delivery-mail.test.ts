import { authenticate } from 'mailauth'
import type { ParsedMail } from 'mailparser'
import { simpleParser } from 'mailparser'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { dkimRecord, loadDkimKey } from '../../server/mail/dkim-key.ts'
import type { Mailer } from '../../server/mail/mailer.ts'
import { readReturnPath } from '../../server/mail/return-path.ts'
import {
  aLetter,
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  letterOf,
  mailBySmtp,
  putLive,
  sendDue,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import type { SmtpSink, TakenMail } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'
import { unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'
const from = 'letters@act.example.org'

let site: TestSite
let ada: string
let sink: SmtpSink
let mailer: Mailer
beforeAll(async () => {
  site = await startSite({ ...unlimited, PUBLIC_URL: 'https://sign.example.org', MAIL_FROM: from })
  ;({ ada } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
  sink = await startSmtpSink()
  mailer = mailBySmtp(site, sink)
})
afterEach(async () => {
  await mailer.close()
  await sink.close()
})
afterAll(() => site.close())

type Sent = { id: string; email: string; mail: TakenMail; parsed: ParsedMail }

/** A letter as the server of its office gets it. */
async function sent(given: Record<string, unknown> = {}, to = office): Promise<Sent> {
  const { id, email } = await confirmedLetter(site, { recipient: ada, ...given })
  site.clock.pass(apartMs)
  await sendDue(site)
  const [mail] = sink.to(to)
  if (!mail) throw new Error(`no mail came to ${to}; the letter is ${(await letterOf(site, id)).state}`)
  return { id, email, mail, parsed: await simpleParser(mail.raw) }
}

const headOf = ({ raw }: TakenMail) => raw.slice(0, raw.indexOf('\r\n\r\n'))
const headersOf = (mail: TakenMail) => [...headOf(mail).matchAll(/^([^\s:]+):/gm)].map(([, name]) => name?.toLowerCase()).sort()
const addressesOf = (field: ParsedMail['to']) => [field ?? []].flat().flatMap(({ value }) => value)

const ownHeaders = ['content-type', 'date', 'dkim-signature', 'from', 'message-id', 'mime-version', 'reply-to', 'subject', 'to']

test('a letter goes to one recipient, from our address by the name of its writer, and answers go to them', async () => {
  const { email, mail, parsed } = await sent()

  expect(mail.recipients).toEqual([office])
  expect(addressesOf(parsed.to)).toEqual([{ name: '', address: office }])
  expect(parsed.from?.value).toEqual([{ name: 'Wanda Writer via Test site', address: from }])
  expect(parsed.replyTo?.value).toEqual([{ name: 'Wanda Writer', address: email }])
  expect(parsed.subject).toBe('Close the consent gap in UK organ-tourism law')
})

test('a letter has no header but those that it needs, and none that says a machine wrote it', async () => {
  const { mail } = await sent()

  expect(headersOf(mail)).toEqual(ownHeaders)
})

test('a letter comes back to an address that names it to us alone', async () => {
  const { id, mail } = await sent()

  expect(mail.sender).toMatch(/^bounces\+[0-9a-v]{26}-[0-9a-f]{20}@act\.example\.org$/)
  expect(readReturnPath(site.ctx.keys.derive('return-path'), mail.sender)).toBe(id)
  expect(mail.raw).not.toContain(id)
  expect(headOf(mail)).not.toContain('bounces+')
})

test('a letter is signed for our domain, as its office’s server checks', async () => {
  const { mail } = await sent({ givenName: 'Zoë', familyName: 'Müßig', subject: 'Please answer: ä', own: 'Grüße.\n\n.\n..\nFrom me  \n' })
  const { name, value } = dkimRecord(loadDkimKey(site.ctx.config.data.dir, from))
  const records: Record<string, string> = { [name]: value, '_dmarc.act.example.org': 'v=DMARC1; p=reject; adkim=s' }
  const resolver = async (asked: string, type: string) => {
    const record = type === 'TXT' ? records[asked] : undefined
    // As a DNS server does: in pieces of 255 characters.
    if (record) return [record.match(/.{1,255}/g) ?? []]
    throw Object.assign(new Error('no such record'), { code: 'ENOTFOUND' })
  }
  const judge = async (raw: string) => {
    const trust = { ip: '192.0.2.1', helo: 'relay.example.net', sender: mail.sender, mta: 'mx.example.org' }
    const { dkim, dmarc } = await authenticate(raw, { resolver, ...trust, disableArc: true, disableBimi: true })
    return [dkim.results[0]?.status.result, dmarc ? dmarc.status.result : null]
  }

  expect(await judge(mail.raw)).toEqual(['pass', 'pass'])
  expect(await judge(mail.raw.replace(/^Reply-To: .*$/m, 'Reply-To: other@example.org'))).toEqual(['fail', 'fail'])
})

test('the letter arrives as it was confirmed, word for word, as text and as HTML', async () => {
  const own = `First “line” – ä, שלום, 肾.\n.\n..two dots\nFrom here on\n\n${'A long line without end. '.repeat(60).trim()}\n\n<b>not bold</b> & so on`
  const { parsed } = await sent({ own })

  expect(parsed.text).toContain(own)
  expect(parsed.text).toContain('Yours sincerely,\n\nWanda Writer\nAldertown ZE1 0AA')
  expect(parsed.html).toContain('&lt;b&gt;not bold&lt;/b&gt; &amp; so on')
  expect(parsed.html).not.toContain('<b>')
})

/** What the contract lets through and somebody could try. */
const hostile = [
  ['an address behind a name', '"Ana" <ben@example.org>'],
  ['addresses between brackets', 'ben@example.org>, <carl@example.org'],
  ['a quote that ends early', '"; <ben@example.org>'],
  ['a list and a group', 'Ana, ben@example.org; carl@example.org:'],
  ['an open escape', 'Ana\\'],
  ['one quote', '"'],
  ['an encoded line end', '=?utf-8?Q?Ana=0D=0ABcc:_ben@example.org?='],
  ['a written line end', 'Ana\\r\\nBcc: ben@example.org'],
  ['a comment', '(ben@example.org)'],
  ['a header', 'Bcc: ben@example.org'],
  ['letters from the right', 'עדן לוי'],
  ['pictures', '👩‍👩‍👧‍👧'.repeat(14)],
  ['as many letters as fit', 'Ä'.repeat(100)],
] as const

test.each(hostile)('a name, a town and a subject that hold %s make no header and no recipient', async (_, text) => {
  const { email, mail, parsed } = await sent({ givenName: text, familyName: text, town: text, street: text, subject: text })

  expect(headersOf(mail)).toEqual(ownHeaders)
  expect(mail.recipients).toEqual([office])
  expect(addressesOf(parsed.to)).toEqual([{ name: '', address: office }])
  expect(parsed.from?.value.map(({ address }) => address)).toEqual([from])
  expect(parsed.from?.value[0]?.name).toMatch(/ via Test site$/)
  expect(parsed.replyTo?.value.map(({ address }) => address)).toEqual([email])
  expect(sink.accepted.flatMap(({ recipients }) => recipients).sort()).toEqual([email, office].sort())
})

test.each(['O’Neill, Jr.', '"Any" (Bo)', 'Zoë Ä'])('a subject and a name are read by their office as they were typed: %j', async (text) => {
  const { parsed } = await sent({ givenName: text, subject: text })

  expect(parsed.subject).toBe(text)
  expect(parsed.from?.value[0]?.name).toBe(`${text} Writer via Test site`)
})

test('what is typed in the form of an encoded word is not read as what it encodes', async () => {
  const { parsed } = await sent({ givenName: '=?utf-8?B?UXVpbGxvbg==?=', subject: 'To =?utf-8?Q?Quillon?=' })

  expect(parsed.subject).toBe('To = ?utf-8?Q?Quillon?=')
  expect(parsed.from?.value[0]?.name).toBe('= ?utf-8?B?UXVpbGxvbg==?= Writer via Test site')
})

test.each([
  ['a line end', 'Ana\r\nBcc: ben@example.org'],
  ['a bare line feed', 'Ana\nBcc: ben@example.org'],
  ['a line separator', 'Ana\u2028Bcc: ben@example.org'],
  ['a zero byte', 'Ana\u0000Ben'],
  ['letters turned round', 'Ana\u202egro.elpmaxe@neb'],
  ['a kilobyte', 'Ana '.repeat(256)],
])('%s in a name, a town or a subject is refused, and nothing is mailed', async (_, text) => {
  const reply = await site.post(
    '/api/v1/letters',
    aLetter({ recipient: ada, givenName: text, familyName: text, town: text, subject: text }),
  )
  await sendDue(site)

  expect(reply.statusCode).toBe(422)
  expect(
    reply
      .json()
      .errors.map(({ pointer }: { pointer: string }) => pointer)
      .sort(),
  ).toEqual(['/familyName', '/givenName', '/subject', '/town'])
  expect(sink.accepted).toEqual([])
})

test.each(['a@example.net\r\nBcc: ben@example.org', 'a@example.net, ben@example.org', '"a b"@example.net', 'a@example.net>'])(
  'an address that could be two is refused: %j',
  async (email) => {
    const reply = await site.post('/api/v1/letters', aLetter({ recipient: ada, email }))
    await sendDue(site)

    expect(reply.statusCode).toBe(422)
    expect(sink.accepted).toEqual([])
  },
)

test('while its ask is not live the letter goes to the organizers, and its subject says for whom it is', async () => {
  await site.ctx.pool.query('truncate live_asks')
  const { email, parsed } = await sent({}, 'contact@example.org')

  expect(sink.to(office)).toEqual([])
  expect(parsed.subject).toBe('[Test, not sent to Ada Example] Close the consent gap in UK organ-tourism law')
  expect(parsed.text).toContain('Dear Ada Example,')
  expect(addressesOf(parsed.to)).toEqual([{ name: '', address: 'contact@example.org' }])
  expect(parsed.replyTo?.value.map(({ address }) => address)).toEqual([email])
})
