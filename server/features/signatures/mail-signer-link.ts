import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import { localHref, offeredLocale } from '../../http/locale.ts'
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
import { listPetitionNames } from '../petitions/queries.ts'
import { hasRefusedMail, takeDailyMail } from './cap-queries.ts'
import { capIndexOf, linkEmailPlace, refusalIndexOf, signerIndexOf, tokenPurpose } from './rules.ts'
import { deleteSignerLink, findSignerLink, isKnownSigner, markLinkMailed } from './signer-queries.ts'

type Context = {
  /** Whether something else than signatures is kept for an address. */
  isKnownElsewhere(tx: Transaction, address: string): Promise<boolean>
  db: Database
  clock: Clock
  keys: Keys
  log: Log
  mailer: Mailer
  publicUrl: URL
  locales: readonly string[]
}

/**
 * Mails the link to the signer's own page, to an address that something is kept for, that has not
 * refused our mail, and at most three times a day; otherwise the request is forgotten.
 * @throws Error without personal data when the mail server could not be reached; the queue retries
 */
export async function mailSignerLink(ctx: Context, input: { linkId: string }): Promise<void> {
  const { linkId } = input
  const link = await inTransaction(ctx.db, (tx) => decide(ctx, tx, linkId))
  if (!link) return
  const token = mintToken(ctx.keys, tokenPurpose.signer, idToBytes(linkId), link.expiresAt)
  const locale = offeredLocale(link.locale, ctx.locales)
  try {
    await ctx.mailer.send({
      to: link.address,
      messageId: keyedHash(ctx.keys.derive('message-id'), idToBytes(linkId), 'signer-link').toString('hex'),
      message: await ctx.mailer.render(
        'signer-link',
        {
          signerUrl: new URL(localHref(locale, `/me/${token}`), ctx.publicUrl).href,
          expiresAt: link.expiresAt.toISOString(),
        },
        locale,
      ),
    })
  } catch (error) {
    if (!(error instanceof MailRefused)) throw error
    ctx.log.warn({ smtpCode: error.code }, 'a signer’s mail server refused the mail with their link for good')
    await deleteSignerLink(ctx.db, linkId)
  }
}

async function decide(ctx: Context, tx: Transaction, linkId: string): Promise<{ address: string; expiresAt: Date; locale: string } | null> {
  const now = ctx.clock.now()
  const link = await findSignerLink(tx, linkId, { lock: true })
  if (!link || link.expiresAt <= now) return null
  const address = decryptField(ctx.keys, linkEmailPlace(linkId), link.emailCipher)
  const { expiresAt, locale } = link
  if (link.isMailed) return { address, expiresAt, locale }
  const indexes = (await listPetitionNames(tx)).map(({ id }) => signerIndexOf(ctx.keys, id, address))
  const isDue =
    ((await isKnownSigner(tx, indexes)) || (await ctx.isKnownElsewhere(tx, address))) &&
    !(await hasRefusedMail(tx, refusalIndexOf(ctx.keys, address))) &&
    (await takeDailyMail(tx, capIndexOf(ctx.keys, 'signer-link', address, now), utcDay(now)))
  if (!isDue) {
    await deleteSignerLink(tx, linkId)
    return null
  }
  await markLinkMailed(tx, linkId)
  return { address, expiresAt, locale }
}
