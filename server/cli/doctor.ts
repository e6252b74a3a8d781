import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { openDatabase } from '../db/database.ts'
import { checkInstallation } from '../db/installation.ts'
import { openServer } from '../db/open-server.ts'
import { auditLog } from '../features/ledger/audit-log.ts'
import { listPetitionNames } from '../features/petitions/queries.ts'
import { keyFolder, loadKeys } from '../key-file.ts'
import type { NoteSigner } from '../lib/signed-note.ts'
import { createNoteSigner } from '../lib/signed-note.ts'
import { dkimRecord, findDkimKey } from '../mail/dkim-key.ts'

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
  if (config.mail.smtpUrl) checkDkim(config, say)
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
      const key = await checkKey(config, db)
      say(key.fault === null, `secret key: ${key.fault ?? 'fits this database'}`)
      const faults: string[] = []
      for (const petition of await listPetitionNames(db)) faults.push(...(await auditLog({ db, noteSigner: key.noteSigner }, petition)))
      say(
        faults.length === 0,
        faults.length === 0 ? 'counts: every log was counted anew and agrees with its checkpoint' : 'counts: differ from their logs',
      )
      for (const fault of faults) print(`     ${fault}`)
    }
  } finally {
    await pool.end()
    await server.stop()
  }
  return isWell ? 0 : 1
}

/** What is wrong with the key, or the signer of checkpoints that it gives. A key that is missing is not made here: it could only be a wrong one. */
async function checkKey(
  config: Config,
  db: Database,
): Promise<{ fault: string; noteSigner: null } | { fault: null; noteSigner: NoteSigner }> {
  try {
    const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
    const { logName } = await checkInstallation(db, keys, config.logName)
    return { fault: null, noteSigner: createNoteSigner(logName, keys.derive('log-signing')) }
  } catch (error) {
    return { fault: (error as Error).message, noteSigner: null }
  }
}

/** Whether the record is published is not asked: this machine may see another DNS than the receivers of mail. */
function checkDkim(config: Config, say: (isGood: boolean, line: string) => void): void {
  try {
    const key = findDkimKey(keyFolder(config.secretKeyFile, config.data.dir), config.mail.from)
    const record = key && dkimRecord(key)
    say(
      record !== null,
      record
        ? `DKIM: mail is signed; publish ${record.name} TXT "${record.value}"`
        : 'DKIM: mail is not signed yet: npm start makes the key, or its log says why it cannot',
    )
  } catch (error) {
    say(false, `DKIM: ${(error as Error).message}`)
  }
}
