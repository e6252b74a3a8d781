import type { Config } from '../config.ts'
import { openDatabase } from '../db/database.ts'
import { checkRootKey } from '../db/installation.ts'
import { openServer } from '../db/open-server.ts'
import { listCountFaults } from '../features/ledger/queries.ts'
import { loadKeys } from '../key-file.ts'

/**
 * Looks at an installation and says what it finds, one line each. Joins the running server of the
 * data folder, or starts it for the time of the command. Changes nothing.
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
      try {
        await checkRootKey(db, loadKeys(config.secretKeyFile, config.data.dir))
        say(true, 'secret key: fits this database')
      } catch (error) {
        say(false, `secret key: ${(error as Error).message}`)
      }
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
