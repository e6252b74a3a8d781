import { join } from 'node:path'
import type pg from 'pg'
import { lockFile } from '../lib/file-lock.mjs'
import type { EmbeddedHome } from './embedded-home.ts'
import { prepareHome } from './embedded-home.ts'
import { addressOf, connect, database, ensureRunning, runningPid, stopServer, untilAnswering } from './embedded-process.ts'

export type EmbeddedServer = {
  /** Connection address on a unix socket. */
  url: string
  /** Leaves the server; the last process that leaves stops it. Settles within 5 seconds. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  /** Told in plain words what was found and done. */
  say(message: string): void
}

/** Every process on this database holds it shared; who gets it alone is the last one. */
const presenceLock = 7_305_112_002
const enterWithinMs = 60_000
const leaveWithinMs = 2000
const watchEveryMs = 500

/** A process's place among those on the database; lost when its connection breaks, for whatever reason. */
type Presence = { client: pg.Client; isHeld: boolean }

/**
 * Runs PostgreSQL in `dataDir` for this process: makes the cluster if there is none, joins a
 * server that runs (another process of ours, or one that outlived a killed process), else starts
 * one. Starting, joining and stopping are serialised between processes by a lock file. A server
 * that dies is started again, by whichever of its processes notices first; the others join it.
 * @throws Error in plain words when the server cannot run.
 */
export async function startEmbeddedServer({ dataDir, say }: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = prepareHome(dataDir, say)
  let isStopping = false
  let isRecovering = false
  let presence = await enter()
  const watch = setInterval(() => void recover(), watchEveryMs)
  watch.unref()

  function lock(waitMs: number): Promise<() => void> {
    return lockFile(join(dataDir, 'postgres.lock'), {
      waitMs,
      onWait: (pid) => say(`waiting for process ${pid}, which is starting or stopping the database`),
    })
  }

  async function enter(): Promise<Presence> {
    const unlock = await lock(enterWithinMs)
    try {
      if (isStopping) throw new Error('this process is stopping')
      await ensureRunning(home, say)
      return await takePresence(home)
    } finally {
      unlock()
    }
  }

  async function recover(): Promise<void> {
    const isRunning = runningPid(home) !== null
    if (isStopping || isRecovering || (isRunning && presence.isHeld)) return
    isRecovering = true
    say(
      isRunning
        ? 'the connection to the database server broke; joining it again'
        : 'the database server has stopped by itself; starting it again',
    )
    try {
      void presence.client.end().catch(() => {})
      presence = await enter()
    } catch (error) {
      if (!isStopping) say(`the database server did not start: ${(error as Error).message}`)
    } finally {
      isRecovering = false
    }
  }

  return {
    url: addressOf(home),
    async stop() {
      isStopping = true
      clearInterval(watch)
      const unlock = await lock(leaveWithinMs)
      try {
        if (await isLast(home, presence)) await stopServer(home)
      } finally {
        unlock()
      }
    },
  }
}

async function takePresence(home: EmbeddedHome): Promise<Presence> {
  const presence = { client: await connect(home, database), isHeld: true }
  presence.client.on('end', () => {
    presence.isHeld = false
  })
  await presence.client.query('select pg_advisory_lock_shared($1)', [presenceLock])
  return presence
}

/** Gives up this process's presence; true when no other process is on the database. */
async function isLast(home: EmbeddedHome, presence: Presence): Promise<boolean> {
  if (runningPid(home) === null) return false
  // The server broke down a moment ago and may be coming back, started by somebody else.
  if (!presence.isHeld && (await untilAnswering(home, null, leaveWithinMs)) !== null) return false
  const client = presence.isHeld ? presence.client : await connect(home, database)
  try {
    await client.query('select pg_advisory_unlock_shared($1)', [presenceLock])
    const { rows } = await client.query('select pg_try_advisory_lock($1) as is_last', [presenceLock])
    return rows[0]?.is_last === true
  } finally {
    await client.end().catch(() => {})
  }
}
