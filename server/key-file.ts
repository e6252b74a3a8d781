import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { newId } from './lib/ids.ts'
import type { Keys } from './lib/keys.ts'
import { newKeyFile, readKeyFile } from './lib/keys.ts'

/**
 * The installation's keys. A file that the operator has named must exist; without one, a file in
 * the data folder is made at first start, mode 0600, whole or not at all. For a database that was
 * made with a key (`isInstalled`) none is made: it could only be a wrong one.
 * @throws Error that says which file is missing, and what to do
 */
export function loadKeys(secretKeyFile: string | null, dataDir: string, { isInstalled }: { isInstalled: boolean }): Keys {
  const path = pathOf(secretKeyFile, dataDir)
  if (isInstalled && !existsSync(path)) {
    const name = secretKeyFile === null ? path : `SECRET_KEY_FILE ${path}`
    throw new Error(
      `${name} is missing; restore it from your own copy, or point SECRET_KEY_FILE to where it is: this database was made with that key, and a new one could not read the stored addresses`,
    )
  }
  if (secretKeyFile !== null) return readKeyFile(readNamed(path))
  makeKeyFile(path, newKeyFile())
  return readKeyFile(readFileSync(path, 'utf8'))
}

/** The folder of the root key: the place for keys that are files of their own. */
export function keyFolder(secretKeyFile: string | null, dataDir: string): string {
  return dirname(pathOf(secretKeyFile, dataDir))
}

/**
 * Writes a key, mode 0600, whole or not at all, and never over one that exists: of two processes
 * that start together, the first one's key stands.
 */
export function makeKeyFile(path: string, text: string): void {
  // Not by the process's number: in two containers that share the folder it is the same.
  const unfinished = `${path}.${newId()}`
  mkdirSync(dirname(path), { recursive: true })
  try {
    writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx', flush: true })
    // A link fails where the file exists.
    linkSync(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
}

function pathOf(secretKeyFile: string | null, dataDir: string): string {
  return secretKeyFile ?? join(dataDir, 'secret.key')
}

function readNamed(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw new Error(
      code === 'ENOENT'
        ? `SECRET_KEY_FILE ${path} does not exist; make one with: npm run cli -- key new ${path}`
        : `SECRET_KEY_FILE ${path} cannot be read (${code})`,
    )
  }
}
