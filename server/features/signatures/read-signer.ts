import { z } from 'zod'
import type { Receipt } from '#contract/log.ts'
import type { SignerPage } from '#contract/pages.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { countryIn } from '../../lib/country-name.ts'
import { maskAddress } from '../../lib/email-address.ts'
import { decryptField } from '../../lib/field-encryption.ts'
import { bytesToId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import { readToken } from '../../lib/tokens.ts'
import { readProof } from '../ledger/read-log.ts'
import { listPetitionNames } from '../petitions/queries.ts'
import { linkNotValid } from './errors.ts'
import { initialsOf, packetPlace } from './packet.ts'
import { linkEmailPlace, signerIndexOf, tokenPurpose } from './rules.ts'
import type { SignerIndex, SignerSignature } from './signer-queries.ts'
import { findSignerLink, listSignerSignatures } from './signer-queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys }

/** Who holds a link to their own page: the address and where that may stand. */
export type Signer = { address: string; indexes: SignerIndex[] }

/** What a signer typed, as the packet of a signature holds it. */
const packet = z.object({
  givenName: z.string(),
  familyName: z.string().optional(),
  postcode: z.string().optional(),
  comment: z.string().optional(),
})

/**
 * The signer whose link this is.
 * @returns null when the link is good and nothing is kept for it any more: all was erased
 * @throws Problem link-not-valid
 */
export async function readSigner(ctx: Context, token: string): Promise<Signer | null> {
  const subject = readToken(ctx.keys, tokenPurpose.signer, token, 16, ctx.clock.now())
  if (!subject) throw linkNotValid()
  const linkId = bytesToId(subject)
  const link = await findSignerLink(ctx.db, linkId, { lock: false })
  if (!link) return null
  const address = decryptField(ctx.keys, linkEmailPlace(linkId), link.emailCipher)
  const indexes = (await listPetitionNames(ctx.db)).map(({ id }) => signerIndexOf(ctx.keys, id, address))
  return { address, indexes }
}

/**
 * All that the signer's own page shows: each signature with everything that is kept of it.
 * @throws Problem link-not-valid
 */
export async function getSignerPage(ctx: Context, input: { token: string; locale: string }): Promise<SignerPage> {
  const signer = await readSigner(ctx, input.token)
  if (!signer) return { maskedEmail: null, signatures: [] }
  const signatures = await listSignerSignatures(ctx.db, signer.indexes)
  return {
    maskedEmail: maskAddress(signer.address),
    signatures: signatures.map((signature) => shownSignature(ctx.keys, signature, input.locale)),
  }
}

/**
 * The receipt of a counted signature, as of the newest checkpoint.
 * @throws Problem link-not-valid; not-in-log while the signature is not counted
 */
export async function getReceipt(ctx: Context & { noteSigner: NoteSigner }, input: { token: string; petition: string }): Promise<Receipt> {
  const signer = await readSigner(ctx, input.token)
  const signatures = signer ? await listSignerSignatures(ctx.db, signer.indexes) : []
  const signature = signatures.find(({ slug, confirmedAt }) => slug === input.petition && confirmedAt !== null)
  if (!signature || signature.entryIndex === null) {
    throw new Problem('not-in-log', { detail: 'This signature is not in the log yet: it comes with the next published count.' })
  }
  const { index, size, proof, checkpoint } = await readProof(ctx, signature.slug, `${signature.entryIndex}`)
  return {
    format: 'countersign/receipt/v1',
    origin: `${ctx.noteSigner.name}/log/${signature.slug}`,
    petitionId: signature.petitionId,
    signatureId: signature.id,
    class: signature.class,
    textSha256: signature.textSha256.toString('hex'),
    salt: signature.salt.toString('base64'),
    index,
    size,
    proof,
    checkpoint,
  }
}

function shownSignature(keys: Keys, signature: SignerSignature, locale: string): SignerPage['signatures'][number] {
  const { id, petitionId, slug, title, version, country, publicName, wantsUpdates, consentedAt, confirmedAt, entryIndex } = signature
  // Whoever holds the mailbox has not said yet that it was them: a mistyped address must name nobody to a stranger.
  const isTheirs = confirmedAt !== null
  const { givenName, familyName, postcode, comment } = packet.parse(
    JSON.parse(decryptField(keys, packetPlace(petitionId, id), signature.packetCipher)),
  )
  return {
    slug,
    title,
    version,
    name: isTheirs ? [givenName, familyName].filter(Boolean).join(' ') : initialsOf(givenName, familyName),
    country: countryIn(locale, country),
    postcode: (isTheirs && postcode) || null,
    comment: (isTheirs && comment) || null,
    publicName,
    wantsUpdates,
    signedAt: consentedAt.toISOString(),
    confirmedAt: confirmedAt?.toISOString() ?? null,
    entryIndex,
  }
}
