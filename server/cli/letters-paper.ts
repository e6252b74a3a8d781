import { createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { z } from 'zod'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { CwcTopic } from '../features/letters/congress/cwc-values.ts'
import { congressDocument } from '../features/letters/congress/message-of-letter.ts'
import { listPrintable, notePosted } from '../features/letters/organize-letters.ts'
import { zipLetters } from '../features/letters/printing/zip-letters.ts'
import { findLetter } from '../features/letters/queries.ts'
import { findRecipient } from '../features/letters/recipients.ts'
import { loadKeys } from '../key-file.ts'
import { systemClock } from '../lib/clock.ts'

type Context = { db: Database; pool: pg.Pool; config: Config; print: (line: string) => void }

/**
 * Writes the letters that their writers gave to volunteers as one ZIP, and beside it the list of their ids for
 * `letters posted`. They wait on until somebody says that they have been posted. Never over a file that is there.
 */
export async function printForVolunteers({ db, config, print }: Context, file: string): Promise<number> {
  const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
  const ids: string[] = []
  async function* listed() {
    for await (const { id, ...letter } of listPrintable({ db, keys })) {
      ids.push(id)
      yield letter
    }
  }
  try {
    await pipeline(zipLetters(listed()), createWriteStream(file, { mode: 0o600, flags: 'wx' }))
    writeFileSync(`${file}.list`, ids.map((id) => `${id}\n`).join(''), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    print(`BAD  ${file} or its list is there already; name another file`)
    return 1
  }
  print(`ok   ${ids.length} letters in ${file}; when they are posted: letters posted ${file}.list --by <initials>`)
  return 0
}

/** Notes that the letters of a list have been posted. */
export async function noteListPosted({ db, print }: Context, file: string, by: string): Promise<number> {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  const ids = lines.filter((line) => z.uuid().safeParse(line).success)
  if (ids.length < lines.length) {
    print(`BAD  ${file} is not a list that letters print wrote; nothing was changed`)
    return 1
  }
  const posted = await notePosted({ db, clock: systemClock }, { ids, by })
  print(
    `ok   ${posted} letters are posted, and their writers are told${posted < ids.length ? `; ${ids.length - posted} were not waiting any more` : ''}`,
  )
  return 0
}

/** Writes a confirmed letter as the XML that Congress takes, or says what is missing for it. It is not handed over. */
export async function writeForCongress(
  { db, pool, config, print }: Context,
  { name, agent, phone, topic }: { name: string; agent: string; phone: string; topic: string },
): Promise<number> {
  const keys = loadKeys(config.secretKeyFile, config.data.dir, { isInstalled: true })
  const letter = z.uuid().safeParse(name).success ? await findLetter(db, name) : null
  const recipient = letter && (await findRecipient({ pool, db }, letter.campaignId, letter.recipient))
  if (!letter || !recipient) {
    print('BAD  there is no such letter, or nobody holds the seat that it was written to')
    return 1
  }
  const made = congressDocument(
    { keys, config, now: systemClock.now() },
    { letter, recipient, agent: { name: agent, phone, topic: topic as CwcTopic } },
  )
  if ('xml' in made) {
    print(made.xml)
    return 0
  }
  for (const fault of made.faults) print(`BAD  ${fault}`)
  return 1
}
