import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { PackCampaign, PackFact, PackTimelineItem } from './pack.ts'

export const campaigns = pgTable('campaigns', {
  id: uuid().primaryKey(),
  slug: text().notNull().unique('campaigns_slug_key'),
  body: jsonb().$type<PackCampaign>().notNull(),
  loadedAt: timestamp('loaded_at', { withTimezone: true }).notNull(),
})

export const facts = pgTable(
  'facts',
  {
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    position: integer().notNull(),
    body: jsonb().$type<PackFact>().notNull(),
  },
  (table) => [primaryKey({ name: 'facts_campaign_id_id_pkey', columns: [table.campaignId, table.id] })],
)

export const timelineItems = pgTable(
  'timeline_items',
  {
    campaignId: uuid('campaign_id')
      .notNull()
      .references(() => campaigns.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    position: integer().notNull(),
    body: jsonb().$type<PackTimelineItem>().notNull(),
  },
  (table) => [primaryKey({ name: 'timeline_items_campaign_id_id_pkey', columns: [table.campaignId, table.id] })],
)
