import type { SQL } from 'drizzle-orm'
import { and, eq, sql } from 'drizzle-orm'
import type { Database, Handle, Transaction } from '../../db/database.ts'
import { confirmedChannel } from '../ledger/queries.ts'
import type { Unsequenced } from '../ledger/sequence-petition.ts'
import { pendingVoids } from '../ledger/tables.ts'
import { petitions, petitionTexts } from '../petitions/tables.ts'
import { signatures, submissions } from './tables.ts'

/** A submission as it is first stored. */
export type NewSubmission = Required<Omit<typeof submissions.$inferInsert, 'mailRefusedCode'>>

/** Name of the queue's task that mails a signer; its payload holds the submission's id, which a signature keeps, and nothing else. */
export const mailTask = 'mail-signer'
export const mailTaskAttempts = 25

/** Columns that a signature takes over from its submission as they are. */
const givenColumns = sql.raw(
  'id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider, flags, consent_version, consented_at, class, salt',
)

/**
 * One statement: stores the submissions and adds one mail job for each. It looks at nothing that
 * is there already, so it takes the same way and time whoever has signed before. Nor may the queue:
 * `add_jobs` looks for jobs of the same key, and planned while few were waiting it would read
 * through all of them each time (80 jobs beside 60,000: 11.4 ms, without sequential scans 3.7).
 */
export async function insertSubmissions(db: Handle, rows: NewSubmission[]): Promise<void> {
  const column = <T>(pick: (row: NewSubmission) => T) => sql.param(rows.map(pick))
  await db.execute(sql`
    with added as (
      insert into submissions (${givenColumns}, public_name, wants_updates, expires_at)
      select id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider,
             string_to_array(flags, ','), consent_version, consented_at, class, salt, public_name, wants_updates, expires_at
      from unnest(
        ${column((row) => row.id)}::uuid[], ${column((row) => row.petitionId)}::uuid[], ${column((row) => row.emailIndex)}::bytea[],
        ${column((row) => row.textId)}::uuid[], ${column((row) => row.emailCipher)}::bytea[], ${column((row) => row.packetCipher)}::bytea[],
        ${column((row) => row.country)}::text[], ${column((row) => row.source)}::text[], ${column((row) => row.mailProvider)}::text[],
        ${column((row) => row.flags.join(','))}::text[], ${column((row) => row.consentVersion)}::text[],
        ${column((row) => row.consentedAt)}::timestamptz[], ${column((row) => row.class)}::text[], ${column((row) => row.salt)}::bytea[],
        ${column((row) => row.publicName)}::text[], ${column((row) => row.wantsUpdates)}::boolean[], ${column((row) => row.expiresAt)}::timestamptz[]
      ) as given (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider,
                  flags, consent_version, consented_at, class, salt, public_name, wants_updates, expires_at)
      returning id
    ), jobs as (
      select 1 from (select set_config('enable_seqscan', 'off', true)) as planned, lateral graphile_worker.add_jobs((
        select array_agg((${mailTask}, json_build_object('signatureId', id), null, null, ${mailTaskAttempts}, null, 0, null)::graphile_worker.job_spec)
        from added))
    )
    select count(*) from jobs`)
}

/**
 * What a mail to a signer needs to know, with the submission locked; null when it has been
 * confirmed, refused or purged since. `isSigned`: its address has a confirmed signature already.
 */
export async function findSubmissionForMail(tx: Transaction, id: string) {
  const rows = await tx
    .select({
      petitionId: submissions.petitionId,
      emailCipher: submissions.emailCipher,
      expiresAt: submissions.expiresAt,
      consentVersion: submissions.consentVersion,
      slug: petitions.slug,
      text: petitionTexts.body,
      isSigned: sql<boolean>`exists (select 1 from ${signatures} where ${signatures.petitionId} = ${submissions.petitionId} and ${signatures.emailIndex} = ${submissions.emailIndex})`,
    })
    .from(submissions)
    .innerJoin(petitions, eq(petitions.id, submissions.petitionId))
    .innerJoin(petitionTexts, eq(petitionTexts.id, submissions.textId))
    .where(eq(submissions.id, id))
    .for('update', { of: submissions })
  return rows[0] ?? null
}

