import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, primaryKey, smallint, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { bytes } from '../../db/bytes.ts'
import { petitions } from '../petitions/tables.ts'

/** The numbered entries of each petition's log, exactly as `rules.ts` encodes them. Only appended to. */
export const ledgerEntries = pgTable(
  'ledger_entries',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    entryIndex: bigint('entry_index', { mode: 'number' }).notNull(),
    entry: bytes().notNull(),
  },
  (table) => [
    primaryKey({ name: 'ledger_entries_petition_id_entry_index_pkey', columns: [table.petitionId, table.entryIndex] }),
    check('ledger_entries_entry_index_check', sql`${table.entryIndex} >= 0`),
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
