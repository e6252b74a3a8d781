import type { PetitionSeries, SeriesQuery } from '#contract/petitions.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { dayMs, hourMs, startOfDay } from '../../lib/clock.ts'
import type { PetitionRow } from '../petitions/queries.ts'
import { findPetition } from '../petitions/queries.ts'
import { findCheckpointBefore, getCount, listPlaceTotals, listTotals } from './queries.ts'
import { cumulativePlaces, hourOf } from './rules.ts'

type Context = { db: Database; clock: Clock }

/**
 * How the count of a petition came about, as its roll-ups say; they are written in the transaction
 * of each checkpoint, so the rows always add up to the count of theirs.
 * @throws Problem petition-not-found
 */
export async function readSeries(ctx: Context, input: { slug: string; query: SeriesQuery }): Promise<PetitionSeries> {
  const petition = await findPetition(ctx.db, input.slug)
  if (!petition) throw new Problem('petition-not-found')
  const { by, split } = input.query
  return split ? readSplit(ctx, petition, split) : readTotals(ctx, petition, by ?? 'day')
}

/** One header line and one line for each row (RFC 4180), and last what no row shows. */
export function seriesCsv({ items, notShown, count, checkpointSize, asOf }: PetitionSeries): string {
  const rows = items.map(({ from, to, place, count: shown }) => [from, to, place ?? '', shown])
  return [
    ['from', 'to', 'place', 'count'],
    ...rows,
    ['', '', 'not shown separately', notShown],
    ['', asOf, `all, in a log of ${checkpointSize} entries`, count],
  ]
    .map((cells) => `${cells.map((cell) => (/[",]/.test(`${cell}`) ? `"${`${cell}`.replaceAll('"', '""')}"` : cell)).join(',')}\r\n`)
    .join('')
}

/** Finished periods only: a row that has been published never changes. */
async function readTotals(ctx: Context, petition: PetitionRow, period: 'hour' | 'day'): Promise<PetitionSeries> {
  const now = ctx.clock.now()
  const unfinished = period === 'hour' ? hourOf(now) : startOfDay(now)
  const lengthMs = period === 'hour' ? hourMs : dayMs
  const totals = await listTotals(ctx.db, petition.id, period, unfinished)
  // After the rows: what is counted in between is not shown, and never missing from the sum.
  const count = await getCount(ctx.db, petition)
  const items = totals.map(({ start, net }) => ({
    from: start.toISOString(),
    to: new Date(start.getTime() + lengthMs).toISOString(),
    count: net,
  }))
  return seriesOf(items, items, count)
}

/** Refreshed each hour, and never a place together with an hour. */
async function readSplit(ctx: Context, petition: PetitionRow, split: 'country' | 'division'): Promise<PetitionSeries> {
  const hour = hourOf(ctx.clock.now())
  const checkpoint = await findCheckpointBefore(ctx.db, petition.id, hour)
  if (!checkpoint) return seriesOf([], [], { count: 0, checkpointSize: 0, asOf: petition.openedAt.toISOString() })
  const changes = await listPlaceTotals(ctx.db, petition.id, split, hour)
  const lastDay = startOfDay(new Date(hour.getTime() - 1))
  const rows = cumulativePlaces(changes, lastDay)
  const items = rows.map(({ day, place, count }) => ({
    from: petition.openedAt.toISOString(),
    to: new Date(Math.min(day.getTime() + dayMs, hour.getTime())).toISOString(),
    place,
    count,
  }))
  const last = items.filter((_item, i) => rows[i]?.day.getTime() === lastDay.getTime())
  return seriesOf(items, last, { count: checkpoint.count, checkpointSize: checkpoint.size, asOf: checkpoint.publishedAt.toISOString() })
}

function seriesOf(
  items: PetitionSeries['items'],
  summed: PetitionSeries['items'],
  { count, checkpointSize, asOf }: Pick<PetitionSeries, 'count' | 'checkpointSize' | 'asOf'>,
): PetitionSeries {
  return { items, notShown: count - summed.reduce((sum, item) => sum + item.count, 0), count, checkpointSize, asOf }
}
