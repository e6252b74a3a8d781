import { sql } from 'drizzle-orm'
import type { Database } from '../../db/database.ts'
import { inTransaction, withoutParameters } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { dayMs, utcDay } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import { addWriterMail, deleteOldText } from './queries.ts'
import { askAfterDays, windowLifeDays } from './rules.ts'
import { purgeWindows } from './similarity/queries.ts'
import { letters } from './tables.ts'

/**
 * What has to be done by the clock: drafts, texts and window hashes go after their time, and writers are
 * asked whether there was an answer. Can run at any time, twice at once included.
 */
export async function keepLetters(ctx: { db: Database; clock: Clock; log: Log }): Promise<void> {
  const now = ctx.clock.now()
  try {
    const { drafts, texts } = await deleteOldText(ctx.db, now)
    await purgeWindows(ctx.db, utcDay(new Date(now.getTime() - windowLifeDays * dayMs)))
    if (drafts + texts > 0) ctx.log.info({ drafts, texts }, 'deleted drafts that lapsed and the text of old letters')
    // The last first: who should have been asked twice by now is asked once, and not twice in a row.
    for (const [times, days] of [...askAfterDays.entries()].toReversed()) await askForAnswers(ctx, times, days)
  } catch (error) {
    throw withoutParameters(error)
  }
}

/** Mails the writers whose letters arrived so many days ago, who were asked so many times at most, and said nothing. Index: `letters_arrived_at_idx`. */
async function askForAnswers(ctx: { db: Database; clock: Clock }, times: number, days: number): Promise<void> {
  const before = new Date(ctx.clock.now().getTime() - days * dayMs).toISOString()
  await inTransaction(ctx.db, async (tx) => {
    const { rows } = await tx.execute<{ id: string }>(sql`
      update ${letters} set asked_times = ${times + 1}
      where arrived_at <= ${before}::timestamptz and answer is null and asked_times <= ${times} and address_cipher is not null
        and state in ('sent', 'delivered-to-server', 'sent-by-writer')
      returning id`)
    for (const { id } of rows) await addWriterMail(tx, id, 'answer')
  })
}
