import type { Context } from '../../server/context.ts'
import { signatureInput } from '../../server/contract/signatures.ts'
import type { Handle } from '../../server/db/database.ts'
import { linkAddressIndexOf, linkEmailPlace, linkLifeMs, signerLinkLifeMs, tokenPurpose } from '../../server/features/signatures/rules.ts'
import { signPetition } from '../../server/features/signatures/sign-petition.ts'
import { insertSignerLink } from '../../server/features/signatures/signer-queries.ts'
import type { Clock } from '../../server/lib/clock.ts'
import { encryptField } from '../../server/lib/field-encryption.ts'
import { idToBytes, newId } from '../../server/lib/ids.ts'
import type { Keys } from '../../server/lib/keys.ts'
import { mintToken } from '../../server/lib/tokens.ts'

/** What a mail would bring, made by the same keys, for tests that play long histories. */
type Site = { keys: Keys; clock: Clock }

/** Signs without a web request; answers the submission's id. */
export function signDirectly(ctx: Context, given: { slug: string; email: string; country?: string; source?: string }): Promise<string> {
  const { slug, ...rest } = given
  const signature = signatureInput.parse({ givenName: 'Test', familyName: 'Person', country: 'GB', consent: true, ...rest })
  return signPetition(ctx, { slug, signature, flags: [], locale: 'en' })
}

/** The token that the confirmation mail of a submission holds. */
export function confirmTokenOf({ keys, clock }: Site, submissionId: string): string {
  return mintToken(keys, tokenPurpose.confirm, idToBytes(submissionId), new Date(clock.now().getTime() + linkLifeMs))
}

/** A link to the signer's own page, as if they had asked for it: its id, and the token that the mail would hold. */
export async function signerLinkOf({ keys, clock, db }: Site & { db: Handle }, email: string): Promise<{ id: string; token: string }> {
  const id = newId()
  const expiresAt = new Date(clock.now().getTime() + signerLinkLifeMs)
  const emailCipher = encryptField(keys, linkEmailPlace(id), email)
  await insertSignerLink(db, { id, addressIndex: linkAddressIndexOf(keys, email), emailCipher, isMailed: false, expiresAt, locale: 'en' })
  return { id, token: mintToken(keys, tokenPurpose.signer, idToBytes(id), expiresAt) }
}
