import { expect, test } from 'vitest'
import { startLoad } from '../support/load.ts'
import {
  aSigner,
  connectTo,
  freePort,
  isServer,
  query,
  runErrand,
  serverPid,
  sign,
  startReady,
  until,
  untilBack,
  usedDataDir,
} from '../support/process.ts'

const kills = 10
const databaseKills = 4
const betweenKills = 100

const storedSources = async (dataDir: string) =>
  (await query<{ source: string }>(dataDir, 'select source from submissions')).map(({ source }) => source)

/** A status, or why there was none. */
const statusOf = (reply: Promise<Response>) =>
  reply.then(
    ({ status }) => status,
    (error: Error) => String(error.cause),
  )

test('kill -9 ten times under load: nothing acknowledged is lost, nothing is double, every signature has its mail job', async () => {
  const dataDir = usedDataDir()
  const port = await freePort()
  // Without workers every job stays in the queue, to be counted.
  const start = () => startReady({ dataDir, port, env: { ROLE: 'web', LOG_LEVEL: 'warn' } })
  let program = await start()
  const load = startLoad(program.url, 16)
  for (let kill = 1; kill <= kills; kill++) {
    const goal = load.acknowledged.length + betweenKills
    await until(`${goal} are acknowledged`, () => load.acknowledged.length >= goal)
    program.kill('SIGKILL')
    await program.ended
    program = await start()
  }
  await load.stop()

  const acknowledged = [...load.acknowledged]
  const stored = await storedSources(dataDir)
  const [without] = await query<{ jobs: string }>(
    dataDir,
    `select count(*) as jobs from submissions s
     where not exists (select 1 from graphile_worker._private_jobs j where j.payload->>'signatureId' = s.id::text)`,
  )

  expect(acknowledged.length).toBeGreaterThanOrEqual(kills * betweenKills)
  expect(acknowledged.filter((source) => !stored.includes(source))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
  expect(stored.filter((source) => !load.sent.includes(source))).toEqual([])
  expect(without?.jobs).toBe('0')
})

test('a database server killed four times comes back within 10 s each time, by itself; meanwhile requests get 503 with Retry-After and do not hang', async () => {
  const dataDir = usedDataDir()
  const program = await startReady({ dataDir, env: { LOG_LEVEL: 'warn' } })
  const load = startLoad(program.url, 8)
  await until('some are acknowledged', () => load.acknowledged.length >= 50)

  for (let kill = 1; kill <= databaseKills; kill++) {
    const database = serverPid(dataDir) ?? 0
    const refused = () => load.replies.filter(({ status }) => status === 503).length
    const before = { acknowledged: load.acknowledged.length, refused: refused() }
    process.kill(database, 'SIGKILL')
    await until('the server is gone', () => !isServer(database))
    await until('a request was refused', () => refused() > before.refused)
    await untilBack(program.url, 10_000)
    await until('signatures are taken again', () => load.acknowledged.length >= before.acknowledged + 50, 10_000)
  }
  await load.stop()

  const acknowledged = [...load.acknowledged]
  const stored = await storedSources(dataDir)
  expect(acknowledged.filter((source) => !stored.includes(source))).toEqual([])
  expect(new Set(stored).size).toBe(stored.length)
  expect([...new Set(load.replies.map(({ status }) => status))].sort()).toEqual([202, 503])
  expect(load.replies.filter(({ status, retryAfter }) => status === 503 && !(Number(retryAfter) > 0))).toEqual([])
  expect(Math.max(...load.replies.map(({ ms }) => ms))).toBeLessThan(8000)
  // Mail, counting and the live count came back too.
  await runErrand(program.url, aSigner(), 1)
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
