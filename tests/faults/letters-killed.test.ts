import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadConfig } from '../../server/config.ts'
import type { Database } from '../../server/db/database.ts'
import { openDatabase } from '../../server/db/database.ts'
import { openServer } from '../../server/db/open-server.ts'
import { findCampaign } from '../../server/features/campaigns/queries.ts'
import { dispatchLetters } from '../../server/features/letters/dispatch-letters.ts'
import { addDispatch, insertLiveAsk } from '../../server/features/letters/queries.ts'
import type { Recipient } from '../../server/features/letters/recipients.ts'
import { findRecipient } from '../../server/features/letters/recipients.ts'
import { readKeyFile } from '../../server/lib/keys.ts'
import { settableClock } from '../support/clock.ts'
import { importFiles, memberSettings, membersCsv } from '../support/legislator-lists.ts'
import { commonsAsk, queueLetters } from '../support/letters.ts'
import { startProgram, until, usedDataDir } from '../support/process.ts'
import type { SmtpSink } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'

const offices = 100
/** 20 kills during 2,000 letters in the long form of the faults, `npm run test:faults`; five during 500 otherwise. */
const isLong = process.env['FAULTS'] === 'long'
const lettersOfEach = isLong ? 1000 : 250
const kills = isLong ? 20 : 5
const betweenKills = 60
/** As many as a worker has in hand at once. */
const mostInHand = 10
const organizers = 'contact@example.org'
/** A Tuesday in office hours: the letters of the live ask are taken from the queue by this clock, whatever the day of the test is. */
const clock = settableClock('2026-11-24T12:00:00Z')

type Store = { dataDir: string; db: Database; pool: ReturnType<typeof openDatabase>['pool'] }

/** Joins the database of a data folder, as the operator's commands do. */
async function withStore<Result>(dataDir: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const server = await openServer(loadConfig({ DATA_DIR: dataDir }), () => {})
  const opened = openDatabase({ url: server.url, maxConnections: 4, onConnectionLost: () => {} })
  try {
    return await work({ dataDir, ...opened })
  } finally {
    await opened.pool.end()
    await server.stop()
  }
}

/** A hundred members with an address each, who hold their seats. */
async function bringOffices({ db, pool }: Store): Promise<Recipient[]> {
  const rows = Array.from({ length: offices }, (_, n) => ({
    id: String(n),
    name: `Member ${n}`,
    division: `X${n}`,
    'division-name': `Vale ${n}`,
    email: `office-${n}@example.org`,
  }))
  await importFiles({ db, clock }, 'csv', { 'people.csv': membersCsv(rows) }, { settings: memberSettings() })
  const { rows: seats } = await pool.query<{ id: number }>('select id from seats order by id')
  const found = await Promise.all(seats.map(({ id }) => findRecipient({ db, pool }, '', `seat:${id}`)))
  return found.filter((recipient) => recipient !== null)
}

/** Letters of an ask that is live, taken from the queue already, and as many of one that is not, which the workers take. */
async function bringLetters(store: Store, recipients: Recipient[]): Promise<{ live: string[]; tests: string[] }> {
  const { db, dataDir } = store
  const ctx = { db, keys: readKeyFile(readFileSync(join(dataDir, 'secret.key'), 'utf8')) }
  const names = (kind: string) => Array.from({ length: lettersOfEach }, (_, n) => `${kind}-${n}`)
  const at = clock.now()
  const live = await queueLetters(ctx, { writers: names('live'), recipients, askId: commonsAsk, at })
  const campaign = await findCampaign(db)
  await insertLiveAsk(db, { campaignId: campaign?.id ?? '', askId: commonsAsk, since: at, by: 'TT' })
  const config = { letters: { perOfficeHour: 1000, perOfficeDay: 1000 } }
  for (let taken = 1; taken > 0; ) taken = await dispatchLetters({ db, clock, config })
  const tests = await queueLetters(ctx, { writers: names('test'), recipients, askId: 'uk-publish-data', at })
  return { live, tests }
}

