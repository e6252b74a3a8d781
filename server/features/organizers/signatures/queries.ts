import type { SQL } from 'drizzle-orm'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { SignatureConditions } from '#contract/organize/signatures.ts'
import type { Handle, Transaction } from '../../../db/database.ts'
import { confirmedChannel } from '../../ledger/queries.ts'
import type { VoidReason } from '../../ledger/rules.ts'
import { pendingVoids } from '../../ledger/tables.ts'
import { petitionTexts } from '../../petitions/tables.ts'
import { signatures } from '../../signatures/tables.ts'
import { signatureChanges } from '../tables.ts'

/** What a list shows of a signature: nothing that names its signer. */
const listed = {
  id: signatures.id,
  emailIndex: signatures.emailIndex,
  country: signatures.country,
  source: signatures.source,
  provider: signatures.mailProvider,
  flags: signatures.flags,
  class: signatures.class,
  publicName: signatures.publicName,
  wantsUpdates: signatures.wantsUpdates,
  confirmedAt: signatures.confirmedAt,
  entryIndex: signatures.entryIndex,
  heldAt: signatures.heldAt,
}

/** The condition that all of `conditions` hold for a signature of a petition. */
export function matching(petitionId: string, conditions: SignatureConditions): SQL {
  const { state, country, source, provider, flag, class: signatureClass, from, to } = conditions
  const states = {
    counted: sql`${signatures.entryIndex} is not null`,
    waiting: sql`${signatures.entryIndex} is null and ${signatures.heldAt} is null`,
    held: sql`${signatures.heldAt} is not null`,
  }
  return and(
    eq(signatures.petitionId, petitionId),
    states[state],
    country === undefined ? undefined : eq(signatures.country, country),
    source === undefined ? undefined : source === '' ? sql`${signatures.source} is null` : eq(signatures.source, source),
    provider === undefined ? undefined : eq(signatures.mailProvider, provider),
    flag === undefined ? undefined : sql`${signatures.flags} @> array[${flag}]::text[]`,
    signatureClass === undefined ? undefined : eq(signatures.class, signatureClass),
    from === undefined ? undefined : sql`${signatures.confirmedAt} >= ${from}::timestamptz`,
    to === undefined ? undefined : sql`${signatures.confirmedAt} < ${to}::timestamptz`,
  ) as SQL
}

/**
 * One page of signatures. Those that are counted come in the order of the log, the newest first;
 * others, of which there are few, in that of their ids. Indexes: `signatures_entry_index_idx`,
 * `signatures_country_entry_index_idx`; `signatures_uncounted_idx` and `signatures_held_idx`.
 */
export async function listMatching(
  db: Handle,
  petitionId: string,
  conditions: SignatureConditions,
  page: { after: string | null; limit: number },
) {
  const { after, limit } = page
  const isCounted = conditions.state === 'counted'
  const beyond =
    after === null ? undefined : isCounted ? sql`${signatures.entryIndex} < ${after}::bigint` : sql`${signatures.id} > ${after}::uuid`
  return db
    .select(listed)
    .from(signatures)
    .where(and(matching(petitionId, conditions), beyond))
    .orderBy(isCounted ? desc(signatures.entryIndex) : signatures.id)
    .limit(limit)
}

export async function countMatching(db: Handle, petitionId: string, conditions: SignatureConditions): Promise<number> {
  const [row] = await db.select({ count: sql<number>`count(*)::int` }).from(signatures).where(matching(petitionId, conditions))
  return row?.count ?? 0
}

/** The signature under an address' index, or null. Index: the primary key. */
export async function findByIndex(db: Handle, petitionId: string, emailIndex: Buffer) {
  const rows = await db
    .select(listed)
    .from(signatures)
    .where(and(eq(signatures.petitionId, petitionId), eq(signatures.emailIndex, emailIndex)))
  return rows[0] ?? null
}

/** All that is kept of one signature, or null. Index: `signatures_id_idx`. */
export async function findWhole(db: Handle, petitionId: string, id: string) {
  const rows = await db
    .select({
      ...listed,
      emailCipher: signatures.emailCipher,
      packetCipher: signatures.packetCipher,
      consentVersion: signatures.consentVersion,
      consentedAt: signatures.consentedAt,
      textVersion: petitionTexts.version,
    })
    .from(signatures)
    .innerJoin(petitionTexts, eq(petitionTexts.id, signatures.textId))
    .where(and(eq(signatures.petitionId, petitionId), eq(signatures.id, id)))
  return rows[0] ?? null
}

