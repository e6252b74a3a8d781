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
import { loadBundledCampaign } from './features/petitions/load-bundled-campaign.ts'
import * as signatureQueries from './features/signatures/queries.ts'
import { signatureTasks } from './features/signatures/tasks.ts'
import { loggerOptions } from './http/logging.ts'
import { startWorkers } from './jobs/workers.ts'
import { createCountStreams } from './live/count-streams.ts'
import type { Listener } from './live/listener.ts'
import { startListener } from './live/listener.ts'

/** Something that runs; stopped in the reverse order of its start. */
type Stop = () => Promise<void> | void

const stops: Stop[] = []
let isStopping = false

main().catch(async (error) => {
  process.exitCode = 1
  console.error(
    error instanceof ConfigError || !(error instanceof Error)
      ? String(error.message ?? error)
      : `Countersign cannot start: ${error.message}`,
  )
  await stopAll()
  process.exit()
})

async function main(): Promise<void> {
  const config = loadConfig(process.env)
  const log = pino(loggerOptions(config))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void shutDown(signal))

  const server = await openServer(config, (message) => log.info({}, message))
  stops.push(server.stop)
  const ctx = await buildContext(config, server.url, log)
  stops.push(ctx.close)
  const loaded = await loadBundledCampaign(ctx)
  if (loaded) log.info({ campaign: loaded }, 'loaded the bundled campaign into the empty database')
  const listener = await startListener({ databaseUrl: server.url, log }, [checkpointChannel, confirmedChannel])
  stops.push(listener.close)
  if (config.role !== 'web') await startWork(ctx, listener)
  if (config.role !== 'worker') await startServing(config, ctx, listener)
  if (isStopping) await stopAll()
}

async function startWork(ctx: Context, listener: Listener): Promise<void> {
  const workers = await startWorkers(ctx, signatureTasks(ctx))
  stops.push(workers.stop)
  const sequencer = startSequencer(ctx, {
    listWaiting: signatureQueries.listWaitingPetitions,
    listUnsequenced: signatureQueries.listUnsequenced,
    markSequenced: signatureQueries.markSequenced,
  })
  listener.on(confirmedChannel, () => sequencer.wake())
  stops.push(sequencer.stop)
}

async function startServing(config: Config, ctx: Context, listener: Listener): Promise<void> {
  const streams = createCountStreams()
  const app: FastifyInstance = await buildApp(ctx, {
    streams,
    listener,
    isStopping: () => isStopping,
    isDevelopment: process.argv.includes('--dev'),
  })
  stops.push(async () => {
    streams.close()
    await app.close()
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
  process.stdout.write(`\n  Countersign is ready: ${publicUrl.href}${mailbox}${isTryOut}\n\n`)
}

async function shutDown(signal: string): Promise<void> {
  if (isStopping) return
  isStopping = true
  process.stdout.write(`\n  ${signal}: finishing what is under way\n`)
  await stopAll()
  process.exit()
}

async function stopAll(): Promise<void> {
  isStopping = true
  for (let stop = stops.pop(); stop; stop = stops.pop()) {
    try {
      await stop()
    } catch (error) {
      process.exitCode = 1
      console.error(`stopping: ${(error as Error).message}`)
    }
  }
}
