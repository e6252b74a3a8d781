import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { PetitionCount } from '#contract/petitions.ts'
import type { Handle, Transaction } from '../../db/database.ts'
import { petitions } from '../petitions/tables.ts'
import type { TileAddress } from './proofs.ts'
import { checkpoints, ledgerBundles, ledgerRollups, ledgerTiles, pendingVoids } from './tables.ts'
import type { ChangedTile, Edge } from './tree.ts'
import { edgeWidths, hashBytes, tileWidth } from './tree.ts'

/** Channel on which each new checkpoint is announced; the payload is the petition's id. */
export const checkpointChannel = 'countersign_checkpoint'
/** Channel on which a confirmation or withdrawal asks for a new checkpoint; the payload is the petition's id. */
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

/**
 * The log of the published petition at an address: whose it is and its newest checkpoint, null
 * while nothing has been counted. Null where there is no such petition. Indexes:
 * `petitions_slug_key`, `checkpoints_petition_id_size_pkey`.
 */
export async function findLog(
  db: Handle,
  slug: string,
): Promise<{ petitionId: string; checkpoint: { size: number; note: string } | null } | null> {
  const { rows } = await db.execute<{ id: string; size: string | null; note: string | null }>(sql`
    select p.id, newest.size, newest.note
    from ${petitions} p
    left join lateral (
      select c.size, c.note from ${checkpoints} c where c.petition_id = p.id order by c.size desc limit 1
    ) newest on true
    where p.slug = ${slug} and p.state <> 'draft'`)
  const [row] = rows
  if (!row) return null
  return { petitionId: row.id, checkpoint: row.size === null || row.note === null ? null : { size: Number(row.size), note: row.note } }
}

export async function findLatestCheckpoint(db: Handle, petitionId: string) {
  const rows = await db.select().from(checkpoints).where(eq(checkpoints.petitionId, petitionId)).orderBy(desc(checkpoints.size)).limit(1)
  return rows[0] ?? null
}

/** Stores bundles of entries, new ones and the growth of the open one, with numbers from `first` on. */
export async function saveBundles(tx: Transaction, petitionId: string, first: number, bundles: Buffer[]): Promise<void> {
  await tx.execute(sql`
    insert into ${ledgerBundles} (petition_id, bundle_index, entries)
    select ${petitionId}, ${first}::bigint + n - 1, piece from ${piecesOf(bundles)}
    on conflict (petition_id, bundle_index) do update set entries = excluded.entries`)
}

/**
 * Rows (piece, n) of byte strings, n from 1. Sent as one binary parameter that the database cuts:
 * an array of them would be written out as hexadecimal text and parsed again.
 */
function piecesOf(pieces: Buffer[]) {
  const lengths = sql.param(pieces.map(({ length }) => length))
  return sql`(
    select substring(whole from (sum(length) over (order by n) - length + 1)::int for length) as piece, n
    from (select ${Buffer.concat(pieces)}::bytea as whole) as given, unnest(${lengths}::int[]) with ordinality as cut (length, n)
  ) as pieces`
}

/**
 * The edge of a tree of `size` leaves: the stored tiles that are not full yet, from the leaves up.
 * A tile that is missing or of another length than the size says comes as it is stored: the caller
 * compares the root. One statement; index: the primary key, one row for each level.
 */
export async function findEdge(tx: Transaction, petitionId: string, size: number): Promise<Edge> {
  const widths = edgeWidths(size)
  const open = widths.flatMap((width, level) => (width === 0 ? [] : [{ level, index: Math.floor(size / tileWidth ** (level + 1)) }]))
  const tiles = await listTiles(tx, petitionId, open)
  const byLevel = new Map(open.map(({ level }, i) => [level, tiles[i]]))
  return widths.map((_width, level) => hashesIn(byLevel.get(level) ?? null))
}

/** The hashes that a stored tile holds; none where there is no tile. */
export function hashesIn(tile: Buffer | null): Buffer[] {
  return Array.from({ length: (tile?.length ?? 0) / hashBytes }, (_, i) => (tile as Buffer).subarray(i * hashBytes, (i + 1) * hashBytes))
}

/** The stored bytes of tiles, in the order asked for; null where there is none. Index: the primary key. */
export async function listTiles(db: Handle, petitionId: string, tiles: TileAddress[]): Promise<(Buffer | null)[]> {
  if (tiles.length === 0) return []
  const { rows } = await db.execute<{ hashes: Buffer | null }>(sql`
    select t.hashes
    from unnest(${sql.param(tiles.map(({ level }) => level))}::smallint[], ${sql.param(tiles.map(({ index }) => index))}::bigint[])
      with ordinality as asked (level, tile_index, n)
    left join ${ledgerTiles} t on t.petition_id = ${petitionId} and t.level = asked.level and t.tile_index = asked.tile_index
    order by n`)
  return rows.map(({ hashes }) => hashes)
}

/** Stores new tiles, and the growth of open ones. */
export async function saveTiles(tx: Transaction, petitionId: string, tiles: ChangedTile[]): Promise<void> {
  const column = (pick: (tile: ChangedTile) => number) => sql.param(tiles.map(pick))
  await tx.execute(sql`
    insert into ${ledgerTiles} (petition_id, level, tile_index, hashes)
    select ${petitionId}, level, tile_index, piece
    from unnest(${column(({ level }) => level)}::smallint[], ${column(({ index }) => index)}::bigint[])
      with ordinality as tile (level, tile_index, n)
    join ${piecesOf(tiles.map(({ hashes }) => Buffer.concat(hashes)))} using (n)
    on conflict (petition_id, level, tile_index) do update set hashes = excluded.hashes`)
}

