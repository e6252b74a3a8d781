import type { BounceParts } from './read-bounce-parts.ts'
import { fieldValue } from './read-bounce-parts.ts'
import { hasCode, isPermanent, statusIn } from './read-bounce-status.ts'

/** What a bounce without a report for machines says. The diagnostic is as the server wrote it. */
export type PlainBounce = { kind: 'failed' | 'delayed'; status: string | null; diagnostic: string | null; permanent: boolean }

const maxLines = 200
const maxLineLength = 1000

/** Behind a line like these comes the mail that came back, whose words say nothing of its delivery. */
const endOfWords = /^[-=*_ >]{2,}.*\b(copy of|original message|message header|unsent|returned|full transcript)|^return-path:/i
const daemons = /(?:^|[<"\s])(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounce[sd]?)(?:@|\s*\(|$)/i
const failure =
  /un(?:deliver|known user)|user unknown|not? (?:be )?deliver|(?:n't|not) (?:able to deliver|be delivered|deliver)|delivery (?:has )?fail|fail(?:ed|ure) (?:to deliver|notice)|permanent|no such (?:user|mailbox)|giv(?:en|ing) up|returned mail|returning message|does ?n[o']t exist/i
const delay =
  /delay|warning|will (?:be retried|keep trying|retry|continue)|still (?:being|trying)|not yet been delivered|no action is required/i
const gaveUp = /giv(?:en|ing) up|gave up|permanent (?:fatal )?error|not going to try again|retry (?:timeout|time ?out) exceeded/i
const waitedTooLong = /too long|expired|time(?:d )?[ -]?out exceeded|not going to try again/i

/** Reads a bounce that is only text, as qmail and older servers write them; null when it is none. */
export function plainBounceOf({ head, subject, text }: BounceParts): PlainBounce | null {
  const isFromDaemon = daemons.test(fieldValue(head, 'from')) || fieldValue(head, 'x-failed-recipients') !== ''
  if (!isFromDaemon) return null
  const lines = wordsOf(text)
  const words = lines.join('\n')
  const told = `${subject}\n${words}`
  const line = lines.find(hasCode)?.trim() ?? null
  const status = statusIn(words)
  if (delay.test(told) && !gaveUp.test(told)) return { kind: 'delayed', status, diagnostic: line, permanent: false }
  if (line === null && !failure.test(told)) return null
  const permanent = isPermanent(status, words) ?? (/permanent|unknown|no such|does ?n[o']t exist/i.test(told) && !waitedTooLong.test(told))
  return { kind: 'failed', status, diagnostic: line, permanent }
}

function wordsOf(text: string): string[] {
  const lines = text.split('\n', maxLines).map((line) => line.slice(0, maxLineLength))
  const end = lines.findIndex((line) => endOfWords.test(line))
  return end < 0 ? lines : lines.slice(0, end)
}
