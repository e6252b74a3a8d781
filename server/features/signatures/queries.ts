import { and, eq, lt, sql } from 'drizzle-orm'
import type { Database, Handle, Transaction } from '../../db/database.ts'
import { confirmedChannel } from '../ledger/queries.ts'
import type { Unsequenced } from '../ledger/sequence-petition.ts'
import { petitions, petitionTexts } from '../petitions/tables.ts'
import { mailCaps, mailSlots, signatures, usedProofs } from './tables.ts'

/** A signature as it is first stored: pending, without a number. */
export type NewSignature = Required<Omit<typeof signatures.$inferInsert, 'state' | 'confirmedAt' | 'entryIndex' | 'mailRefusedCode'>>

/** Name of the queue's task that mails a signer; its payload holds the signature's id and nothing else. */
export const mailTask = 'mail-signer'
const mailTaskAttempts = 25

/**
 * One statement: stores the new signatures, leaves known ones as they are, and adds for each of
 * both one mail job, so that what happens next does not tell them apart. Rows are inserted in the
 * order of their key, so that two groups cannot lock each other out.
 */
export async function insertSignatures(db: Handle, rows: NewSignature[]): Promise<void> {
  const column = <T>(pick: (row: NewSignature) => T) => sql.param(rows.map(pick))
  await db.execute(sql`
    with given as (
      select * from unnest(
        ${column((row) => row.id)}::uuid[], ${column((row) => row.petitionId)}::uuid[], ${column((row) => row.emailIndex)}::bytea[],
        ${column((row) => row.textId)}::uuid[], ${column((row) => row.emailCipher)}::bytea[], ${column((row) => row.packetCipher)}::bytea[],
        ${column((row) => row.country)}::text[], ${column((row) => row.source)}::text[], ${column((row) => row.mailProvider)}::text[],
        ${column((row) => row.flags.join(','))}::text[], ${column((row) => row.publicName)}::text[], ${column((row) => row.wantsUpdates)}::boolean[],
        ${column((row) => row.consentVersion)}::text[], ${column((row) => row.consentedAt)}::timestamptz[], ${column((row) => row.expiresAt)}::timestamptz[], ${column((row) => row.class)}::text[],
        ${column((row) => row.salt)}::bytea[]
      ) as u (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider,
              flags, public_name, wants_updates, consent_version, consented_at, expires_at, class, salt)
    ), added as (
      insert into signatures (id, petition_id, email_index, text_id, state, email_cipher, packet_cipher, country, source, mail_provider,
                              flags, public_name, wants_updates, consent_version, consented_at, expires_at, class, salt)
      select id, petition_id, email_index, text_id, 'pending', email_cipher, packet_cipher, country, source, mail_provider,
             string_to_array(flags, ','), public_name, wants_updates, consent_version, consented_at, expires_at, class, salt
      from given order by petition_id, email_index
      on conflict (petition_id, email_index) do nothing
      returning id
    ), known as (
      select s.id from given join signatures s using (petition_id, email_index)
    ), jobs as (
      select 1 from graphile_worker.add_jobs((
        select array_agg((${mailTask}, json_build_object('signatureId', id), null, null, ${mailTaskAttempts}, null, 0, null)::graphile_worker.job_spec)
        from (select id from added union all select id from known) as due))
    )
    select count(*) from jobs`)
}

/** What a mail to a signer needs to know, with the row locked. */
export async function findSignatureForMail(tx: Transaction, id: string) {
  const rows = await tx
    .select({
      petitionId: signatures.petitionId,
      state: signatures.state,
      emailCipher: signatures.emailCipher,
      expiresAt: signatures.expiresAt,
      slug: petitions.slug,
      text: petitionTexts.body,
    })
    .from(signatures)
    .innerJoin(petitions, eq(petitions.id, signatures.petitionId))
    .innerJoin(petitionTexts, eq(petitionTexts.id, signatures.textId))
    .where(eq(signatures.id, id))
    .for('update', { of: signatures })
  return rows[0] ?? null
}

/** The signature that an address has given to a petition, or null. Index: the primary key. */
export async function findSignatureId(db: Handle, petitionId: string, emailIndex: Buffer): Promise<string | null> {
  const rows = await db
    .select({ id: signatures.id })
    .from(signatures)
    .where(and(eq(signatures.petitionId, petitionId), eq(signatures.emailIndex, emailIndex)))
  return rows[0]?.id ?? null
}

/** The petition and state of a signature, or null when there is none of that id. */
export async function findSignatureState(db: Handle, id: string) {
  const rows = await db.select({ petitionId: signatures.petitionId, state: signatures.state }).from(signatures).where(eq(signatures.id, id))
  return rows[0] ?? null
}

