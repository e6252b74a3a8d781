import nodemailer from 'nodemailer'
import type { Mailer } from './mailer.ts'
import { MailRefused } from './mailer.ts'

export type SmtpOptions = { smtpUrl: string; from: string; fromName: string; render: Mailer['render'] }

const timeoutMs = 60_000

/** Sends through an SMTP server, over a few connections that are kept open. */
export function createSmtpMailer(options: SmtpOptions): Mailer {
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
  })
  return {
    render: options.render,
    async send({ to, messageId, message }) {
      try {
        await transport.sendMail({
          from: { name: options.fromName, address: options.from },
          to: { name: '', address: to },
          subject: message.subject,
          text: message.text,
          html: message.html,
          messageId: `<${messageId}@${options.from.split('@')[1]}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        })
      } catch (error) {
        throw withoutAddress(error)
      }
    },
    close: async () => transport.close(),
  }
}

/** The library's messages quote the recipient and the server's reply; the queue would store them. */
function withoutAddress(error: unknown): Error {
  const { code = 'UNKNOWN', responseCode, command } = error as { code?: string; responseCode?: number; command?: string }
  const isAboutRecipient = code === 'EENVELOPE' || code === 'EMESSAGE'
  if (isAboutRecipient && responseCode !== undefined && responseCode >= 500) return new MailRefused(responseCode)
  return new Error(`the mail was not sent: ${code}${responseCode ? ` ${responseCode}` : ''}${command ? ` at ${command}` : ''}`)
}
