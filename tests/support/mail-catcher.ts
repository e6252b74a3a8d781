import type { Mailer, OutgoingMail } from '../../server/mail/mailer.ts'
import { createEmailRenderer } from '../../server/mail/render-email.ts'

export type CaughtMail = OutgoingMail & { confirmToken: string; refuseToken: string; signerToken: string; code: string }

export type MailCatcher = Mailer & {
  mails: CaughtMail[]
  /** Mails to one address, the oldest first. */
  to(address: string): CaughtMail[]
  /** The next `send` fails with this error instead. */
  failNext(error: Error): void
}

/** A mail transport that keeps what the real templates wrote. */
export function catchMail(): MailCatcher {
  const mails: CaughtMail[] = []
  let failure: Error | null = null
  return {
    mails,
    render: createEmailRenderer({
      name: 'Test site',
      operator: 'Test operator',
      contact: 'contact@example.org',
      publicUrl: 'http://localhost:3000/',
    }),
    async send(mail) {
      const error = failure
      failure = null
      if (error) throw error
      const found = (pattern: RegExp) => pattern.exec(mail.message.text)?.[1] ?? ''
      mails.push({
        ...mail,
        confirmToken: found(/\/confirm\/(\S+)/),
        refuseToken: found(/\/not-me\/(\S+)/),
        signerToken: found(/\/me\/(\S+)/),
        code: found(/signed: (\d{3} \d{3})/).replace(' ', ''),
      })
      return { code: 250, reply: '250 caught' }
    },
    close: async () => {},
    to: (address) => mails.filter((mail) => mail.to === address),
    failNext(error) {
      failure = error
    },
  }
}
