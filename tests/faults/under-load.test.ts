import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Load } from '../support/load.ts'
import { startLoad } from '../support/load.ts'
import {
  aSigner,
  connectTo,
  countAt,
  freePort,
  isServer,
  query,
  runErrand,
  serverPid,
  sign,
  startProgram,
  startReady,
  until,
  untilBack,
  usedDataDir,
} from '../support/process.ts'

const kills = 10
const databaseKills = 4
const betweenKills = 100
const betweenDatabaseKills = 50

/** Waits until this many more signatures are acknowledged, and then, the mails having come, half as many more confirmations. */
async function untilMore({ signed, confirmed, bringMails }: Load, dataDir: string, more: number, withinMs?: number): Promise<void> {
  const atLeast = (goal: number, { acknowledged }: { acknowledged: string[] }, what: string) =>
    until(`${goal} ${what} are acknowledged`, () => acknowledged.length >= goal, withinMs)
  await atLeast(signed.acknowledged.length + more, signed, 'signatures')
  await bringMails(dataDir)
  await atLeast(confirmed.acknowledged.length + more / 2, confirmed, 'confirmations')
}

type Stored = { source: string; isConfirmed: boolean; mailJobs: number; isMailed: boolean }

/** Whatever was signed, confirmed or not; `isMailed`: the job of its mail has done its work. */
const listStored = (dataDir: string) =>
  query<Stored>(
    dataDir,
    `select source, "isConfirmed", coalesce(jobs, 0)::int as "mailJobs", id in (select submission_id from mail_slots) as "isMailed"
     from (select id, source, false as "isConfirmed" from submissions union all select id, source, true from signatures) as stored
     left join (select payload->>'signatureId' as job_for, count(*) as jobs from graphile_worker._private_jobs group by 1) as queue
       on job_for = id::text`,
  )

/** The published count, and how many different entries the signatures have; once all have one. */
async function countedIn(dataDir: string) {
  await until('all confirmed are counted', async () => {
    const uncounted = await query(dataDir, 'select 1 from signatures where entry_index is null limit 1')
    return uncounted.length === 0
  })
  const [counted] = await query<{ count: number; size: number; entries: number }>(
    dataDir,
    `select count::int, size::int, (select count(distinct entry_index) from signatures)::int as entries
     from checkpoints order by checkpoints.size desc limit 1`,
  )
  return counted
}

const sources = (stored: Stored[]) => stored.map(({ source }) => source)
const confirmedOf = (stored: Stored[]) => stored.filter(({ isConfirmed }) => isConfirmed)

function missingFrom(stored: Stored[], keys: string[]): string[] {
  const present = new Set(sources(stored))
  return keys.filter((key) => !present.has(key))
}

/** Nothing acknowledged is lost, nothing is there twice, and nothing that nobody asked for. */
function expectKept(stored: Stored[], acknowledged: { signed: string[]; confirmed: string[] }, { signed, confirmed }: Load): void {
  const [sent, opened] = [new Set(signed.sent), new Set(confirmed.sent)]
  expect(missingFrom(stored, acknowledged.signed)).toEqual([])
  expect(missingFrom(confirmedOf(stored), acknowledged.confirmed)).toEqual([])
  expect(new Set(sources(stored)).size).toBe(stored.length)
  expect(sources(stored).filter((source) => !sent.has(source))).toEqual([])
  expect(sources(confirmedOf(stored)).filter((source) => !opened.has(source))).toEqual([])
}

/** What the database server says of processes of its own that crashed: none was killed but the server itself. */
const crashesIn = (dataDir: string) =>
  readFileSync(join(dataDir, 'postgres', 'server.log'), 'utf8')
    .split('\n')
    .filter((line) => line.includes('was terminated by signal'))

const acknowledgedBy = ({ signed, confirmed }: Load) => ({ signed: [...signed.acknowledged], confirmed: [...confirmed.acknowledged] })
const statusesOf = ({ replies }: Load) => [...new Set(replies.map(({ status }) => status))].sort()

/** A status, or why there was none. */
const statusOf = (reply: Promise<Response>) =>
  reply.then(
    ({ status }) => status,
    (error: Error) => String(error.cause),
  )

test('kill -9 ten times under load: nothing acknowledged is lost, nothing is double, every signature has its mail job, all confirmed are counted', async () => {
  const dataDir = usedDataDir()
  const port = await freePort()
  // Without workers every job stays in the queue, to be counted.
  const start = () => startReady({ dataDir, port, env: { ROLE: 'web', LOG_LEVEL: 'warn' } })
  let program = await start()
  const load = startLoad(program.url, 16)
  for (let kill = 1; kill <= kills; kill++) {
    await untilMore(load, dataDir, betweenKills)
    program.kill('SIGKILL')
    await program.ended
    program = await start()
  }
  await load.stop()

  const acknowledged = acknowledgedBy(load)
  const stored = await listStored(dataDir)
  expect(acknowledged.confirmed.length).toBeGreaterThanOrEqual((kills * betweenKills) / 2)
  expectKept(stored, acknowledged, load)
  expect(stored.filter(({ mailJobs }) => mailJobs !== 1)).toEqual([])
  expect([200, 202, 503]).toEqual(expect.arrayContaining(statusesOf(load)))
  expect(crashesIn(dataDir)).toEqual([])

  // It does not say when it is ready; the count does.
  await startProgram({ dataDir, env: { ROLE: 'worker', LOG_LEVEL: 'warn' } })
  const counted = await countedIn(dataDir)
  const confirmed = confirmedOf(stored).length
  expect(counted).toEqual({ count: confirmed, size: confirmed, entries: confirmed })
  await until(`the count is ${confirmed}`, async () => (await countAt(program.url)) === confirmed)
})

