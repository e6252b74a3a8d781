import { sql } from 'drizzle-orm'
import { boolean, check, pgTable } from 'drizzle-orm/pg-core'
import type { Keys } from '../lib/keys.ts'
import { keyedHash } from '../lib/keys.ts'
import { bytes } from './bytes.ts'
import type { Database } from './database.ts'

/** One row: which root key this database was made with, as a keyed hash that does not give it away. */
export const installation = pgTable(
  'installation',
  { only: boolean().primaryKey().default(true), keyCheck: bytes('key_check').notNull() },
  (table) => [check('installation_only_check', sql`${table.only}`)],
)

/**
 * Remembers the root key's check at first start and compares it at every later one: with another
 * key every stored address would be unreadable and every duplicate unseen.
 * @throws Error when the key is not the one that this database was made with.
 */
export async function checkRootKey(db: Database, keys: Keys): Promise<void> {
  const keyCheck = keyedHash(keys.derive('key-check'), 'countersign')
  await db.insert(installation).values({ keyCheck }).onConflictDoNothing()
  const [row] = await db.select().from(installation)
  if (!row?.keyCheck.equals(keyCheck)) {
    throw new Error(
      'the secret key is not the one that this database was made with: point SECRET_KEY_FILE to the right file (backups never hold it)',
    )
  }
}
