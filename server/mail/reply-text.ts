import { headerText } from './header-text.ts'

const maxLength = 500
/** Servers say more than this only to burden us, and the patterns below take their time over long words. */
const maxRead = 4000
const anyAddress = /(?:"[^"]*"|[^\s<>()[\]"',;:]+)@(?:\[[^\]\s]*\]|[^\s<>()[\]"',;]+)/g
/** A mailbox's name of one or two letters is found within too many other words. */
const minMailboxName = 3

/**
 * What a mail server said, as it may be kept as evidence: one line, at most 500 UTF-16 units, with
 * `address` in the place of every e-mail address, and of the mailbox names of those that are known.
 * @param addresses those that the server may name without their domain; bare
 */
export function replyText(reply: string, addresses: readonly string[]): string {
  const names = addresses.map((address) => address.slice(0, Math.max(address.lastIndexOf('@'), 0)))
  let text = reply.slice(0, maxRead).replace(anyAddress, 'address')
  for (const name of names) {
    if (name.length < minMailboxName) continue
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${RegExp.escape(name)}(?![\\p{L}\\p{N}])`, 'giu'), 'address')
  }
  return headerText(text, maxLength)
}
