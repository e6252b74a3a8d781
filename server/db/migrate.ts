import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as runDrizzleMigrations } from 'drizzle-orm/node-postgres/migrator'
import { runMigrations as runQueueMigrations } from 'graphile-worker'
import type pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Chosen once; any other program on the same database must not use it. */
const migrationLock = 7_305_112_001

/**
 * Brings the database to the newest shape, the queue's tables included. Safe to call from several
 * processes at once: one does it, the others wait for it.
 */
export async function migrate(pool: pg.Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query('select pg_advisory_lock($1)', [migrationLock])
    await runDrizzleMigrations(drizzle(client), { migrationsFolder })
    await runQueueMigrations({ pgPool: pool })
    await client.query('select pg_advisory_unlock($1)', [migrationLock])
  } finally {
    // Closing the connection frees the lock too, if a migration threw.
    client.release(true)
  }
}
