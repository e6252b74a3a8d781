import type { Runner } from 'graphile-worker'
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

const concurrency = 10
const startAgainMs = 1000
const lookForAbandonedMs = 60_000
/** Longer than any job takes: three waits of a minute for a mail server that does not answer, and some. */
const abandonedAfterSeconds = 300

/**
 * Works on the queue in this process until stopped. Any number of processes may do so. When the
 * database breaks away under a job the queue's workers give up; they are started again until the
 * database answers. Jobs that a killed process had in hand are given back after five minutes.
 */
export async function startWorkers(ctx: Context, tasks: Task[]): Promise<Workers> {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let starting: Promise<void> | null = null
  let runner: Runner | null = null

  async function start(): Promise<void> {
    const { current, poolIds } = await startRunner(ctx, tasks)
    runner = current
    void current.promise
      .catch(() => {
        // Why it gave up is in the log already.
      })
      .then(async () => {
        runner = null
        if (isStopped) return
        ctx.log.warn({}, 'the queue’s workers gave up; starting them again')
        await startAgain(poolIds)
      })
  }

  /** @param abandoned holders of jobs that nobody works on any more */
  async function startAgain(abandoned: string[]): Promise<void> {
    try {
      await giveBack(ctx.pool, abandoned)
      starting = isStopped ? null : start()
      await starting
    } catch (error) {
      ctx.log.warn({ reason: (error as Error).message }, 'the queue’s workers did not start; trying again')
      if (!isStopped) timer = setTimeout(() => void startAgain(abandoned), startAgainMs)
    }
  }

  const watch = setInterval(() => {
    giveBackAbandoned(ctx.pool).catch((error: Error) => {
      ctx.log.warn({ reason: error.message }, 'looking for abandoned jobs failed; it is done again in a minute')
    })
  }, lookForAbandonedMs)
  watch.unref()
  await giveBackAbandoned(ctx.pool)
  await start()
  return {
    async stop() {
      isStopped = true
      clearInterval(watch)
      clearTimeout(timer)
      await starting?.catch(() => {})
      await runner?.stop()
    },
  }
}

async function startRunner({ pool, log }: Context, tasks: Task[]): Promise<{ current: Runner; poolIds: string[] }> {
  const current = await run({
    pgPool: pool,
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
        async (payload, helpers) => {
          try {
            await task.run(payload, Number(helpers.job.id))
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
  const poolIds: string[] = []
  current.events.on('worker:getJob:start', ({ worker }) => {
    if (!poolIds.includes(worker.workerPool.id)) poolIds.push(worker.workerPool.id)
  })
  return { current, poolIds }
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