/** A signature that is to be changed, with what its void entry needs. */
type Taken = Pick<typeof signatures.$inferSelect, 'emailIndex' | 'entryIndex' | 'country' | 'source' | 'class'>

/**
 * Locks the next signatures that conditions hold for, in the order of their keys from `after` on. A
 * statement of its own, before any that changes them (see `listCounted` in signatures/queries.ts).
 */
export async function lockMatching(tx: Transaction, conditions: SQL, page: { after: Buffer | null; limit: number }): Promise<Taken[]> {
  return tx
    .select({
      emailIndex: signatures.emailIndex,
      entryIndex: signatures.entryIndex,
      country: signatures.country,
      source: signatures.source,
      class: signatures.class,
    })
    .from(signatures)
    .where(and(conditions, page.after === null ? undefined : sql`${signatures.emailIndex} > ${page.after}`))
    .orderBy(signatures.emailIndex)
    .limit(page.limit)
    .for('update')
}

const keysOf = (taken: Taken[]) => sql`unnest(${sql.param(taken.map(({ emailIndex }) => emailIndex))}::bytea[]) as given (email_index)`

/** Takes signatures out of the count until they are released: their entries are voided by the next checkpoint. */
export async function holdTaken(tx: Transaction, petitionId: string, taken: Taken[], at: Date): Promise<void> {
  await tx.execute(sql`
    update ${signatures} s set held_at = ${at.toISOString()}::timestamptz, entry_index = null
    from ${keysOf(taken)} where s.petition_id = ${petitionId} and s.email_index = given.email_index`)
  await voidTaken(tx, petitionId, taken, 'held')
}

/** Lets signatures be counted again, by new entries with salts of their own: nobody can tell that they are the ones that were voided. */
export async function releaseTaken(tx: Transaction, petitionId: string, taken: Taken[]): Promise<void> {
  await tx.execute(sql`
    update ${signatures} s set held_at = null, salt = decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex')
    from ${keysOf(taken)} where s.petition_id = ${petitionId} and s.email_index = given.email_index`)
  await tx.execute(sql`select pg_notify(${confirmedChannel}, ${petitionId})`)
}

/** Deletes signatures with all that is kept of them; entries that count are voided by the next checkpoint. */
export async function removeTaken(tx: Transaction, petitionId: string, taken: Taken[], reason: VoidReason): Promise<void> {
  await tx.execute(sql`
    delete from ${signatures} s using ${keysOf(taken)} where s.petition_id = ${petitionId} and s.email_index = given.email_index`)
  await voidTaken(tx, petitionId, taken, reason)
}

async function voidTaken(tx: Transaction, petitionId: string, taken: Taken[], reason: VoidReason): Promise<void> {
  const counted = taken.filter(({ entryIndex }) => entryIndex !== null)
  if (counted.length === 0) return
  const column = <T>(pick: (row: Taken) => T) => sql.param(counted.map(pick))
  await tx.execute(sql`
    insert into ${pendingVoids} (petition_id, entry_index, reason, country, source, class)
    select ${petitionId}, given.entry_index, ${reason}, given.country, given.source, given.class
    from unnest(${column(({ entryIndex }) => entryIndex)}::bigint[], ${column(({ country }) => country)}::text[],
                ${column(({ source }) => source)}::text[], ${column((row) => row.class)}::text[]) as given (entry_index, country, source, class)`)
  await tx.execute(sql`select pg_notify(${confirmedChannel}, ${petitionId})`)
}

export async function insertChange(tx: Transaction, row: typeof signatureChanges.$inferInsert): Promise<void> {
  await tx.insert(signatureChanges).values(row)
}

export async function findChange(db: Handle, id: string, options: { lock?: boolean } = {}) {
  const query = db.select().from(signatureChanges).where(eq(signatureChanges.id, id))
  const rows = await (options.lock ? query.for('update') : query)
  return rows[0] ?? null
}

const newestChanges = 50

export async function listChangesOf(db: Handle, petitionId: string) {
  return db
    .select()
    .from(signatureChanges)
    .where(eq(signatureChanges.petitionId, petitionId))
    .orderBy(desc(signatureChanges.startedAt))
    .limit(newestChanges)
}

export async function updateChange(tx: Transaction, id: string, set: Partial<typeof signatureChanges.$inferInsert>): Promise<void> {
  await tx.update(signatureChanges).set(set).where(eq(signatureChanges.id, id))
}
