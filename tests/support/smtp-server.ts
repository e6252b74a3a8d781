import type { Socket } from 'node:net'
import type { SMTPServerSession } from 'smtp-server'
import { SMTPServer } from 'smtp-server'

export type TakenMail = { sender: string; recipients: string[]; raw: string }

/**
 * What the server does with one mail: it says a reply to one of the commands, falls silent, or hangs up.
 * After DATA it has the mail whole; one that it does not refuse then counts as accepted, whatever it says.
 */
export type Manner = { at: 'RCPT' | 'DATA'; does: string | 'silence' | 'leave' }

export type SmtpSink = {
  url: string
  /** Raw messages that were accepted, with what the envelope says. */
  accepted: TakenMail[]
  /** What to answer to the next recipient instead of 250. */
  refuseNext(code: number): void
  /** What to do with the next mails to an address, one manner for each; mails after them are taken. */
  meetNext(address: string, ...manners: Manner[]): void
  /** All that was accepted for an address, the oldest first. */
  to(address: string): TakenMail[]
  close(): Promise<void>
}

type Done = (error?: Error | null, message?: string) => void

/**
 * A real SMTP server on a free port of this machine, which keeps what it is given.
 * @param delayMs how long after a mail it takes to say that it has it
 */
export async function startSmtpSink({ delayMs = 0 }: { delayMs?: number } = {}): Promise<SmtpSink> {
  const accepted: TakenMail[] = []
  const manners = new Map<string, Manner[]>()
  const sockets = new Map<number, Socket>()
  let refusal: number | null = null

  /** The manner that is due for a recipient at a command; null when there is none, or it comes at another command. */
  function take(address: string, at: Manner['at']): Manner | null {
    const waiting = manners.get(address) ?? []
    return waiting[0]?.at === at ? (waiting.shift() ?? null) : null
  }

  function behave(manner: Manner, { remotePort }: SMTPServerSession, done: Done): void {
    if (manner.does === 'leave') sockets.get(remotePort)?.destroy()
    else if (manner.does !== 'silence') sayReply(manner.does, done)
  }

  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 100,
    disableReverseLookup: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo({ address }, session, done) {
      const code = refusal
      refusal = null
      if (code !== null) return sayReply(`${code} no such test mailbox`, done)
      const manner = take(address, 'RCPT')
      if (manner) behave(manner, session, done)
      else done()
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const mail = mailOf(session, Buffer.concat(parts))
        const manner = take(mail.recipients[0] ?? '', 'DATA')
        if (!manner || !/^[45]/.test(manner.does)) accepted.push(mail)
        if (manner) behave(manner, session, done)
        else if (delayMs > 0) setTimeout(done, delayMs)
        else done()
      })
    },
  })
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket
    sockets.set(remotePort, socket)
    socket.once('close', () => sockets.delete(remotePort))
  })
  // A client that was killed breaks its connection off.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    refuseNext(code) {
      refusal = code
    },
    meetNext(recipient, ...more) {
      manners.set(recipient, [...(manners.get(recipient) ?? []), ...more])
    },
    to: (recipient) => accepted.filter(({ recipients }) => recipients.includes(recipient)),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function mailOf({ envelope: { mailFrom, rcptTo } }: SMTPServerSession, bytes: Buffer): TakenMail {
  const recipients = rcptTo.map(({ address }) => address)
  return { sender: mailFrom ? mailFrom.address : '', recipients, raw: bytes.toString('utf8') }
}

/** A reply of 2xx takes the mail, with words of its own. */
function sayReply(reply: string, done: Done): void {
  const [code, words] = [Number(reply.slice(0, 3)), reply.slice(4)]
  if (code < 400) done(null, words)
  else done(Object.assign(new Error(words), { responseCode: code }))
}
