import { z } from 'zod'
import type { Confirmable, PageData } from '#contract/pages.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { countryIn } from '../../lib/country-name.ts'
import { decryptField } from '../../lib/field-encryption.ts'
import type { Keys } from '../../lib/keys.ts'
import { findPetitionById } from '../petitions/queries.ts'
import { submissionOfToken } from '../signatures/confirm-signature.ts'
import { initialsOf, packetPlace } from '../signatures/packet.ts'
import { findSignaturePetition, findSubmission, hasSigned } from '../signatures/queries.ts'

const names = z.object({ givenName: z.string(), familyName: z.string().optional() })

/**
 * What a confirmation link is about. It shows no more than its owner needs to know it again: who
 * mistyped their address must not be named to a stranger.
 */
export async function getConfirmPage(
  ctx: { db: Database; clock: Clock; keys: Keys },
  token: string,
  locale: string,
): Promise<Pick<PageData['confirm'], 'petition' | 'given'>> {
  const id = submissionOfToken(ctx, token)
  const submission = id && (await findSubmission(ctx.db, id))
  const petitionId = submission ? submission.petitionId : id && (await findSignaturePetition(ctx.db, id))
  const petition = petitionId ? await findPetitionById(ctx.db, petitionId) : null
  if (!petition) return { petition: null, given: null }
  const isSigned = submission ? await hasSigned(ctx.db, submission.petitionId, submission.emailIndex) : true
  return {
    petition: { slug: petition.slug, title: petition.text.title },
    given: submission && !isSigned ? confirmableOf(ctx.keys, submission, locale) : null,
  }
}

function confirmableOf(keys: Keys, submission: NonNullable<Awaited<ReturnType<typeof findSubmission>>>, locale: string): Confirmable {
  const { id, petitionId, packetCipher, country, publicName, wantsUpdates } = submission
  const { givenName, familyName } = names.parse(JSON.parse(decryptField(keys, packetPlace(petitionId, id), packetCipher)))
  return {
    initials: initialsOf(givenName, familyName),
    country: countryIn(locale, country),
    showsName: publicName !== 'none',
    wantsUpdates,
  }
}
