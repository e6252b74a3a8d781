import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer } from 'node:net'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { headerText } from '../../server/mail/header-text.ts'
import type { Mailer, OutgoingMail } from '../../server/mail/mailer.ts'
import { MailDelayed, MailRefused } from '../../server/mail/mailer.ts'
import { createSmtpMailer } from '../../server/mail/smtp-mailer.ts'

type Taken = { sender: string; recipients: string[]; raw: string }
/** What a server does with a mail: says a reply to one of the commands, falls silent, or goes away. */
type Manner = { at: 'MAIL' | 'RCPT' | 'DATA'; does: string | 'silence' | 'leave' }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A real SMTP server that takes mail, but for its manners. */
async function startServer(manner: Manner | null): Promise<{ port: number; taken: Taken[] }> {
  const taken: Taken[] = []
  const sockets = new Set<Socket>()
  const meet = (command: Manner['at'], done: (error?: Error | null, message?: string) => void, fine?: string) => {
    if (manner?.at !== command) return done(null, fine)
    if (manner.does === 'leave') for (const socket of sockets) socket.destroy()
    else if (manner.does !== 'silence')
      done(Object.assign(new Error(manner.does.slice(4)), { responseCode: Number(manner.does.slice(0, 3)) }))
  }
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onMailFrom: (_address, _session, done) => meet('MAIL', done),
    onRcptTo: (_address, _session, done) => meet('RCPT', done),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const sender = envelope.mailFrom ? envelope.mailFrom.address : ''
        taken.push({ sender, recipients: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString('utf8') })
        meet('DATA', done, 'OK: queued as 4Wc1Qk for ana.muster@example.org and ana.muster')
      })
    },
  })
  server.server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => server.close(() => resolve())))
  return { port: portOf(server.server), taken }
}

/** A server that does not speak SMTP. */
async function startOther(onConnection: (socket: Socket) => void): Promise<{ port: number }> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: portOf(server) }
}

function portOf(server: { address(): ReturnType<Server['address']> }): number {
  return (server.address() as AddressInfo).port
}

function mailerTo(port: number): Mailer {
  const mailer = createSmtpMailer(
    {
      smtpUrl: `smtp://127.0.0.1:${port}`,
      from: 'letters@act.example.org',
      fromName: 'Test site',
      render: () => Promise.reject(new Error('not used')),
    },
    300,
  )
  closing.push(() => mailer.close())
  return mailer
}

const letter: OutgoingMail = {
  to: 'mira.testwood@house.example.net',
  messageId: 'letter-1',
  message: { subject: 'Please answer', text: 'Dear office', html: '<p>Dear office</p>' },
  fromName: 'Ana Muster via Test site',
  replyTo: { name: 'Ana Muster', address: 'ana.muster@example.org' },
  returnPath: 'bounces+1@act.example.org',
}

async function sent(given: Partial<OutgoingMail>) {
  const { port, taken } = await startServer(null)
  const reply = await mailerTo(port).send({ ...letter, ...given })
  const [mail] = taken
  return { reply, mail, parsed: await simpleParser(mail?.raw ?? '') }
}

test('a letter is from the person by our address, answers go to them, and it comes back to its return path', async () => {
  const { reply, mail, parsed } = await sent({})

  expect(reply).toEqual({ code: 250, reply: '250 OK: queued as 4Wc1Qk for address and address' })
  expect(mail).toMatchObject({ sender: 'bounces+1@act.example.org', recipients: ['mira.testwood@house.example.net'] })
  expect(parsed.from?.value).toEqual([{ name: 'Ana Muster via Test site', address: 'letters@act.example.org' }])
  expect(parsed.replyTo?.value).toEqual([{ name: 'Ana Muster', address: 'ana.muster@example.org' }])
  expect(parsed.messageId).toBe('<letter-1@act.example.org>')
  expect(parsed.headers.has('auto-submitted')).toBe(false)
})

test('a mail of the site is from the site, comes back to it, and says that nobody sent it by hand', async () => {
  const { to, messageId, message } = letter
  const { port, taken } = await startServer(null)

  await mailerTo(port).send({ to, messageId, message })
  const parsed = await simpleParser(taken[0]?.raw ?? '')

  expect(taken[0]?.sender).toBe('letters@act.example.org')
  expect(parsed.from?.value).toEqual([{ name: 'Test site', address: 'letters@act.example.org' }])
  expect(parsed.replyTo).toBeUndefined()
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
})

test('a letter without HTML is text alone', async () => {
  const { parsed } = await sent({ message: { subject: 'Please answer', text: 'Dear office', html: '' } })

  expect(parsed.headers.get('content-type')).toMatchObject({ value: 'text/plain' })
  expect(parsed.text?.trim()).toBe('Dear office')
})

const hostile = [
  ['a line of its own', 'Ana\r\nBcc: ben@example.org'],
  ['an end of the head', 'Ana\nX-Evil: yes\n\nbody'],
  ['a line separator', 'Ana\u2028Bcc: ben@example.org'],
  ['an address behind a name', '"Ana" <ben@example.org>'],
  ['addresses between brackets', 'ben@example.org>, <carl@example.org'],
  ['a quote that ends early', '"; <ben@example.org>'],
  ['a list and a group', 'Ana, ben@example.org; carl@example.org:'],
  ['an open escape', 'Ana\\'],
  ['one quote', '"'],
  ['an encoded line', '=?utf-8?Q?Ana=0D=0ABcc:_ben@example.org?='],
  ['letters from the right', '\u202egro.elpmaxe@neb\u202c'],
  ['controls', 'Ana\u0000\u001b\u007f'],
  ['a comment', '(comment) '],
  ['many letters beyond ASCII', 'Ä'.repeat(3000)],
  ['many words', 'long '.repeat(1000)],
  ['one long word', 'x'.repeat(5000)],
  ['many pictures', '👩‍👩‍👧‍👧'.repeat(100)],
] as const

