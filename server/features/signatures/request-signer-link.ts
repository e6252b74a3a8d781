import type { Database } from '../../db/database.ts'
import { isOutage } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { encryptField } from '../../lib/field-encryption.ts'
import { newId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { busy } from './errors.ts'
import { linkAddressIndexOf, linkEmailPlace, signerLinkLifeMs } from './rules.ts'
import { insertSignerLink } from './signer-queries.ts'

/**
 * Asks for a mailed link to the signer's own page. Resolves after COMMIT. Whether the address has
 * signed anything is looked at by the mail's job, so that answer and time are the same for all.
 * @throws Problem busy
 */
export async function requestSignerLink(
  ctx: { db: Database; clock: Clock; keys: Keys },
  input: { email: string; locale: string },
): Promise<void> {
  const id = newId()
  const emailCipher = encryptField(ctx.keys, linkEmailPlace(id), input.email)
  const addressIndex = linkAddressIndexOf(ctx.keys, input.email)
  const expiresAt = new Date(ctx.clock.now().getTime() + signerLinkLifeMs)
  try {
    await insertSignerLink(ctx.db, { id, addressIndex, emailCipher, isMailed: false, expiresAt, locale: input.locale })
  } catch (error) {
    if (isOutage(error)) throw busy()
    throw error
  }
}
