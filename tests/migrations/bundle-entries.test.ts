import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import { entriesIn } from '../../server/features/ledger/rules.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase } from '../support/database.ts'
import { migrateTo } from '../support/migrations.ts'

const large = '00000000-0000-4000-8000-0000000000a1'
const small = '00000000-0000-4000-8000-0000000000a2'
const empty = '00000000-0000-4000-8000-0000000000a3'

let database: TestDatabase
let pool: pg.Pool
let before: { petition_id: string; entry: Buffer }[]

beforeAll(async () => {
  database = await createBareDatabase()
  pool = openDatabase({ url: database.url, maxConnections: 2, onConnectionLost: () => {} }).pool
  await migrateTo(pool, 2)
  await pool.query(`
    insert into campaigns (id, slug, body, loaded_at) values ('${small}', 'test', '{}', '2026-11-01T00:00:00Z');
    insert into petitions (id, campaign_id, slug, state, addressee, opened_at, count_interval_seconds, goals, handover, not_official)
      select id, '${small}', id, 'open', 'Test office', '2026-11-01T00:00:00Z', 1, '[100]', 'Test.', 'Test.'
      from unnest('{${large},${small},${empty}}'::uuid[]) as id;
    insert into ledger_entries (petition_id, entry_index, entry)
      select '${large}', n, substring(sha512(n::text::bytea) || sha512('more') for 31 + (n % 2) * 55) from generate_series(0, 599) as n;
    insert into ledger_entries (petition_id, entry_index, entry) values ('${small}', 0, sha256('only'));`)
  before = (await pool.query('select petition_id, entry from ledger_entries order by petition_id, entry_index')).rows
  await migrate(pool)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

test('every entry stands in its bundle, in its order, byte for byte', async () => {
  const { rows } = await pool.query('select petition_id, bundle_index::int, entries from ledger_bundles order by petition_id, bundle_index')

  const after = rows.flatMap(({ petition_id, entries }) => entriesIn(entries).map((entry) => ({ petition_id, entry })))
  expect(before).toHaveLength(601)
  expect(after).toEqual(before)
  expect(rows.map(({ petition_id, bundle_index, entries }) => [petition_id, bundle_index, entriesIn(entries).length])).toEqual([
    [large, 0, 256],
    [large, 1, 256],
    [large, 2, 88],
    [small, 0, 1],
  ])
})
