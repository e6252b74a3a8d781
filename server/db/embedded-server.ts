import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { lockFile } from '../lib/file-lock.mjs'
import type { EmbeddedHome } from './embedded-home.ts'
import { prepareHome } from './embedded-home.ts'

export type EmbeddedServer = {
  /** Connection address on a unix socket. */
  url: string
  /** Leaves the server; the last process that leaves stops it. */
  stop(): Promise<void>
}

export type EmbeddedOptions = {
  dataDir: string
  /** Told in plain words what was found and done. */
  say(message: string): void
}

const superuser = 'countersign'
const database = 'countersign'
/** Every process on this database holds it shared; who gets it alone is the last one. */
const presenceLock = 7_305_112_002
const startTimeoutMs = 60_000
const stopTimeoutMs = 5000
const watchEveryMs = 500
const maxLogBytes = 10 * 1024 * 1024

/**
 * Runs PostgreSQL in `dataDir` for this process: makes the cluster if there is none, joins a
 * server that runs (another process of ours, or one that outlived a killed process), else starts
 * one. Starting, joining and stopping are serialised between processes by a lock file. A server
 * that dies is started again.
 * @throws Error in plain words when the server cannot run.
 */
export async function startEmbeddedServer({ dataDir, say }: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = prepareHome(dataDir, say)
  const url = `postgres://${superuser}@${encodeURIComponent(home.socketDir)}/${database}`
  const lock = () =>
    lockFile(join(dataDir, 'postgres.lock'), {
      waitMs: startTimeoutMs,
      onWait: (pid) => say(`waiting for process ${pid}, which is starting or stopping the database`),
    })
  let presence = await enter()
  let isStopping = false
  const watch = setInterval(() => void recover(), watchEveryMs)
  watch.unref()

  async function enter(): Promise<pg.Client> {
    const unlock = await lock()
    try {
      await ensureRunning(home, say)
      const client = await connect(home, database)
      await client.query('select pg_advisory_lock_shared($1)', [presenceLock])
      return client
    } finally {
      unlock()
    }
  }

  let isRecovering = false
  async function recover(): Promise<void> {
    if (isStopping || isRecovering || runningPid(home) !== null) return
    isRecovering = true
    say('the database server has stopped by itself; starting it again')
    try {
      void presence.end().catch(() => {})
      presence = await enter()
    } catch (error) {
      say(`the database server did not start: ${(error as Error).message}`)
    } finally {
      isRecovering = false
    }
  }

  return {
    url,
    async stop() {
      isStopping = true
      clearInterval(watch)
      const unlock = await lock()
      try {
        if (await isLast(presence)) await stopServer(home)
      } finally {
        unlock()
      }
    },
  }
}

/** Gives up this process's presence; true when no other process is on the database. */
async function isLast(presence: pg.Client): Promise<boolean> {
  try {
    await presence.query('select pg_advisory_unlock_shared($1)', [presenceLock])
    const { rows } = await presence.query('select pg_try_advisory_lock($1) as is_last', [presenceLock])
    return rows[0]?.is_last === true
  } catch {
    // The connection is gone, and with it the server or our right to judge who else is there.
    return false
  } finally {
    await presence.end().catch(() => {})
  }
}

async function ensureRunning(home: EmbeddedHome, say: (message: string) => void): Promise<void> {
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) createCluster(home, say)
  const deadline = Date.now() + startTimeoutMs
  while (true) {
    const pid = runningPid(home)
    if (pid === null) {
      rmSync(join(home.cluster, 'postmaster.pid'), { force: true })
      startServer(home)
    }
    const failure = await untilAnswering(home, deadline)
    if (failure === null) break
    // A killed server's children may hold its shared memory for a moment longer.
    const isLeftover = /shared memory block|lock file/.test(failure)
    if (!isLeftover || Date.now() > deadline) throw new Error(`PostgreSQL did not start in ${home.cluster}: ${failure}`)
    await wait(300)
  }
  const client = await connect(home, 'postgres')
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
  if (rowCount === 0) await client.query(`create database ${database}`)
  await client.end()
}

