import type { ChildProcess } from 'node:child_process'
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Role } from '../../../server/config.ts'
import type { Installation } from './installation.ts'

export type Served = {
  port: number
  /** Most memory it has held so far, in MB; it ended up in memory, not in swap. */
  peakMemoryMb(): number
  /** Processor time that it has used so far. */
  cpuSeconds(): number
  stop(): Promise<void>
}

const root = fileURLToPath(new URL('../../..', import.meta.url))
const startWithinMs = 30_000

/** Limits stay on and count every request; they are only too high to be reached. */
const raisedLimits = Object.fromEntries(
  ['SIGNATURES_PER_MINUTE', 'SIGNATURES_PER_HOUR', 'UNPROVEN_PER_MINUTE', 'LINKS_PER_MINUTE', 'READS_PER_MINUTE'].map((name) => [
    `LIMIT_${name}`,
    '1000000000',
  ]),
)

/**
 * The server of this checkout as `npm start` runs it, on a database that is there. Its log, one
 * line for each request, goes to a file. With BENCH_PROFILE, a folder, it leaves a CPU profile there.
 */
export async function startOurs(installation: Installation, role: Role): Promise<Served> {
  const port = await freePort()
  const log = openSync(join(installation.dataDir, `server-${port}.log`), 'a')
  const profileDir = process.env['BENCH_PROFILE']
  const profiling = profileDir ? ['--cpu-prof', '--cpu-prof-dir', profileDir] : []
  const child = spawn(process.execPath, [...profiling, 'server/main.ts'], {
    cwd: root,
    env: environmentFor(installation, { PORT: String(port), ROLE: role }),
    stdio: ['ignore', log, log],
  })
  const deadline = Date.now() + startWithinMs
  while (!(await isReady(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      child.kill('SIGKILL')
      throw new Error(`the server did not start:\n${readFileSync(join(installation.dataDir, `server-${port}.log`), 'utf8').slice(-2000)}`)
    }
    await pause(50)
  }
  return served(child, port)
}

/**
 * A command of the operator's on a database that is there, as `npm run cli` runs it.
 * @returns how long it took with its start, and the most memory that it held
 * @throws Error with what it printed when it fails
 */
export async function runCommand(installation: Installation, args: string[]): Promise<{ seconds: number; peakMemoryMb: number }> {
  const begin = performance.now()
  const child = spawn(process.execPath, ['server/cli/main.ts', ...args], {
    cwd: root,
    env: environmentFor(installation, { DATABASE_URL: installation.url }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes: Buffer) => printed.push(bytes))
  let peakMemoryMb = 0
  const watch = setInterval(() => {
    // The file is gone when the process has ended since.
    if (!hasEnded(child)) peakMemoryMb = Math.max(peakMemoryMb, memoryOf(child))
  }, 20)
  const [code] = await once(child, 'close')
  clearInterval(watch)
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}:\n${Buffer.concat(printed).toString('utf8').slice(-2000)}`)
  return { seconds: (performance.now() - begin) / 1000, peakMemoryMb }
}

/** What we compare with: a file in `theirs/`. */
export async function startTheirs(installation: Installation, name: 'plain' | 'bare' | 'constant', args: string[] = []): Promise<Served> {
  const child = fork(join(root, 'tests', 'bench', 'theirs', `${name}.ts`), args, {
    cwd: root,
    execArgv: [],
    env: environmentFor(installation, { DATABASE_URL: installation.url }),
  })
  const port = await Promise.race([
    once(child, 'message').then(([message]) => message as number),
    once(child, 'exit').then(() => Promise.reject(new Error(`theirs/${name}.ts did not start`))),
  ])
  return served(child, port)
}

function environmentFor({ dataDir }: Installation, more: Record<string, string>): Record<string, string> {
  return { PATH: process.env['PATH'] ?? '', HOME: dataDir, DATA_DIR: dataDir, ...raisedLimits, ...more }
}

function served(child: ChildProcess, port: number): Served {
  return {
    port,
    peakMemoryMb: () => memoryOf(child),
    cpuSeconds() {
      // Fields 14 and 15 of proc_pid_stat(5), in hundredths of a second; the name in field 2 may hold spaces.
      const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      return (Number(fields[11]) + Number(fields[12])) / 100
    },
    async stop() {
      if (hasEnded(child)) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Most memory that a process has held so far, in MB. */
function memoryOf(child: ChildProcess): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? []
  return Number(kilobytes ?? 0) / 1024
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`)).ok
  } catch {
    return false
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
