import { desc, eq, sql } from 'drizzle-orm'
import type { PetitionCount } from '#contract/petitions.ts'
import type { Handle, Transaction } from '../../db/database.ts'
import { checkpoints, ledgerEntries } from './tables.ts'

/** Channel on which each new checkpoint is announced; the payload is the petition's id. */
export const checkpointChannel = 'countersign_checkpoint'
/** Channel on which a confirmation asks for a new checkpoint; the payload is the petition's id. */
export const confirmedChannel = 'countersign_confirmed'

/**
 * The published count of a petition: that of its newest checkpoint, or nothing counted as of its
 * opening. Index: `checkpoints_petition_id_size_pkey`.
 */
export async function getCount(db: Handle, petition: { id: string; openedAt: Date }): Promise<PetitionCount> {
  const checkpoint = await findLatestCheckpoint(db, petition.id)
  return {
    count: checkpoint?.count ?? 0,
    voided: checkpoint?.voided ?? 0,
    checkpointSize: checkpoint?.size ?? 0,
    asOf: (checkpoint?.publishedAt ?? petition.openedAt).toISOString(),
  }
}

export async function findLatestCheckpoint(db: Handle, petitionId: string) {
  const rows = await db.select().from(checkpoints).where(eq(checkpoints.petitionId, petitionId)).orderBy(desc(checkpoints.size)).limit(1)
  return rows[0] ?? null
}

/** Appends entries with numbers from `firstIndex` on, in the order given. */
export async function insertEntries(tx: Transaction, petitionId: string, firstIndex: number, entries: Buffer[]): Promise<void> {
  await tx.execute(sql`
    insert into ${ledgerEntries} (petition_id, entry_index, entry)
    select ${petitionId}, ${firstIndex}::bigint + n - 1, entry
    from unnest(${sql.param(entries)}::bytea[]) with ordinality as given (entry, n)`)
}

/** Stores a checkpoint and, at COMMIT, announces it. */
export async function insertCheckpoint(tx: Transaction, checkpoint: typeof checkpoints.$inferInsert): Promise<void> {
  await tx.insert(checkpoints).values(checkpoint)
  await tx.execute(sql`select pg_notify(${checkpointChannel}, ${checkpoint.petitionId})`)
}

/** False when another process is sequencing this petition. Held until the transaction ends. */
export async function tryLockLog(tx: Transaction, petitionId: string): Promise<boolean> {
  const { rows } = await tx.execute<{ locked: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended(${`ledger:${petitionId}`}, 0)) as locked`,
  )
  return rows[0]?.locked === true
}

/**
 * Petitions whose newest checkpoint is not what their log holds, one sentence each; empty when all
 * is well. Reads the whole log.
 */
export async function listCountFaults(db: Handle): Promise<string[]> {
  const { rows } = await db.execute<{ slug: string; size: string; entries: string; numbered: string }>(sql`
    select p.slug, coalesce(c.size, 0) as size,
           (select count(*) from ledger_entries e where e.petition_id = p.id) as entries,
           (select count(*) from signatures s where s.petition_id = p.id and s.entry_index is not null) as numbered
    from petitions p
    left join lateral (select size from checkpoints where petition_id = p.id order by size desc limit 1) c on true`)
  return rows
    .filter(({ size, entries, numbered }) => size !== entries || Number(numbered) > Number(entries))
    .map(
      ({ slug, size, entries, numbered }) =>
        `${slug}: checkpoint of ${size} entries, log of ${entries}, signatures with a number: ${numbered}`,
    )
}
