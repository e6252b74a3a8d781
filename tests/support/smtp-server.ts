import { SMTPServer } from 'smtp-server'

export type SmtpSink = {
  url: string
  /** Raw messages that were accepted, with the envelope's recipients. */
  accepted: { recipients: string[]; raw: string }[]
  /** What to answer to the next recipient instead of 250. */
  refuseNext(code: number): void
  close(): Promise<void>
}

/** A real SMTP server on a free port of this machine, which keeps what it is given. */
export async function startSmtpSink(): Promise<SmtpSink> {
  const accepted: SmtpSink['accepted'] = []
  let refusal: number | null = null
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(_address, _session, done) {
      const code = refusal
      refusal = null
      if (code === null) return done()
      done(Object.assign(new Error(`no such test mailbox`), { responseCode: code }))
    },
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        accepted.push({ recipients: session.envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString('utf8') })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return {
    url: `smtp://127.0.0.1:${port}`,
    accepted,
    refuseNext(code) {
      refusal = code
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
