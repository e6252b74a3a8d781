import type { Database } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { bytesToId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { readToken } from '../../lib/tokens.ts'
import { deleteRefusal, hasRefusedMail, insertRefusal } from './cap-queries.ts'
import { linkNotValid } from './errors.ts'
import { deleteSubmission } from './queries.ts'
import { tokenPurpose } from './rules.ts'

type Context = { db: Database; clock: Clock; keys: Keys }

/**
 * Whether the owner of the address behind a "not me" link has refused our mails.
 * @throws Problem link-not-valid
 */
export async function getMailRefusal(ctx: Context, input: { token: string }): Promise<{ isRefused: boolean }> {
  return { isRefused: await hasRefusedMail(ctx.db, subjectOf(ctx, input.token).addressIndex) }
}

/**
 * "Not me": no more mail from this site to the address, and a signature still unconfirmed is
 * deleted. A confirmed one stays: whoever holds the mailbox has confirmed it. `refused: false`
 * takes it back. Saying it twice changes nothing.
 * @throws Problem link-not-valid
 */
export async function setMailRefusal(ctx: Context, input: { token: string; refused: boolean }): Promise<void> {
  const { submissionId, addressIndex } = subjectOf(ctx, input.token)
  if (!input.refused) return deleteRefusal(ctx.db, addressIndex)
  await inTransaction(ctx.db, async (tx) => {
    await insertRefusal(tx, addressIndex, ctx.clock.now())
    await deleteSubmission(tx, submissionId)
  })
}

function subjectOf(ctx: Context, token: string): { submissionId: string; addressIndex: Buffer } {
  const subject = readToken(ctx.keys, tokenPurpose.refuse, token, 32, ctx.clock.now())
  if (!subject) throw linkNotValid()
  return { submissionId: bytesToId(subject.subarray(0, 16)), addressIndex: subject.subarray(16) }
}
