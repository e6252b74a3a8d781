import { sql } from 'drizzle-orm'
import { boolean, check, pgTable, text } from 'drizzle-orm/pg-core'
import type { Keys } from '../lib/keys.ts'
import { keyedHash } from '../lib/keys.ts'
import { bytes } from './bytes.ts'
import type { Database } from './database.ts'

/** One row: which root key this database was made with, as a keyed hash that does not give it away, and its log's name. */
export const installation = pgTable(
  'installation',
  { only: boolean().primaryKey().default(true), keyCheck: bytes('key_check').notNull(), logName: text('log_name').notNull() },
  (table) => [check('installation_only_check', sql`${table.only}`)],
)

/** Whether a root key has made this database its own. The migrations must have run. */
export async function isInstalled(db: Database): Promise<boolean> {
  const rows = await db.select({ only: installation.only }).from(installation)
  return rows.length > 0
}

/**
 * Remembers the root key's check and the log's name at first start. Later the key must be the same,
 * or every stored address would be unreadable and every duplicate unseen; and the name never
 * follows a setting that has changed since, or what was signed under it could not be verified.
 * @returns the log's name
 * @throws Error when the key is not the one that this database was made with.
 */
export async function checkInstallation(db: Database, keys: Keys, logName: string): Promise<{ logName: string }> {
  const keyCheck = keyedHash(keys.derive('key-check'), 'countersign')
  await db.insert(installation).values({ keyCheck, logName }).onConflictDoNothing()
  const [row] = await db.select().from(installation)
  if (!row?.keyCheck.equals(keyCheck)) {
    throw new Error(
      'the secret key is not the one that this database was made with: point SECRET_KEY_FILE to the right file (backups never hold it)',
    )
  }
  return { logName: row.logName }
}
