import { join } from 'node:path'
import type pg from 'pg'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { isOutage, openDatabase, retrying } from './db/database.ts'
import { checkInstallation, isInstalled } from './db/installation.ts'
import { migrate } from './db/migrate.ts'
import type { KnownChamber } from './features/legislators/queries.ts'
import { listChambers } from './features/legislators/queries.ts'
import type { Services } from './features/legislators/services/ask-services.ts'
import { openServices } from './features/legislators/services/ask-services.ts'
import type { PetitionRow } from './features/petitions/queries.ts'
import { findPetition } from './features/petitions/queries.ts'
import type { Funnel } from './features/signatures/funnel/count-steps.ts'
import { createFunnel } from './features/signatures/funnel/count-steps.ts'
import type { Confirmation, Confirmed, NewSubmission } from './features/signatures/queries.ts'
import { confirmSubmissions, insertSubmissions } from './features/signatures/queries.ts'
import { keyFolder, loadKeys } from './key-file.ts'
import type { Clock } from './lib/clock.ts'
import { systemClock } from './lib/clock.ts'
import type { GroupWriter } from './lib/group-commit.ts'
import { createGroupWriter } from './lib/group-commit.ts'
import type { Keys } from './lib/keys.ts'
import type { Log } from './lib/log.ts'
import type { Pressure } from './lib/pressure.ts'
import { createPressure } from './lib/pressure.ts'
import type { ShortMemory } from './lib/short-memory.ts'
import { createShortMemory } from './lib/short-memory.ts'
import type { NoteSigner } from './lib/signed-note.ts'
import { createNoteSigner } from './lib/signed-note.ts'
import type { DkimKey } from './mail/dkim-key.ts'
import { loadDkimKey } from './mail/dkim-key.ts'
import type { Mailbox } from './mail/mailbox.ts'
import { openMailbox } from './mail/mailbox.ts'
import type { Mailer } from './mail/mailer.ts'
import { createEmailRenderer } from './mail/render-email.ts'
import { createSmtpMailer } from './mail/smtp-mailer.ts'

/** What use cases work with. Each takes only the members that it names. */
export type Context = {
  config: Config
  clock: Clock
  log: Log
  keys: Keys
  pool: pg.Pool
  db: Database
  mailer: Mailer
  /** Null when mail goes through SMTP. */
  mailbox: Mailbox | null
  /** Signs the checkpoints of the log. */
  noteSigner: NoteSigner
  /** Chambers of a country, for those who look for their legislators. */
  chambers: ShortMemory<KnownChamber[]>
  /** Outside services that know where a postcode lies; those that are switched on. */
  services: Services
  /** How many signatures are coming in; above a level, proofs of work are asked for. */
  pressure: Pressure
  /** Petitions by slug for those who sign. */
  signable: ShortMemory<PetitionRow>
  /** How many come how far; totals only. */
  funnel: Funnel
  submissionWriter: GroupWriter<NewSubmission, void>
  confirmationWriter: GroupWriter<Confirmation, Confirmed | null>
  /** Settles what was accepted, then closes mail and database. */
  close(): Promise<void>
}

export type ContextOverrides = {
  clock?: Clock
  keys?: Keys
  mailer?: Mailer
  services?: Services
  /** How long a change to a petition's row may go unnoticed by those who sign, and of a list by those who look; 0 unless given. */
  petitionLifeMs?: number
}

const writerLimits = { maxRows: 1000, maxQueued: 20_000, maxInFlight: 3 }
const poolSize = 20
const maxPetitionsInMemory = 1000
const maxCountriesInMemory = 300

/** Connects everything: migrates the database, loads the keys, makes the writers. */
export async function buildContext(config: Config, databaseUrl: string, log: Log, overrides: ContextOverrides = {}): Promise<Context> {
  const clock = overrides.clock ?? systemClock
  const { pool, db } = openDatabase({
    url: databaseUrl,
    maxConnections: poolSize,
    onConnectionLost: (error) => log.warn({ reason: error.message }, 'a database connection was lost'),
  })
  try {
    await migrate(pool)
    const keys = overrides.keys ?? loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: await isInstalled(db) })
    const { logName } = await checkInstallation(db, keys, config.logName)
    const noteSigner = createNoteSigner(logName, keys.derive('log-signing'))
    const { mailer, mailbox } = buildMail(config, clock, log)
    const submissionWriter = createGroupWriter<NewSubmission, void>({
      flush: async (rows) => {
        await retrying(() => insertSubmissions(db, rows))
        return rows.map(() => undefined)
      },
      isOutage,
      ...writerLimits,
    })
    const confirmationWriter = createGroupWriter<Confirmation, Confirmed | null>({
      flush: (confirmations) => retrying(() => confirmSubmissions(db, confirmations, clock.now())),
      isOutage,
      ...writerLimits,
    })
    const funnel = createFunnel(db, clock)
    return {
      config,
      clock,
      log,
      keys,
      pool,
      db,
      mailer: overrides.mailer ?? mailer,
      mailbox,
      noteSigner,
      chambers: createShortMemory(overrides.petitionLifeMs ?? 0, maxCountriesInMemory, (country) => listChambers(db, country)),
      services: overrides.services ?? openServices(config.lookupServices, log),
      pressure: createPressure(clock, config.limits.unprovenPerMinute),
      signable: createShortMemory(overrides.petitionLifeMs ?? 0, maxPetitionsInMemory, (slug) => findPetition(db, slug)),
      funnel,
      submissionWriter,
      confirmationWriter,
      async close() {
        await submissionWriter.close()
        await confirmationWriter.close()
        await funnel.close()
        await mailer.close()
        await pool.end()
      },
    }
  } catch (error) {
    await pool.end()
    throw error
  }
}

function buildMail(config: Config, clock: Clock, log: Log): { mailer: Mailer; mailbox: Mailbox | null } {
  const { name, operator, contact } = config.site
  const render = createEmailRenderer({ name, operator, contact, publicUrl: config.http.publicUrl.href })
  const sender = { from: config.mail.from, fromName: name, render }
  const { smtpUrl } = config.mail
  if (smtpUrl) return { mailer: createSmtpMailer({ smtpUrl, ...sender, ...dkimOf(config, log) }), mailbox: null }
  const mailbox = openMailbox({ folder: join(config.data.dir, 'mailbox'), clock, ...sender })
  return { mailer: mailbox.mailer, mailbox }
}

/** The key that signs mail. A folder of secrets that cannot be written to stops nobody's mail: it goes unsigned, and `doctor` says so. */
function dkimOf({ secretKeyFile, data, mail }: Config, log: Log): { dkim?: DkimKey } {
  try {
    return { dkim: loadDkimKey(keyFolder(secretKeyFile, data.dir), mail.from) }
  } catch (error) {
    log.warn({ reason: (error as Error).message }, 'mail goes out unsigned')
    return {}
  }
}
