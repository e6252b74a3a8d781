// Makes a checkout ready to run: packages, then pages. Plain JavaScript that Node 20 can run, since
// it comes before everything else; after it, npm's scripts find the project's own Node in .bin.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockFile } from './lib/file-lock.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...path) => join(root, ...path)
const ownNode = at('node_modules', '.bin', 'node')
const installStamp = at('node_modules', '.countersign-installed')
const buildStamp = at('dist', '.countersign-built')
const { devDependencies, engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
const oldestMajor = Number(/\d+/.exec(engines.node)[0])
const waitMs = 15 * 60 * 1000

let unlock = () => {}

// Where nothing is to be done nothing is written: the checkout may belong to another user.
if (!isInstalled() || !isBuilt()) {
  unlock = await lockFile(at('.start.lock'), {
    waitMs,
    onWait: (pid) => say(`waiting for process ${pid}, which is preparing this folder`),
  })
  try {
    if (!isInstalled()) install()
    if (!isBuilt()) build()
  } finally {
    unlock()
  }
}

function isInstalled() {
  return readStamp(installStamp) === packagesHash() && isOwnNodeThere()
}

function isBuilt() {
  return readStamp(buildStamp) === sourcesHash()
}

function packagesHash() {
  return hashOf([at('package-lock.json')])
}

function sourcesHash() {
  return hashOf([at('package-lock.json'), ...['web', 'emails', 'server/contract'].flatMap((folder) => filesBelow(at(folder)))])
}

function install() {
  say('installing the locked packages')
  rmSync(installStamp, { force: true })
  const npm = process.env.npm_execpath ?? findNpm()
  const ci = [npm, 'ci', '--include=dev', '--no-audit', '--no-fund']
  if (major(process.version) >= oldestMajor) run(process.execPath, ci)
  // npm under an older Node leaves out optional packages that exclude that Node, without a word.
  // Nor does it say that a blocked install script left it with the older Node: so this one is let run.
  else
    run(process.execPath, [npm, 'exec', '--yes', '--ignore-scripts=false', `--package=node@${devDependencies.node}`, '--', 'node', ...ci])
  if (!isOwnNodeThere()) {
    say('npm did not run the install script of the package "node"; running it now')
    run(process.execPath, [npm, 'rebuild', 'node', '--ignore-scripts=false'])
  }
  if (!isOwnNodeThere()) {
    fail(
      `npm blocked the install script of the package "node" (ignore-scripts in your npm settings?). Allow it once with:\n  npm rebuild node --ignore-scripts=false`,
    )
  }
  writeFileSync(installStamp, packagesHash())
}

function build() {
  say('building pages and mails')
  rmSync(buildStamp, { force: true })
  run(
    ownNode,
    [at('node_modules', 'vite', 'bin', 'vite.js'), 'build', '--app', '--logLevel', 'warn', '--config', at('web', 'vite.config.ts')],
    { NODE_ENV: 'production' },
  )
  writeFileSync(buildStamp, sourcesHash())
}

function isOwnNodeThere() {
  if (!existsSync(ownNode)) return false
  const { stdout } = spawnSync(ownNode, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() === `v${devDependencies.node}`
}

function run(command, args, env = {}) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...env },
  })
  if (status !== 0) fail(`this did not work (${error?.message ?? signal ?? `exit ${status}`}):\n  ${command} ${args.join(' ')}`)
}

/** Started without npm, as a script of this folder: the npm on the PATH. */
function findNpm() {
  const onPath = (process.env.PATH ?? '').split(':').map((folder) => join(folder, 'npm'))
  const found = onPath.find((path) => existsSync(path))
  return found ? realpathSync(found) : fail('npm was not found; start with "npm start"')
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort()
}

function hashOf(files) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${root}`)
  for (const file of files) hash.update(`\n${file}\n`).update(readFileSync(file))
  return hash.digest('hex')
}

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

function major(version) {
  return Number(version.slice(1).split('.')[0])
}

function say(message) {
  process.stdout.write(`  ${message}\n`)
}

function fail(message) {
  process.stderr.write(`\n${message}\n\n`)
  unlock()
  process.exit(1)
}
