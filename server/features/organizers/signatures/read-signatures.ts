import type { z } from 'zod'
import type { openSignature, SignatureConditions, SignatureItem } from '#contract/organize/signatures.ts'
import type { Database } from '../../../db/database.ts'
import { inTransaction } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { decryptField } from '../../../lib/field-encryption.ts'
import type { Keys } from '../../../lib/keys.ts'
import type { PetitionRow } from '../../petitions/queries.ts'
import { emailPlace, packetPlace } from '../../signatures/packet.ts'
import { emailIndexOf } from '../../signatures/rules.ts'
import type { Organizer } from '../accounts/permit.ts'
import { noteDoing } from '../audit/queries.ts'
import { nothingThere } from '../errors.ts'
import { findByIndex, findWhole, listMatching } from './queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys }
type ByOrganizer = { by: Organizer; petition: PetitionRow }

/** One page of confirmed signatures without names or addresses. A cursor that makes no sense begins anew. */
export async function readSignatures(
  ctx: Pick<Context, 'db'>,
  input: { petition: PetitionRow; conditions: SignatureConditions; limit: number; cursor?: string | undefined },
): Promise<{ items: SignatureItem[]; nextCursor: string | null }> {
  const { petition, conditions, limit, cursor = '' } = input
  const isCounted = conditions.state === 'counted'
  const form = isCounted ? /^\d{1,15}$/ : /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
  const after = form.test(cursor) ? cursor : null
  const rows = await listMatching(ctx.db, petition.id, conditions, { after, limit: limit + 1 })
  const items = rows.slice(0, limit).map(itemOf)
  const last = items.at(-1)
  const next = last && (isCounted ? String(last.entryIndex) : last.id)
  return { items, nextCursor: rows.length > limit && next ? next : null }
}

/** The signature of one exact address. That somebody looked is written down, for whom is not. */
export async function findSignature(ctx: Context, input: ByOrganizer & { email: string }): Promise<SignatureItem | null> {
  const { by, petition, email } = input
  const found = await findByIndex(ctx.db, petition.id, emailIndexOf(ctx.keys, petition.id, email))
  await noteDoing(ctx.db, {
    at: ctx.clock.now(),
    organizerId: by.id,
    campaignId: petition.campaignId,
    action: 'signatures-searched',
    details: { petition: petition.slug, found: found !== null },
  })
  return found && itemOf(found)
}

/**
 * All that is kept of one signature. Written to the audit log before it is shown.
 * @throws Problem not-found
 */
export async function openWhole(ctx: Context, input: ByOrganizer & { id: string }): Promise<z.input<(typeof openSignature)['reply']>> {
  const { by, petition, id } = input
  const row = await inTransaction(ctx.db, async (tx) => {
    const found = await findWhole(tx, petition.id, id)
    if (!found) throw nothingThere()
    await noteDoing(tx, {
      at: ctx.clock.now(),
      organizerId: by.id,
      campaignId: petition.campaignId,
      action: 'signature-opened',
      details: { petition: petition.slug, signature: id },
    })
    return found
  })
  const packet = JSON.parse(decryptField(ctx.keys, packetPlace(petition.id, id), row.packetCipher)) as Packet
  const { givenName, familyName, postcode, comment } = packet
  return {
    ...itemOf(row),
    name: [givenName, familyName].filter(Boolean).join(' '),
    email: decryptField(ctx.keys, emailPlace(petition.id, id), row.emailCipher),
    postcode: postcode ?? null,
    comment: comment ?? null,
    textVersion: row.textVersion,
    consentVersion: row.consentVersion,
    history: [
      { at: row.consentedAt.toISOString(), what: 'signed' as const },
      { at: row.confirmedAt.toISOString(), what: 'confirmed' as const },
      ...(row.heldAt ? [{ at: row.heldAt.toISOString(), what: 'held' as const }] : []),
    ],
  }
}

type Packet = { givenName: string; familyName?: string; postcode?: string; comment?: string }

export function itemOf(row: NonNullable<Awaited<ReturnType<typeof findByIndex>>>): SignatureItem {
  const { id, country, source, provider, flags, class: signatureClass, publicName, wantsUpdates, confirmedAt, entryIndex, heldAt } = row
  return {
    id,
    state: heldAt ? 'held' : entryIndex === null ? 'waiting' : 'counted',
    country,
    source,
    provider,
    flags,
    class: signatureClass,
    showsName: publicName !== 'none',
    wantsUpdates,
    confirmedAt: confirmedAt.toISOString(),
    entryIndex,
  }
}
