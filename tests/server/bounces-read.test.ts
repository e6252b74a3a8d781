import { readdirSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { readBounce } from '../../server/mail/read-bounce.ts'
import { returnPathFor } from '../../server/mail/return-path.ts'

const key = Buffer.alloc(32, 1)
const letter = '3f0c9a52-7d41-4e8b-9c35-2a6b1e04d7f9'
const returnPath = returnPathFor(key, 'act.example.org', letter)
const folder = new URL('../support/bounces/', import.meta.url)

/** A sample, in the shape that its server gives it, about the letter above. */
function sample(name: string, path = returnPath): string {
  return readFileSync(new URL(`${name}.eml`, folder), 'utf8').replaceAll('{return-path}', path)
}

const read = (text: string) => readBounce(Buffer.from(text), key)

const gmailWords =
  "550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces. 4fb4d7f45d1cf-5b0 - gsmtp"
const officeWords =
  '550 5.4.1 Recipient address rejected: Access denied. [AB1EUR01FT001.eop-EUR01.prod.example.net 2026-11-23T12:00:04.000Z]'
const domainWords = '550 5.7.515 Access denied, sending domain act.example.org does not meet the required authentication level.'
const hostWords = 'Host or domain name not found. Name service error for name=gone.example.net type=MX: Host not found'

/** Sample, kind, status, whether it is for good, what the server said. */
const known = [
  ['amazon-ses-bounce', 'failed', '5.1.1', true, '550 5.1.1 user unknown'],
  ['amazon-ses-complaint', 'complaint', null, false, 'abuse'],
  ['answer-of-a-person', 'unknown', null, false, null],
  ['arf-abuse', 'complaint', null, false, 'abuse'],
  ['arf-auth-failure', 'unknown', null, false, null],
  ['arf-not-spam', 'unknown', null, false, null],
  ['arf-redacted', 'complaint', null, false, 'fraud'],
  ['auto-reply-precedence', 'auto-reply', null, false, null],
  ['auto-reply-x-header', 'auto-reply', null, false, null],
  ['delivered-to-only', 'failed', null, true, 'The server said: 553 sorry, that domain is not allowed here'],
  ['empty', 'unknown', null, false, null],
  ['exchange-unknown-user', 'failed', '5.1.1', true, '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'],
  ['exim-plain', 'failed', '5.7.1', true, 'host mx.house.example.net [192.0.2.25]: 554 5.7.1 Message refused by policy'],
  ['exim-plain-delayed', 'delayed', null, false, null],
  ['exim-plain-retry-timeout', 'failed', null, false, null],
  ['exim-report', 'failed', '5.1.1', true, '550 5.1.1 No such user - address'],
  ['gmail-delayed', 'delayed', '4.4.1', false, 'The recipient server did not accept our requests to connect.'],
  ['gmail-over-quota', 'failed', '4.2.2', false, "452-4.2.2 The recipient's inbox is out of storage space."],
  ['gmail-unknown-user', 'failed', '5.1.1', true, gmailWords],
  ['html-only', 'failed', '5.1.1', true, 'Reason: 550 5.1.1 no such recipient'],
  ['mailbox-full', 'failed', '5.2.2', false, '552 5.2.2 <address>: Mailbox is full / Blocks limit exceeded'],
  ['office365-expanded', 'delivered', '2.0.0', false, null],
  ['office365-expired', 'failed', '5.4.7', false, '550 5.4.7 Message expired, cannot connect to remote server'],
  ['office365-relayed', 'delivered', '2.0.0', false, null],
  ['office365-sender-refused', 'failed', '5.7.515', true, domainWords],
  ['office365-unknown-user', 'failed', '5.4.1', true, officeWords],
  ['out-of-office-exchange', 'auto-reply', null, false, null],
  ['out-of-office-german', 'auto-reply', null, false, null],
  ['postfix-delayed', 'delayed', '4.7.1', false, '450 4.7.1 <address>: Recipient address rejected: Greylisted, see later'],
  ['postfix-delivered', 'delivered', '2.0.0', false, '250 2.0.0 Ok: queued as 4Wc1Qk2Zx1'],
  ['postfix-expired', 'failed', '4.4.1', false, 'connect to mx.house.example.net[192.0.2.25]:25: Connection timed out'],
  ['postfix-host-not-found', 'failed', '5.4.4', true, hostWords],
  ['postfix-relayed', 'delivered', '2.0.0', false, null],
  ['postfix-unknown-user', 'failed', '5.1.1', true, '550 5.1.1 <address>: Recipient address rejected: User unknown'],
  ['postmaster-writes', 'unknown', null, false, null],
  ['qmail-no-mailbox', 'failed', '5.1.1', true, 'Sorry, no mailbox here by that name. (#5.1.1)'],
  ['qmail-too-long-in-queue', 'failed', '4.4.3', false, 'CNAME lookup failed temporarily. (#4.4.3)'],
  ['qmail-unknown-user', 'failed', '5.1.1', true, 'Remote host said: 550 5.1.1 <address>: no mailbox here by that name'],
  ['read-receipt', 'unknown', null, false, null],
  ['refused-by-policy', 'failed', '5.7.1', true, '554 5.7.1 Service unavailable; Client host [192.0.2.10] blocked using bl.example.net'],
  ['report-in-base64', 'failed', '5.1.1', true, '550 5.1.1 User unknown'],
  ['report-internationalized', 'failed', '5.6.7', true, '550 5.6.7 address this mailbox needs SMTPUTF8'],
  ['report-of-two', 'failed', '5.1.6', true, '551 5.1.6 address has moved'],
  ['report-quotes-return-path', 'failed', '5.1.10', true, '550 5.1.10 Null MX'],
  ['report-without-action', 'failed', '5.1.1', true, null],
  ['sendmail-delayed', 'delayed', '4.2.0', false, null],
  ['sendmail-plain', 'failed', null, true, '<<< 550 User unknown'],
  ['sendmail-unknown-user', 'failed', '5.1.1', true, '550 5.1.1 <address>... User unknown'],
  ['vacation-sieve', 'auto-reply', null, false, null],
  ['x-original-to-only', 'failed', null, true, null],
] as const

test.each(known)('%s: %s, %s, for good: %s', async (name, kind, status, permanent, diagnostic) => {
  expect(await read(sample(name))).toEqual({ kind, letter, status, permanent, diagnostic })
})

test('no sample is left out', () => {
  const names = readdirSync(folder).map((file) => file.replace('.eml', ''))

  expect(names.sort()).toEqual([...known.map(([name]) => name), 'not-for-us'].sort())
})

test('line ends of either kind are read alike', async () => {
  const differing: string[] = []
  for (const [name] of known) {
    const plain = await read(sample(name))
    const onTheWire = await read(sample(name).replaceAll('\n', '\r\n'))
    if (JSON.stringify(plain) !== JSON.stringify(onTheWire)) differing.push(name)
  }

  expect(differing).toEqual([])
})

test('a return path whose letters the server has raised is still found', async () => {
  expect(await read(sample('qmail-unknown-user', returnPath.toUpperCase()))).toMatchObject({ letter })
})

test('a forged return path names no letter', async () => {
  const forged = returnPathFor(Buffer.alloc(32, 2), 'act.example.org', letter)

  const letters = await Promise.all(known.map(async ([name]) => (await read(sample(name, forged))).letter))

  expect(new Set(letters)).toEqual(new Set([null]))
})

test('a forged return path before a true one does not hide it', async () => {
  const forged = returnPathFor(Buffer.alloc(32, 2), 'act.example.org', letter)

  expect(await read(`To: ${forged}\n${sample('postfix-unknown-user')}`)).toMatchObject({ letter })
})

test('a bounce of a mail that is no letter names none', async () => {
  expect(await read(sample('not-for-us'))).toEqual({ kind: 'failed', letter: null, status: '5.1.1', permanent: true, diagnostic: null })
})

test('a bounce that comes in pieces is read whole', async () => {
  const bytes = Buffer.from(sample('gmail-unknown-user'))
  const pieces = Array.from({ length: Math.ceil(bytes.length / 7) }, (_, i) => bytes.subarray(i * 7, i * 7 + 7))

  expect(await readBounce(Readable.from(pieces), key)).toMatchObject({ kind: 'failed', letter, status: '5.1.1' })
})

test('what the answer keeps holds no address and at most 500 units', async () => {
  const long = sample('mailbox-full').replace('Blocks limit exceeded', `ask mira.testwood and ben@example.org ${'again '.repeat(200)}`)

  const { diagnostic } = await read(long)

  expect(diagnostic).toContain('ask address and address again')
  expect(diagnostic?.length).toBeLessThanOrEqual(500)
})

const report = `--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; mira@house.example.net
Action: failed
Status: 5.1.1

`
const bomb = `To: ${returnPath}
From: MAILER-DAEMON@relay.example.org
Content-Type: multipart/report; boundary=b

`

test('of a message larger than 10 MB the beginning is read, and the rest is taken off the sender’s hands', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'A')
  let taken = 0
  function* pieces() {
    yield Buffer.from(`${bomb}${report}--b\nContent-Type: application/octet-stream\n\n`)
    for (; taken < 12; taken++) yield piece
  }

  const bounce = await readBounce(Readable.from(pieces()), key)

  expect(bounce).toMatchObject({ kind: 'failed', letter, status: '5.1.1' })
  expect(taken).toBe(12)
})

