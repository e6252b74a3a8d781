import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core'
import type { PackAsk, PackCampaign, PackCorrection, PackFact, PackInconsistency, PackTimelineItem } from './pack.ts'
import type { PackOffice } from './pack-office.ts'
import type { PackTranslation } from './pack-translation.ts'

export const campaigns = pgTable('campaigns', {
  id: uuid().primaryKey(),
  slug: text().notNull().unique('campaigns_slug_key'),
  body: jsonb().$type<PackCampaign>().notNull(),
  loadedAt: timestamp('loaded_at', { withTimezone: true }).notNull(),
  inconsistencies: jsonb().$type<PackInconsistency[]>().notNull().default([]),
  /** Oldest first, as the pack has them. */
  corrections: jsonb().$type<PackCorrection[]>().notNull().default([]),
  /** In the order of their locales, with what of them is not shown. */
  translations: jsonb().$type<PackTranslation[]>().notNull().default([]),
})

/** The columns of what a campaign has many of, each with an id of its own and a place in its file. */
const itemColumns = () => ({
  campaignId: uuid('campaign_id')
    .notNull()
    .references(() => campaigns.id, { onDelete: 'cascade' }),
  id: text().notNull(),
  position: integer().notNull(),
})

export const facts = pgTable('facts', { ...itemColumns(), body: jsonb().$type<PackFact>().notNull() }, (table) => [
  primaryKey({ name: 'facts_campaign_id_id_pkey', columns: [table.campaignId, table.id] }),
])

export const timelineItems = pgTable('timeline_items', { ...itemColumns(), body: jsonb().$type<PackTimelineItem>().notNull() }, (table) => [
  primaryKey({ name: 'timeline_items_campaign_id_id_pkey', columns: [table.campaignId, table.id] }),
])

export const asks = pgTable('asks', { ...itemColumns(), body: jsonb().$type<PackAsk>().notNull() }, (table) => [
  primaryKey({ name: 'asks_campaign_id_id_pkey', columns: [table.campaignId, table.id] }),
])

export const offices = pgTable('offices', { ...itemColumns(), body: jsonb().$type<PackOffice>().notNull() }, (table) => [
  primaryKey({ name: 'offices_campaign_id_id_pkey', columns: [table.campaignId, table.id] }),
])