/** The submission of this id, or null when it is confirmed or gone. */
export async function findSubmission(db: Handle, id: string) {
  const rows = await db.select().from(submissions).where(eq(submissions.id, id))
  return rows[0] ?? null
}

/** True when the address has a confirmed signature in the petition. Index: the primary key. */
export async function hasSigned(db: Handle, petitionId: string, emailIndex: Buffer): Promise<boolean> {
  const rows = await db
    .select({ id: signatures.id })
    .from(signatures)
    .where(and(eq(signatures.petitionId, petitionId), eq(signatures.emailIndex, emailIndex)))
  return rows.length > 0
}

/** The petition of a confirmed signature, or null. Index: `signatures_id_idx`. */
export async function findSignaturePetition(db: Handle, id: string): Promise<string | null> {
  const rows = await db.select({ petitionId: signatures.petitionId }).from(signatures).where(eq(signatures.id, id))
  return rows[0]?.petitionId ?? null
}

/** What the signer allows, to be changed at any time. A name that was to be shown in part stays so. */
export type Choices = { showsName: boolean; wantsUpdates: boolean }
/** `choices`: as decided while confirming; null leaves what was given when signing. */
export type Confirmation = { id: string; choices: Choices | null }
/** `first`: this very confirmation made the signature, of an address at this mail service. */
export type Confirmed = { slug: string; counted: boolean; first?: { petitionId: string; provider: string } }

/**
 * Makes signatures of submissions and asks the sequencer to count them. Where the address has a
 * signature already, that one stands and nothing changes. Answers one result per confirmation, in
 * order; null where there is neither submission nor signature of that id. Rows are inserted in the
 * order of their key, so that two groups cannot lock each other out.
 */
export async function confirmSubmissions(db: Database, confirmations: Confirmation[], confirmedAt: Date): Promise<(Confirmed | null)[]> {
  const column = <T>(pick: (confirmation: Confirmation) => T) => sql.param(confirmations.map(pick))
  const { rows } = await db.execute<Target & { slug: string; provider: string; isNew: boolean }>(sql`
    with given as (
      select distinct on (id) * from unnest(
        ${column(({ id }) => id)}::uuid[], ${column(({ choices }) => choices?.showsName ?? null)}::boolean[],
        ${column(({ choices }) => choices?.wantsUpdates ?? null)}::boolean[]
      ) as u (id, shows_name, chosen_updates)
    ), target as materialized (
      select s.*, given.shows_name, given.chosen_updates from submissions s join given using (id)
      order by s.petition_id, s.email_index for update of s
    ), added as (
      insert into signatures (${givenColumns}, public_name, wants_updates, confirmed_at)
      select ${givenColumns}, ${publicNameFor(sql`shows_name`)}, coalesce(chosen_updates, wants_updates), ${confirmedAt.toISOString()}::timestamptz
      from target order by petition_id, email_index
      on conflict (petition_id, email_index) do nothing
      returning id, petition_id
    ), removed as (
      delete from submissions where id in (select id from added)
    ), told as (
      select pg_notify(${confirmedChannel}, petition_id::text) from (select distinct petition_id from added) as petition
    )
    select t.id, p.slug, t.petition_id as "petitionId", t.email_index as "emailIndex",
           t.mail_provider as provider, added.id is not null as "isNew"
    from target t join petitions p on p.id = t.petition_id left join added on added.id = t.id, (select count(*) from told) as done`)
  const standing = await listCounted(
    db,
    rows.filter(({ isNew }) => !isNew),
  )
  const byId = new Map<string, Confirmed>(
    rows.map(({ id, slug, petitionId, provider, isNew }) => [
      id,
      { slug, counted: standing.has(id), ...(isNew ? { first: { petitionId, provider } } : {}) },
    ]),
  )
  const others = confirmations.filter(({ id }) => !byId.has(id)).map(({ id }) => id)
  for (const row of others.length > 0 ? await listConfirmed(db, others) : []) byId.set(row.id, row)
  return confirmations.map(({ id }) => {
    const { slug, counted, first } = byId.get(id) ?? {}
    return slug === undefined || counted === undefined ? null : { slug, counted, ...(first ? { first } : {}) }
  })
}

