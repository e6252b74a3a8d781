import { localeOfConsent } from '#contract/consent.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import { localHref, offeredLocale } from '../../http/locale.ts'
import type { Clock } from '../../lib/clock.ts'
import { utcDay } from '../../lib/clock.ts'
import { mailProviderOf } from '../../lib/email-address.ts'
import { decryptField } from '../../lib/field-encryption.ts'
import { idToBytes } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'
import type { Log } from '../../lib/log.ts'
import { mintToken } from '../../lib/tokens.ts'
import type { Mailer } from '../../mail/mailer.ts'
import { MailRefused } from '../../mail/mailer.ts'
import type { MailSlot } from './cap-queries.ts'
import { hasRefusedMail, lockMailSlot, saveNotice, saveOpenedSlot, takeDailyMail } from './cap-queries.ts'
import type { Funnel } from './funnel/count-steps.ts'
import { emailPlace } from './packet.ts'
import { deleteSubmission, findSubmissionForMail, markMailRefused, putOffExpiry } from './queries.ts'
import {
  capIndexOf,
  codeOf,
  isNoticeDue,
  linkLifeMs,
  refusalIndexOf,
  refusalLinkLifeMs,
  slotDecision,
  slotIndexOf,
  tokenPurpose,
} from './rules.ts'

type Context = {
  db: Database
  clock: Clock
  keys: Keys
  log: Log
  mailer: Mailer
  funnel: Funnel
  publicUrl: URL
  locales: readonly string[]
}

/** What to send, decided and written down before anything is sent. */
type Decision = {
  kind: 'confirm-signature' | 'already-signed'
  petitionId: string
  address: string
  slug: string
  title: string
  expiresAt: Date
  locale: string
}

/**
 * Mails the signer of one submission: the confirmation, "you have already signed", or nothing
 * when caps or a refusal say so. The decision is committed with the submission's id before
 * sending, so that its job run again after a crash sends the same mail again, with the same
 * Message-ID, rather than none. A submission that can never be confirmed is deleted then.
 * @throws Error without personal data when the mail server could not be reached; the queue retries
 */
export async function mailSigner(ctx: Context, input: { submissionId: string }): Promise<void> {
  const { submissionId } = input
  const decision = await inTransaction(ctx.db, (tx) => decide(ctx, tx, submissionId))
  if (!decision) return
  try {
    await ctx.mailer.send({
      to: decision.address,
      messageId: keyedHash(ctx.keys.derive('message-id'), idToBytes(submissionId), decision.kind).toString('hex'),
      message: await messageOf(ctx, submissionId, decision),
    })
    if (decision.kind === 'confirm-signature') ctx.funnel.count('mailed', decision.petitionId, mailProviderOf(decision.address))
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    ctx.log.warn({ submissionId, smtpCode: error.code }, 'the signer’s mail server refused the mail for good')
    await markMailRefused(ctx.db, submissionId, error.code)
  }
  if (decision.kind === 'already-signed') await deleteSubmission(ctx.db, submissionId)
}

async function decide(ctx: Context, tx: Transaction, submissionId: string): Promise<Decision | null> {
  const submission = await findSubmissionForMail(tx, submissionId)
  if (!submission) return null
  const now = ctx.clock.now()
  const address = decryptField(ctx.keys, emailPlace(submission.petitionId, submissionId), submission.emailCipher)
  const slotIndex = slotIndexOf(ctx.keys, submission.petitionId, address)
  const slot = await lockMailSlot(tx, slotIndex, now)
  const opened = await openSlot(ctx, tx, { slot, address, submissionId, now })
  if (await hasRefusedMail(tx, refusalIndexOf(ctx.keys, address))) {
    await deleteSubmission(tx, submissionId)
    return null
  }
  const about = {
    address,
    petitionId: submission.petitionId,
    slug: submission.slug,
    title: submission.text.title,
    locale: localeOfConsent(submission.consentVersion),
  }
  const expiresAt = new Date(now.getTime() + linkLifeMs)
  if (!submission.isSigned) {
    if (opened === 'wait') return null
    if (opened === 'open') await putOffExpiry(tx, submissionId, expiresAt)
    return { kind: 'confirm-signature', ...about, expiresAt: opened === 'open' ? expiresAt : submission.expiresAt }
  }
  if (!isNoticeDue(slot, submissionId, now)) {
    await deleteSubmission(tx, submissionId)
    return null
  }
  await saveNotice(tx, slotIndex, submissionId, now)
  return { kind: 'already-signed', ...about, expiresAt }
}

/** Opens the slot for this submission if it may; `wait` when it is too early or the day's mails are used up. */
async function openSlot(
  ctx: Context,
  tx: Transaction,
  { slot, address, submissionId, now }: { slot: MailSlot; address: string; submissionId: string; now: Date },
): Promise<'open' | 'again' | 'wait'> {
  const decision = slotDecision(slot, submissionId, now)
  if (decision !== 'open') return decision
  if (!(await takeDailyMail(tx, capIndexOf(ctx.keys, 'confirmation', address, now), utcDay(now)))) return 'wait'
  await saveOpenedSlot(tx, slot.slotIndex, submissionId, now)
  return 'open'
}

function messageOf(ctx: Context, submissionId: string, decision: Decision) {
  const { expiresAt } = decision
  const locale = offeredLocale(decision.locale, ctx.locales)
  const link = (path: string) => new URL(localHref(locale, path), ctx.publicUrl).href
  const refusal = Buffer.concat([idToBytes(submissionId), refusalIndexOf(ctx.keys, decision.address)])
  // Counted from what is written down, so that the same mail, sent again, is the same to the letter.
  const refusalExpiresAt = new Date(expiresAt.getTime() + refusalLinkLifeMs)
  const common = {
    petitionTitle: decision.title,
    petitionUrl: link(`/petitions/${decision.slug}`),
    signerUrl: link('/me'),
    notMeUrl: link(`/not-me/${mintToken(ctx.keys, tokenPurpose.refuse, refusal, refusalExpiresAt)}`),
  }
  if (decision.kind === 'already-signed') return ctx.mailer.render('already-signed', common, locale)
  return ctx.mailer.render(
    'confirm-signature',
    {
      ...common,
      confirmUrl: link(`/confirm/${mintToken(ctx.keys, tokenPurpose.confirm, idToBytes(submissionId), expiresAt)}`),
      code: codeOf(ctx.keys, submissionId),
      expiresOn: expiresAt.toISOString(),
    },
    locale,
  )
}
