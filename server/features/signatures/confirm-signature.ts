import type { Database } from '../../db/database.ts'
import { isOutage } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { GroupWriter } from '../../lib/group-commit.ts'
import { QueueFull } from '../../lib/group-commit.ts'
import { bytesToId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { readToken } from '../../lib/tokens.ts'
import { findPetition } from '../petitions/queries.ts'
import { countCodeAttempt } from './cap-queries.ts'
import { busy, codeSpent, codeWrong, linkNotValid } from './errors.ts'
import type { Confirmed } from './queries.ts'
import { findSignatureId } from './queries.ts'
import { codeOf, emailIndexOf, isSameCode, maxCodeAttempts, slotIndexOf, tokenPurpose } from './rules.ts'

type Context = { db: Database; clock: Clock; keys: Keys; confirmationWriter: GroupWriter<string, Confirmed | null> }

/** The signature id that a confirmation link's token names, or null when the token is not valid. */
export function signatureOfToken(ctx: { keys: Keys; clock: Clock }, token: string): string | null {
  const subject = readToken(ctx.keys, tokenPurpose.confirm, token, 16, ctx.clock.now())
  return subject ? bytesToId(subject) : null
}

/**
 * Confirms a signature by the mailed link. Resolves after COMMIT; a second time changes nothing.
 * A petition that has closed since still takes it: the person signed in time.
 * @throws Problem link-not-valid, busy
 */
export async function confirmByToken(ctx: Context, input: { token: string }): Promise<Confirmed> {
  const id = signatureOfToken(ctx, input.token)
  if (!id) throw linkNotValid()
  return confirm(ctx, id)
}

/**
 * Confirms a signature by the mailed six digits. Every try is counted before it is judged, for
 * addresses that never signed as for those that did, and answered alike.
 * @throws Problem code-wrong with the tries left, code-spent after five, busy
 */
export async function confirmByCode(ctx: Context, input: { petition: string; email: string; code: string }): Promise<Confirmed> {
  const petition = await findPetition(ctx.db, input.petition)
  if (!petition) throw codeWrong(maxCodeAttempts - 1)
  const slotIndex = slotIndexOf(ctx.keys, petition.id, input.email)
  const { attempts, round } = await countCodeAttempt(ctx.db, slotIndex, ctx.clock.now())
  if (attempts > maxCodeAttempts) throw codeSpent()
  const id = await findSignatureId(ctx.db, petition.id, emailIndexOf(ctx.keys, petition.id, input.email))
  const isRight = round > 0 && isSameCode(input.code, codeOf(ctx.keys, slotIndex, round))
  if (!isRight || !id) throw attempts === maxCodeAttempts ? codeSpent() : codeWrong(maxCodeAttempts - attempts)
  return confirm(ctx, id)
}

async function confirm(ctx: Context, id: string): Promise<Confirmed> {
  try {
    const confirmed = await ctx.confirmationWriter.write(id)
    if (!confirmed) throw linkNotValid()
    return confirmed
  } catch (error) {
    if (error instanceof QueueFull || isOutage(error)) throw busy()
    throw error
  }
}