type Target = { id: string; petitionId: string; emailIndex: Buffer }

/**
 * Which of these submissions have an address whose signature is counted. A statement of its own:
 * PostgreSQL 18.4 crashes where one statement locks rows and looks into partitions by a value that
 * it learns while it runs, if another has changed such a row meanwhile. Index: the primary key.
 */
async function listCounted(db: Database, targets: Target[]): Promise<Set<string>> {
  if (targets.length === 0) return new Set()
  const { rows } = await db.execute<{ id: string }>(sql`
    select t.id from unnest(
      ${sql.param(targets.map(({ id }) => id))}::uuid[], ${sql.param(targets.map(({ petitionId }) => petitionId))}::uuid[],
      ${sql.param(targets.map(({ emailIndex }) => emailIndex))}::bytea[]
    ) as t (id, petition_id, email_index)
    where (select s.entry_index is not null from signatures s where s.petition_id = t.petition_id and s.email_index = t.email_index)`)
  return new Set(rows.map(({ id }) => id))
}

/** The public name of a row after a choice; null keeps it. */
export function publicNameFor(showsName: SQL): SQL {
  return sql`case when ${showsName} and public_name = 'none' then 'full' when not ${showsName} then 'none' else public_name end`
}

/** Of these ids, the signatures that are confirmed already: a second click, perhaps at the same moment. */
async function listConfirmed(db: Database, ids: string[]) {
  const { rows } = await db.execute<{ id: string; slug: string; counted: boolean }>(sql`
    select s.id, p.slug, s.entry_index is not null as counted
    from signatures s join petitions p on p.id = s.petition_id
    where s.id = any(${sql.param(ids)}::uuid[])`)
  return rows
}

/** Deletes a submission; what a "not me", or a mail that it caused no need for, leaves behind is nothing. */
export async function deleteSubmission(db: Handle, id: string): Promise<void> {
  await db.delete(submissions).where(eq(submissions.id, id))
}

/** Keeps a submission until then: as long as the link of its mail works. */
export async function putOffExpiry(tx: Transaction, id: string, expiresAt: Date): Promise<void> {
  await tx.update(submissions).set({ expiresAt }).where(eq(submissions.id, id))
}

/** Notes that the signer's mail server refused our mail for good. */
export async function markMailRefused(db: Handle, id: string, code: number): Promise<void> {
  await db.update(submissions).set({ mailRefusedCode: code }).where(eq(submissions.id, id))
}

/** Petitions with something to count: signatures without an entry, or entries to be voided. Index: `signatures_uncounted_idx`. */
export async function listWaitingPetitions(db: Handle): Promise<{ id: string; slug: string; countIntervalSeconds: number }[]> {
  return db
    .select({ id: petitions.id, slug: petitions.slug, countIntervalSeconds: petitions.countIntervalSeconds })
    .from(petitions)
    .where(
      sql`exists (select 1 from ${signatures} where ${signatures.petitionId} = ${petitions.id} and ${signatures.entryIndex} is null and ${signatures.heldAt} is null)
       or exists (select 1 from ${pendingVoids} where ${pendingVoids.petitionId} = ${petitions.id})`,
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
      country: signatures.country,
      source: signatures.source,
    })
    .from(signatures)
    .innerJoin(petitionTexts, eq(petitionTexts.id, signatures.textId))
    .where(and(eq(signatures.petitionId, petitionId), sql`${signatures.entryIndex} is null and ${signatures.heldAt} is null`))
    .limit(limit)
    .for('update', { of: signatures })
}

/** @see SignatureSource */
export async function markSequenced(
  tx: Transaction,
  petitionId: string,
  rows: { emailIndex: Buffer; entryIndex: number }[],
): Promise<void> {
  await tx.execute(sql`
    update signatures s set entry_index = given.entry_index
    from unnest(${sql.param(rows.map((row) => row.emailIndex))}::bytea[], ${sql.param(rows.map((row) => row.entryIndex))}::bigint[])
      as given (email_index, entry_index)
    where s.petition_id = ${petitionId} and s.email_index = given.email_index`)
}
