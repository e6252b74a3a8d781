import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Keys } from './lib/keys.ts'
import { newKeyFile, readKeyFile } from './lib/keys.ts'

/**
 * The installation's keys. A file that the operator has named must exist; without one, a file in
 * the data folder is made at first start, mode 0600, whole or not at all.
 */
export function loadKeys(secretKeyFile: string | null, dataDir: string): Keys {
  if (secretKeyFile !== null) return readKeyFile(readNamed(secretKeyFile))
  const path = join(dataDir, 'secret.key')
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
