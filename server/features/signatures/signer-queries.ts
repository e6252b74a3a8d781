import { and, eq, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../db/database.ts'
import { petitions, petitionTexts } from '../petitions/tables.ts'
import type { Choices } from './queries.ts'
import { mailTaskAttempts, publicNameFor } from './queries.ts'
import type { PublicName } from './tables.ts'
import { mailSlots, signatures, signerLinks, submissions } from './tables.ts'

/** Name of the queue's task that mails a link to the signer's own page; its payload holds the link's id and nothing else. */
export const mailLinkTask = 'mail-signer-link'

/** One statement: stores the request for a link and adds its mail job. */
export async function insertSignerLink(db: Handle, link: Required<typeof signerLinks.$inferInsert>): Promise<void> {
  await db.execute(sql`
    with added as (
      insert into signer_links (id, address_index, email_cipher, is_mailed, expires_at, locale)
      values (${link.id}, ${link.addressIndex}, ${link.emailCipher}, ${link.isMailed}, ${link.expiresAt.toISOString()}::timestamptz, ${link.locale}) returning id
    ), job as (
      select 1 from added, graphile_worker.add_job(${mailLinkTask}, json_build_object('linkId', id), max_attempts => ${mailTaskAttempts})
    )
    select count(*) from job`)
}

/** The link of this id, or null; `lock` keeps it as it is until the transaction ends. */
export async function findSignerLink(db: Handle, id: string, options: { lock: boolean }) {
  const query = db.select().from(signerLinks).where(eq(signerLinks.id, id))
  const rows = await (options.lock ? query.for('update') : query)
  return rows[0] ?? null
}

export async function markLinkMailed(tx: Transaction, id: string): Promise<void> {
  await tx.update(signerLinks).set({ isMailed: true }).where(eq(signerLinks.id, id))
}

/** Deletes all links to the page of an address. Index: `signer_links_address_index_idx`. */
export async function deleteSignerLinksOf(tx: Transaction, addressIndex: Buffer): Promise<void> {
  await tx.delete(signerLinks).where(eq(signerLinks.addressIndex, addressIndex))
}

export async function deleteSignerLink(db: Handle, id: string): Promise<void> {
  await db.delete(signerLinks).where(eq(signerLinks.id, id))
}

/** Under which index an address would stand in a petition. */
export type SignerIndex = { petitionId: string; emailIndex: Buffer; slotIndex: Buffer }

const given = (indexes: SignerIndex[]) => sql`unnest(${sql.param(indexes.map(({ petitionId }) => petitionId))}::uuid[],
  ${sql.param(indexes.map(({ emailIndex }) => emailIndex))}::bytea[]) as given (petition_id, email_index)`

/** True when anything is kept for the address, confirmed or not. */
export async function isKnownSigner(db: Handle, indexes: SignerIndex[]): Promise<boolean> {
  const { rows } = await db.execute<{ known: boolean }>(sql`
    select exists (select 1 from ${given(indexes)} join signatures using (petition_id, email_index))
        or exists (select 1 from ${given(indexes)} join submissions using (petition_id, email_index)) as known`)
  return rows[0]?.known === true
}

export type SignerSignature = {
  id: string
  petitionId: string
  slug: string
  title: string
  version: number
  textSha256: Buffer
  packetCipher: Buffer
  country: string
  publicName: PublicName
  wantsUpdates: boolean
  consentedAt: Date
  /** Null while it waits for its confirmation. */
  confirmedAt: Date | null
  entryIndex: number | null
  class: 'online' | 'paper' | 'imported'
  salt: Buffer
}

/** What is kept for an address: its signatures, then what waits for confirmation, the newest first. */
export async function listSignerSignatures(db: Handle, indexes: SignerIndex[]): Promise<SignerSignature[]> {
  const columns = {
    petitionId: petitions.id,
    slug: petitions.slug,
    title: sql<string>`${petitionTexts.body} ->> 'title'`,
    version: petitionTexts.version,
    textSha256: petitionTexts.sha256,
  }
  const confirmed = await db
    .select({ ...columns, row: signatures })
    .from(signatures)
    .innerJoin(petitions, eq(petitions.id, signatures.petitionId))
    .innerJoin(petitionTexts, eq(petitionTexts.id, signatures.textId))
    .where(sql`(${signatures.petitionId}, ${signatures.emailIndex}) in (select petition_id, email_index from ${given(indexes)})`)
    .orderBy(sql`${signatures.confirmedAt} desc`)
  const waiting = await db
    .select({ ...columns, row: submissions })
    .from(submissions)
    .innerJoin(petitions, eq(petitions.id, submissions.petitionId))
    .innerJoin(petitionTexts, eq(petitionTexts.id, submissions.textId))
    .where(sql`(${submissions.petitionId}, ${submissions.emailIndex}) in (select petition_id, email_index from ${given(indexes)})`)
    .orderBy(sql`${submissions.consentedAt} desc`)
  return [
    ...confirmed.map(({ row, ...about }) => ({ ...row, ...about })),
    ...waiting.map(({ row, ...about }) => ({ ...row, ...about, confirmedAt: null, entryIndex: null })),
  ]
}

/** Deletes the signature of an address in a petition and all that waits under it; answers the signature, if there was one. */
export async function deleteSignature(tx: Transaction, index: SignerIndex) {
  const { petitionId, emailIndex } = index
  await tx.delete(submissions).where(and(eq(submissions.petitionId, petitionId), eq(submissions.emailIndex, emailIndex)))
  const rows = await tx
    .delete(signatures)
    .where(and(eq(signatures.petitionId, petitionId), eq(signatures.emailIndex, emailIndex)))
    .returning({ entryIndex: signatures.entryIndex, country: signatures.country, source: signatures.source, class: signatures.class })
  return rows[0] ?? null
}

/** Deletes what is noted of mails and codes for an address in a petition. */
export async function deleteMailSlot(tx: Transaction, slotIndex: Buffer): Promise<void> {
  await tx.delete(mailSlots).where(eq(mailSlots.slotIndex, slotIndex))
}

/** Changes what the signer of a signature allows; nothing where there is no such signature. */
export async function setChoices(db: Handle, index: SignerIndex, choices: Choices): Promise<void> {
  await db
    .update(signatures)
    .set({ publicName: publicNameFor(sql`${choices.showsName}::boolean`) as never, wantsUpdates: choices.wantsUpdates })
    .where(and(eq(signatures.petitionId, index.petitionId), eq(signatures.emailIndex, index.emailIndex)))
}
