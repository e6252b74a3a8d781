import type pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { migrate } from '../../server/db/migrate.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase } from '../support/database.ts'
import { migrateTo } from '../support/migrations.ts'

const campaignId = '00000000-0000-4000-8000-0000000000a1'
const otherId = '00000000-0000-4000-8000-0000000000a2'

let database: TestDatabase
let pool: pg.Pool

beforeAll(async () => {
  database = await createBareDatabase()
  pool = openDatabase({ url: database.url, maxConnections: 2, onConnectionLost: () => {} }).pool
  await migrateTo(pool, 5)
  await pool.query(`
    insert into campaigns (id, slug, body, loaded_at) values ('${campaignId}', 'test', '{"format": 2}', '2026-11-01T00:00:00Z');
    insert into asks (campaign_id, id, position, body) values ('${campaignId}', 'ask-1', 0, '{"id": "ask-1"}');`)
  await migrate(pool)
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const rowsOf = async (statement: string) => (await pool.query<Record<string, unknown>>(statement)).rows

test('a campaign is as it was, and has no offices yet', async () => {
  expect(await rowsOf('select id, body from campaigns')).toEqual([{ id: campaignId, body: { format: 2 } }])
  expect(await rowsOf('select body from asks')).toEqual([{ body: { id: 'ask-1' } }])
  expect(await rowsOf('select * from offices')).toEqual([])
})

test('an office belongs to a campaign, once, and goes with it', async () => {
  const office = `insert into offices (campaign_id, id, position, body) values ('${campaignId}', 'office-1', 0, '{}')`
  await pool.query(office)

  await expect(pool.query(office)).rejects.toThrow('offices_campaign_id_id_pkey')
  await expect(pool.query(office.replace(campaignId, otherId))).rejects.toThrow('offices_campaign_id_campaigns_id_fk')
  await pool.query('delete from campaigns')
  expect(await rowsOf('select * from offices')).toEqual([])
})
