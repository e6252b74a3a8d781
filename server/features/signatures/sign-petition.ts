import { consentIn } from '#contract/consent.ts'
import type { SignatureInput } from '#contract/signatures.ts'
import { isOutage } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { mailProviderOf } from '../../lib/email-address.ts'
import { encryptField } from '../../lib/field-encryption.ts'
import type { GroupWriter } from '../../lib/group-commit.ts'
import { QueueFull } from '../../lib/group-commit.ts'
import { newId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { randomBytes } from '../../lib/random.ts'
import type { ShortMemory } from '../../lib/short-memory.ts'
import type { PetitionRow } from '../petitions/queries.ts'
import { isOpen } from '../petitions/rules.ts'
import { busy, petitionClosed, petitionNotFound } from './errors.ts'
import type { Funnel } from './funnel/count-steps.ts'
import { emailPlace, packetPlace } from './packet.ts'
import type { NewSubmission } from './queries.ts'
import { emailIndexOf, isDisposable, linkLifeMs } from './rules.ts'
import type { SignatureFlag } from './tables.ts'

/**
 * Takes a signature, to be confirmed by mail. Resolves after the COMMIT that holds it and its mail
 * job. Whether the address has signed before is not looked at here, so that nobody learns it.
 * `locale` is the language of the consent that was read, and of the mail.
 * @returns the id of the submission, for the browser that made it and for nobody else
 * @throws Problem petition-not-found, petition-closed, busy
 */
export async function signPetition(
  ctx: {
    clock: Clock
    keys: Keys
    funnel: Funnel
    signable: ShortMemory<PetitionRow>
    submissionWriter: GroupWriter<NewSubmission, void>
  },
  input: { slug: string; signature: SignatureInput; flags: SignatureFlag[]; locale: string },
): Promise<string> {
  const petition = await ctx.signable.get(input.slug)
  const now = ctx.clock.now()
  if (!petition) throw petitionNotFound()
  if (!isOpen(petition, now)) throw petitionClosed()
  const row = newSubmission(ctx.keys, petition, input, now)
  try {
    await ctx.submissionWriter.write(row)
    ctx.funnel.count('submitted', petition.id, row.mailProvider)
    return row.id
  } catch (error) {
    if (error instanceof QueueFull || isOutage(error)) throw busy()
    throw error
  }
}

function newSubmission(
  keys: Keys,
  petition: { id: string; textId: string },
  input: { signature: SignatureInput; flags: SignatureFlag[]; locale: string },
  now: Date,
): NewSubmission {
  const { signature: given, flags, locale } = input
  const id = newId()
  const { givenName, familyName, postcode, comment } = given
  return {
    id,
    petitionId: petition.id,
    emailIndex: emailIndexOf(keys, petition.id, given.email),
    textId: petition.textId,
    emailCipher: encryptField(keys, emailPlace(petition.id, id), given.email),
    packetCipher: encryptField(keys, packetPlace(petition.id, id), JSON.stringify({ givenName, familyName, postcode, comment })),
    country: given.country,
    source: given.source ?? null,
    mailProvider: mailProviderOf(given.email),
    flags: isDisposable(given.email) ? [...flags, 'disposable-address'] : flags,
    publicName: given.publicName,
    wantsUpdates: given.updates,
    consentVersion: consentIn(locale).version,
    consentedAt: now,
    expiresAt: new Date(now.getTime() + linkLifeMs),
    class: 'online',
    salt: randomBytes(32),
  }
}
