import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'

const oldest = 15
const debianFolder = '/usr/lib/postgresql'

/** A PostgreSQL that the machine's own packages brought, in a folder of its own, without touching theirs. */
export async function startSystemPostgres(): Promise<{ url: string; stop(): Promise<void> } | { missing: string }> {
  const version = existsSync(debianFolder)
    ? readdirSync(debianFolder)
        .map(Number)
        .filter((major) => major >= oldest)
        .sort((a, b) => b - a)[0]
    : undefined
  const bin = `${debianFolder}/${version}/bin`
  if (!version || !existsSync(`${bin}/initdb`))
    return { missing: `no system PostgreSQL ${oldest} or later in ${debianFolder}; the same tests ran on the embedded one` }
  const folder = mkdtempSync(join(tmpdir(), 'countersign-system-'))
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}
  chmodSync(folder, 0o700)
  if (user.uid) chownSync(folder, user.uid, user.gid)
  const options = { cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' }, ...user }
  const made = spawnSync(`${bin}/initdb`, ['-D', `${folder}/data`, '-U', 'test', '--auth=trust', '--no-locale', '-E', 'UTF8'], {
    ...options,
    encoding: 'utf8',
  })
  if (made.status !== 0) throw new Error(`initdb of PostgreSQL ${version}: ${made.stderr}`)
  const server = spawn(`${bin}/postgres`, ['-D', `${folder}/data`, '-c', 'listen_addresses=', '-c', `unix_socket_directories=${folder}`], {
    ...options,
    stdio: 'ignore',
  })
  const url = `postgres://test@${encodeURIComponent(folder)}/postgres`
  await untilAnswering(url)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function untilAnswering(url: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const client = new pg.Client({ connectionString: url })
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (attempt === 200) throw error
      await wait(50)
    }
  }
}
