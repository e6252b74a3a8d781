import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import { idToBytes } from '../../../lib/ids.ts'
import type { Keys } from '../../../lib/keys.ts'
import { keyedHash } from '../../../lib/keys.ts'
import type { Log } from '../../../lib/log.ts'
import type { Mailer } from '../../../mail/mailer.ts'
import { MailRefused } from '../../../mail/mailer.ts'
import { invitationPath, invitedAddress } from './invite.ts'
import { findInvitation } from './queries.ts'

type Context = { db: Database; keys: Keys; log: Log; mailer: Mailer; config: Config }

/**
 * Mails an invitation, unless it was withdrawn or taken up meanwhile.
 * @throws Error without personal data when the mail server could not be reached; the queue retries
 */
export async function mailInvitation(ctx: Context, input: { invitationId: string }): Promise<void> {
  const { invitationId } = input
  const invitation = await findInvitation(ctx.db, invitationId)
  if (!invitation?.addressCipher) return
  const { publicUrl } = ctx.config.http
  const joinUrl = new URL(invitationPath(ctx.keys, invitationId, invitation.expiresAt), publicUrl).href
  try {
    await ctx.mailer.send({
      to: invitedAddress(ctx.keys, invitationId, invitation.addressCipher),
      messageId: keyedHash(ctx.keys.derive('message-id'), idToBytes(invitationId), 'organizer-invitation').toString('hex'),
      message: await ctx.mailer.render('organizer-invitation', { joinUrl, expiresOn: invitation.expiresAt.toISOString() }, 'en'),
    })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    ctx.log.warn({ invitationId, smtpCode: error.code }, 'the mail server of somebody invited refused the mail for good')
  }
}