export type Confirmed = { slug: string; counted: boolean }

/**
 * Confirms signatures by id and asks the sequencer to count them; those already confirmed stay as
 * they are. Answers one result per id, in order; null where there is no such signature. Rows are
 * locked in the order of their key.
 */
export async function confirmSignatures(db: Database, ids: string[], confirmedAt: Date): Promise<(Confirmed | null)[]> {
  const { rows } = await db.execute<{ id: string; slug: string; counted: boolean }>(sql`
    with target as materialized (
      select id, petition_id, email_index, state, entry_index from signatures
      where id = any(${sql.param(ids)}::uuid[]) order by petition_id, email_index for update
    ), changed as (
      update signatures s set state = 'confirmed', confirmed_at = ${confirmedAt.toISOString()}::timestamptz
      from target t
      where s.petition_id = t.petition_id and s.email_index = t.email_index and t.state = 'pending'
      returning s.petition_id
    ), told as (
      select pg_notify(${confirmedChannel}, petition_id::text) from (select distinct petition_id from changed) as petition
    )
    select t.id, p.slug, t.entry_index is not null as counted
    from target t join petitions p on p.id = t.petition_id, (select count(*) from told) as done`)
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.map((id) => {
    const row = byId.get(id)
    return row ? { slug: row.slug, counted: row.counted } : null
  })
}

/** Deletes a signature if it is still pending; what a "not me" leaves behind is nothing. */
export async function deletePendingSignature(db: Handle, id: string): Promise<void> {
  await db.delete(signatures).where(and(eq(signatures.id, id), eq(signatures.state, 'pending')))
}

/** Keeps an unconfirmed signature until then: as long as the link of its newest mail works. */
export async function putOffExpiry(tx: Transaction, id: string, expiresAt: Date): Promise<void> {
  await tx.update(signatures).set({ expiresAt }).where(eq(signatures.id, id))
}

/** Notes that the signer's mail server refused our mail for good. */
export async function markMailRefused(db: Handle, id: string, code: number): Promise<void> {
  await db.update(signatures).set({ mailRefusedCode: code }).where(eq(signatures.id, id))
}

/** Deletes what has outlived its use: see the privacy page, which names the same times. */
export async function deleteExpired(
  db: Handle,
  input: { now: Date; slotsBefore: Date; proofsBefore: Date; today: string },
): Promise<{ pending: number }> {
  const pending = await db.delete(signatures).where(and(eq(signatures.state, 'pending'), lt(signatures.expiresAt, input.now)))
  await db.delete(mailCaps).where(lt(mailCaps.day, input.today))
  await db.delete(mailSlots).where(lt(mailSlots.touchedAt, input.slotsBefore))
  await db.delete(usedProofs).where(lt(usedProofs.usedAt, input.proofsBefore))
  return { pending: pending.rowCount ?? 0 }
}

/** Petitions with confirmed signatures that no entry stands for yet. Index: `signatures_unsequenced_idx`. */
export async function listWaitingPetitions(db: Handle): Promise<{ id: string; slug: string; countIntervalSeconds: number }[]> {
  return db
    .select({ id: petitions.id, slug: petitions.slug, countIntervalSeconds: petitions.countIntervalSeconds })
    .from(petitions)
    .where(
      sql`exists (select 1 from signatures where signatures.petition_id = ${petitions.id} and state = 'confirmed' and entry_index is null)`,
    )
}

/** @see SignatureSource */
export async function listUnsequenced(tx: Transaction, petitionId: string, limit: number): Promise<Unsequenced[]> {
  return tx
    .select({
      id: signatures.id,
      emailIndex: signatures.emailIndex,
      salt: signatures.salt,
      textSha256: petitionTexts.sha256,
      class: signatures.class,
    })
    .from(signatures)
    .innerJoin(petitionTexts, eq(petitionTexts.id, signatures.textId))
    .where(and(eq(signatures.petitionId, petitionId), sql`${signatures.state} = 'confirmed' and ${signatures.entryIndex} is null`))
    .limit(limit)
    .for('update', { of: signatures })
}

/** @see SignatureSource */
export async function markSequenced(tx: Transaction, petitionId: string, firstIndex: number, rows: Unsequenced[]): Promise<void> {
  await tx.execute(sql`
    update signatures s set entry_index = ${firstIndex}::bigint + given.n - 1
    from unnest(${sql.param(rows.map((row) => row.emailIndex))}::bytea[]) with ordinality as given (email_index, n)
    where s.petition_id = ${petitionId} and s.email_index = given.email_index`)
}
