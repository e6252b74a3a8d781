import { asc, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Database, Handle, Transaction } from '../../db/database.ts'
import { newId } from '../../lib/ids.ts'
import type { Pack } from './pack.ts'
import type { PackTranslation } from './pack-translation.ts'
import { asks, campaigns, facts, offices, timelineItems } from './tables.ts'

/** All of a campaign but its petitions, which are a feature of their own. */
export type CampaignPack = Omit<Pack, 'petitions'>

const { translations: _translations, ...columns } = getTableColumns(campaigns)

/**
 * The campaign of this site, the oldest if there are several, or null in an empty database. Without
 * its translations, which are as long as all the rest and which few pages need.
 */
export async function findCampaign(db: Handle): Promise<Omit<typeof campaigns.$inferSelect, 'translations'> | null> {
  const rows = await db.select(columns).from(campaigns).orderBy(asc(campaigns.loadedAt)).limit(1)
  return rows[0] ?? null
}

/** The campaign's translations in the order of their locales, those that are not shown included. */
async function listTranslations(db: Handle, campaignId: string): Promise<Pack['translations']> {
  const rows = await db.select({ translations: campaigns.translations }).from(campaigns).where(eq(campaigns.id, campaignId))
  return rows[0]?.translations ?? []
}

/** The campaign's translation into a language, shown or not, or null. */
export async function findTranslation(db: Handle, campaignId: string, locale: string): Promise<PackTranslation | null> {
  const one = sql<PackTranslation | null>`(select t from jsonb_array_elements(${campaigns.translations}) as t where t ->> 'locale' = ${locale})`
  const rows = await db.select({ one }).from(campaigns).where(eq(campaigns.id, campaignId))
  return rows[0]?.one ?? null
}

/** The campaign's facts in the order of its ledger, those that are never published included. */
export async function listFactBodies(db: Handle, campaignId: string): Promise<Pack['facts']> {
  const rows = await db.select({ body: facts.body }).from(facts).where(eq(facts.campaignId, campaignId)).orderBy(asc(facts.position))
  return rows.map(({ body }) => body)
}

/** The campaign's events in the order of its timeline, those kept from memory included. */
export async function listEventBodies(db: Handle, campaignId: string): Promise<Pack['timeline']> {
  const rows = await db
    .select({ body: timelineItems.body })
    .from(timelineItems)
    .where(eq(timelineItems.campaignId, campaignId))
    .orderBy(asc(timelineItems.position))
  return rows.map(({ body }) => body)
}

/** The campaign's asks in the order of its pack, drafts included. */
export async function listAskBodies(db: Handle, campaignId: string): Promise<Pack['asks']> {
  const rows = await db.select({ body: asks.body }).from(asks).where(eq(asks.campaignId, campaignId)).orderBy(asc(asks.position))
  return rows.map(({ body }) => body)
}

/** The campaign's offices in the order of its pack. */
export async function listOfficeBodies(db: Handle, campaignId: string): Promise<Pack['offices']> {
  const rows = await db
    .select({ body: offices.body })
    .from(offices)
    .where(eq(offices.campaignId, campaignId))
    .orderBy(asc(offices.position))
  return rows.map(({ body }) => body)
}

/** The campaign as its pack had it, or null in an empty database. */
export async function findCampaignPack(db: Database | Transaction): Promise<(CampaignPack & { id: string }) | null> {
  const found = await findCampaign(db)
  if (!found) return null
  const { id, body, inconsistencies, corrections } = found
  return {
    id,
    campaign: body,
    facts: await listFactBodies(db, id),
    inconsistencies,
    timeline: await listEventBodies(db, id),
    asks: await listAskBodies(db, id),
    offices: await listOfficeBodies(db, id),
    corrections,
    translations: await listTranslations(db, id),
  }
}

/**
 * Stores the campaign in the place of the one of the same slug, with its facts, events, asks, offices
 * and translations.
 * Has to run inside a transaction that holds the lock of `lockCampaigns`.
 * @returns the campaign's id
 */
export async function replaceCampaign(tx: Transaction, pack: CampaignPack, loadedAt: Date): Promise<string> {
  const { campaign: body, inconsistencies, corrections, translations } = pack
  const values = { slug: body.slug, body, inconsistencies, corrections, translations }
  const [stored] = await tx
    .insert(campaigns)
    .values({ id: newId(), loadedAt, ...values })
    .onConflictDoUpdate({ target: campaigns.slug, set: values })
    .returning({ id: campaigns.id })
  const campaignId = stored?.id ?? ''
  for (const [table, items] of [
    [facts, pack.facts],
    [timelineItems, pack.timeline],
    [asks, pack.asks],
    [offices, pack.offices],
  ] as const) {
    await tx.delete(table).where(eq(table.campaignId, campaignId))
    if (items.length > 0) {
      await tx.insert(table).values(items.map((item, position) => ({ campaignId, id: item.id, position, body: item as never })))
    }
  }
  return campaignId
}

/** Lets others wait who would load or import a campaign, until the transaction ends; reading goes on. */
export async function lockCampaigns(tx: Transaction): Promise<void> {
  await tx.execute(sql`lock table ${campaigns} in share row exclusive mode`)
}
