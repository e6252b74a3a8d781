import { sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { findCampaign, insertCampaign } from '../campaigns/queries.ts'
import { bundledPack, readPack } from '../campaigns/read-pack.ts'
import { insertPetition } from './queries.ts'

/**
 * Fills an empty database with the bundled campaign; does nothing when there is a campaign
 * already. Two processes that start at once load it once.
 * @returns the title of the campaign when it was loaded now, else null
 */
export async function loadBundledCampaign(ctx: { db: Database; clock: Clock }): Promise<string | null> {
  if (await findCampaign(ctx.db)) return null
  const pack = readPack(bundledPack)
  return inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`lock table campaigns in share row exclusive mode`)
    if (await findCampaign(tx)) return null
    const campaignId = await insertCampaign(tx, pack, ctx.clock.now())
    for (const { versions, openedAt, closesAt, ...petition } of pack.petitions) {
      await insertPetition(tx, {
        ...petition,
        campaignId,
        openedAt: openedAt ? new Date(openedAt) : null,
        closesAt: closesAt ? new Date(closesAt) : null,
        versions: versions.map(({ version, publishedAt, ...text }) => ({ version, publishedAt: new Date(publishedAt), text })),
      })
    }
    return pack.campaign.title
  })
}
