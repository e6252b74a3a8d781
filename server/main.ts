import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { buildApp } from './app.ts'
import type { Config } from './config.ts'
import { ConfigError, loadConfig } from './config.ts'
import type { Context } from './context.ts'
import { buildContext } from './context.ts'
import { openServer } from './db/open-server.ts'
import { checkpointChannel, confirmedChannel } from './features/ledger/queries.ts'
import { startSequencer } from './features/ledger/sequencer.ts'
import { ledgerTasks } from './features/ledger/tasks.ts'
import { hasLegislators } from './features/legislators/queries.ts'
import { hasLetters } from './features/letters/letters-of-writer.ts'
import { letterTasks } from './features/letters/tasks.ts'
import { firstLink } from './features/organizers/people/first-link.ts'
import { organizerTasks } from './features/organizers/tasks.ts'
import { loadBundledCampaign } from './features/petitions/load-bundled-campaign.ts'
import * as signatureQueries from './features/signatures/queries.ts'
import { signatureTasks } from './features/signatures/tasks.ts'
import { loggerOptions } from './http/logging.ts'
import { createReplyCache } from './http/reply-cache.ts'
import { startWorkers } from './jobs/workers.ts'
import { createCountStreams } from './live/count-streams.ts'
import type { Listener } from './live/listener.ts'
import { startListener } from './live/listener.ts'

/** Something that runs; stopped in the reverse order of its start. */
type Part = { name: string; stop(): Promise<void> | void }

/** A stop was asked for while the process was starting. */
class Interrupted extends Error {}

const stopWithinMs = 4000
const replyCacheBytes = 32 * 1024 * 1024
/** A petition that is closed by hand takes signatures for this much longer; its closing time is kept exactly. */
const petitionLifeMs = 1000
const leastForEachMs = 100
const finishRequestsWithinMs = 2500

const parts: Part[] = []
let isStopping = false

// A reader of our output that goes away (`npm start | tee`) must not take the process with it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

const starting = start().catch(async (error) => {
  if (error instanceof Interrupted) return
  process.exitCode = 1
  console.error(
    error instanceof ConfigError || !(error instanceof Error)
      ? String(error.message ?? error)
      : `Countersign cannot start: ${error.message}`,
  )
  await stopAll(Date.now() + stopWithinMs)
  process.exit()
})

async function start(): Promise<void> {
  const config = loadConfig(process.env)
  const log = pino(loggerOptions(config))
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void shutDown(signal))

  const server = await openServer(config, (message) => log.info({}, message))
  keep('database', server.stop)
  const ctx = await buildContext(config, server.url, log, { petitionLifeMs })
  keep('connections', ctx.close)
  const loaded = await loadBundledCampaign(ctx)
  if (loaded) log.info({ campaign: loaded }, 'loaded the bundled campaign')
  const listener = await startListener({ databaseUrl: server.url, log }, [checkpointChannel, confirmedChannel])
  keep('listener', listener.close)
  if (config.role !== 'web') await startWork(ctx, listener)
  if (config.role !== 'worker') await startServing(config, ctx, listener)
}

/**
 * Notes what was started, so that it is stopped in its turn.
 * @throws Interrupted when the process is to stop already
 */
function keep(name: string, stop: Part['stop']): void {
  parts.push({ name, stop })
  if (isStopping) throw new Interrupted()
}

async function startWork(ctx: Context, listener: Listener): Promise<void> {
  const workers = await startWorkers(ctx, [
    ...ledgerTasks(ctx),
    ...signatureTasks(ctx, { isKnownElsewhere: (tx, address) => hasLetters(tx, ctx.keys, address) }),
    ...letterTasks(ctx),
    ...organizerTasks(ctx),
  ])
  keep('workers', workers.stop)
  const sequencer = startSequencer(ctx, {
    listWaiting: signatureQueries.listWaitingPetitions,
    listUnsequenced: signatureQueries.listUnsequenced,
    markSequenced: signatureQueries.markSequenced,
  })
  listener.on(confirmedChannel, sequencer.wake)
  keep('sequencer', sequencer.stop)
}

async function startServing(config: Config, ctx: Context, listener: Listener): Promise<void> {
  const streams = createCountStreams()
  const isDevelopment = process.argv.includes('--dev')
  const app: FastifyInstance = await buildApp(ctx, {
    streams,
    // While developing, pages change without any news of it.
    cache: createReplyCache(ctx.clock, isDevelopment ? 0 : replyCacheBytes, (petitionId) => ctx.funnel.count('viewed', petitionId)),
    listener,
    isStopping: () => isStopping,
    isDevelopment,
  })
  keep('server', async () => {
    streams.close()
    await finishRequests(app)
  })
  const { port, host, publicUrl } = config.http
  try {
    await app.listen({ port, host })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') throw new Error(`port ${port} is in use on ${host}; set PORT to another`)
    throw error
  }
  const isTryOut = config.site.isTryOut ? '\n  This is a try-out: SITE_NAME, SITE_OPERATOR and SITE_CONTACT are not set.' : ''
  const mailbox = ctx.mailbox ? `\n  Mail is not sent but kept: ${new URL('/dev/mailbox', publicUrl).href}` : ''
  const isWithoutLists = (await hasLegislators(ctx.db))
    ? ''
    : '\n  There is no list of legislators yet: npm run cli -- legislators update us (or uk, eu, ca, au, senedd, scotland)'
  const first = await firstLink(ctx)
  const isWithoutOwner = first === null ? '' : `\n  Nobody runs the campaign yet. Set up the first owner within a day: ${first}`
  process.stdout.write(`\n  Countersign is ready: ${publicUrl.href}${mailbox}${isTryOut}${isWithoutLists}${isWithoutOwner}\n\n`)
}

/** Answers what is under way; a connection that falls idle, or never ends its request, is closed. */
async function finishRequests(app: FastifyInstance): Promise<void> {
  const closeIdle = setInterval(() => app.server.closeIdleConnections(), 50)
  const closeAll = setTimeout(() => app.server.closeAllConnections(), finishRequestsWithinMs)
  try {
    await app.close()
  } finally {
    clearInterval(closeIdle)
    clearTimeout(closeAll)
  }
}

async function shutDown(signal: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  process.stdout.write(`\n  ${signal}: finishing what is under way\n`)
  const deadline = Date.now() + stopWithinMs
  await within(stopWithinMs, starting)
  await stopAll(deadline)
  process.exit()
}

/** Stops everything, each part in what is left of the time; the database, which comes last, sees to its own. */
async function stopAll(deadline: number): Promise<void> {
  isStopping = true
  for (let part = parts.pop(); part; part = parts.pop()) {
    try {
      const stopping = Promise.resolve(part.stop())
      if (parts.length === 0) await stopping
      else if (!(await within(Math.max(leastForEachMs, deadline - Date.now()), stopping))) {
        console.error(`stopping: ${part.name} did not end in time and was left`)
      }
    } catch (error) {
      process.exitCode = 1
      console.error(`stopping: ${part.name}: ${(error as Error).message}`)
    }
  }
}

/** True when the promise settled in time. */
async function within(ms: number, promise: Promise<unknown>): Promise<boolean> {
  const timeout = Promise.withResolvers<false>()
  const timer = setTimeout(() => timeout.resolve(false), ms)
  try {
    return await Promise.race([promise.then(() => true), timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}
