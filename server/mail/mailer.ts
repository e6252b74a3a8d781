import type { EmailName, EmailPayloads, RenderedEmail } from '../../emails/messages.ts'

export type OutgoingMail = {
  /** The bare address; a mail of ours has exactly one recipient. */
  to: string
  /** The part of the Message-ID before the @; the same for every attempt at the same mail. */
  messageId: string
  message: RenderedEmail
  /** The name beside our address in From; the site's unless given. */
  fromName?: string
  /**
   * The person whose letter this is: answers go to them. A mail without one is the site's own, and
   * says that nobody sent it by hand (RFC 3834), which keeps out-of-office notes away from us.
   */
  replyTo?: { name: string; address: string }
  /** Where the mail comes back to when it cannot be delivered, bare; our address unless given. */
  returnPath?: string
}

/**
 * What a server said of a mail: its reply code (RFC 5321 section 4.2) and its words, which begin
 * with the code. The words hold no address, no control characters and at most 500 UTF-16 units.
 */
export type ServerReply = { code: number; reply: string }

export type Mailer = {
  render<Name extends EmailName>(name: Name, payload: EmailPayloads[Name], locale: string): Promise<RenderedEmail>
  /**
   * Resolves when the server has taken the mail, with what it said then.
   * @throws MailRefused when the server refused the recipient or the message for good (5xx)
   * @throws MailDelayed for anything else; trying again may help. A server that took the mail and
   * then could not say so looks like this too, so a second attempt may be a second delivery.
   */
  send(mail: OutgoingMail): Promise<ServerReply>
  close(): Promise<void>
}

/** The server said no for good, to the recipient or to the message; `code` is its SMTP reply code. */
export class MailRefused extends Error {
  readonly code: number
  /** As `ServerReply.reply`. It is no part of the message: the queue stores that. */
  readonly reply: string

  constructor(code: number, reply = '') {
    super(`refused for good with SMTP code ${code}`)
    this.name = 'MailRefused'
    this.code = code
    this.reply = reply
  }
}

/** The mail was not taken this time: the server asked to wait, was not there, or our account is not in order. */
export class MailDelayed extends Error {
  /** Null when the server said nothing. */
  readonly code: number | null
  /** As `ServerReply.reply`; empty when the server said nothing. */
  readonly reply: string

  /** @param reason what went wrong, in the library's code words: it is stored, and never quotes the server */
  constructor(reason: string, code: number | null, reply: string) {
    super(`the mail was not sent: ${reason}`)
    this.name = 'MailDelayed'
    this.code = code
    this.reply = reply
  }
}
