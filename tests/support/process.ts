import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach } from 'vitest'
import { petitionSlug } from './site.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const node = join(root, 'node_modules', '.bin', 'node')
/** Node's own default: a start takes a third less time with it. */
const compileCache = join(tmpdir(), 'node-compile-cache')
const api = `/api/v1/petitions/${petitionSlug}`

export const isRoot = process.getuid?.() === 0

/** Whether another user can run this checkout: every folder on the way to it must let others pass. */
export const canOthersRun = foldersTo(root).every((folder) => (statSync(folder).mode & 0o001) !== 0)

function foldersTo(path: string): string[] {
  return path === dirname(path) ? [path] : [path, ...foldersTo(dirname(path))]
}

/** kill -9 of several processes; one that went down with another is gone already. */
export function killHard(pids: number[]): void {
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}
/** Who an ordinary user's process runs as when the tests run as root. */
export const nobody = { uid: 65_534, gid: 65_534 }

export type Program = {
  pid: number
  url: string
  dataDir: string
  /** All that it has printed so far. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  untilReady(withinMs?: number): Promise<Program>
}

export type Errand = { givenName: string; familyName: string; email: string }

type Options = { dataDir: string; env?: Record<string, string>; port?: number; user?: { uid: number; gid: number } }

const started = new Set<ChildProcess>()
const servers = new Set<number>()
const folders = new Set<string>()

// Everything that a test has started is ended by its process id, also after a failure: the programs
// first, since they would start their database again.
afterEach(async () => {
  for (const child of started) child.kill('SIGKILL')
  await until('every program has ended', () => [...started].every((child) => child.exitCode !== null || child.signalCode !== null))
  started.clear()
  for (const folder of folders) noteServer(folder)
  for (const pid of servers) if (isServer(pid)) process.kill(pid, 'SIGQUIT')
  await until('every database server has ended', () => [...servers].every((pid) => !isServer(pid)))
  servers.clear()
  for (const folder of [...folders].reverse()) removeDataDir(folder)
  folders.clear()
})

/** A data folder in the folder for temporary files, removed after the test. */
export function newDataDir(owner?: { uid: number; gid: number }): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fault-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return removeLater(folder)
}

/** Has a data folder, and the database server that runs in it, removed after the test. */
export function removeLater(dataDir: string): string {
  folders.add(dataDir)
  return dataDir
}

/** Starts the server of this checkout; it is not ready yet. */
export async function startProgram({ dataDir, env = {}, port, user }: Options): Promise<Program> {
  const chosen = port ?? (await freePort())
  return run(['server/main.ts'], {
    dataDir,
    env: {
      PORT: String(chosen),
      LIMIT_SIGNATURES_PER_MINUTE: '1000000',
      LIMIT_SIGNATURES_PER_HOUR: '1000000',
      LIMIT_UNPROVEN_PER_MINUTE: '1000000',
      ...env,
    },
    url: `http://127.0.0.1:${chosen}`,
    ...(user ? { user } : {}),
  })
}

/** Starts the server of this checkout and waits until it serves. */
export async function startReady(options: Options): Promise<Program> {
  return (await startProgram(options)).untilReady()
}

/** Runs an operator's command to its end. */
export async function runCli(args: string[], options: Options): Promise<{ code: number | NodeJS.Signals; output: string }> {
  const program = run(['server/cli/main.ts', ...args], { ...options, env: options.env ?? {}, url: '' })
  return { code: await program.ended, output: program.output() }
}

function run(args: string[], options: Options & { env: Record<string, string>; url: string }): Program {
  const { dataDir, env, url, user } = options
  const child = spawn(node, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: dataDir, NODE_COMPILE_CACHE: compileCache, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  started.add(child)
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  })
  const program: Program = {
    pid: child.pid ?? 0,
    url,
    dataDir,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    ended,
    async untilReady(withinMs = 30_000) {
      const hasEnded = () => child.exitCode !== null || child.signalCode !== null
      await until('it is ready', () => output.includes('is ready') || hasEnded(), withinMs).catch((error: Error) => {
        throw new Error(`${error.message}\n${output}`)
      })
      noteServer(dataDir)
      if (hasEnded()) throw new Error(`it ended instead of being ready:\n${output}`)
      return program
    },
  }
  return program
}

