import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Keys } from './lib/keys.ts'
import { newKeyFile, readKeyFile } from './lib/keys.ts'

/**
 * The installation's keys. A file that the operator has named must exist; without one, a file in
 * the data folder is made at first start, mode 0600, whole or not at all. For a database that was
 * made with a key (`isInstalled`) none is made: it could only be a wrong one.
 * @throws Error that says which file is missing, and what to do
 */
export function loadKeys(secretKeyFile: string | null, dataDir: string, { isInstalled }: { isInstalled: boolean }): Keys {
  const path = secretKeyFile ?? join(dataDir, 'secret.key')
  if (isInstalled && !existsSync(path)) {
    const name = secretKeyFile === null ? path : `SECRET_KEY_FILE ${path}`
    throw new Error(
      `${name} is missing; restore it from your own copy, or point SECRET_KEY_FILE to where it is: this database was made with that key, and a new one could not read the stored addresses`,
    )
  }
  if (secretKeyFile !== null) return readKeyFile(readNamed(path))
  const unfinished = `${path}.${process.pid}`
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(unfinished, newKeyFile(), { mode: 0o600 })
  try {
    // A link fails where the file exists: of two first starts, the first one's key stands.
    linkSync(unfinished, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(unfinished, { force: true })
  }
  return readKeyFile(readFileSync(path, 'utf8'))
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
