import { sql } from 'drizzle-orm'
import type { Handle } from '../../../db/database.ts'
import { hourMs } from '../../../lib/clock.ts'
import { ledgerRollups } from '../../ledger/tables.ts'
import { letters } from '../../letters/tables.ts'
import { funnelHours } from '../../signatures/funnel/tables.ts'
import { mailTask } from '../../signatures/queries.ts'
import { signatures } from '../../signatures/tables.ts'

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`

/** What each petition added in this hour, the one before, the one before that, and the two days before this hour. Index: the primary key. */
export async function listRates(db: Handle, petitionIds: string[], thisHour: Date) {
  const net = (from: number, to: number) => sql`coalesce(sum(signed - voided) filter (
    where hour >= ${at(new Date(thisHour.getTime() - from * hourMs))} and hour < ${at(new Date(thisHour.getTime() - to * hourMs))}), 0)::int`
  const { rows } = await db.execute<{
    petitionId: string
    thisHour: number
    lastHour: number
    hourBefore: number
    lastDay: number
    dayBefore: number
  }>(sql`
    select petition_id as "petitionId", ${net(0, -1)} as "thisHour", ${net(1, 0)} as "lastHour", ${net(2, 1)} as "hourBefore",
           ${net(24, 0)} as "lastDay", ${net(48, 24)} as "dayBefore"
    from ${ledgerRollups}
    where petition_id = any(${sql.param(petitionIds)}::uuid[]) and hour >= ${at(new Date(thisHour.getTime() - 48 * hourMs))}
    group by petition_id`)
  return new Map(rows.map(({ petitionId, ...rate }) => [petitionId, rate]))
}

/** How many confirmed signatures of a petition have no entry yet, and how many are held. Indexes: `signatures_uncounted_idx`, `signatures_held_idx`. */
export async function countUncounted(db: Handle, petitionId: string): Promise<{ waiting: number; held: number }> {
  const { rows } = await db.execute<{ waiting: number; held: number }>(sql`
    select (select count(*)::int from ${signatures} where petition_id = ${petitionId} and entry_index is null and held_at is null) as waiting,
           (select count(*)::int from ${signatures} where petition_id = ${petitionId} and held_at is not null) as held`)
  return rows[0] ?? { waiting: 0, held: 0 }
}

/** What each hour or day (UTC) from a moment on added and voided, in order; stretches in which nothing happened have no row. */
export async function listStretches(db: Handle, petitionId: string, by: 'hour' | 'day', from: Date) {
  const { rows } = await db.execute<{ start: string; signed: number; voided: number }>(sql`
    select date_trunc(${by}, hour, 'UTC') as start, sum(signed)::int as signed, sum(voided)::int as voided
    from ${ledgerRollups} where petition_id = ${petitionId} and hour >= ${at(from)}
    group by 1 order by 1`)
  return rows.map((row) => ({ ...row, start: new Date(row.start) }))
}

/** How the count divides by country, division, source and class, the largest first. One pass over the roll-ups. */
export async function listParts(db: Handle, petitionId: string) {
  const { rows } = await db.execute<{ kind: 'country' | 'division' | 'source' | 'class'; name: string; count: number }>(sql`
    select case when grouping(country) = 0 then 'country' when grouping(division) = 0 then 'division'
                when grouping(source) = 0 then 'source' else 'class' end as kind,
           coalesce(country, division, source, class, '') as name, sum(signed - voided)::int as count
    from (select country::text, division, source, class, sum(signed) as signed, sum(voided) as voided
          from ${ledgerRollups} where petition_id = ${petitionId} group by 1, 2, 3, 4) as whole
    group by grouping sets ((country), (division), (source), (class))
    having sum(signed - voided) <> 0 order by count desc, name`)
  return rows
}

/** How many came how far since a moment, by day and mail service. Index: the primary key. */
export async function listFunnel(db: Handle, petitionId: string, from: Date) {
  const { rows } = await db.execute<{
    day: string
    provider: string
    viewed: number
    submitted: number
    mailed: number
    confirmed: number
  }>(sql`
    select to_char(hour at time zone 'UTC', 'YYYY-MM-DD') as day, provider, sum(viewed)::int as viewed, sum(submitted)::int as submitted,
           sum(mailed)::int as mailed, sum(confirmed)::int as confirmed
    from ${funnelHours} where petition_id = ${petitionId} and hour >= ${at(from)} group by 1, 2 order by 1, 2`)
  return rows
}

/** Letters that were confirmed since a moment, over all asks of a campaign. */
export async function countLetters(db: Handle, campaignId: string, from: Date): Promise<number> {
  const { rows } = await db.execute<{ letters: number }>(
    sql`select count(*)::int as letters from ${letters} where campaign_id = ${campaignId} and confirmed_at >= ${at(from)}`,
  )
  return rows[0]?.letters ?? 0
}

/** How many letters of a campaign are in which state; drafts are left out. */
export async function listLetterStates(db: Handle, campaignId: string) {
  const { rows } = await db.execute<{ state: (typeof letters.$inferSelect)['state']; letters: number }>(sql`
    select state, count(*)::int as letters from ${letters}
    where campaign_id = ${campaignId} and state <> 'draft' group by state order by state`)
  return rows
}

/** Mails that wait: how many, how many of them were tried and failed, and since when the oldest should have gone. */
export async function readMailQueue(db: Handle): Promise<{ waiting: number; failing: number; oldestAt: Date | null }> {
  const { rows } = await db.execute<{ waiting: number; failing: number; oldest: string | null }>(sql`
    select count(*)::int as waiting, count(*) filter (where attempts > 0 and last_error is not null)::int as failing, min(created_at) as oldest
    from graphile_worker.jobs where task_identifier = ${mailTask} or task_identifier like 'mail-%'`)
  const row = rows[0]
  return { waiting: row?.waiting ?? 0, failing: row?.failing ?? 0, oldestAt: row?.oldest ? new Date(row.oldest) : null }
}

/** Shares of countries in what the last hour brought, beside those of the week before it. */
export async function listCountryShares(db: Handle, petitionId: string, thisHour: Date) {
  const hourAgo = at(new Date(thisHour.getTime() - hourMs))
  const { rows } = await db.execute<{ mark: string; now: number; before: number }>(sql`
    select country::text as mark, coalesce(sum(signed) filter (where hour >= ${hourAgo}), 0)::int as now,
           coalesce(sum(signed) filter (where hour < ${hourAgo}), 0)::int as before
    from ${ledgerRollups} where petition_id = ${petitionId} and hour >= ${at(new Date(thisHour.getTime() - 8 * 24 * hourMs))}
    group by country`)
  return rows
}

/** The same of mail services, of those who signed, confirmed or not. */
export async function listProviderShares(db: Handle, petitionId: string, thisHour: Date) {
  const hourAgo = at(new Date(thisHour.getTime() - hourMs))
  const { rows } = await db.execute<{ mark: string; now: number; before: number }>(sql`
    select provider as mark, coalesce(sum(submitted) filter (where hour >= ${hourAgo}), 0)::int as now,
           coalesce(sum(submitted) filter (where hour < ${hourAgo}), 0)::int as before
    from ${funnelHours} where petition_id = ${petitionId} and hour >= ${at(new Date(thisHour.getTime() - 8 * 24 * hourMs))} and provider <> ''
    group by provider`)
  return rows
}
