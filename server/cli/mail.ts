import { createReadStream } from 'node:fs'
import type { Config } from '../config.ts'
import { noteBounce } from '../features/letters/note-bounce.ts'
import { loadKeys } from '../key-file.ts'
import { systemClock } from '../lib/clock.ts'
import { readBounce } from '../mail/read-bounce.ts'
import { withDatabase } from './with-database.ts'

export const mailUsage = 'mail bounce <file> | mail bounce -'

type Print = (line: string) => void

const sentences = {
  bounced: 'the letter came back: it, and what waits for the same office, takes another way, and its writers are told',
  'delivered-to-server': 'the office’s mail server has the letter',
  noted: 'noted with the letter; nothing changes',
  'said-already': 'this was known already; nothing changes',
}

/**
 * Reads a message that came back to the return path of a letter; `-` reads it from standard input, so that a
 * mail server can hand it over. Its text is not kept.
 * @returns 0 when it is about a letter, 1 when it is not, 2 when the command was given wrongly
 */
export async function mail(loadConfig: () => Config, args: string[], print: Print): Promise<number> {
  const [action, file, ...others] = args
  if (action !== 'bounce' || !file || others.length > 0) {
    print(`Usage: npm run cli -- ${mailUsage}`)
    return 2
  }
  const config = loadConfig()
  return withDatabase(config, 'refused_addresses', print, async (db, pool) => {
    const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
    const message = file === '-' ? process.stdin : createReadStream(file)
    const noted = await noteBounce({ db, pool, clock: systemClock }, await readBounce(message, keys.derive('return-path')))
    if (noted === 'not-ours' || noted === 'unknown-letter') {
      print(
        `BAD  ${noted === 'not-ours' ? 'the message names no return path of ours' : 'the letter that it names is deleted'}; nothing was changed`,
      )
      return 1
    }
    print(`ok   ${sentences[noted]}`)
    return 0
  })
}
