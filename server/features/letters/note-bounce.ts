import { isDeepStrictEqual } from 'node:util'
import type pg from 'pg'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Bounce } from '../../mail/read-bounce.ts'
import type { Evidence, LetterEvent, LetterRow } from './queries.ts'
import { findLetter, isLive, listEvents, moveLetter, noteEvent } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { findRecipient } from './recipients.ts'
import { rerouteFrom, takeOtherWay } from './reroute-letters.ts'

/** What a message to a return path changed, or why it changed nothing. */
export type Noted = 'bounced' | 'delivered-to-server' | 'noted' | 'not-ours' | 'unknown-letter' | 'said-already'

/**
 * Takes what came back to the return path of a letter. A permanent failure gives the letter, and all that
 * wait for the same office, another way; the office's address gets no more mail. A letter that went to the
 * organizers as a test says nothing of an office. Twice the same message changes nothing.
 */
export async function noteBounce(ctx: { db: Database; pool: pg.Pool; clock: Clock }, bounce: Bounce): Promise<Noted> {
  if (bounce.letter === null) return 'not-ours'
  const found = await findLetter(ctx.db, bounce.letter)
  if (!found) return 'unknown-letter'
  const recipient = await findRecipient(ctx, found.campaignId, found.recipient)
  const { id, state } = found
  const at = ctx.clock.now()
  const evidence = { kind: bounce.kind, status: bounce.status, reply: bounce.diagnostic }
  return inTransaction(ctx.db, async (tx) => {
    if (bounce.kind === 'delivered') {
      return (await moveLetter(tx, id, { to: 'delivered-to-server', at, evidence })) ? 'delivered-to-server' : 'said-already'
    }
    if (bounce.kind !== 'failed' || !bounce.permanent) {
      return noteOnce(tx, id, { at, state, evidence: { ...evidence, delayed: bounce.kind === 'delayed' } })
    }
    const isMoved = await moveLetter(tx, id, { to: 'bounced', at, evidence, set: { arrivedAt: null } })
    if (!isMoved) return 'said-already'
    await leaveAddress(ctx, tx, found, { recipient, status: bounce.status, reply: bounce.diagnostic ?? '' })
    return 'bounced'
  })
}

async function noteOnce(tx: Transaction, id: string, event: LetterEvent): Promise<Noted> {
  const isKnown = (await listEvents(tx, id)).some(({ evidence }) => isDeepStrictEqual(evidence, event.evidence))
  if (isKnown) return 'said-already'
  await noteEvent(tx, id, event)
  return 'noted'
}

/** Gives a letter that came back from its office another way, and closes the address that it was sent to, which need not be today's. */
async function leaveAddress(
  ctx: { clock: Clock },
  tx: Transaction,
  letter: LetterRow,
  { recipient, status, reply }: { recipient: Recipient | null; status: string | null; reply: string },
): Promise<void> {
  // It may come back before we could note that it was sent, and where to.
  const isTest = letter.isTest ?? !(await isLive(tx, letter.campaignId, letter.askId))
  if (isTest) return
  const address = sentTo((await listEvents(tx, letter.id)).map(({ evidence }) => evidence))
  if (address === null) await takeOtherWay(ctx, tx, letter.id, { why: 'bounced', recipient })
  else await rerouteFrom(ctx, tx, letter, { why: 'bounced', recipient, address, status, reply })
}

function sentTo(evidence: Evidence[]): string | null {
  const to = evidence.findLast((one) => one['to'] !== undefined)?.['to']
  return typeof to === 'string' ? to : null
}
