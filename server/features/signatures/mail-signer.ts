import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
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
import { findMailSlot, hasRefusedMail, saveNotice, saveOpenedSlot, takeDailyMail } from './cap-queries.ts'
import { findSignatureForMail, markMailRefused, putOffExpiry } from './queries.ts'
import {
  capIndexOf,
  codeOf,
  emailPlace,
  isNoticeDue,
  linkLifeMs,
  refusalIndexOf,
  slotDecision,
  slotIndexOf,
  tokenPurpose,
} from './rules.ts'

type Context = { db: Database; clock: Clock; keys: Keys; log: Log; mailer: Mailer; publicUrl: URL }

/** What to send, decided and written down before anything is sent. */
type Decision =
  | { kind: 'confirm-signature'; address: string; slug: string; title: string; expiresAt: Date; round: number; slotIndex: Buffer }
  | { kind: 'already-signed'; address: string; slug: string; title: string; expiresAt: Date; slotIndex: Buffer }

/**
 * Mails the signer of one submission: the confirmation, "you have already signed", or nothing
 * when caps or a refusal say so. The decision is committed with the job's id before sending, so
 * that the same job run again after a crash sends the same mail again, with the same Message-ID,
 * rather than none.
 * @throws Error without personal data when the mail server could not be reached; the queue retries
 */
export async function mailSigner(ctx: Context, input: { signatureId: string; jobId: number }): Promise<void> {
  const decision = await inTransaction(ctx.db, (tx) => decide(ctx, tx, input))
  if (!decision) return
  try {
    await ctx.mailer.send({
      to: decision.address,
      messageId: keyedHash(ctx.keys.derive('message-id'), decision.slotIndex, decision.kind, `${input.jobId}`).toString('hex'),
      message: await messageOf(ctx, input.signatureId, decision),
    })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    ctx.log.warn({ signatureId: input.signatureId, smtpCode: error.code }, 'the signer’s mail server refused the mail for good')
    await markMailRefused(ctx.db, input.signatureId, error.code)
  }
}

async function decide(
  ctx: Context,
  tx: Transaction,
  { signatureId, jobId }: { signatureId: string; jobId: number },
): Promise<Decision | null> {
  const signature = await findSignatureForMail(tx, signatureId)
  if (!signature) return null
  const now = ctx.clock.now()
  const address = decryptField(ctx.keys, emailPlace(signature.petitionId, signatureId), signature.emailCipher)
  const slotIndex = slotIndexOf(ctx.keys, signature.petitionId, address)
  const slot = await findMailSlot(tx, slotIndex)
  const opened = await openSlot(ctx, tx, { slot, slotIndex, address, jobId, now })
  if (await hasRefusedMail(tx, refusalIndexOf(ctx.keys, address))) return null
  const about = { address, slug: signature.slug, title: signature.text.title, slotIndex }
  const expiresAt = new Date(now.getTime() + linkLifeMs)
  if (signature.state === 'pending') {
    if (!opened) return null
    if (opened.isNew) await putOffExpiry(tx, signatureId, expiresAt)
    return { kind: 'confirm-signature', ...about, round: opened.round, expiresAt: opened.isNew ? expiresAt : signature.expiresAt }
  }
  if (!isNoticeDue(slot, jobId, now)) return null
  await saveNotice(tx, slotIndex, jobId, now)
  return { kind: 'already-signed', ...about, expiresAt }
}

/** The round of the slot that this job may use, new or opened by an earlier run of it; or null when it is too early or the day's mails are used up. */
async function openSlot(
  ctx: Context,
  tx: Transaction,
  input: { slot: Awaited<ReturnType<typeof findMailSlot>>; slotIndex: Buffer; address: string; jobId: number; now: Date },
): Promise<{ round: number; isNew: boolean } | null> {
  const decision = slotDecision(input.slot, input.jobId, input.now)
  if (decision === 'again') return input.slot && { round: input.slot.round, isNew: false }
  if (decision === 'wait') return null
  if (!(await takeDailyMail(tx, capIndexOf(ctx.keys, input.address, input.now), utcDay(input.now)))) return null
  return { round: await saveOpenedSlot(tx, input.slotIndex, input.jobId, input.now), isNew: true }
}

function messageOf(ctx: Context, signatureId: string, decision: Decision) {
  const { expiresAt } = decision
  const link = (path: string) => new URL(path, ctx.publicUrl).href
  const refusal = Buffer.concat([idToBytes(signatureId), refusalIndexOf(ctx.keys, decision.address)])
  const common = {
    petitionTitle: decision.title,
    petitionUrl: link(`/petitions/${decision.slug}`),
    notMeUrl: link(`/not-me/${mintToken(ctx.keys, tokenPurpose.refuse, refusal, expiresAt)}`),
  }
  if (decision.kind === 'already-signed') return ctx.mailer.render('already-signed', common)
  return ctx.mailer.render('confirm-signature', {
    ...common,
    confirmUrl: link(`/confirm/${mintToken(ctx.keys, tokenPurpose.confirm, idToBytes(signatureId), expiresAt)}`),
    code: codeOf(ctx.keys, decision.slotIndex, decision.round),
    expiresOn: expiresAt.toISOString(),
  })
}
