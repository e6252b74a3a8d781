import { sql } from 'drizzle-orm'
import { check, integer, jsonb, pgTable, text, timestamp, unique, uuid } from 'drizzle-orm/pg-core'
import type { PetitionText } from '#contract/petitions.ts'
import { bytes } from '../../db/bytes.ts'
import { campaigns } from '../campaigns/tables.ts'

export const petitions = pgTable(
  'petitions',
  {
    id: uuid().primaryKey(),
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'restrict' }),
    slug: text().notNull().unique('petitions_slug_key'),
    state: text().$type<'draft' | 'open' | 'closed'>().notNull(),
    addressee: text().notNull(),
    /** Null while it is a draft. */
    openedAt: timestamp('opened_at', { withTimezone: true }),
    /** Null: until somebody closes it. */
    closesAt: timestamp('closes_at', { withTimezone: true }),
    countIntervalSeconds: integer('count_interval_seconds').notNull(),
    goals: jsonb().$type<number[]>().notNull(),
    handover: text().notNull(),
    notOfficial: text('not_official').notNull(),
    /** The addressee's own way to petition it; null where it has none. */
    officialSystem: jsonb('official_system').$type<{ name: string; url: string }>(),
  },
  (table) => [
    check('petitions_state_check', sql`${table.state} in ('draft', 'open', 'closed')`),
    check('petitions_opened_at_check', sql`${table.state} = 'draft' or ${table.openedAt} is not null`),
    check('petitions_count_interval_seconds_check', sql`${table.countIntervalSeconds} between 1 and 86400`),
  ],
)

/** The versions of a petition's text. A row is never changed: signatures name its hash. */
export const petitionTexts = pgTable(
  'petition_texts',
  {
    id: uuid().primaryKey(),
    petitionId: uuid('petition_id')
      .notNull()
      .references(() => petitions.id, { onDelete: 'restrict' }),
    version: integer().notNull(),
    body: jsonb().$type<PetitionText>().notNull(),
    sha256: bytes().notNull(),
    publishedAt: timestamp('published_at', { withTimezone: true }).notNull(),
  },
  (table) => [
    unique('petition_texts_petition_id_version_key').on(table.petitionId, table.version),
    check('petition_texts_version_check', sql`${table.version} >= 1`),
    check('petition_texts_sha256_check', sql`octet_length(${table.sha256}) = 32`),
  ],
)
