import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { Fact, TimelineItem } from '#contract/campaigns.ts'
import type { Handle, Transaction } from '../../db/database.ts'
import { newId } from '../../lib/ids.ts'
import type { Pack, PackCampaign, PackFact, PackTimelineItem } from './pack.ts'
import { campaigns, facts, timelineItems } from './tables.ts'

/** The campaign of this site, the oldest if there are several, or null in an empty database. */
export async function findCampaign(db: Handle): Promise<{ id: string; body: PackCampaign } | null> {
  const rows = await db.select({ id: campaigns.id, body: campaigns.body }).from(campaigns).orderBy(asc(campaigns.loadedAt)).limit(1)
  return rows[0] ?? null
}

/** Facts by id, in the order of the ids, without those that must not be published. */
export async function listFacts(db: Handle, campaignId: string, ids: string[]): Promise<Fact[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ body: facts.body })
    .from(facts)
    .where(sql`${eq(facts.campaignId, campaignId)} and ${inArray(facts.id, ids)}`)
  const byId = new Map(rows.map(({ body }) => [body.id, body]))
  return ids.flatMap((id) => {
    const body = byId.get(id)
    return body && body.use !== 'do-not-publish' ? [publicFact(body)] : []
  })
}

/** Timeline items by id, in the order of the ids, without those kept from memory only. */
export async function listTimelineItems(db: Handle, campaignId: string, ids: string[]): Promise<TimelineItem[]> {
  if (ids.length === 0) return []
  const rows = await db
    .select({ body: timelineItems.body })
    .from(timelineItems)
    .where(sql`${eq(timelineItems.campaignId, campaignId)} and ${inArray(timelineItems.id, ids)}`)
  const byId = new Map(rows.map(({ body }) => [body.id, body]))
  return ids.flatMap((id) => {
    const body = byId.get(id)
    return body?.verified === true ? [publicTimelineItem(body)] : []
  })
}

/** Stores the campaign with its facts and timeline; answers the campaign's id. */
export async function insertCampaign(tx: Transaction, pack: Pack, loadedAt: Date): Promise<string> {
  const id = newId()
  await tx.insert(campaigns).values({ id, slug: pack.campaign.slug, body: pack.campaign, loadedAt })
  await tx.insert(facts).values(pack.facts.map((body, position) => ({ campaignId: id, id: body.id, position, body })))
  if (pack.timeline.length > 0) {
    await tx.insert(timelineItems).values(pack.timeline.map((body, position) => ({ campaignId: id, id: body.id, position, body })))
  }
  return id
}

function publicFact(body: PackFact): Fact {
  const { figure: _figure, sourceText: _sourceText, externalCheck: _externalCheck, ...shown } = body
  return { ...shown, note: shown.note ?? null, era: 'article-2014' }
}

function publicTimelineItem(body: PackTimelineItem): TimelineItem {
  const { verified: _verified, moreSources: _moreSources, note: _note, ...shown } = body
  return shown
}
