import type pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import { checkInstallation } from '../../server/db/installation.ts'
import { migrate } from '../../server/db/migrate.ts'
import type { TestDatabase } from '../support/database.ts'
import { createBareDatabase } from '../support/database.ts'
import { shapeOf } from '../support/database-shape.ts'
import { testKeys } from '../support/keys.ts'

let database: TestDatabase
const pools: pg.Pool[] = []
beforeEach(async () => {
  database = await createBareDatabase()
})
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.end()))
  await database.drop()
})

function open() {
  const opened = openDatabase({ url: database.url, maxConnections: 4, onConnectionLost: () => {} })
  pools.push(opened.pool)
  return opened
}

const journalOf = async (pool: pg.Pool) => (await pool.query('select hash from drizzle.__drizzle_migrations order by id')).rows

test('migrating from nothing twice is migrating once', async () => {
  const { pool } = open()

  await migrate(pool)
  const once = { shape: await shapeOf(pool), journal: await journalOf(pool) }
  await migrate(pool)
  const twice = { shape: await shapeOf(pool), journal: await journalOf(pool) }

  expect(once.journal.length).toBeGreaterThan(0)
  expect(twice).toEqual(once)
})

test('several processes that migrate at once do it once, and all of them go on', async () => {
  const processes = [open(), open(), open()]

  await Promise.all(processes.map(({ pool }) => migrate(pool)))
  const journal = await journalOf(open().pool)

  expect(new Set(journal.map(({ hash }) => hash)).size).toBe(journal.length)
})

test('migrating leaves no lock and no connection behind', async () => {
  const { pool } = open()

  await migrate(pool)
  const { rows } = await pool.query(
    "select 1 from pg_locks where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())",
  )

  expect(rows).toEqual([])
  expect(pool.waitingCount).toBe(0)
})

test('migrating keeps what is stored', async () => {
  const { pool } = open()
  await migrate(pool)
  await pool.query("insert into mail_refusals (address_index, refused_at) values ('\\x01', now())")

  await migrate(pool)
  const { rows } = await pool.query('select address_index from mail_refusals')

  expect(rows).toEqual([{ address_index: Buffer.of(1) }])
})

test('a database is opened again with the key that it was made with, and with no other', async () => {
  const { pool, db } = open()
  await migrate(pool)

  await checkInstallation(db, testKeys(1), 'sign.example.org')
  await checkInstallation(db, testKeys(1), 'sign.example.org')

  await expect(checkInstallation(db, testKeys(2), 'sign.example.org')).rejects.toThrow(
    'the secret key is not the one that this database was made with',
  )
})
