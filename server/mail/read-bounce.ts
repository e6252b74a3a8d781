import type { Readable } from 'node:stream'
import type { BounceParts, Field } from './read-bounce-parts.ts'
import { fieldValue, readBounceParts } from './read-bounce-parts.ts'
import { plainBounceOf } from './read-bounce-plain.ts'
import { isPermanent, statusIn } from './read-bounce-status.ts'
import { replyText } from './reply-text.ts'
import { readReturnPath } from './return-path.ts'

/** What a message to a return path says of the letter that it is about. */
export type Bounce = {
  /** `delivered` also when a server handed the letter on to one that does not report, or to a list. */
  kind: 'failed' | 'delayed' | 'delivered' | 'complaint' | 'auto-reply' | 'unknown'
  /** UUID of the letter; null when no return path of ours is in the message, or a forged one. */
  letter: string | null
  /** Status code of RFC 3463, such as `5.1.1`. */
  status: string | null
  /** What the server said, without addresses, at most 500 UTF-16 units; of a complaint its type. */
  diagnostic: string | null
  /** Whether the same letter would be refused again; false for all that is not `failed`. */
  permanent: boolean
}

type Verdict = Omit<Bounce, 'letter'>

/**
 * Reads what came back to a return path: delivery reports (RFC 3464), complaints (RFC 5965),
 * bounces that are only text, and automatic replies (RFC 3834). Nothing of it is kept but the
 * answer. Anybody who got a letter knows its return path, so an answer tells what somebody says.
 * @param message as mail servers hand it over; behind 10 MB nothing is read
 * @param key the one that return paths are made with
 */
export async function readBounce(message: Buffer | Readable, key: Buffer): Promise<Bounce> {
  const parts = await readBounceParts(message)
  const verdict = complaintOf(parts) ?? reportOf(parts) ?? plainBounceOf(parts) ?? autoReplyOf(parts) ?? nothing
  const diagnostic = verdict.diagnostic && replyText(verdict.diagnostic, recipientsOf(parts))
  return { ...verdict, letter: letterOf(parts, key), diagnostic: diagnostic || null }
}

const nothing: Verdict = { kind: 'unknown', status: null, diagnostic: null, permanent: false }

/** Where a return path can stand: those to whom the bounce came first, then what it tells of the letter. */
function letterOf({ head, report, feedback, original, text }: BounceParts, key: Buffer): string | null {
  const places = [...head, ...report.flat(), ...feedback, ...original].map(({ value }) => value)
  for (const place of [...places, text]) {
    for (const [address] of place.matchAll(/bounces\+[0-9a-v]{26}-[0-9a-f]{20}@/gi)) {
      const letter = readReturnPath(key, address)
      if (letter) return letter
    }
  }
  return null
}

/** That a mail was wanted after all, or failed a check of its origin (RFC 6591), is no complaint. */
const noComplaints = ['not-spam', 'auth-failure']

function complaintOf({ feedback }: BounceParts): Verdict | null {
  const type = fieldValue(feedback, 'feedback-type').toLowerCase()
  if (type === '') return null
  return noComplaints.includes(type) ? nothing : { ...nothing, kind: 'complaint', diagnostic: type }
}

/** RFC 3464 section 2.3.3. A letter of ours has one recipient; of several, the worst counts. */
const kindOfAction: Record<string, 'failed' | 'delayed' | 'delivered'> = {
  failed: 'failed',
  delayed: 'delayed',
  delivered: 'delivered',
  relayed: 'delivered',
  expanded: 'delivered',
}
const kindOfClass: Record<string, 'failed' | 'delayed' | 'delivered'> = { 5: 'failed', 4: 'delayed', 2: 'delivered' }
const worstFirst = ['failed', 'delayed', 'delivered'] as const

function reportOf({ report }: BounceParts): Verdict | null {
  const verdicts = report.map(recipientVerdict).filter((verdict) => verdict !== null)
  return worstFirst.map((kind) => verdicts.find((verdict) => verdict.kind === kind)).find((verdict) => verdict !== undefined) ?? null
}

function recipientVerdict(fields: Field[]): Verdict | null {
  const diagnostic = fieldValue(fields, 'diagnostic-code').replace(/^[\w-]+\s*;\s*/, '') || null
  const status = preciseStatus(statusIn(fieldValue(fields, 'status')), diagnostic)
  const [action = ''] = fieldValue(fields, 'action')
    .toLowerCase()
    .split(/[\s(;]/)
  const kind = kindOfAction[action] ?? kindOfClass[status?.charAt(0) ?? '']
  if (!kind) return null
  return { kind, status, diagnostic, permanent: kind === 'failed' && isPermanent(status, diagnostic ?? '') === true }
}

/** Many servers report `5.0.0` and have the true status only in the words of the other server. */
function preciseStatus(status: string | null, diagnostic: string | null): string | null {
  if (status !== null && !status.endsWith('.0.0')) return status
  const said = diagnostic === null ? null : statusIn(diagnostic)
  return said !== null && (status === null || said.charAt(0) === status.charAt(0)) ? said : status
}

const autoReplyHeaders = ['x-autoreply', 'x-autorespond', 'x-auto-reply-from', 'x-mail-autoreply']
const autoReplySubject =
  /^(?:auto(?:matic|mated)?[ -]?(?:reply|response)|out of (?:the )?office|abwesenheit|automatische antwort|réponse automatique)/i

function autoReplyOf({ head, subject }: BounceParts): Verdict | null {
  const isAutoReply =
    /^auto-/i.test(fieldValue(head, 'auto-submitted')) ||
    head.some(({ name }) => autoReplyHeaders.includes(name)) ||
    /^(?:auto[_-]?reply|bulk|junk)$/i.test(fieldValue(head, 'precedence')) ||
    autoReplySubject.test(subject)
  return isAutoReply ? { ...nothing, kind: 'auto-reply' } : null
}

/** Whom the server may name without their domain. */
function recipientsOf({ head, report, original }: BounceParts): string[] {
  const reported = report.flat().filter(({ name }) => name === 'final-recipient' || name === 'original-recipient')
  const values = [...reported.map(({ value }) => value), fieldValue(head, 'x-failed-recipients'), fieldValue(original, 'to')]
  return values.flatMap((value) => value.match(/[^\s<>;,"]+@[^\s<>;,"]+/g) ?? [])
}