test.each(hostile)('a name and a subject that hold %s make no header and no address', async (_, text) => {
  const { mail, parsed } = await sent({
    fromName: text,
    replyTo: { name: text, address: 'ana.muster@example.org' },
    message: { subject: text, text: 'Dear office', html: '' },
  })
  const head = mail?.raw.slice(0, mail.raw.indexOf('\r\n\r\n')) ?? ''
  const names = [...head.matchAll(/^([^\s:]+):/gm)].map(([, name]) => name?.toLowerCase())

  expect(names.sort()).toEqual(
    ['from', 'to', 'reply-to', 'subject', 'message-id', 'date', 'mime-version', 'content-type', 'content-transfer-encoding'].sort(),
  )
  expect(parsed.from?.value.map(({ address }) => address)).toEqual(['letters@act.example.org'])
  expect(parsed.replyTo?.value.map(({ address }) => address)).toEqual(['ana.muster@example.org'])
  expect(mail?.recipients).toEqual(['mira.testwood@house.example.net'])
  expect(Math.max(...head.split('\r\n').map((line) => line.length))).toBeLessThan(998)
})

test.each(['Ana Muster', 'Zoë “Z” Müßig', 'עדן לוי', 'Ana "Any" O\'Muster, Jr.', 'Ana '.repeat(80)])(
  'the name %j arrives as it was written',
  async (name) => {
    const { parsed } = await sent({ fromName: name, message: { subject: name, text: 'Dear office', html: '' } })

    expect(parsed.from?.value[0]?.name).toBe(headerText(name, 150))
    expect(parsed.subject).toBe(headerText(name, 250))
  },
)

test.each(['ana@example.org\r\nBcc: ben@example.org', 'ana@example.org, ben@example.org', 'ana@example.org> <ben@example.org'])(
  'an address for answers made to be two is one at most: %j',
  async (address) => {
    const { mail, parsed } = await sent({ replyTo: { name: 'Ana', address } })

    expect(parsed.replyTo?.value.length).toBeLessThanOrEqual(1)
    expect(mail?.raw).not.toMatch(/^bcc:/im)
    expect(mail?.recipients).toEqual(['mira.testwood@house.example.net'])
  },
)

describe('a server that does not take the mail', () => {
  const failureOf = (port: number) =>
    mailerTo(port)
      .send(letter)
      .catch((error: unknown) => error)

  test.each([
    ['RCPT', '550 5.1.1 <mira.testwood@house.example.net>: no mira.testwood here', 550, '550 5.1.1 <address>: no address here'],
    ['DATA', '554 5.7.1 spam from ana.muster@example.org', 554, '554 5.7.1 spam from address'],
  ] as const)('has refused it for good with 5xx at %s', async (at, does, code, reply) => {
    const { port } = await startServer({ at, does })

    const failure = await failureOf(port)

    expect(failure).toBeInstanceOf(MailRefused)
    expect(failure).toMatchObject({ code, reply, message: `refused for good with SMTP code ${code}` })
  })

  test.each([
    ['MAIL', '550 5.7.1 letters@act.example.org may not send', 550, '550 5.7.1 address may not send', 'EENVELOPE 550 at MAIL FROM'],
    ['RCPT', '530 5.7.0 Authentication required', 530, '530 5.7.0 Authentication required', 'EENVELOPE 530 at RCPT TO'],
    ['RCPT', '451 4.7.1 try later, mira.testwood', 451, '451 4.7.1 try later, address', 'EENVELOPE 451 at RCPT TO'],
    ['DATA', '452 4.3.1 no space', 452, '452 4.3.1 no space', 'EMESSAGE 452 at DATA'],
  ] as const)('may take it later: at %s it says %s', async (at, does, code, reply, reason) => {
    const { port } = await startServer({ at, does })

    const failure = await failureOf(port)

    expect(failure).toBeInstanceOf(MailDelayed)
    expect(failure).toMatchObject({ code, reply, message: `the mail was not sent: ${reason}` })
  })

  test.each([
    ['RCPT', 'silence', 'ETIMEDOUT at CONN'],
    ['DATA', 'silence', 'ETIMEDOUT at CONN'],
    ['RCPT', 'leave', 'ECONNECTION at CONN'],
    ['DATA', 'leave', 'ECONNECTION at CONN'],
  ] as const)('may take it later: at %s comes %s', async (at, does, reason) => {
    const { port } = await startServer({ at, does })

    const failure = await failureOf(port)

    expect(failure).toBeInstanceOf(MailDelayed)
    expect(failure).toMatchObject({ code: null, reply: '', message: `the mail was not sent: ${reason}` })
  })

  test.each([
    ['says nothing', () => {}],
    ['hangs up', (socket: Socket) => socket.destroy()],
    ['speaks HTTP', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['is too busy', (socket: Socket) => socket.end('421 4.3.2 too busy, mira.testwood@house.example.net\r\n')],
    ['wants none of us', (socket: Socket) => socket.end('554 5.7.1 no mail from you\r\n')],
  ])('may take it later: one that %s', async (_, onConnection) => {
    const { port } = await startOther(onConnection)

    const failure = await failureOf(port)

    expect(failure).toBeInstanceOf(MailDelayed)
    expect(`${failure} ${JSON.stringify(failure)}`).not.toContain('mira')
  })

  test('may take it later: one that is not there', async () => {
    const { port } = await startOther(() => {})
    await closing.pop()?.()

    const failure = await failureOf(port)

    expect(failure).toBeInstanceOf(MailDelayed)
    expect(failure).toMatchObject({ code: null, reply: '' })
  })
})
