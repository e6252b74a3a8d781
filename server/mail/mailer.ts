import type { EmailName, EmailPayloads, RenderedEmail } from '../../emails/messages.ts'

export type OutgoingMail = {
  /** The bare address; a mail of ours has exactly one recipient. */
  to: string
  /** The part of the Message-ID before the @; the same for every attempt at the same mail. */
  messageId: string
  message: RenderedEmail
}

export type Mailer = {
  render<Name extends EmailName>(name: Name, payload: EmailPayloads[Name], locale: string): Promise<RenderedEmail>
  /**
   * Resolves when the server has taken the mail.
   * @throws MailRefused when the server refused the recipient for good (5xx)
   * @throws Error without personal data for anything else; trying again may help
   */
  send(mail: OutgoingMail): Promise<void>
  close(): Promise<void>
}

/** The recipient's server said no for good; `code` is its SMTP reply code. */
export class MailRefused extends Error {
  readonly code: number

  constructor(code: number) {
    super(`refused for good with SMTP code ${code}`)
    this.name = 'MailRefused'
    this.code = code
  }
}
