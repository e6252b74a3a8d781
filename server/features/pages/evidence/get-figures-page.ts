import type { PageData } from '#contract/pages.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { petitionItemOf, readPetition } from '../../ledger/read-petitions.ts'
import { readSeries } from '../../ledger/read-series.ts'

/**
 * How a petition's count came about, as its open data say: each finished day, and each country as
 * the last hour left it, rounded as promised.
 * @throws Problem petition-not-found
 */
export async function getFiguresPage(
  ctx: { db: Database; clock: Clock },
  slug: string,
): Promise<{ petitionId: string; data: PageData['petition-figures'] }> {
  const { row, petition, count } = await readPetition(ctx, slug)
  const byDay = await readSeries(ctx, { slug, query: { by: 'day', format: 'json' } })
  const split = await readSeries(ctx, { slug, query: { split: 'country', format: 'json' } })
  let sum = 0
  const days = byDay.items.map(({ to, count: added }) => {
    sum += added
    return { at: to, value: sum }
  })
  const newest = split.items.at(-1)?.to
  const countries = split.items
    .filter(({ to, count: shown }) => to === newest && shown > 0)
    .map(({ place = '', count: shown }) => ({ code: place, count: shown }))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))
  return {
    petitionId: row.id,
    data: {
      petition: petitionItemOf(row, petition.count, ctx.clock.now()),
      count,
      days,
      countries,
      notShown: split.count - countries.reduce((total, { count: shown }) => total + shown, 0),
      asOf: split.asOf,
    },
  }
}
