import { sql } from 'drizzle-orm'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { hourMs, secondMs } from '../../../lib/clock.ts'
import { createTally } from '../../../lib/tally.ts'
import { funnelHours } from './tables.ts'

/** What happens to those who come, in its order. */
export const funnelSteps = ['viewed', 'submitted', 'mailed', 'confirmed'] as const
export type FunnelStep = (typeof funnelSteps)[number]

export type Funnel = {
  /** @param provider mail service of the address; empty for who only looks */
  count(step: FunnelStep, petitionId: string, provider?: string): void
  flush(): Promise<void>
  close(): Promise<void>
}

const writeEveryMs = 10 * secondMs
const maxKeys = 20_000

/** Counts the steps of those who come, in the memory of this process, and adds them to the hour's totals every ten seconds. */
export function createFunnel(db: Database, clock: Clock): Funnel {
  const tally = createTally(writeEveryMs, maxKeys, (counts) => addSteps(db, counts))
  return {
    count(step, petitionId, provider = '') {
      const hour = Math.floor(clock.now().getTime() / hourMs)
      tally.add(`${petitionId} ${hour} ${step} ${provider}`)
    },
    flush: tally.flush,
    close: tally.close,
  }
}

/** One statement, in the order of the key, so that two processes do not wait for each other. */
async function addSteps(db: Database, counts: Map<string, number>): Promise<void> {
  const rows = new Map<string, { petitionId: string; hour: string; provider: string } & Record<FunnelStep, number>>()
  for (const [key, count] of counts) {
    const [petitionId = '', hour = '', step = '', provider = ''] = key.split(' ')
    const name = `${petitionId} ${hour} ${provider}`
    const row = rows.get(name) ?? {
      ...{ petitionId, provider, hour: new Date(Number(hour) * hourMs).toISOString() },
      ...{ viewed: 0, submitted: 0, mailed: 0, confirmed: 0 },
    }
    row[step as FunnelStep] += count
    rows.set(name, row)
  }
  const all = [...rows.values()]
  const column = <T>(pick: (row: (typeof all)[number]) => T) => sql.param(all.map(pick))
  await db.execute(sql`
    insert into ${funnelHours} as known (petition_id, hour, provider, viewed, submitted, mailed, confirmed)
    select given.* from unnest(
      ${column((row) => row.petitionId)}::uuid[], ${column((row) => row.hour)}::timestamptz[], ${column((row) => row.provider)}::text[],
      ${column((row) => row.viewed)}::bigint[], ${column((row) => row.submitted)}::bigint[],
      ${column((row) => row.mailed)}::bigint[], ${column((row) => row.confirmed)}::bigint[]
    ) as given (petition_id, hour, provider, viewed, submitted, mailed, confirmed)
    order by petition_id, hour, provider
    on conflict (petition_id, hour, provider) do update set
      viewed = known.viewed + excluded.viewed, submitted = known.submitted + excluded.submitted,
      mailed = known.mailed + excluded.mailed, confirmed = known.confirmed + excluded.confirmed`)
}
