import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, primaryKey, timestamp, uuid } from 'drizzle-orm/pg-core'
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
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'checkpoints_petition_id_size_pkey', columns: [table.petitionId, table.size] }),
    check('checkpoints_count_check', sql`${table.count} = ${table.size} - 2 * ${table.voided} and ${table.count} >= 0`),
  ],
)
