import { Logger, parseCronItems, run } from 'graphile-worker'
import type pg from 'pg'
import { withoutParameters } from '../db/database.ts'
import type { Log } from '../lib/log.ts'
import type { Task } from './task.ts'

export type Workers = {
  /** Takes no new job and resolves when those under way are done. */
  stop(): Promise<void>
}

const concurrency = 10

/** Works on the queue in this process until stopped. Any number of processes may do so. */
export async function startWorkers(ctx: { pool: pg.Pool; log: Log }, tasks: Task[]): Promise<Workers> {
  const runner = await run({
    pgPool: ctx.pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 2000,
    logger: queueLogger(ctx.log),
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
  return {
    stop: () => runner.stop(),
  }
}

/** The queue's own messages: failures are warnings; the noise of every job is not kept. */
function queueLogger(log: Log): Logger {
  return new Logger(() => (level, message) => {
    if (level === 'error') log.error({}, `queue: ${message}`)
    else if (level === 'warning') log.warn({}, `queue: ${message}`)
    else log.debug({}, `queue: ${message}`)
  })
}
