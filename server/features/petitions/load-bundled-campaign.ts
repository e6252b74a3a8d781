import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Pack } from '../campaigns/pack.ts'
import { packFormat } from '../campaigns/pack.ts'
import { findCampaign } from '../campaigns/queries.ts'
import { bundledPack, readPack } from '../campaigns/read-pack.ts'
import { importCampaign } from './import-campaign.ts'

/**
 * Fills an empty database with the bundled campaign, and brings the bundled campaign of an older
 * pack format up to this one; does nothing otherwise. Two processes that start at once load it once.
 * @returns the title of the campaign when it was loaded now, else null
 * @throws Error with the faults when a campaign of an older format cannot be brought up: its pages could not be shown
 */
export async function loadBundledCampaign(ctx: { db: Database; clock: Clock }): Promise<string | null> {
  const found = await findCampaign(ctx.db)
  if (found && !isOlder(found.body)) return null
  const pack = readPack(bundledPack)
  // Looked at once more when nobody else can load or import one.
  const isDue = (before: Pack | null) => before === null || isOlder(before.campaign)
  const { faults, changes } = await importCampaign(ctx, { pack, isDryRun: false, isDue })
  if (faults.length > 0) {
    const lines = faults.map((fault) => `  ${fault}`).join('\n')
    throw new Error(`the campaign is of an older format; import a pack of format ${packFormat} that has these corrections:\n${lines}`)
  }
  return changes.length > 0 ? pack.campaign.title : null
}

const isOlder = ({ format }: { format: number }) => format < packFormat