/** The bytes of up to `limit` bundles from number `first` on, in their order. Index: the primary key. */
export async function listBundles(db: Handle, petitionId: string, first: number, limit: number): Promise<Buffer[]> {
  const rows = await db
    .select({ entries: ledgerBundles.entries })
    .from(ledgerBundles)
    .where(
      and(eq(ledgerBundles.petitionId, petitionId), gte(ledgerBundles.bundleIndex, first), lt(ledgerBundles.bundleIndex, first + limit)),
    )
    .orderBy(asc(ledgerBundles.bundleIndex))
  return rows.map(({ entries }) => entries)
}

/** Takes up to `limit` entries that are to be voided; in no order, since the entries are shuffled. */
export async function claimVoids(tx: Transaction, petitionId: string, limit: number): Promise<(typeof pendingVoids.$inferSelect)[]> {
  const chosen = tx
    .select({ entryIndex: pendingVoids.entryIndex })
    .from(pendingVoids)
    .where(eq(pendingVoids.petitionId, petitionId))
    .limit(limit)
    .for('update')
  return tx
    .delete(pendingVoids)
    .where(and(eq(pendingVoids.petitionId, petitionId), inArray(pendingVoids.entryIndex, chosen)))
    .returning()
}

/** Asks that an entry be voided by the next checkpoint, and at COMMIT for that checkpoint. The entry's signature is gone already, so nobody asks twice. */
export async function insertVoid(tx: Transaction, entry: typeof pendingVoids.$inferInsert): Promise<void> {
  await tx.insert(pendingVoids).values(entry)
  await tx.execute(sql`select pg_notify(${confirmedChannel}, ${entry.petitionId})`)
}

/** What one hour's checkpoints added for one place, source and class. */
export type Rollup = Omit<typeof ledgerRollups.$inferSelect, 'petitionId' | 'hour'>

/** Adds to the roll-ups of an hour. */
export async function saveRollups(tx: Transaction, petitionId: string, hour: Date, rollups: Rollup[]): Promise<void> {
  const column = <T>(pick: (rollup: Rollup) => T) => sql.param(rollups.map(pick))
  await tx.execute(sql`
    insert into ${ledgerRollups} as known (petition_id, hour, country, division, source, class, signed, voided)
    select ${petitionId}, ${hour.toISOString()}::timestamptz, given.*
    from unnest(${column((rollup) => rollup.country)}::text[], ${column((rollup) => rollup.division)}::text[],
                ${column((rollup) => rollup.source)}::text[], ${column((rollup) => rollup.class)}::text[],
                ${column((rollup) => rollup.signed)}::bigint[], ${column((rollup) => rollup.voided)}::bigint[]) as given
    on conflict (petition_id, hour, country, division, source, class)
    do update set signed = known.signed + excluded.signed, voided = known.voided + excluded.voided`)
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

/** The newest checkpoint published before a moment, or null. */
export async function findCheckpointBefore(db: Handle, petitionId: string, moment: Date) {
  const rows = await db
    .select()
    .from(checkpoints)
    .where(and(eq(checkpoints.petitionId, petitionId), lt(checkpoints.publishedAt, moment)))
    .orderBy(desc(checkpoints.size))
    .limit(1)
  return rows[0] ?? null
}

/** What each hour or day (UTC) before a moment added to the count, in order; periods in which nothing happened have no row. */
export async function listTotals(
  db: Handle,
  petitionId: string,
  period: 'hour' | 'day',
  before: Date,
): Promise<{ start: Date; net: number }[]> {
  const start = sql`date_trunc(${sql.raw(`'${period}'`)}, ${ledgerRollups.hour}, 'UTC')`
  const rows = await db
    .select({ start: sql<string>`${start}`, net: sql<string>`sum(${ledgerRollups.signed} - ${ledgerRollups.voided})` })
    .from(ledgerRollups)
    .where(and(eq(ledgerRollups.petitionId, petitionId), lt(ledgerRollups.hour, before)))
    .groupBy(start)
    .orderBy(start)
  return rows.map((row) => ({ start: new Date(row.start), net: Number(row.net) }))
}

/** What each day (UTC) before a moment added to each place, by day. */
export async function listPlaceTotals(
  db: Handle,
  petitionId: string,
  place: 'country' | 'division',
  before: Date,
): Promise<{ day: Date; place: string; net: number }[]> {
  const day = sql`date_trunc('day', ${ledgerRollups.hour}, 'UTC')`
  const rows = await db
    .select({
      day: sql<string>`${day}`,
      place: ledgerRollups[place],
      net: sql<string>`sum(${ledgerRollups.signed} - ${ledgerRollups.voided})`,
    })
    .from(ledgerRollups)
    .where(and(eq(ledgerRollups.petitionId, petitionId), lt(ledgerRollups.hour, before)))
    .groupBy(day, ledgerRollups[place])
    .orderBy(day, ledgerRollups[place])
  return rows.map((row) => ({ day: new Date(row.day), place: row.place, net: Number(row.net) }))
}

/** What stands beside a petition's log and must add up to it. Reads all of the petition's signatures. */
export async function getAuditSums(db: Handle, petitionId: string) {
  const { rows } = await db.execute<Record<'signed' | 'voided' | 'numbered' | 'pending', string>>(sql`
    select coalesce(sum(signed), 0) as signed, coalesce(sum(voided), 0) as voided,
           (select count(*) from signatures where petition_id = ${petitionId} and entry_index is not null) as numbered,
           (select count(*) from ${pendingVoids} where petition_id = ${petitionId}) as pending
    from ${ledgerRollups} where petition_id = ${petitionId}`)
  const [row] = rows
  return {
    rolledUpSigned: Number(row?.signed),
    rolledUpVoided: Number(row?.voided),
    numbered: Number(row?.numbered),
    pendingVoids: Number(row?.pending),
  }
}
