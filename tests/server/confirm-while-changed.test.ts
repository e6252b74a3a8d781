import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { confirmSubmissions } from '../../server/features/signatures/queries.ts'
import { signDirectly } from '../support/shortcuts.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())

/** True while a statement waits for a row that another transaction holds. */
async function isWaiting(): Promise<boolean> {
  const { rows } = await site.ctx.pool.query(
    "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and state = 'active'",
  )
  return rows.length > 0
}

test('submissions that are changed while they are confirmed are confirmed, and the database lives', async () => {
  const ids = await Promise.all(
    ['one', 'two'].map((name) => signDirectly(site.ctx, { slug: petitionSlug, email: `${name}-changed@example.org` })),
  )
  const changing = await site.ctx.pool.connect()
  await changing.query('begin')
  await changing.query('update submissions set expires_at = expires_at where id = $1', [ids[0]])
  // A connection that has planned nothing yet: only there PostgreSQL 18.4 crashed.
  const url = site.ctx.pool.options.connectionString ?? ''
  const fresh = openDatabase({ url, maxConnections: 1, onConnectionLost: () => {} })

  const confirming = confirmSubmissions(
    fresh.db,
    ids.map((id) => ({ id, choices: null })),
    site.clock.now(),
  )
  await vi.waitFor(async () => expect(await isWaiting()).toBe(true))
  await changing.query('commit')
  changing.release()

  expect(await confirming).toMatchObject(ids.map(() => ({ slug: petitionSlug, counted: false })))
  await fresh.pool.end()
})
