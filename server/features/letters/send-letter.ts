import type pg from 'pg'
import type { LetterDocument } from '#contract/letter-document.ts'
import type { Config } from '../../config.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { decryptField } from '../../lib/field-encryption.ts'
import { idToBytes } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'
import type { Log } from '../../lib/log.ts'
import { headerText } from '../../mail/header-text.ts'
import type { Mailer, OutgoingMail, ServerReply } from '../../mail/mailer.ts'
import { MailDelayed, MailRefused } from '../../mail/mailer.ts'
import { returnPathFor } from '../../mail/return-path.ts'
import { mailHtml, mailText } from './letter-text.ts'
import { openPacket } from './packet.ts'
import type { LetterRow } from './queries.ts'
import { addWriterMail, findLetter, isLive, listEvents, listRefused, moveLetter, noteEvent } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { findRecipient } from './recipients.ts'
import { rerouteFrom, takeOtherWay } from './reroute-letters.ts'
import { addressPlace } from './rules.ts'

export type SendContext = { db: Database; pool: pg.Pool; clock: Clock; keys: Keys; log: Log; mailer: Mailer; config: Config }

/** Tries at one letter, over about three days as the queue spaces them. */
const mostTries = 20

/** Of a writer's name in From, so that "via" and the site's name, of 60 at most, are never what is cut off. */
const longestSender = 80

type Ready = { letter: LetterRow; recipient: Recipient; document: LetterDocument; to: string; isTest: boolean; writer: string }

/**
 * Sends one letter that was taken from the queue. What the server said is kept as evidence. A letter is
 * `sent` only after the server has taken it; a crash before that leaves it `sending`, and its job, run
 * again, sends it again with the same Message-ID: at most one more of each mail that was in flight.
 * @throws Error without personal data when the mail server should be tried again; the queue does
 */
export async function sendLetter(ctx: SendContext, input: { letterId: string }): Promise<void> {
  const found = await findLetter(ctx.db, input.letterId)
  if (!found) return
  const recipient = await findRecipient(ctx, found.campaignId, found.recipient)
  const ready = await inTransaction(ctx.db, (tx) => prepare(ctx, tx, found.id, recipient))
  if (!ready) return
  try {
    const reply = await ctx.mailer.send(mailOf(ctx, ready))
    await inTransaction(ctx.db, (tx) => noteSent(ctx, tx, ready, reply))
  } catch (error) {
    if (error instanceof MailRefused) return noteRefused(ctx, ready, error)
    if (error instanceof MailDelayed) await noteDelayed(ctx, ready, error)
    throw error
  }
}

/** The letter with whom it goes to; null where it has gone on, or cannot go as it is. */
async function prepare(ctx: SendContext, tx: Transaction, id: string, recipient: Recipient | null): Promise<Ready | null> {
  const letter = await findLetter(tx, id, { lock: true })
  if (letter?.state !== 'sending' || !letter.packetCipher || !letter.addressCipher) return null
  const { document, legislatorId } = openPacket(ctx.keys, id, letter.packetCipher)
  if (!document || recipient?.legislatorId !== legislatorId) {
    // The salutation names somebody who holds the seat no more: its writer decides what becomes of it.
    await takeOtherWay(ctx, tx, id, { why: 'holder-changed', recipient })
    return null
  }
  const refused = await listRefused(tx, [recipient.email])
  if (recipient.email === null || refused.has(recipient.email.toLowerCase())) {
    await takeOtherWay(ctx, tx, id, { why: 'no-address', recipient })
    return null
  }
  const isTest = !(await isLive(tx, letter.campaignId, letter.askId))
  const to = isTest ? organizersAddress(ctx.config) : recipient.email
  return { letter, recipient, document, to, isTest, writer: decryptField(ctx.keys, addressPlace(id), letter.addressCipher) }
}

/** Where tests go: the operator's own address; on a try-out, which keeps mail in its mailbox, any that is ours. */
function organizersAddress({ site, mail }: Config): string {
  return site.contact ?? mail.from
}

function mailOf({ keys, config }: SendContext, { letter, document, to, isTest, writer }: Ready): OutgoingMail {
  const domain = config.mail.from.split('@')[1] ?? ''
  const subject = isTest ? `[Test, not sent to ${document.recipient.name}] ${document.subject}` : document.subject
  return {
    to,
    messageId: keyedHash(keys.derive('message-id'), idToBytes(letter.id), 'letter').toString('hex'),
    message: { subject, text: mailText(document), html: mailHtml(document) },
    fromName: `${headerText(document.sender.name, longestSender)} via ${config.site.name}`,
    replyTo: { name: document.sender.name, address: writer },
    returnPath: returnPathFor(keys.derive('return-path'), domain, letter.id),
  }
}

async function noteSent(ctx: SendContext, tx: Transaction, { letter, to, isTest }: Ready, { code, reply }: ServerReply): Promise<void> {
  const now = ctx.clock.now()
  const isMoved = await moveLetter(tx, letter.id, {
    to: 'sent',
    at: now,
    // The office's public address: a bounce closes that one, whatever the list says by then.
    evidence: { code, reply, isTest, ...(isTest ? {} : { to }) },
    set: { isTest, ...(isTest ? {} : { arrivedAt: now }) },
  })
  if (isMoved) await addWriterMail(tx, letter.id, 'sent')
}

async function noteRefused(ctx: SendContext, { letter, recipient, to, isTest }: Ready, { code, reply }: MailRefused): Promise<void> {
  ctx.log.warn({ letterId: letter.id, smtpCode: code, isTest }, 'a mail server refused a letter for good')
  await inTransaction(ctx.db, async (tx) => {
    // A test stays one where it fails too: it must not count as the person's one letter.
    await moveLetter(tx, letter.id, { to: 'failed', at: ctx.clock.now(), evidence: { code, reply, isTest }, set: isTest ? { isTest } : {} })
    // That the organizers' own mailbox refuses tests says nothing of the office.
    if (!isTest) await rerouteFrom(ctx, tx, letter, { why: 'refused', recipient, address: to, status: String(code), reply })
  })
}

/** Keeps what the server said; after the last try the letter has failed, and takes another way. */
async function noteDelayed(ctx: SendContext, { letter, recipient }: Ready, { code, reply }: MailDelayed): Promise<void> {
  const at = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    await noteEvent(tx, letter.id, { at, state: 'sending', evidence: { code, reply, delayed: true } })
    const tries = (await listEvents(tx, letter.id)).filter(({ evidence }) => evidence['delayed'] === true).length
    if (tries < mostTries) return
    await moveLetter(tx, letter.id, { to: 'failed', at, evidence: { tries } })
    await takeOtherWay(ctx, tx, letter.id, { why: 'not-taken', recipient })
  })
}
