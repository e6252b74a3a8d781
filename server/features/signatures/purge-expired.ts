import type { Database } from '../../db/database.ts'
import { withoutParameters } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { utcDay } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import { deleteExpired } from './purge-queries.ts'
import { proofLifeMs } from './require-proof.ts'
import { linkLifeMs } from './rules.ts'

/**
 * Deletes signatures that nobody confirmed within the life of their newest link, and counters of mails
 * and codes that no longer matter. Can run at any time, twice at once included.
 */
export async function purgeExpired(ctx: { db: Database; clock: Clock; log: Log }): Promise<void> {
  const now = ctx.clock.now()
  const slotsBefore = new Date(now.getTime() - linkLifeMs)
  try {
    const proofsBefore = new Date(now.getTime() - proofLifeMs)
    const { submissions } = await deleteExpired(ctx.db, { now, slotsBefore, proofsBefore, today: utcDay(now) })
    if (submissions > 0) ctx.log.info({ submissions }, 'deleted signatures that were not confirmed in time')
  } catch (error) {
    throw withoutParameters(error)
  }
}
