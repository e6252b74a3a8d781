import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadConfig } from '../../server/config.ts'
import { buildContext } from '../../server/context.ts'
import { newKeyFile } from '../../server/lib/keys.ts'
import type { TestDatabase } from '../support/database.ts'
import { createTestDatabase } from '../support/database.ts'

let database: TestDatabase
let folder: string
beforeEach(async () => {
  database = await createTestDatabase()
  folder = mkdtempSync(join(tmpdir(), 'countersign-key-'))
})
afterEach(async () => {
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Connects as a start does, and closes again. */
async function connect(env: Record<string, string> = {}): Promise<void> {
  const config = loadConfig({ DATA_DIR: folder, DATABASE_URL: database.url, ...env })
  const ctx = await buildContext(config, database.url, pino({ level: 'silent' }))
  await ctx.close()
}

test('a first start makes the key, and the next start needs it', async () => {
  const keyFile = join(folder, 'secret.key')
  await connect()
  const made = existsSync(keyFile)
  renameSync(keyFile, join(folder, 'kept.key'))

  await expect(connect()).rejects.toThrow(`${keyFile} is missing; restore it from your own copy`)
  expect(made).toBe(true)
  expect(readdirSync(folder).filter((name) => name.startsWith('secret.key'))).toEqual([])
})

test('another machine on the same database is told to bring the key', async () => {
  await connect()
  const elsewhere = join(folder, 'elsewhere')

  await expect(connect({ DATA_DIR: elsewhere })).rejects.toThrow(`${join(elsewhere, 'secret.key')} is missing`)
  expect(existsSync(join(elsewhere, 'secret.key'))).toBe(false)
})

test('a named key file that is missing is to be restored, not made, once the database has one', async () => {
  const named = join(folder, 'named.key')

  await expect(connect({ SECRET_KEY_FILE: named })).rejects.toThrow(`SECRET_KEY_FILE ${named} does not exist; make one with`)
  writeFileSync(named, newKeyFile(), { mode: 0o600 })
  await connect({ SECRET_KEY_FILE: named })
  rmSync(named)

  await expect(connect({ SECRET_KEY_FILE: named })).rejects.toThrow(`SECRET_KEY_FILE ${named} is missing; restore it`)
})