/** Made beside its place and moved there when complete, so that half a cluster is never taken for one. */
function createCluster(home: EmbeddedHome, say: (message: string) => void): void {
  say(`creating a database in ${home.cluster}`)
  const unfinished = `${home.cluster}.new`
  rmSync(unfinished, { recursive: true, force: true })
  const args = ['-D', unfinished, '-U', superuser, '--auth-local=trust', '--auth-host=reject', '--no-locale', '-E', 'UTF8']
  const { status, stderr, error } = spawnSync(join(home.binaries, 'bin', 'initdb'), args, { ...asServerUser(home), encoding: 'utf8' })
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`)
  rmSync(home.cluster, { recursive: true, force: true })
  renameSync(unfinished, home.cluster)
}

/**
 * Starts the server as a process group of its own, so that Ctrl-C reaches us and not it. It logs
 * to a file, never to a pipe whose reader may be gone, and never a statement or its parameters.
 */
function startServer(home: EmbeddedHome): void {
  if (existsSync(home.logFile) && statSync(home.logFile).size > maxLogBytes) renameSync(home.logFile, `${home.logFile}.1`)
  appendFileSync(home.logFile, '')
  if (home.user) chownSync(home.logFile, home.user.uid, home.user.gid)
  const log = openSync(home.logFile, 'a')
  const settings = {
    listen_addresses: '',
    unix_socket_directories: home.socketDir,
    unix_socket_permissions: '0700',
    shared_buffers: '128MB',
    max_connections: '100',
    log_min_error_statement: 'panic',
    log_parameter_max_length_on_error: '0',
    log_statement: 'none',
  }
  const args = ['-D', home.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = spawn(join(home.binaries, 'bin', 'postgres'), args, { ...asServerUser(home), detached: true, stdio: ['ignore', log, log] })
  child.on('error', (error) => appendFileSync(home.logFile, `${error.message}\n`))
  child.unref()
  closeSync(log)
  if (child.pid !== undefined) writeFileSync(pidNote(home), `${child.pid}\n`)
}

/** Null once the server answers; else the last thing it said before it gave up. */
async function untilAnswering(home: EmbeddedHome, deadline: number): Promise<string | null> {
  const spawned = () => Number(existsSync(pidNote(home)) ? readFileSync(pidNote(home), 'utf8') : 0)
  let last = ''
  while (Date.now() < deadline) {
    try {
      const client = await connect(home, 'postgres')
      await client.end()
      return null
    } catch (error) {
      last = (error as Error).message
    }
    if (runningPid(home) === null && !isServerProcess(spawned())) return lastLogLines(home) || last
    await wait(25)
  }
  return last
}

async function stopServer(home: EmbeddedHome): Promise<void> {
  const pid = runningPid(home)
  if (pid === null) return
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const deadline = Date.now() + stopTimeoutMs
    while (Date.now() < deadline) {
      if (!isServerProcess(pid)) return
      await wait(20)
    }
  }
}

/** The server's process id from its pid file, or null when that process is gone or not a PostgreSQL. */
function runningPid(home: EmbeddedHome): number | null {
  const file = join(home.cluster, 'postmaster.pid')
  try {
    const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
    return isServerProcess(pid) ? pid : null
  } catch {
    return null
  }
}

/** After a crash or a restart of the machine, another program may have the old process id. */
function isServerProcess(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  try {
    const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return /(^|\/)postgres$/.test(program)
  } catch {
    return false
  }
}

function asServerUser(home: EmbeddedHome) {
  return { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...(home.user ?? {}) }
}

async function connect(home: EmbeddedHome, name: string): Promise<pg.Client> {
  const client = new pg.Client({
    host: home.socketDir,
    user: superuser,
    database: name,
    connectionTimeoutMillis: 5000,
    application_name: 'countersign-supervisor',
  })
  // A broken connection is noticed by the watch; without a listener it would end the process.
  client.on('error', () => {})
  await client.connect()
  return client
}

function pidNote(home: EmbeddedHome): string {
  return join(home.cluster, '..', 'spawned.pid')
}

function lastLogLines(home: EmbeddedHome): string {
  return readFileSync(home.logFile, 'utf8').trimEnd().split('\n').slice(-4).join(' / ')
}
