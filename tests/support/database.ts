import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import { withDatabase } from './global-setup.ts'

export type TestDatabase = { url: string; name: string; drop(): Promise<void> }

/** A migrated, empty database of this test file's own. */
export function createTestDatabase(): Promise<TestDatabase> {
  return createDatabase(`template ${inject('templateName')}`)
}

/** A database without any table. */
export function createBareDatabase(): Promise<TestDatabase> {
  return createDatabase('template template0')
}

async function createDatabase(from: string): Promise<TestDatabase> {
  const serverUrl = inject('databaseUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  await asAdmin(serverUrl, `create database ${name} ${from}`)
  return {
    url: withDatabase(serverUrl, name),
    name,
    drop: () => asAdmin(serverUrl, `drop database if exists ${name} with (force)`),
  }
}

async function asAdmin(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}
