import type { LetterDocument } from '#contract/letter-document.ts'
import type { LetterState } from '#contract/letters.ts'
import type { Transaction } from '../../db/database.ts'
import { inTransaction, sqlState } from '../../db/database.ts'
import { dayMs, minuteMs, utcDay } from '../../lib/clock.ts'
import { bytesToId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'
import { randomBytes } from '../../lib/random.ts'
import { readToken } from '../../lib/tokens.ts'
import { letterAlreadyWritten, letterLinkNotValid } from './errors.ts'
import { holdReasons } from './hold-rules.ts'
import type { LetterPacket } from './packet.ts'
import { openPacket } from './packet.ts'
import type { LetterRow } from './queries.ts'
import { addDispatch, countConfirmedSince, findLetter, hasWritten, isLive, listRefused, moveLetter } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { channelsOf, findRecipient } from './recipients.ts'
import { letterToken, textLifeMs } from './rules.ts'
import { rememberWindows } from './similarity/queries.ts'
import { officeKey, windowHashes } from './similarity/window-hashes.ts'
import type { WriteContext } from './write-letter.ts'

/** Letters to one office are set apart by up to this much, so that they do not arrive together. */
const jitterMs = 10 * minuteMs

export type Confirmable = { letter: LetterRow; packet: LetterPacket & { document: LetterDocument } }

/**
 * The letter that a confirmation link's token names.
 * @throws Problem letter-link-not-valid
 */
export async function readConfirmable(ctx: WriteContext, token: string): Promise<Confirmable> {
  const letter = await findLetter(ctx.db, letterOfToken(ctx, token))
  return confirmableOf(ctx, letter)
}

/**
 * Confirms a letter by its mailed link. Resolves after COMMIT; a second time changes nothing. It goes
 * on to the queue of its office, waits for its writer where no mail can carry it, or for an organizer
 * where something in it has to be looked at.
 * @throws Problem letter-link-not-valid, letter-already-written
 */
export async function confirmLetter(ctx: WriteContext, token: string): Promise<{ id: string; state: LetterState }> {
  const id = letterOfToken(ctx, token)
  const pending = await findLetter(ctx.db, id)
  const recipient = pending && (await findRecipient(ctx, pending.campaignId, pending.recipient))
  try {
    const state = await inTransaction(ctx.db, async (tx) => {
      const found = await findLetter(tx, id, { lock: true })
      if (found && found.state !== 'draft') return found.state
      const { letter, packet } = confirmableOf(ctx, found)
      return confirm(ctx, tx, { letter, packet, recipient })
    })
    return { id, state }
  } catch (error) {
    // Two letters of one person to one addressee, confirmed at the same moment: the index lets one through.
    if (sqlState(error) === '23505') throw letterAlreadyWritten()
    throw error
  }
}

async function confirm(
  ctx: WriteContext,
  tx: Transaction,
  { letter, packet, recipient }: Confirmable & { recipient: Recipient | null },
): Promise<LetterState> {
  const { id, addressIndex } = letter
  const { document } = packet
  const now = ctx.clock.now()
  if (!addressIndex) throw letterLinkNotValid()
  if (await hasWritten(tx, { ...letter, addressIndex })) throw letterAlreadyWritten()
  const confirmedToday = await countConfirmedSince(tx, addressIndex, new Date(now.getTime() - dayMs))
  const channel = recipient ? (channelsOf(recipient, await listRefused(tx, [recipient.email]))[0] ?? 'print') : 'print'
  await moveLetter(tx, id, {
    to: 'confirmed',
    at: now,
    evidence: { by: 'link', text: textHash(ctx.keys, document) },
    set: { confirmedAt: now, channel, expiresAt: new Date(now.getTime() + textLifeMs) },
  })
  await rememberWindows(tx, { hashes: windowHashes(document.own, officeKey(ctx.keys, letter.recipient)), day: utcDay(now) })
  if (channel !== 'email') return 'confirmed'
  const reasons = holdReasons({ subject: document.subject, own: document.own, name: document.sender.name, confirmedToday })
  if (reasons.length > 0) {
    await moveLetter(tx, id, { to: 'held', at: now, evidence: { reasons: reasons.join(' ') }, set: { holdReasons: reasons } })
    return 'held'
  }
  await queueLetter(tx, letter, now)
  return 'queued'
}

/** Puts a confirmed letter into the queue of its office. Tests for the organizers need not be set apart. */
export async function queueLetter(tx: Transaction, letter: Pick<LetterRow, 'id' | 'campaignId' | 'askId'>, now: Date): Promise<void> {
  const apartMs = (await isLive(tx, letter.campaignId, letter.askId)) ? (randomBytes(4).readUInt32BE() / 2 ** 32) * jitterMs : 0
  const notBefore = new Date(now.getTime() + Math.floor(apartMs))
  await moveLetter(tx, letter.id, { to: 'queued', at: now, evidence: {}, set: { notBefore, channel: 'email', holdReasons: [] } })
  await addDispatch(tx)
}

/** What was confirmed, as evidence that says nothing of the words to who has not our key. */
function textHash(keys: Keys, document: LetterDocument): string {
  return keyedHash(keys.derive('letter-text'), JSON.stringify(document)).toString('hex')
}

function letterOfToken(ctx: { keys: Keys; clock: WriteContext['clock'] }, token: string): string {
  const subject = readToken(ctx.keys, letterToken.confirm, token, 16, ctx.clock.now())
  if (!subject) throw letterLinkNotValid()
  return bytesToId(subject)
}

function confirmableOf(ctx: WriteContext, letter: LetterRow | null): Confirmable {
  if (!letter?.packetCipher || (letter.state === 'draft' && letter.expiresAt <= ctx.clock.now())) throw letterLinkNotValid()
  const packet = openPacket(ctx.keys, letter.id, letter.packetCipher)
  if (!packet.document) throw letterLinkNotValid()
  return { letter, packet: { ...packet, document: packet.document } }
}