test.each([
  ['parts without end', bomb + report + '--b\nContent-Type: application/pdf\n\nx\n'.repeat(5000)],
  ['heads without end', `${bomb}${report}--b\n${'X-Line: again\n'.repeat(100_000)}`],
  [
    'parts within parts without end',
    bomb + Array.from({ length: 5000 }, (_, i) => `--b${i || ''}\nContent-Type: multipart/mixed; boundary=b${i + 1}\n\n`).join(''),
  ],
  ['boundaries without end', bomb + '--x\n'.repeat(500_000)],
  ['HTML within HTML without end', bomb.replace('multipart/report; boundary=b', 'text/html') + '<b>'.repeat(500_000)],
  ['a word without end', bomb.replace('multipart/report; boundary=b', 'text/plain') + 'bounces+'.repeat(500_000)],
])('a message of %s is answered within seconds, and its letter is known', async (_, message) => {
  const startedAt = performance.now()

  const bounce = await read(message)

  expect(bounce).toMatchObject({ letter })
  expect(performance.now() - startedAt).toBeLessThan(5000)
})

test('a message that was cut anywhere is answered', async () => {
  const text = sample('gmail-unknown-user')

  for (let end = 0; end < text.length; end += 97) {
    const { kind } = await read(text.slice(0, end))

    expect(['failed', 'unknown', 'auto-reply']).toContain(kind)
  }
})
