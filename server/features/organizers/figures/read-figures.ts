import type { PetitionFigures } from '#contract/organize/figures.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { dayMs, startOfDay } from '../../../lib/clock.ts'
import type { PetitionRow } from '../../petitions/queries.ts'
import { countLetters, listFunnel, listParts, listStretches } from './queries.ts'
import { overviewsOf } from './read-overview.ts'
import { filledStretches, forecastOf } from './rules.ts'

type Context = { db: Database; clock: Clock }

/** By the hour a week is shown, by the day everything. */
const hoursShownMs = 7 * dayMs
const funnelMs = 30 * dayMs
const forecastDays = 14

/** How the count of a petition came about, exactly: for organizers only. */
export async function readFigures(ctx: Context, input: { petition: PetitionRow; by: 'hour' | 'day' }): Promise<PetitionFigures> {
  const { petition, by } = input
  const { db } = ctx
  const now = ctx.clock.now()
  const beginning = by === 'hour' ? new Date(Math.max(petition.openedAt.getTime(), now.getTime() - hoursShownMs)) : petition.openedAt
  const [[overview], stretches, days, parts, funnel, letters] = await Promise.all([
    overviewsOf(ctx, [petition]),
    listStretches(db, petition.id, by, beginning),
    listStretches(db, petition.id, 'day', new Date(startOfDay(now).getTime() - forecastDays * dayMs)),
    listParts(db, petition.id),
    listFunnel(db, petition.id, new Date(now.getTime() - funnelMs)),
    countLetters(db, petition.campaignId, new Date(now.getTime() - funnelMs)),
  ])
  if (!overview) throw new Error('a petition has no overview')
  const first = startOfDay(new Date(Math.max(petition.openedAt.getTime(), now.getTime() - forecastDays * dayMs)))
  const finished = filledStretches(days, 'day', first, now).slice(0, -1).slice(-forecastDays)
  const partsOf = (kind: string) => parts.flatMap((part) => (part.kind === kind ? [{ name: part.name, count: part.count }] : []))
  return {
    petition: overview,
    by,
    items: filledStretches(stretches, by, beginning, now),
    forecast: forecastOf(
      overview.count,
      overview.goal,
      finished.map(({ signed, voided }) => signed - voided),
      now,
    ),
    countries: partsOf('country'),
    divisions: partsOf('division'),
    sources: partsOf('source'),
    classes: partsOf('class'),
    funnel: { ...funnelOf(funnel), letters },
  }
}

type Steps = { viewed: number; submitted: number; mailed: number; confirmed: number }

function funnelOf(rows: Awaited<ReturnType<typeof listFunnel>>): Omit<PetitionFigures['funnel'], 'letters'> {
  const sum = (some: Steps[]): Steps =>
    some.reduce(
      (total, { viewed, submitted, mailed, confirmed }) => ({
        viewed: total.viewed + viewed,
        submitted: total.submitted + submitted,
        mailed: total.mailed + mailed,
        confirmed: total.confirmed + confirmed,
      }),
      { viewed: 0, submitted: 0, mailed: 0, confirmed: 0 },
    )
  const byDay = [...Map.groupBy(rows, ({ day }) => day)].map(([day, some]) => ({ day, ...sum(some) }))
  const byProvider = [...Map.groupBy(rows, ({ provider }) => provider)]
    .filter(([provider]) => provider !== '')
    .map(([provider, some]) => {
      const { submitted, mailed, confirmed } = sum(some)
      return { provider, submitted, mailed, confirmed }
    })
    .toSorted((a, b) => b.submitted - a.submitted)
  return { ...sum(rows), byDay, byProvider }
}
