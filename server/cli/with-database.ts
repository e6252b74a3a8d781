import type pg from 'pg'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import { openServer } from '../db/open-server.ts'

/**
 * Joins the running server of the data folder, or starts it for the time of the command.
 * @param newestTable the last table that the command needs; without it the tables are too old
 */
export async function withDatabase(
  config: Config,
  newestTable: string,
  print: (line: string) => void,
  work: (db: Database, pool: pg.Pool) => Promise<number>,
): Promise<number> {
  const server = await openServer(config, (message) => print(`note ${message}`))
  const { pool, db } = openDatabase({
    url: server.url,
    maxConnections: 2,
    onConnectionLost: (error) => print(`note database: ${error.message}`),
  })
  try {
    const { rows } = await pool.query<{ isMigrated: boolean }>('select to_regclass($1) is not null as "isMigrated"', [
      `public.${newestTable}`,
    ])
    if (rows[0]?.isMigrated) return await work(db, pool)
    print('BAD  the tables are not made yet, or of an older version: run npm start once')
    return 1
  } finally {
    await pool.end()
    await server.stop()
  }
}
