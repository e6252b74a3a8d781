import { sql } from 'drizzle-orm'
import { bigint, check, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import { petitions } from '../../petitions/tables.ts'

/**
 * How many saw a petition, signed it, were mailed and confirmed, by hour and mail service. Totals
 * only, counted in memory and written down every few seconds: a crash loses some. The count of a
 * petition has nothing to do with them.
 */
export const funnelHours = pgTable(
  'funnel_hours',
  {
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'cascade' }),
    hour: timestamp({ withTimezone: true }).notNull(),
    /** Empty for those who only looked. */
    provider: text().notNull(),
    viewed: bigint({ mode: 'number' }).notNull(),
    submitted: bigint({ mode: 'number' }).notNull(),
    mailed: bigint({ mode: 'number' }).notNull(),
    confirmed: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ name: 'funnel_hours_petition_id_hour_provider_pkey', columns: [table.petitionId, table.hour, table.provider] }),
    check('funnel_hours_counts_check', sql`least(${table.viewed}, ${table.submitted}, ${table.mailed}, ${table.confirmed}) >= 0`),
  ],
)
