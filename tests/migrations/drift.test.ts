import { readFileSync } from 'node:fs'
import { generateDrizzleJson, generateMigration } from 'drizzle-kit/api'
import { expect, test } from 'vitest'
import { openDatabase } from '../../server/db/database.ts'
import * as tables from '../../server/db/tables.ts'
import { createBareDatabase, createTestDatabase } from '../support/database.ts'
import { shapeOf } from '../support/database-shape.ts'

const file = (name: string) => new URL(`../../migrations/${name}`, import.meta.url)
const readJson = (name: string) => JSON.parse(readFileSync(file(name), 'utf8'))
const journal: { entries: { idx: number; tag: string }[] } = readJson('meta/_journal.json')
const newest = String(journal.entries.at(-1)?.idx).padStart(4, '0')

test('nothing is left to generate: the newest snapshot is that of the tables in code', async () => {
  const statements = await generateMigration(readJson(`meta/${newest}_snapshot.json`), generateDrizzleJson(tables))

  expect(statements).toEqual([])
})

test('the migrated database has the columns, constraints and indexes of the tables in code', async () => {
  const migrated = await createTestDatabase()
  const fromCode = await createBareDatabase()
  const [one, other] = [migrated, fromCode].map(({ url }) => openDatabase({ url, maxConnections: 2, onConnectionLost: () => {} }).pool)
  const statements = await generateMigration(generateDrizzleJson({}), generateDrizzleJson(tables))
  await other?.query(statements.join('\n'))

  const shapes = await Promise.all([one, other].map((pool) => pool && shapeOf(pool)))
  await Promise.all([one?.end(), other?.end()])
  await Promise.all([migrated.drop(), fromCode.drop()])

  expect(shapes[0]?.columns.length).toBeGreaterThan(50)
  expect(shapes[0]).toEqual(shapes[1])
})

test.each(journal.entries.map(({ tag }) => tag))('%s says why, what it locks, how long it takes and the way back', (tag) => {
  const sql = readFileSync(file(`${tag}.sql`), 'utf8')

  expect(tag).toMatch(/^\d{4}_[a-z]+_[a-z_]+$/)
  expect(sql).toMatch(/^-- Why: /)
  expect(sql).toContain('\n-- Locks taken: ')
  expect(sql).toContain('\n-- On a million rows: ')
  expect(sql).toContain('\n-- The way back: ')
})

test('signatures are kept in partitions by the index of the address', async () => {
  const database = await createTestDatabase()
  const { pool } = openDatabase({ url: database.url, maxConnections: 1, onConnectionLost: () => {} })

  const { rows } = await pool.query(
    "select pg_get_partkeydef('signatures'::regclass) as key, count(*)::int as partitions from pg_inherits where inhparent = 'signatures'::regclass",
  )
  await pool.end()
  await database.drop()

  expect(rows).toEqual([{ key: 'HASH (email_index)', partitions: 8 }])
})
