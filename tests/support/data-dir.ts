import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { until } from './program.ts'

/** The database server's process id as its pid file has it; null when there is none. */
export function serverPid(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null
}

export function isServer(pid: number | null): boolean {
  return pid !== null && argumentsOf(pid)[0]?.endsWith('/postgres') === true
}

/** Ends the database server of a data folder, also one whose pid file names another, and an initdb that outlived its program. */
export async function endDatabase(dataDir: string): Promise<void> {
  const home = join(dataDir, 'postgres')
  if (!existsSync(home)) return
  const prefix = `${realpathSync(home)}/`
  const running = () =>
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .filter((pid) => {
        const [program = '', ...rest] = argumentsOf(pid)
        return ['postgres', 'initdb'].includes(basename(program)) && rest.some((argument) => argument.startsWith(prefix))
      })
  const sent = new Set<number>()
  await until(`nothing runs in ${prefix}`, () => {
    const pids = running()
    // Once each: a server takes a moment, and is not to be told twice.
    for (const pid of pids.filter((pid) => !sent.has(pid))) {
      sent.add(pid)
      end(pid)
    }
    return pids.length === 0
  })
}

/** An immediate stop of a server; one that went down with another is gone already. */
function end(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Removes a data folder and what it has elsewhere. Killed processes may hold a file for a moment longer. */
export function removeDataDir(dataDir: string): void {
  const remove = (path: string) => rmSync(path, { recursive: true, force: true, maxRetries: 10 })
  const home = join(dataDir, 'postgres')
  const note = join(home, 'socket-dir')
  if (existsSync(note)) remove(readFileSync(note, 'utf8').trim())
  if (lstatSync(home, { throwIfNoEntry: false })?.isSymbolicLink()) remove(readlinkSync(home))
  remove(dataDir)
}

function argumentsOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch {
    return []
  }
}
