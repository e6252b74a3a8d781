import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { newKeyFile } from '../lib/keys.ts'

/** Makes a key file; never over one that exists, since that would make its database unreadable. */
export function newKey(args: string[], print: (line: string) => void): number {
  const [verb, file] = args
  if (verb !== 'new' || !file) {
    print('Usage: npm run cli -- key new <file>')
    return 2
  }
  const path = resolve(file)
  try {
    writeFileSync(path, newKeyFile(), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    print(`${path} exists and was left as it is`)
    return 1
  }
  print(`Made ${path}. Keep a copy in a safe place apart from the backups: without it nobody can read the stored addresses.`)
  return 0
}
