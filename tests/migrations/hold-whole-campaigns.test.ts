import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase } from '../support/database.ts'
import { migrateTo } from '../support/migrations.ts'

const campaignId = '00000000-0000-4000-8000-0000000000a1'
const petitionId = '00000000-0000-4000-8000-0000000000a2'
const tables = ['campaigns', 'facts', 'timeline_items', 'petitions', 'petition_texts']

let database: TestDatabase
let pool: pg.Pool
let before: Record<string, unknown>[][]
let after: Record<string, unknown>[][]

beforeAll(async () => {
  database = await createBareDatabase()
  pool = openDatabase({ url: database.url, maxConnections: 2, onConnectionLost: () => {} }).pool
  await migrateTo(pool, 3)
  await pool.query(`
    insert into campaigns (id, slug, body, loaded_at) values ('${campaignId}', 'test', '{"format": 1}', '2026-11-01T00:00:00Z');
    insert into facts (campaign_id, id, position, body) values ('${campaignId}', 'fact-1', 0, '{"id": "fact-1"}');
    insert into timeline_items (campaign_id, id, position, body) values ('${campaignId}', 'event-1', 0, '{"id": "event-1"}');
    insert into petitions (id, campaign_id, slug, state, addressee, opened_at, count_interval_seconds, goals, handover, not_official)
      values ('${petitionId}', '${campaignId}', 'test', 'open', 'Test office', '2026-11-01T00:00:00Z', 1, '[100]', 'Test.', 'Test.');
    insert into petition_texts (id, petition_id, version, body, sha256, published_at)
      values ('${petitionId}', '${petitionId}', 1, '{}', sha256('text'), '2026-11-01T00:00:00Z');`)
  before = await stored()
  await migrate(pool)
  after = await stored()
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const rowsOf = async (statement: string) => (await pool.query<Record<string, unknown>>(statement)).rows
const stored = () => Promise.all(tables.map((table) => rowsOf(`select * from ${table}`)))

test('campaigns and petitions are as they were, in every column', () => {
  expect(before.map((rows) => rows.length)).toEqual([1, 1, 1, 1, 1])
  expect(after).toEqual(before.map((rows) => rows.map((row) => expect.objectContaining(row))))
})

test('what a campaign did not hold before is empty, and no petition has another way', async () => {
  expect(await rowsOf('select inconsistencies, corrections from campaigns')).toEqual([{ inconsistencies: [], corrections: [] }])
  expect(await rowsOf('select official_system from petitions')).toEqual([{ official_system: null }])
  expect(await rowsOf('select * from asks')).toEqual([])
})

test('an ask belongs to a campaign, once, and goes with it', async () => {
  const ask = `insert into asks (campaign_id, id, position, body) values ('${campaignId}', 'ask-1', 0, '{}')`
  await pool.query(ask)

  await expect(pool.query(ask)).rejects.toThrow('asks_campaign_id_id_pkey')
  await expect(pool.query(ask.replace(campaignId, petitionId))).rejects.toThrow('asks_campaign_id_campaigns_id_fk')
  await pool.query('delete from petition_texts; delete from petitions; delete from campaigns')
  expect(await rowsOf('select * from asks')).toEqual([])
})
