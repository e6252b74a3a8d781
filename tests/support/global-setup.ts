import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '../../server/db/database.ts'
import { startEmbeddedServer } from '../../server/db/embedded-server.ts'
import { migrate } from '../../server/db/migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    templateName: string
  }
}

/**
 * One PostgreSQL for all server tests: the embedded one, or that of TEST_DATABASE_URL. A template
 * is migrated once; each test file clones it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outside = process.env['TEST_DATABASE_URL']
  const folder = mkdtempSync(join(tmpdir(), 'countersign-tests-'))
  const server = outside ? null : await startEmbeddedServer({ dataDir: folder, say: () => {} })
  const url = outside ?? server?.url ?? ''
  const templateName = `template_${process.pid}`
  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(`create database ${templateName}`)
  const { pool } = openDatabase({ url: withDatabase(url, templateName), maxConnections: 4, onConnectionLost: () => {} })
  await migrate(pool)
  await pool.end()
  project.provide('databaseUrl', url)
  project.provide('templateName', templateName)
  return async () => {
    await admin.query(`drop database if exists ${templateName} with (force)`)
    await admin.end()
    await server?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  return url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`)
}
