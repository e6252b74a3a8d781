import { spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import pg from 'pg'
import { afterEach, inject } from 'vitest'
import { endDatabase, removeDataDir } from './data-dir.ts'
import type { Program, ProgramOptions, User } from './program.ts'
import { checkout, freePort, spawnProgram, until } from './program.ts'
import { petitionSlug } from './site.ts'

export { isServer, serverPid } from './data-dir.ts'
export { freePort, until }

const api = `/api/v1/petitions/${petitionSlug}`

export const isRoot = process.getuid?.() === 0

/** Whether another user can run this checkout: every folder on the way to it must let others pass. */
export const canOthersRun = foldersTo(checkout).every((folder) => (statSync(folder).mode & 0o001) !== 0)

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

/** The children of a process. */
export function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

/** Who an ordinary user's process runs as when the tests run as root. */
export const nobody = { uid: 65_534, gid: 65_534 }

export type Errand = { givenName: string; familyName: string; email: string }

type Options = { dataDir: string; env?: Record<string, string>; port?: number; user?: User; root?: string }

/** Mail and counting must come in this time, also after a failure that they had to get over. */
const errandStepWithinMs = 20_000

const started = new Set<Program>()
const folders = new Set<string>()

// Everything that a test has started is ended by its process id, also after a failure: the programs
// first, since they would start their database again.
afterEach(async () => {
  for (const program of started) program.kill('SIGKILL')
  await until('every program has ended', () => [...started].every((program) => program.hasEnded()))
  started.clear()
  for (const folder of [...folders].reverse()) {
    await endDatabase(folder)
    removeDataDir(folder)
  }
  folders.clear()
})

/** An empty data folder in the folder for temporary files, removed after the test. */
export function newDataDir(owner?: User): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-fault-'))
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return removeLater(folder)
}

/** A data folder as a first start leaves it, for tests that are not about the first start. */
export function usedDataDir(): string {
  const folder = newDataDir()
  const prepared = inject('preparedDataDir')
  if (prepared === null) return folder
  // Unlike Node's own copying, this keeps owners: the database belongs to the server's user.
  const { status, stderr } = spawnSync('cp', ['-a', `${prepared}/.`, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`copying ${prepared}: ${stderr}`)
  return folder
}

/** Has a data folder, and the database server that runs in it, removed after the test. */
export function removeLater(dataDir: string): string {
  folders.add(dataDir)
  return dataDir
}

/** Starts the server of this checkout; it is not ready yet. */
export async function startProgram({ dataDir, env = {}, port, user, root = checkout }: Options): Promise<Program> {
  const chosen = port ?? (await freePort())
  return run(['server/main.ts'], {
    dataDir,
    env: {
      PORT: String(chosen),
      LIMIT_SIGNATURES_PER_MINUTE: '1000000',
      LIMIT_SIGNATURES_PER_HOUR: '1000000',
      LIMIT_UNPROVEN_PER_MINUTE: '1000000',
      LIMIT_LINKS_PER_MINUTE: '1000000',
      ...env,
    },
    url: `http://127.0.0.1:${chosen}`,
    root,
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

function run(args: string[], options: ProgramOptions): Program {
  const program = spawnProgram(args, options)
  started.add(program)
  return program
}

/** Milliseconds that something took. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
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
  await until(
    'the mail is in the mailbox',
    async () => {
      const mails = (await (await fetch(`${url}/dev/mailbox.json`)).json()) as { to: string; text: string }[]
      token = mails.find(({ to }) => to === signer.email)?.text.match(/\/confirm\/([\w.~-]+)/)?.[1]
      return token
    },
    errandStepWithinMs,
  )
  const confirmed = await fetch(`${url}/api/v1/confirmations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
  if (confirmed.status !== 200) throw new Error(`confirming answered ${confirmed.status}: ${await confirmed.text()}`)
  await until(`the count is ${expectedCount}`, async () => (await countAt(url)) === expectedCount, errandStepWithinMs)
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
