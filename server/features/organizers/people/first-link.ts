import type { Role } from '#contract/organize/accounts.ts'
import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Keys } from '../../../lib/keys.ts'
import { findCampaign } from '../../campaigns/queries.ts'
import { hasOwner } from '../queries.ts'
import { createInvitation } from './invite.ts'
import { deleteOpenLinks } from './queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys; config: Config }

/**
 * The address with which the first owner joins, for a day; null where an owner can sign in already. A
 * link that was printed before, and that nobody took up, works no more.
 */
export async function firstLink(ctx: Context): Promise<string | null> {
  return (await hasOwner(ctx.db)) ? null : printedLink(ctx, 'owner')
}

/** The address with which somebody joins, for a day, whoever gets it; null where there is no campaign to work on. */
export async function printedLink(ctx: Context, role: Role): Promise<string | null> {
  const campaign = await findCampaign(ctx.db)
  if (!campaign) return null
  await deleteOpenLinks(ctx.db)
  const { path } = await createInvitation(ctx, { campaignId: campaign.id, role, email: null })
  return new URL(path, ctx.config.http.publicUrl).href
}
