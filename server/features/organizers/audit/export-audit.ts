import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { csvLine } from '../../../lib/csv.ts'
import type { Keys } from '../../../lib/keys.ts'
import type { Organizer } from '../accounts/permit.ts'
import { noteDoing } from './queries.ts'
import { readAudit } from './read-audit.ts'

const entriesAtATime = 200

/** All that organizers did, the newest first, as CSV in pieces. That it was taken out is its own first entry. */
export async function* exportAudit(
  ctx: { db: Database; clock: Clock; keys: Keys },
  input: { by: Organizer; campaignId: string },
): AsyncGenerator<string> {
  const { by, campaignId } = input
  await noteDoing(ctx.db, { at: ctx.clock.now(), organizerId: by.id, campaignId, action: 'audit-log-exported' })
  yield `\ufeff${csvLine(['number', 'at', 'by', 'action', 'details'])}`
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: Awaited<ReturnType<typeof readAudit>> = await readAudit(ctx, { campaignId, limit: entriesAtATime, cursor })
    yield page.items
      .map((entry) => csvLine([entry.id, entry.at, entry.by?.name ?? null, entry.action, JSON.stringify(entry.details)]))
      .join('')
    cursor = page.nextCursor
  }
}
