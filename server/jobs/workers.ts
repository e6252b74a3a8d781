import { EventEmitter } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import type { Runner, WorkerEvents } from 'graphile-worker'
import { Logger, parseCronItems, run } from 'graphile-worker'
import type pg from 'pg'
import { withoutParameters } from '../db/database.ts'
import type { Log } from '../lib/log.ts'
import type { Task } from './task.ts'

export type Workers = {
  /** Takes no new job and resolves when those under way are done. */
  stop(): Promise<void>
}

type Context = { pool: pg.Pool; log: Log }

/** The queue's workers between two breaks of the database. */
type Team = {
  runner: Runner
  /** Under which names its jobs are locked. */
  holders: string[]
  /** Resolves when it can no longer be relied on. */
  broken: Promise<void>
}

const concurrency = 10
const startAgainMs = 1000
const lastJobsMs = 5000
const lookForAbandonedMs = 60_000
/** Longer than any job takes: three waits of a minute for a mail server that does not answer, and some. */
const abandonedAfterSeconds = 300

/**
 * Works on the queue in this process until stopped. Any number of processes may do so. When the
 * database breaks away the workers are replaced, and the jobs that they had in hand are given back.
 * Those of a killed process are given back after five minutes.
 */
export async function startWorkers(ctx: Context, tasks: Task[]): Promise<Workers> {
  let isStopped = false
  const stopping = Promise.withResolvers<void>()
  const watch = setInterval(() => {
    giveBackAbandoned(ctx.pool).catch((error: Error) => {
      ctx.log.warn({ reason: error.message }, 'looking for abandoned jobs failed; it is done again in a minute')
    })
  }, lookForAbandonedMs)
  watch.unref()
  await giveBackAbandoned(ctx.pool)
  const supervision = supervise(await startTeam(ctx, tasks))

  async function supervise(first: Team): Promise<void> {
    for (let team: Team | null = first; team; ) {
      await Promise.race([team.broken, stopping.promise])
      const ending = team.runner.stop().catch(() => {
        // It has stopped by itself; why is in the log already.
      })
      if (isStopped) return ending
      ctx.log.warn({}, 'the queue’s workers lost the database and are replaced')
      await Promise.race([ending, wait(lastJobsMs, undefined, { ref: false })])
      team = await replace(team)
    }
  }

  async function replace({ holders }: Team): Promise<Team | null> {
    while (!isStopped) {
      try {
        await giveBack(ctx.pool, holders)
        return await startTeam(ctx, tasks)
      } catch (error) {
        ctx.log.warn({ reason: (error as Error).message }, 'the queue’s workers did not start; trying again')
      }
      await Promise.race([wait(startAgainMs, undefined, { ref: false }), stopping.promise])
    }
    return null
  }

  return {
    async stop() {
      isStopped = true
      clearInterval(watch)
      stopping.resolve()
      await supervision
    },
  }
}

async function startTeam({ pool, log }: Context, tasks: Task[]): Promise<Team> {
  const events: WorkerEvents = new EventEmitter()
  const broken = Promise.withResolvers<void>()
  const holders: string[] = []
  events.on('worker:create', ({ worker }) => {
    if (!holders.includes(worker.workerPool.id)) holders.push(worker.workerPool.id)
  })
  // A worker whose first look fails repeats that failure for ever, without asking the database
  // again (graphile-worker 0.18 keeps the rejected promise), so none is trusted after a failure.
  events.on('worker:getJob:error', () => broken.resolve())
  events.on('pool:fatalError', () => broken.resolve())
  const runner = await run({
    pgPool: pool,
    events,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: queueLogger(log),
    // Without a delay the queue does not wait for what it notes of a job, and a connection that
    // breaks then is an unhandled rejection, which ends the process (graphile-worker 0.18).
    preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
    taskList: Object.fromEntries(
      tasks.map((task) => [
        task.name,
        async (payload) => {
          try {
            await task.run(payload)
          } catch (error) {
            throw withoutParameters(error)
          }
        },
      ]),
    ),
    parsedCronItems: parseCronItems(
      tasks.flatMap((task) => (task.every ? [{ task: task.name, match: task.every, identifier: task.name }] : [])),
    ),
  })
  runner.promise.then(broken.resolve, () => broken.resolve())
  return { runner, holders, broken: broken.promise }
}

/** Gives back the jobs of processes that were killed: the queue itself would wait four hours. */
async function giveBackAbandoned(pool: pg.Pool): Promise<void> {
  const { rows } = await pool.query<{ holder: string }>(
    `select distinct locked_by as holder from graphile_worker.jobs where locked_at < now() - make_interval(secs => $1)`,
    [abandonedAfterSeconds],
  )
  await giveBack(
    pool,
    rows.map(({ holder }) => holder),
  )
}

async function giveBack(pool: pg.Pool, holders: string[]): Promise<void> {
  if (holders.length > 0) await pool.query('select graphile_worker.force_unlock_workers($1)', [holders])
}

/** The queue's own messages: failures are warnings; the noise of every job is not kept. */
function queueLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({}, `queue: ${message}`)
    else if (level === 'warning') log.warn({}, `queue: ${message}`)
    else log.debug({}, `queue: ${message}`)
  })
}
