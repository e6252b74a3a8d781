import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import type { FastifyInstance } from 'fastify'
import { Logger, runOnce } from 'graphile-worker'
import { pino } from 'pino'
import { buildApp } from '../../server/app.ts'
import { loadConfig } from '../../server/config.ts'
import type { Context } from '../../server/context.ts'
import { buildContext } from '../../server/context.ts'
import { inTransaction } from '../../server/db/database.ts'
import { findCampaign } from '../../server/features/campaigns/queries.ts'
import { checkpointChannel, confirmedChannel } from '../../server/features/ledger/queries.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import type { Services } from '../../server/features/legislators/services/ask-services.ts'
import { hasLetters } from '../../server/features/letters/letters-of-writer.ts'
import { letterTasks } from '../../server/features/letters/tasks.ts'
import { organizerTasks } from '../../server/features/organizers/tasks.ts'
import { loadBundledCampaign } from '../../server/features/petitions/load-bundled-campaign.ts'
import type { NewPetition } from '../../server/features/petitions/queries.ts'
import { insertPetition } from '../../server/features/petitions/queries.ts'
import { petitions } from '../../server/features/petitions/tables.ts'
import * as signatureQueries from '../../server/features/signatures/queries.ts'
import { signatureTasks } from '../../server/features/signatures/tasks.ts'
import { loggerOptions } from '../../server/http/logging.ts'
import type { ReplyCache } from '../../server/http/reply-cache.ts'
import { createReplyCache } from '../../server/http/reply-cache.ts'
import { keysFromRoot } from '../../server/lib/keys.ts'
import type { CountStreams } from '../../server/live/count-streams.ts'
import { createCountStreams } from '../../server/live/count-streams.ts'
import type { Listener } from '../../server/live/listener.ts'
import { startListener } from '../../server/live/listener.ts'
import { aText } from './builders.ts'
import type { SettableClock } from './clock.ts'
import { settableClock } from './clock.ts'
import { createTestDatabase } from './database.ts'
import type { MailCatcher } from './mail-catcher.ts'
import { catchMail } from './mail-catcher.ts'

/** The slug of the bundled campaign's petition. */
export const petitionSlug = 'un-human-rights-commissioner'

export type TestSite = {
  app: FastifyInstance
  ctx: Context
  clock: SettableClock
  mail: MailCatcher
  streams: CountStreams
  cache: ReplyCache
  listener: Listener
  /** Everything that was logged, one JSON line each. */
  logLines: string[]
  /** POST of JSON. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  /** POST of a form, as a browser without script does. */
  postForm(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Reply>
  sign(signature: Record<string, unknown>, slug?: string): Promise<Reply>
  /** Works through the queue until it is empty. */
  work(): Promise<void>
  /** Publishes a checkpoint of every petition that has something to count. */
  sequence(): Promise<void>
  addPetition(given: Partial<NewPetition> & { slug: string }): Promise<string>
  petitionId(slug?: string): Promise<string>
  /** Serves over a real socket too; answers the address. */
  listen(): Promise<string>
  close(): Promise<void>
}

export type Reply = Awaited<ReturnType<FastifyInstance['inject']>>

/** As in `server/jobs/workers.ts`: otherwise a run ends before what it notes of its jobs is stored. */
const waitingForNotes = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
/** Failures of tasks are what some tests want; they are looked for in the queue, not on the console. */
const quietLogger = new Logger(() => () => {})

/**
 * The whole server over a database of its own: real queries, queue, templates and pages; the clock
 * and the mail transport are the test's. Public replies are kept in memory only where a test asks
 * for it: most tests change rows that no news is sent of.
 */
export async function startSite(
  env: Record<string, string> = {},
  options: { replyCacheBytes?: number; services?: Services } = {},
): Promise<TestSite> {
  const database = await createTestDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-site-'))
  const logLines: string[] = []
  const clock = settableClock()
  const mail = catchMail()
  const config = loadConfig({
    DATA_DIR: dataDir,
    SITE_NAME: 'Test site',
    SITE_OPERATOR: 'Test operator',
    SITE_CONTACT: 'contact@example.org',
    ...env,
  })
  const log = pino({ ...loggerOptions(config), level: 'trace' }, { write: (line: string) => logLines.push(line) })
  const ctx = await buildContext(config, database.url, log, {
    clock,
    mailer: mail,
    keys: keysFromRoot(randomBytes(32)),
    ...(options.services ? { services: options.services } : {}),
  })
  await loadBundledCampaign(ctx)
  const listener = await startListener({ databaseUrl: database.url, log }, [checkpointChannel, confirmedChannel])
  const streams = createCountStreams()
  const cache = createReplyCache(clock, options.replyCacheBytes ?? 0, (petitionId) => ctx.funnel.count('viewed', petitionId))
  const app = await buildApp(ctx, { streams, cache, listener, isStopping: () => false })
  const source = { listUnsequenced: signatureQueries.listUnsequenced, markSequenced: signatureQueries.markSequenced }
  const taskList = Object.fromEntries(
    [
      ...signatureTasks(ctx, { isKnownElsewhere: (tx, address) => hasLetters(tx, ctx.keys, address) }),
      ...letterTasks(ctx),
      ...organizerTasks(ctx),
    ].map((task) => [task.name, (payload: unknown) => task.run(payload)]),
  )

  const site: TestSite = {
    app,
    ctx,
    clock,
    mail,
    streams,
    cache,
    listener,
    logLines,
    post: (path, body, headers = {}) =>
      app.inject({ method: 'POST', url: path, payload: JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } }),
    get: (path, headers = {}) => app.inject({ method: 'GET', url: path, headers }),
    postForm: (path, fields, headers = {}) =>
      app.inject({
        method: 'POST',
        url: path,
        payload: new URLSearchParams(fields).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
      }),
    sign: (signature, slug = petitionSlug) => site.post(`/api/v1/petitions/${slug}/signatures`, signature),
    work: () => runOnce({ pgPool: ctx.pool, taskList, noHandleSignals: true, logger: quietLogger, preset: waitingForNotes }),
    async sequence() {
      for (const { id, slug, countIntervalSeconds } of await signatureQueries.listWaitingPetitions(ctx.db)) {
        await sequencePetition(ctx, { petitionId: id, slug, countIntervalSeconds, source })
      }
    },
    async addPetition(given) {
      const campaign = await findCampaign(ctx.db)
      await inTransaction(ctx.db, (tx) =>
        insertPetition(tx, {
          campaignId: campaign?.id ?? '',
          state: 'open',
          addressee: 'Test office',
          openedAt: new Date('2026-11-01T00:00:00Z'),
          closesAt: null,
          countIntervalSeconds: 1,
          goals: [100],
          handover: 'Handed over by the test.',
          notOfficial: 'Not official.',
          versions: [{ version: 1, publishedAt: new Date('2026-11-01T00:00:00Z'), text: aText() }],
          ...given,
        }),
      )
      return site.petitionId(given.slug)
    },
    async petitionId(slug = petitionSlug) {
      const [row] = await ctx.db.select({ id: petitions.id }).from(petitions).where(eq(petitions.slug, slug))
      return row?.id ?? ''
    },
    listen: () => app.listen({ port: 0, host: '127.0.0.1' }),
    async close() {
      streams.close()
      await app.close()
      await listener.close()
      await ctx.close()
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
  return site
}
