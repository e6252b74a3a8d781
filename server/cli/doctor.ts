import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import { checkInstallation } from '../db/installation.ts'
import { openServer } from '../db/open-server.ts'
import { listCountFaults } from '../features/ledger/queries.ts'
import { loadKeys } from '../key-file.ts'

/**
 * Looks at an installation and says what it finds, one line each. Joins the running server of the
 * data folder, or starts it for the time of the command (making it, if there is none yet).
 * Changes nothing in it.
 * @returns 0 when all is well, else 1
 */
export async function doctor(config: Config, print: (line: string) => void): Promise<number> {
  let isWell = true
  const say = (isGood: boolean, line: string) => {
    if (!isGood) isWell = false
    print(`${isGood ? 'ok  ' : 'BAD '} ${line}`)
  }
  say(true, `settings: serving ${config.http.publicUrl.href}, mail ${config.mail.smtpUrl ? 'by SMTP' : 'kept in the development mailbox'}`)
  if (config.site.isTryOut) print('note the site is a try-out: set SITE_NAME, SITE_OPERATOR and SITE_CONTACT')
  const server = await openServer(config, (message) => print(`note ${message}`))
  const { pool, db } = openDatabase({
    url: server.url,
    maxConnections: 2,
    onConnectionLost: (error) => say(false, `database: ${error.message}`),
  })
  try {
    const { rows } = await pool.query<{ version: string; migrated: boolean }>(
      "select current_setting('server_version') as version, to_regclass('public.signatures') is not null as migrated",
    )
    const [found] = rows
    say(Number.parseInt(found?.version ?? '', 10) >= 15, `database: PostgreSQL ${found?.version}`)
    say(found?.migrated === true, found?.migrated ? 'tables: there' : 'tables: not made yet; npm start makes them')
    if (found?.migrated) {
      const keyFault = await findKeyFault(config, db)
      say(keyFault === null, `secret key: ${keyFault ?? 'fits this database'}`)
      const faults = await listCountFaults(db)
      say(
        faults.length === 0,
        faults.length === 0 ? 'counts: every published count is the number of its log’s entries' : 'counts: differ from their logs',
      )
      for (const fault of faults) print(`     ${fault}`)
    }
  } finally {
    await pool.end()
    await server.stop()
  }
  return isWell ? 0 : 1
}

/** What is wrong with the key, or null. A key that is missing is not made here: it could only be a wrong one. */
async function findKeyFault(config: Config, db: Database): Promise<string | null> {
  const made = join(config.data.dir, 'secret.key')
  if (config.secretKeyFile === null && !existsSync(made)) return `${made} is missing; restore it from your own copy`
  try {
    await checkInstallation(db, loadKeys(config.secretKeyFile, config.data.dir), config.logName)
    return null
  } catch (error) {
    return (error as Error).message
  }
}
