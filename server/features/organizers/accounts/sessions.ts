import type { z } from 'zod'
import type { listSessions } from '#contract/organize/accounts.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { noteDoing } from '../audit/queries.ts'
import { nothingThere } from '../errors.ts'
import type { Organizer } from './permit.ts'
import { deleteSessions, listOpenSessions } from './queries.ts'

/** One's own sessions that have not ended. */
export async function readSessions(ctx: { db: Database }, organizer: Organizer): Promise<z.input<(typeof listSessions)['reply']>> {
  const rows = await listOpenSessions(ctx.db, organizer.id, new Date())
  return {
    items: rows.map(({ id, createdAt, expiresAt }) => ({
      id,
      startedAt: createdAt.toISOString(),
      endsAt: expiresAt.toISOString(),
      isThis: id === organizer.session.id,
    })),
  }
}

/** @throws Problem not-found */
export async function endSession(ctx: { db: Database; clock: Clock }, organizer: Organizer, id: string): Promise<void> {
  if ((await deleteSessions(ctx.db, organizer.id, { only: id })) === 0) throw nothingThere()
  await noteDoing(ctx.db, { at: ctx.clock.now(), organizerId: organizer.id, campaignId: null, action: 'session-ended' })
}