/** Waits until the condition holds. */
export async function until(what: string, holds: () => unknown, withinMs = 20_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`)
    await pause(20)
  }
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** The database server's process id as its pid file has it; null when there is none. */
export function serverPid(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

export function isServer(pid: number | null): boolean {
  if (pid === null) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0]?.endsWith('/postgres') === true
  } catch {
    return false
  }
}

/** The children of a process. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

/** A connection to the embedded database of a data folder, through its socket. */
export async function connectTo(dataDir: string): Promise<pg.Client> {
  const note = join(dataDir, 'postgres', 'socket-dir')
  const host = existsSync(note) ? readFileSync(note, 'utf8').trim() : join(realpathSync(join(dataDir, 'postgres')), 'run')
  const client = new pg.Client({ host, user: 'countersign', database: 'countersign' })
  await client.connect()
  return client
}

/** One statement on the embedded database. */
export async function query<Row extends pg.QueryResultRow>(dataDir: string, statement: string): Promise<Row[]> {
  const client = await connectTo(dataDir)
  try {
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end()
  }
}

/** Posts a signature; answers the status. */
export async function sign(url: string, signer: Errand): Promise<Response> {
  return fetch(`${url}${signaturesPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...signer, country: 'GB', consent: true }),
  })
}

/** Signs, opens the kept mail, confirms with its link and waits until the count holds it. */
export async function runErrand(url: string, signer: Errand, expectedCount: number): Promise<void> {
  const signed = await sign(url, signer)
  if (signed.status !== 202) throw new Error(`signing answered ${signed.status}: ${await signed.text()}`)
  let token: string | undefined
  await until('the mail is in the mailbox', async () => {
    const mails = (await (await fetch(`${url}/dev/mailbox.json`)).json()) as { to: string; text: string }[]
    token = mails.find(({ to }) => to === signer.email)?.text.match(/\/confirm\/([\w.~-]+)/)?.[1]
    return token
  })
  const confirmed = await fetch(`${url}/api/v1/confirmations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  if (confirmed.status !== 200) throw new Error(`confirming answered ${confirmed.status}: ${await confirmed.text()}`)
  await until(`the count is ${expectedCount}`, async () => (await countAt(url)) === expectedCount)
}

/** Waits until the program can do its work. */
export async function untilBack(url: string, withinMs = 10_000): Promise<void> {
  await until('it is ready again', async () => (await fetch(`${url}/readyz`)).ok, withinMs)
}

/** Names in a folder; none when it is not there. */
export function listOf(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

export async function countAt(url: string): Promise<number> {
  const { count } = (await (await fetch(`${url}${api}/count`)).json()) as { count: number }
  return count
}

export const signaturesPath = `${api}/signatures`
export const streamPath = `${api}/stream`

let signers = 0

/** A signer whose name and address occur nowhere else. */
export function aSigner(): Errand {
  signers++
  return { givenName: `Quillon${signers}`, familyName: 'Tamsworthy', email: `q.tamsworthy-${process.pid}-${signers}@example.org` }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

function noteServer(dataDir: string): void {
  const pid = serverPid(dataDir)
  if (pid !== null && isServer(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(realpathSync(join(dataDir, 'postgres')))) {
    servers.add(pid)
  }
}

function removeDataDir(dataDir: string): void {
  const home = join(dataDir, 'postgres')
  if (existsSync(home)) {
    const note = join(home, 'socket-dir')
    if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
    rmSync(realpathSync(home), { recursive: true, force: true })
  }
  rmSync(dataDir, { recursive: true, force: true })
}
