import type { Handle } from '../../db/database.ts'
import type { Pack, PackPetition } from '../campaigns/pack.ts'
import { findCampaignPack } from '../campaigns/queries.ts'
import { listPetitionsWithTexts } from './queries.ts'

/** The site's campaign with its petitions, as a pack has them and with its id, or null in an empty database. */
export async function findPack(db: Handle): Promise<(Pack & { id: string }) | null> {
  const campaign = await findCampaignPack(db)
  if (!campaign) return null
  const petitions = (await listPetitionsWithTexts(db, campaign.id)).map(({ petition, texts }): PackPetition => {
    const { slug, state, openedAt, closesAt, addressee, countIntervalSeconds, goals, handover, notOfficial, officialSystem } = petition
    return {
      slug,
      state,
      openedAt: momentOf(openedAt),
      closesAt: momentOf(closesAt),
      addressee,
      countIntervalSeconds,
      goals,
      handover,
      notOfficial,
      officialSystem,
      versions: texts.map(({ version, publishedAt, body }) => ({ version, publishedAt: momentOf(publishedAt) ?? '', ...body })),
    }
  })
  return { ...campaign, petitions }
}

/** As packs write moments: whole seconds in UTC. */
function momentOf(date: Date | null): string | null {
  return date && `${date.toISOString().slice(0, 19)}Z`
}
