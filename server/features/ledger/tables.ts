import { sql } from 'drizzle-orm'
import { bigint, char, check, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytes } from '../../db/bytes.ts'
import { petitions } from '../petitions/tables.ts'
import type { SignatureClass, VoidReason } from './rules.ts'
import { voidReasons } from './rules.ts'

/**
 * The entries of each petition's log, exactly as `rules.ts` encodes them, 256 to a bundle. The last
 * bundle grows until it is full and is never changed then. Rows of one entry each took four times
 * as long to write (server/decisions/022).
 */
export const ledgerBundles = pgTable(
  'ledger_bundles',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    bundleIndex: bigint('bundle_index', { mode: 'number' }).notNull(),
    /** Each entry behind its length, 16 bits big-endian: as the log serves it. */
    entries: bytes().notNull(),
  },
  (table) => [
    primaryKey({ name: 'ledger_bundles_petition_id_bundle_index_pkey', columns: [table.petitionId, table.bundleIndex] }),
    check('ledger_bundles_entries_check', sql`${table.bundleIndex} >= 0 and octet_length(${table.entries}) > 2`),
  ],
)

/**
 * Hashes of the tree, 256 to a tile, level 0 over the leaves. The last tile of a level grows until
 * it is full and is never changed then.
 */
export const ledgerTiles = pgTable(
  'ledger_tiles',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    level: smallint().notNull(),
    tileIndex: bigint('tile_index', { mode: 'number' }).notNull(),
    hashes: bytes().notNull(),
  },
  (table) => [
    primaryKey({ name: 'ledger_tiles_petition_id_level_tile_index_pkey', columns: [table.petitionId, table.level, table.tileIndex] }),
    check('ledger_tiles_hashes_check', sql`octet_length(${table.hashes}) between 32 and 8192 and octet_length(${table.hashes}) % 32 = 0`),
  ],
)

/** What has been published: how many entries the log held, how many of them void others, and so the count. */
export const checkpoints = pgTable(
  'checkpoints',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    size: bigint({ mode: 'number' }).notNull(),
    voided: bigint({ mode: 'number' }).notNull(),
    count: bigint({ mode: 'number' }).notNull(),
    /** Root of the tree over the entries, and the signed note that says so. */
    root: bytes().notNull(),
    note: text().notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'checkpoints_petition_id_size_pkey', columns: [table.petitionId, table.size] }),
    check('checkpoints_root_check', sql`octet_length(${table.root}) = 32`),
    check('checkpoints_count_check', sql`${table.count} = ${table.size} - 2 * ${table.voided} and ${table.count} >= 0`),
  ],
)

/**
 * Entries that are to be voided by the next checkpoint, with what the roll-ups must be lessened
 * by. A row goes with the void entry that is written for it.
 */
export const pendingVoids = pgTable(
  'pending_voids',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    entryIndex: bigint('entry_index', { mode: 'number' }).notNull(),
    reason: text().$type<VoidReason>().notNull(),
    country: char({ length: 2 }).notNull(),
    source: text(),
    class: text().$type<SignatureClass>().notNull(),
  },
  (table) => [
    primaryKey({ name: 'pending_voids_petition_id_entry_index_pkey', columns: [table.petitionId, table.entryIndex] }),
    check('pending_voids_reason_check', sql`${table.reason} in (${sql.raw(voidReasons.map((reason) => `'${reason}'`).join(', '))})`),
    check('pending_voids_class_check', sql`${table.class} in ('online', 'paper', 'imported')`),
  ],
)

/**
 * What each hour's checkpoints added to the log and voided in it, broken down. Written in the
 * transaction of the checkpoint, so the sum over all rows is that of the latest checkpoint. An
 * entry is voided in the hour of its void entry, whatever the hour it was counted in.
 */
export const ledgerRollups = pgTable(
  'ledger_rollups',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    /** Beginning of the hour of the checkpoint, UTC. */
    hour: timestamp({ withTimezone: true }).notNull(),
    country: char({ length: 2 }).notNull(),
    /** Key of the division; empty while it is not known. */
    division: text().notNull(),
    /** Empty where the signer came without one. */
    source: text().notNull(),
    class: text().$type<SignatureClass>().notNull(),
    signed: bigint({ mode: 'number' }).notNull(),
    voided: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({
      name: 'ledger_rollups_pkey',
      columns: [table.petitionId, table.hour, table.country, table.division, table.source, table.class],
    }),
    check('ledger_rollups_signed_check', sql`${table.signed} >= 0 and ${table.voided} >= 0`),
  ],
)
