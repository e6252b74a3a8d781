import { spawn, spawnSync } from 'node:child_process'
import {
  appendFileSync,
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { EmbeddedHome } from './embedded-home.ts'

export const database = 'countersign'

const superuser = 'countersign'
const startTimeoutMs = 60_000
/** A fast stop writes everything to disk; one that takes longer is cut short and repaired at the next start. */
const fastStopMs = 2000
const immediateStopMs = 1000
const maxLogBytes = 10 * 1024 * 1024

/** The address of the database for clients, on the unix socket. */
export function addressOf(home: EmbeddedHome): string {
  return `postgres://${superuser}@${encodeURIComponent(home.socketDir)}/${database}`
}

/**
 * Makes the cluster if there is none, and starts its server if none runs. Call it with the lock
 * of the data folder held.
 * @throws Error with the server's own words when it does not start
 */
export async function ensureRunning(home: EmbeddedHome, say: (message: string) => void): Promise<void> {
  removeUnfinished(home)
  if (!existsSync(join(home.cluster, 'PG_VERSION'))) createCluster(home, say)
  const deadline = Date.now() + startTimeoutMs
  while (true) {
    const spawned = runningPid(home) === null ? startServer(home) : null
    const failure = await untilAnswering(home, spawned, deadline - Date.now())
    if (failure === null) break
    // A killed server's children may hold its shared memory for a moment longer.
    const isLeftover = /shared memory block|lock file/.test(failure)
    if (!isLeftover || Date.now() > deadline) throw new Error(`PostgreSQL did not start in ${home.cluster}: ${failure}`)
    await wait(300)
  }
  const client = await connect(home, 'postgres')
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database])
    if (rowCount === 0) await client.query(`create database ${database}`)
  } finally {
    await client.end()
  }
}

/**
 * Made beside its place and moved there when complete, so that half a cluster is never taken for
 * one. Each attempt has a folder of its own: a killed one may have left its initdb still writing.
 */
function createCluster(home: EmbeddedHome, say: (message: string) => void): void {
  if (existsSync(home.cluster) && readdirSync(home.cluster).length > 0) {
    throw new Error(`${home.cluster} holds files but no database: move it away, or restore it whole`)
  }
  say(`creating a database in ${home.cluster}`)
  const unfinished = mkdtempSync(`${home.cluster}.new-`)
  if (home.user) chownSync(unfinished, home.user.uid, home.user.gid)
  const args = ['-D', unfinished, '-U', superuser, '--auth-local=trust', '--auth-host=reject', '--no-locale', '-E', 'UTF8']
  const { status, stderr, error } = spawnSync(join(home.binaries, 'bin', 'initdb'), args, { ...asServerUser(home), encoding: 'utf8' })
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? stderr.trim()}`)
  rmSync(home.cluster, { recursive: true, force: true })
  renameSync(unfinished, home.cluster)
}

/** Half-made clusters of starts that were killed. */
function removeUnfinished(home: EmbeddedHome): void {
  const folder = dirname(home.cluster)
  const prefix = `${basename(home.cluster)}.new`
  for (const name of readdirSync(folder)) {
    if (name.startsWith(prefix)) rmSync(join(folder, name), { recursive: true, force: true, maxRetries: 5 })
  }
}

/**
 * Starts the server as a process group of its own, so that Ctrl-C reaches us and not it. It logs
 * to a file, never to a pipe whose reader may be gone, and never a statement, its parameters or a row.
 * @returns its process id, or 0 when it could not be started
 */
function startServer(home: EmbeddedHome): number {
  rmSync(join(home.cluster, 'postmaster.pid'), { force: true })
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
    log_error_verbosity: 'terse',
  }
  const args = ['-D', home.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const child = spawn(join(home.binaries, 'bin', 'postgres'), args, { ...asServerUser(home), detached: true, stdio: ['ignore', log, log] })
  child.on('error', (error) => appendFileSync(home.logFile, `${error.message}\n`))
  child.unref()
  closeSync(log)
  return child.pid ?? 0
}

/**
 * Waits until the server answers, or gives up when it has ended.
 * @param spawned the process that was started for it; null when one was there already
 * @returns null once it answers; else the last thing it said before it gave up
 */
export async function untilAnswering(home: EmbeddedHome, spawned: number | null, withinMs: number): Promise<string | null> {
  const deadline = Date.now() + withinMs
  let last = ''
  do {
    try {
      const client = await connect(home, 'postgres')
      await client.end()
      return null
    } catch (error) {
      last = (error as Error).message
    }
    if (runningPid(home) === null && !isServerProcess(spawned ?? 0, home)) return lastLogLines(home) || last
    await wait(25)
  } while (Date.now() < deadline)
  return last
}

/** Stops the server: everything it has acknowledged is on disk in any case. */
export async function stopServer(home: EmbeddedHome): Promise<void> {
  const pid = runningPid(home)
  if (pid === null) return
  for (const [signal, withinMs] of [
    ['SIGINT', fastStopMs],
    ['SIGQUIT', immediateStopMs],
  ] as const) {
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    const deadline = Date.now() + withinMs
    while (Date.now() < deadline) {
      if (!isServerProcess(pid, home)) return
      await wait(20)
    }
  }
}

/** The server's process id from its pid file, or null when that process is gone or not this cluster's server. */
export function runningPid(home: EmbeddedHome): number | null {
  try {
    const pid = Number(readFileSync(join(home.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    return isServerProcess(pid, home) ? pid : null
  } catch {
    return null
  }
}

/**
 * True when the process is the server of this cluster. After a crash or a restart of the machine
 * another program may have the old process id, the PostgreSQL of another cluster included.
 */
function isServerProcess(pid: number, home: EmbeddedHome): boolean {
  if (!Number.isInteger(pid) || pid <= 1) return false
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  if (process.platform !== 'linux') return true
  try {
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    const cluster = args[args.indexOf('-D') + 1] ?? ''
    return /(^|\/)postgres$/.test(program) && realpathSync(cluster) === realpathSync(home.cluster)
  } catch {
    return false
  }
}

function asServerUser(home: EmbeddedHome) {
  return { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }, ...(home.user ?? {}) }
}

/** A connection outside the pool, as the owner of the cluster. */
export async function connect(home: EmbeddedHome, name: string): Promise<pg.Client> {
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

function lastLogLines(home: EmbeddedHome): string {
  return readFileSync(home.logFile, 'utf8').trimEnd().split('\n').slice(-4).join(' / ')
}
