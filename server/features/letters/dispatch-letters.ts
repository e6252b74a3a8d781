import { sql } from 'drizzle-orm'
import type { Config } from '../../config.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { dayMs, hourMs } from '../../lib/clock.ts'
import { asks } from '../campaigns/tables.ts'
import { isOfficeHour } from './office-hours.ts'
import { letterTask, moveLetter } from './queries.ts'
import { letters, liveAsks } from './tables.ts'

/** In one turn; the next comes within a minute. */
const mostInOneTurn = 500

type Waiting = { id: string; recipient: string; place: string; isLive: boolean; line: number; lastHour: number; lastDay: number }

/**
 * Takes letters from the queue that may go now, and adds a job for each: within the hourly and daily
 * caps of each office, and while it is at work. One process does so at a time, so that caps hold;
 * they are counted from what was taken, so a crash gives none back. What was written for an ask that is
 * open no more waits until it is again. Tests go to the organizers at any hour.
 * @returns how many it took
 */
export async function dispatchLetters(ctx: { db: Database; clock: Clock; config: Pick<Config, 'letters'> }): Promise<number> {
  const now = ctx.clock.now()
  const { perOfficeHour, perOfficeDay } = ctx.config.letters
  return inTransaction(ctx.db, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtext('dispatch-letters'))`)
    const waiting = await listWaiting(tx, now, perOfficeHour)
    const open = waiting.filter(
      ({ place, isLive, line, lastHour, lastDay }) =>
        lastHour + line <= perOfficeHour && lastDay + line <= perOfficeDay && (!isLive || isOfficeHour(place, now)),
    )
    // Cut only now: else some hundred offices that are closed would keep all others waiting.
    const due = open.slice(0, mostInOneTurn)
    for (const { id } of due) {
      await moveLetter(tx, id, { to: 'sending', at: now, evidence: {}, set: { dispatchedAt: now } })
      await tx.execute(
        sql`select graphile_worker.add_job(${letterTask.send}, json_build_object('letterId', ${id}::text), job_key => ${`send ${id}`}, max_attempts => 25)`,
      )
    }
    return due.length
  })
}

/** The first letters of each office's line that may go by their own time, with what went to that office before. Index: `letters_state_idx`. */
async function listWaiting(tx: Transaction, now: Date, perOffice: number): Promise<Waiting[]> {
  const [at, hourAgo, dayAgo] = [now, new Date(now.getTime() - hourMs), new Date(now.getTime() - dayMs)].map((moment) =>
    moment.toISOString(),
  )
  const { rows } = await tx.execute<Waiting>(sql`
    with waiting as (
      select id, recipient, place, campaign_id, ask_id,
             row_number() over (partition by recipient order by confirmed_at, id)::int as line
      from ${letters} l where state = 'queued' and channel = 'email' and not_before <= ${at}::timestamptz
        and exists (select 1 from ${asks} a where a.campaign_id = l.campaign_id and a.id = l.ask_id and a.body ->> 'state' = 'open')
    ), gone as (
      select recipient, count(*) filter (where dispatched_at > ${hourAgo}::timestamptz)::int as hour, count(*)::int as day
      from ${letters} where dispatched_at > ${dayAgo}::timestamptz group by recipient
    )
    select l.id, l.recipient, l.place, l.line, coalesce(g.hour, 0) as "lastHour", coalesce(g.day, 0) as "lastDay",
           exists (select 1 from ${liveAsks} v where v.campaign_id = l.campaign_id and v.ask_id = l.ask_id) as "isLive"
    from waiting l left join gone g using (recipient)
    where l.line <= ${perOffice}
    order by l.line, l.id`)
  return rows
}