test('a database server killed four times comes back within 10 s each time, by itself; meanwhile requests get 503 with Retry-After and do not hang', async () => {
  const dataDir = usedDataDir()
  const program = await startReady({ dataDir, env: { LOG_LEVEL: 'warn' } })
  const load = startLoad(program.url, 8)
  await untilMore(load, dataDir, betweenDatabaseKills)

  for (let kill = 1; kill <= databaseKills; kill++) {
    const database = serverPid(dataDir) ?? 0
    const refused = () => load.replies.filter(({ status }) => status === 503).length
    const refusedBefore = refused()
    process.kill(database, 'SIGKILL')
    await until('the server is gone', () => !isServer(database))
    await until('a request was refused', () => refused() > refusedBefore)
    await untilBack(program.url, 10_000)
    await untilMore(load, dataDir, betweenDatabaseKills, 10_000)
  }
  await load.stop()

  const acknowledged = acknowledgedBy(load)
  const stored = await listStored(dataDir)
  expectKept(stored, acknowledged, load)
  expect(stored.filter(({ isConfirmed, mailJobs, isMailed }) => !isConfirmed && mailJobs !== 1 && !isMailed)).toEqual([])
  const confirmed = confirmedOf(stored).length
  expect(await countedIn(dataDir)).toEqual({ count: confirmed, size: confirmed, entries: confirmed })
  expect(statusesOf(load)).toEqual([200, 202, 503])
  expect(load.replies.filter(({ status, retryAfter }) => status === 503 && !(Number(retryAfter) > 0))).toEqual([])
  expect(Math.max(...load.replies.map(({ ms }) => ms))).toBeLessThan(8000)
  expect(crashesIn(dataDir)).toEqual([])
  // Mail, counting and the live count came back too.
  await runErrand(program.url, aSigner(), confirmed + 1)
})

test('a database connection killed on the server does not stop the program, and it keeps its place there', async () => {
  const dataDir = usedDataDir()
  const program = await startReady({ dataDir })
  await query(
    dataDir,
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend'",
  )
  await untilBack(program.url)
  await runErrand(program.url, aSigner(), 1)
  const database = serverPid(dataDir)

  program.kill('SIGTERM')

  expect(await program.ended).toBe(0)
  expect(isServer(database)).toBe(false)
})

test('SIGTERM while signatures wait for the database: every one is answered 202 and stored', async () => {
  const dataDir = usedDataDir()
  const program = await startReady({ dataDir })
  const blocker = await connectTo(dataDir)
  blocker.on('error', () => {})
  await blocker.query('begin')
  await blocker.query('lock table submissions in exclusive mode')
  const requests = Array.from({ length: 30 }, () => statusOf(sign(program.url, aSigner())))
  await until('an insert waits for the table', async () => {
    const { rows } = await blocker.query("select 1 from pg_locks where not granted and relation = 'submissions'::regclass")
    return rows.length > 0
  })
  // Connections are taken in the order in which they came: when these are answered, the others were read.
  for (const path of ['/healthz', '/readyz', '/healthz']) await fetch(`${program.url}${path}`)

  program.kill('SIGTERM')
  await until('it is stopping', () => program.output().includes('finishing what is under way'))
  await blocker.query('commit')
  const statuses = await Promise.all(requests)
  await blocker.end()
  const code = await program.ended
  await startReady({ dataDir })
  const stored = await query(dataDir, 'select 1 from submissions')

  expect(statuses).toEqual(statuses.map(() => 202))
  expect(code).toBe(0)
  expect(stored).toHaveLength(30)
})

test('a mail job that a killed process had in hand is taken up by the next one', async () => {
  const dataDir = usedDataDir()
  const web = await startReady({ dataDir, env: { ROLE: 'web' } })
  const signer = aSigner()
  await sign(web.url, signer)
  await query(
    dataDir,
    "update graphile_worker._private_jobs set attempts = 1, locked_by = 'worker-of-a-killed-process', locked_at = now() - interval '6 minutes'",
  )

  const worker = await startReady({ dataDir })

  await runErrand(worker.url, aSigner(), 1)
  await until('the mail is sent', async () =>
    ((await (await fetch(`${worker.url}/dev/mailbox.json`)).json()) as { to: string }[]).some(({ to }) => to === signer.email),
  )
})
