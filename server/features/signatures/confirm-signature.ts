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
import { busy, codeWrong, linkNotValid } from './errors.ts'
import type { Funnel } from './funnel/count-steps.ts'
import type { Choices, Confirmation, Confirmed } from './queries.ts'
import { findSubmission } from './queries.ts'
import { codeOf, emailIndexOf, isSameCode, maxCodeAttempts, slotIndexOf, tokenPurpose } from './rules.ts'

type Context = {
  db: Database
  clock: Clock
  keys: Keys
  funnel: Funnel
  confirmationWriter: GroupWriter<Confirmation, Confirmed | null>
}

/** The submission id that a confirmation link's token names, or null when the token is not valid. */
export function submissionOfToken(ctx: { keys: Keys; clock: Clock }, token: string): string | null {
  const subject = readToken(ctx.keys, tokenPurpose.confirm, token, 16, ctx.clock.now())
  return subject ? bytesToId(subject) : null
}

/**
 * Confirms a signature by the mailed link, with what the signer has chosen on its page. Resolves
 * after COMMIT; a second time changes nothing. A petition that has closed since still takes it:
 * the person signed in time.
 * @throws Problem link-not-valid, busy
 */
export async function confirmByToken(ctx: Context, input: { token: string; choices: Choices | null }): Promise<Confirmed> {
  const id = submissionOfToken(ctx, input.token)
  const confirmed = id && (await confirm(ctx, { id, choices: input.choices }))
  if (!confirmed) throw linkNotValid()
  return confirmed
}

/**
 * Confirms a signature by the mailed six digits. Every try is counted before it is judged, for
 * addresses that never signed as for those that did, and every failure has the same answer: how
 * many tries are left would tell when a new mail went to the address.
 * @param input.submissionId the submission of the browser that asks, if it is known: the digits
 *   prove the mailbox, and so it is this browser's own words that are confirmed, not those of
 *   whoever signed the address first
 * @throws Problem code-wrong, busy
 */
export async function confirmByCode(
  ctx: Context,
  input: { petition: string; email: string; code: string; submissionId: string | null },
): Promise<Confirmed> {
  const petition = await findPetition(ctx.db, input.petition)
  if (!petition) throw codeWrong()
  const { attempts, submissionId } = await countCodeAttempt(ctx.db, slotIndexOf(ctx.keys, petition.id, input.email), ctx.clock.now())
  const isRight = submissionId !== null && isSameCode(input.code, codeOf(ctx.keys, submissionId))
  if (!isRight || attempts > maxCodeAttempts) throw codeWrong()
  const own = input.submissionId ? await findSubmission(ctx.db, input.submissionId) : null
  const isOwn = own?.emailIndex.equals(emailIndexOf(ctx.keys, petition.id, input.email))
  const confirmed = await confirm(ctx, { id: own && isOwn ? own.id : submissionId, choices: null })
  if (!confirmed) throw codeWrong()
  return confirmed
}

async function confirm(ctx: Context, confirmation: Confirmation): Promise<Confirmed | null> {
  try {
    const confirmed = await ctx.confirmationWriter.write(confirmation)
    if (confirmed?.first) ctx.funnel.count('confirmed', confirmed.first.petitionId, confirmed.first.provider)
    return confirmed
  } catch (error) {
    if (error instanceof QueueFull || isOutage(error)) throw busy()
    throw error
  }
}
