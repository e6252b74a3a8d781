import type { ChildProcess } from 'node:child_process'
import { spawn, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'

/** Whether the machine has a Redis to test with; `.ci/run` installs it. */
export const hasRedisServer = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0

export type RedisServer = { kill(signal: NodeJS.Signals): void; stop(): Promise<void> }

/** A Redis of the test's own, in memory only. It may take a moment until it answers. */
export function startRedis(port: number): RedisServer {
  const child = spawn('redis-server', ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    cwd: tmpdir(),
    stdio: 'ignore',
  })
  return { kill: (signal) => void child.kill(signal), stop: () => end(child) }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await ended
}
