import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

export const checkout = fileURLToPath(new URL('../..', import.meta.url))
const node = join(checkout, 'node_modules', '.bin', 'node')
/** Node's own default: a start takes a third less time with it. */
const compileCache = join(tmpdir(), 'node-compile-cache')

export type User = { uid: number; gid: number }

export type Program = {
  pid: number
  url: string
  dataDir: string
  /** All that it has printed so far. */
  output(): string
  kill(signal: NodeJS.Signals): void
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  hasEnded(): boolean
  untilReady(withinMs?: number): Promise<Program>
}

export type ProgramOptions = { dataDir: string; url: string; env: Record<string, string>; user?: User; root?: string }

/** Runs a file of this checkout, or of the one at `root`, on the project's own Node. Whoever calls it sees to its end. */
export function spawnProgram(args: string[], { dataDir, url, env, user, root = checkout }: ProgramOptions): Program {
  const child = spawn(node, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] ?? '', HOME: dataDir, NODE_COMPILE_CACHE: compileCache, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  })
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  const program: Program = {
    pid: child.pid ?? 0,
    url,
    dataDir,
    output: () => output,
    kill: (signal) => void child.kill(signal),
    ended,
    hasEnded,
    async untilReady(withinMs = 90_000) {
      await until('it is ready', () => output.includes('is ready') || hasEnded(), withinMs).catch((error: Error) => {
        throw new Error(`${error.message}\n${output}`)
      })
      if (hasEnded()) throw new Error(`it ended instead of being ready:\n${output}`)
      return program
    },
  }
  return program
}

/** Waits until the condition holds. The limit is for a crowded machine; a test whose promise is a time gives its own. */
export async function until(what: string, holds: () => unknown, withinMs = 60_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited ${withinMs} ms in vain until ${what}`)
    await pause(20)
  }
}

/**
 * A port that nobody listens on now. It lies below the ports that Linux gives to outgoing
 * connections: one of those could take it before the program does, or connect to itself.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768)
    if (await isFree(port)) return port
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
