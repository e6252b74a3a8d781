import type { Transaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { LetterRow } from './queries.ts'
import { addWriterMail, findLetter, insertRefusedAddress, listQueuedTo, listRefused, moveLetter } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { channelsOf } from './recipients.ts'

type Context = { clock: Clock }

/** Why a letter does not go by e-mail any more, as its writer is told. */
export type WhyOtherWay = 'refused' | 'bounced' | 'holder-changed' | 'no-address' | 'not-taken'

/**
 * Gives a letter its next way, form or paper, and tells its writer. It may come from the queue, or have
 * failed; what happened to it stands in its events.
 * @param recipient who holds seat or office now, null where nobody does
 */
export async function takeOtherWay(
  ctx: Context,
  tx: Transaction,
  id: string,
  { why, recipient }: { why: WhyOtherWay; recipient: Recipient | null },
): Promise<void> {
  const now = ctx.clock.now()
  const ways = recipient ? channelsOf(recipient, await listRefused(tx, [recipient.email])) : []
  const channel = ways.find((way) => way !== 'email' && way !== 'mailto' && way !== 'cwc') ?? 'print'
  const current = await findLetter(tx, id)
  // Only what has failed, bounced or waits can be given to its writer; in between stands `failed`.
  if (current?.state === 'sending') await moveLetter(tx, id, { to: 'failed', at: now, evidence: { why } })
  const isMoved = await moveLetter(tx, id, { to: 'confirmed', at: now, evidence: { why, channel }, set: { channel } })
  if (isMoved) await addWriterMail(tx, id, 'other-way')
}

/**
 * Notes that an office's address refuses mail, and gives this letter and all that wait for the office another
 * way; those that would go to another address, because the office has one by now, wait on.
 */
export async function rerouteFrom(
  ctx: Context,
  tx: Transaction,
  letter: LetterRow,
  refusal: { why: 'refused' | 'bounced'; recipient: Recipient | null; address: string; status: string | null; reply: string },
): Promise<void> {
  const { why, recipient, address, status, reply } = refusal
  await insertRefusedAddress(tx, { address: address.toLowerCase(), refusedAt: ctx.clock.now(), status, reply })
  await takeOtherWay(ctx, tx, letter.id, { why, recipient })
  if (recipient?.email && recipient.email.toLowerCase() !== address.toLowerCase()) return
  for (const id of await listQueuedTo(tx, letter.recipient)) {
    await takeOtherWay(ctx, tx, id, { why, recipient })
  }
}
