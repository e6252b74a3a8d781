import { headerText } from './header-text.ts'
import type { OutgoingMail } from './mailer.ts'

/** Who the site's mails are from: a bare address, and the name that stands beside it. */
export type Sender = { from: string; fromName: string }

type Address = { name: string; address: string }

/** What stands above the text of a mail, the same whether it is sent or kept. */
export type MailHead = {
  from: Address
  replyTo: Address | null
  subject: string
  /** In angle brackets. */
  messageId: string
  headers: Record<string, string>
}

const maxNameLength = 150
const maxSubjectLength = 250

export function mailHead({ fromName, replyTo, message, messageId }: OutgoingMail, sender: Sender): MailHead {
  return {
    from: { name: headerText(fromName ?? sender.fromName, maxNameLength), address: sender.from },
    replyTo: replyTo ? { name: headerText(replyTo.name, maxNameLength), address: replyTo.address } : null,
    subject: headerText(message.subject, maxSubjectLength),
    messageId: `<${messageId}@${sender.from.slice(sender.from.lastIndexOf('@') + 1)}>`,
    headers: replyTo ? {} : { 'Auto-Submitted': 'auto-generated' },
  }
}