/** The jobs of a worker that was killed are given back after five minutes, which have passed now; answers how many letters it had in hand. */
async function passFiveMinutes({ pool }: Store): Promise<number> {
  const { rows } = await pool.query<{ task: string }>(`
    with moved as (
      update graphile_worker._private_jobs set locked_at = locked_at - interval '6 minutes' where locked_by is not null returning task_id
    ) select t.identifier as task from moved join graphile_worker._private_tasks t on t.id = task_id`)
  return rows.filter(({ task }) => task === 'send-letter').length
}

/** Workers send, and are killed at it, until the last one may finish; answers how many letters they had in hand, and how often letters became sent. */
async function sendUnderFire(store: Store, sink: SmtpSink): Promise<{ inHand: number; events: { times: number; letters: number }[] }> {
  const { dataDir, db, pool } = store
  const env = {
    ROLE: 'worker',
    LOG_LEVEL: 'warn',
    SMTP_URL: sink.url,
    MAIL_FROM: 'letters@act.example.org',
    SITE_CONTACT: organizers,
    LETTERS_PER_OFFICE_HOUR: '1000',
    LETTERS_PER_OFFICE_DAY: '1000',
  }
  let inHand = 0
  for (let kill = 1; kill <= kills; kill++) {
    await addDispatch(db)
    const worker = await startProgram({ dataDir, env })
    const before = sink.accepted.length
    await until(`${betweenKills} more mails came`, () => sink.accepted.length >= before + betweenKills || worker.hasEnded())
    worker.kill('SIGKILL')
    expect(await worker.ended).toBe('SIGKILL')
    inHand += await passFiveMinutes(store)
  }
  await addDispatch(db)
  await startProgram({ dataDir, env })
  const unsent = async () => (await pool.query(`select 1 from letters where state <> 'sent' limit 1`)).rows
  await until('every letter is sent', async () => (await unsent()).length === 0, 180_000)
  const { rows: events } = await pool.query<{ times: number; letters: number }>(
    `select times, count(*)::int as letters from (
       select count(*)::int as times from letter_events where state = 'sent' group by letter_id) as each group by times`,
  )
  return { inHand, events }
}

type Letter = { writer: string; messageId: string; recipients: string[] }

/** What came to the mail server with somebody's answers to go to: the letters, not the mails to their writers. */
function lettersAt({ accepted }: SmtpSink): Letter[] {
  return accepted.flatMap(({ raw, recipients }) => {
    const head = raw.slice(0, raw.indexOf('\r\n\r\n'))
    const writer = /^Reply-To: .*<([^>]+)>/m.exec(head)?.[1]
    return writer ? [{ writer, messageId: /^Message-ID: (\S+)/m.exec(head)?.[1] ?? '', recipients }] : []
  })
}

test(`kill -9 of the worker ${kills} times while it sends: every letter is sent, and twice only what it had in hand, as the same mail`, async () => {
  const sink = await startSmtpSink({ delayMs: 15 })
  const { live, tests, inHand, events } = await withStore(usedDataDir(), async (store) => {
    const brought = await bringLetters(store, await bringOffices(store))
    const taken = await sendUnderFire(store, sink)
    return { ...brought, ...taken }
  })
  await sink.close()
  const letters = lettersAt(sink)
  const idsOf = Map.groupBy(letters, ({ writer }) => writer)
  const duplicates = letters.length - idsOf.size

  expect([...idsOf.keys()].sort()).toEqual([...live, ...tests].sort())
  expect([...idsOf.values()].filter((same) => new Set(same.map(({ messageId }) => messageId)).size !== 1)).toEqual([])
  expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(2 * lettersOfEach)
  expect(events).toEqual([{ times: 1, letters: 2 * lettersOfEach }])
  expect(inHand).toBeGreaterThan(kills)
  expect(duplicates).toBeGreaterThan(0)
  expect(duplicates).toBeLessThanOrEqual(Math.min(inHand, mostInHand * kills))
  expect(letters.filter(({ writer, recipients }) => writer.startsWith('test') && recipients.join() !== organizers)).toEqual([])
  expect(
    letters.filter(({ writer, recipients }) => writer.startsWith('live') && !/^office-\d+@example\.org$/.test(recipients.join())),
  ).toEqual([])
})
