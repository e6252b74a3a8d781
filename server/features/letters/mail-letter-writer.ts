import type pg from 'pg'
import type { EmailName, EmailPayloads } from '../../../emails/messages.ts'
import type { Config } from '../../config.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import { localHref, offeredLocale } from '../../http/locale.ts'
import type { Clock } from '../../lib/clock.ts'
import { utcDay } from '../../lib/clock.ts'
import { decryptField } from '../../lib/field-encryption.ts'
import { idToBytes } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'
import type { Log } from '../../lib/log.ts'
import { mintToken } from '../../lib/tokens.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { MailRefused } from '../../mail/mailer.ts'
import { hasRefusedMail, takeDailyMail } from '../signatures/cap-queries.ts'
import { capIndexOf, refusalIndexOf, refusalLinkLifeMs, tokenPurpose } from '../signatures/rules.ts'
import { hasLink } from './hold-rules.ts'
import { bodyText } from './letter-text.ts'
import type { LetterPacket } from './packet.ts'
import { openPacket } from './packet.ts'
import type { LetterRow, WriterMail } from './queries.ts'
import { deleteLetter, findLetter, isLive, updateLetter } from './queries.ts'
import { addressPlace, letterToken, pageLifeMs } from './rules.ts'

type Context = { db: Database; pool: pg.Pool; clock: Clock; keys: Keys; log: Log; mailer: Mailer; config: Config }
type Decision = { letter: LetterRow; packet: LetterPacket; address: string; isTest: boolean }

/**
 * Mails the writer of a letter: the letter to confirm, the link of a draft, or what became of it.
 * Letters to confirm and links of drafts are mailed to one address three times a day at most, and never
 * to one that wants no mail from this site; such a letter is deleted.
 * @throws Error without personal data when the mail server could not be reached; the queue retries
 */
export async function mailLetterWriter(ctx: Context, input: { letterId: string; kind: WriterMail }): Promise<void> {
  const { letterId, kind } = input
  const decision = await inTransaction(ctx.db, (tx) => decide(ctx, tx, letterId, kind))
  if (!decision) return
  try {
    await ctx.mailer.send({
      to: decision.address,
      messageId: keyedHash(
        ctx.keys.derive('message-id'),
        idToBytes(letterId),
        `letter-${kind}`,
        String(decision.letter.askedTimes),
      ).toString('hex'),
      message: await messageOf(ctx, decision, kind),
    })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    ctx.log.warn({ letterId, kind, smtpCode: error.code }, 'the mail server of a letter’s writer refused the mail for good')
  }
}

async function decide(ctx: Context, tx: Transaction, id: string, kind: WriterMail): Promise<Decision | null> {
  const letter = await findLetter(tx, id, { lock: true })
  if (!letter?.addressCipher || !letter.packetCipher) return null
  const address = decryptField(ctx.keys, addressPlace(id), letter.addressCipher)
  const packet = openPacket(ctx.keys, id, letter.packetCipher)
  const isTest = letter.isTest ?? !(await isLive(tx, letter.campaignId, letter.askId))
  const decision = { letter, packet, address, isTest }
  if (kind !== 'confirm' && kind !== 'draft') return decision
  if (letter.state !== 'draft') return null
  const now = ctx.clock.now()
  const hasRefused = await hasRefusedMail(tx, refusalIndexOf(ctx.keys, address))
  // Asked again after a crash, the day's mail has been taken already and is not taken twice.
  const isDue = letter.mailedAt !== null || (await takeDailyMail(tx, capIndexOf(ctx.keys, 'letter', address, now), utcDay(now)))
  if (hasRefused || !isDue) {
    if (kind === 'confirm') await deleteLetter(tx, id)
    return null
  }
  if (kind === 'confirm') await updateLetter(tx, id, { mailedAt: now })
  return decision
}

function messageOf(ctx: Context, decision: Decision, kind: WriterMail) {
  const locale = offeredLocale(decision.letter.locale, ctx.config.locales)
  const [name, payload] = payloadOf(ctx, decision, kind, (path) => new URL(localHref(locale, path), ctx.config.http.publicUrl).href)
  return ctx.mailer.render(name, payload as never, locale)
}

function payloadOf(
  ctx: Context,
  { letter, packet, address, isTest }: Decision,
  kind: WriterMail,
  link: (path: string) => string,
): { [Name in EmailName]: [Name, EmailPayloads[Name]] }[EmailName] {
  const { id, askId } = letter
  const token = (purpose: string, until: Date) => mintToken(ctx.keys, purpose, idToBytes(id), until)
  const refusal = Buffer.concat([idToBytes(id), refusalIndexOf(ctx.keys, address)])
  const notMeUrl = link(
    `/not-me/${mintToken(ctx.keys, tokenPurpose.refuse, refusal, new Date(letter.expiresAt.getTime() + refusalLinkLifeMs))}`,
  )
  const recipientName = packet.document?.recipient.name ?? ''
  const untilForPage = new Date((letter.confirmedAt ?? letter.createdAt).getTime() + pageLifeMs)
  if (kind === 'draft') {
    const draftUrl = link(`/write/${askId}/letter/${token(letterToken.draft, letter.expiresAt)}`)
    return ['letter-draft', { draftUrl, expiresOn: letter.expiresAt.toISOString(), notMeUrl }]
  }
  if (kind === 'confirm') {
    const confirmUrl = link(`/letters/confirm/${token(letterToken.confirm, letter.expiresAt)}`)
    const text = packet.document && !hasLink(ownWords(packet)) ? bodyText(packet.document) : null
    return ['confirm-letter', { recipientName, text, isTest, confirmUrl, expiresOn: letter.expiresAt.toISOString(), notMeUrl }]
  }
  const news = kind === 'sent' && letter.channel === 'print' ? ('posted' as const) : kind
  return ['letter-news', { news, recipientName, isTest, letterUrl: link(`/letters/${token(letterToken.own, untilForPage)}`) }]
}

/** Whatever somebody typed: a mail to an address that may be a stranger's must carry nobody's advertising. */
function ownWords({ form }: LetterPacket): string {
  return [form.own, form.subject, form.givenName, form.familyName, form.town, form.street].join('\n')
}
