import nodemailer from 'nodemailer'
import type { DkimKey } from './dkim-key.ts'
import type { Sender } from './mail-head.ts'
import { mailHead } from './mail-head.ts'
import type { Mailer, OutgoingMail } from './mailer.ts'
import { MailDelayed, MailRefused } from './mailer.ts'
import { replyText } from './reply-text.ts'

export type SmtpOptions = Sender & {
  smtpUrl: string
  render: Mailer['render']
  /** Signs every mail; without one a mail goes out unsigned. */
  dkim?: DkimKey
}

const patienceMs = 60_000

/**
 * Sends through an SMTP server, over a few connections that are kept open.
 * @param timeoutMs how long the server may be silent before a mail counts as not sent
 */
export function createSmtpMailer(options: SmtpOptions, timeoutMs = patienceMs): Mailer {
  const { dkim } = options
  const transport = nodemailer.createTransport({
    url: options.smtpUrl,
    pool: true,
    maxConnections: 5,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // Mail bodies are our own; nothing in them may name a file or an address to fetch.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(dkim ? { dkim: { domainName: dkim.domain, keySelector: dkim.selector, privateKey: dkim.privateKey } } : {}),
  })
  return {
    render: options.render,
    async send(mail) {
      const { from, replyTo, subject, messageId, headers } = mailHead(mail, options)
      const to = [{ name: '', address: mail.to }]
      try {
        const { response } = await transport.sendMail({
          envelope: { from: { name: '', address: mail.returnPath ?? options.from }, to },
          from,
          to,
          ...(replyTo ? { replyTo } : {}),
          subject,
          text: mail.message.text,
          html: mail.message.html,
          messageId,
          headers,
        })
        return { code: Number.parseInt(response, 10), reply: replyText(response, addressesOf(mail)) }
      } catch (error) {
        throw failureOf(error, addressesOf(mail))
      }
    },
    close: async () => transport.close(),
  }
}

function addressesOf({ to, replyTo }: OutgoingMail): string[] {
  return replyTo ? [to, replyTo.address] : [to]
}

/** The library's messages quote the recipient and the server's reply; the queue would store them. */
function failureOf(error: unknown, addresses: string[]): MailRefused | MailDelayed {
  const { code = 'UNKNOWN', responseCode, command, response = '' } = error as SmtpError
  const reply = replyText(response, addresses)
  if (responseCode !== undefined && isForGood(responseCode, command)) return new MailRefused(responseCode, reply)
  const reason = `${code}${responseCode ? ` ${responseCode}` : ''}${command ? ` at ${command}` : ''}`
  return new MailDelayed(reason, responseCode ?? null, reply)
}

type SmtpError = { code?: string; responseCode?: number; command?: string; response?: string }

/** The recipient is named at RCPT TO and the message is judged at DATA; what is refused before is our account or our address. */
const commandsAboutTheMail = ['RCPT TO', 'DATA']

/** Codes that ask for a password or for TLS (RFC 4954 section 6), at whatever command a server thinks of it. */
const codesAboutUs = [530, 534, 535, 538]

function isForGood(responseCode: number, command: string | undefined): boolean {
  return (
    responseCode >= 500 &&
    responseCode < 600 &&
    !codesAboutUs.includes(responseCode) &&
    command !== undefined &&
    commandsAboutTheMail.includes(command)
  )
}
