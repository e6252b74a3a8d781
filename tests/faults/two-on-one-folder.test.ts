import { expect, test } from 'vitest'
import {
  aSigner,
  countAt,
  freePort,
  isServer,
  newDataDir,
  query,
  runErrand,
  serverPid,
  startProgram,
  startReady,
  until,
  untilBack,
  usedDataDir,
} from '../support/process.ts'

const presences = "select 1 from pg_locks where locktype = 'advisory' and mode = 'ShareLock' and granted"

test('two starts at once on an empty folder share one database, and the last to stop stops it', async () => {
  const dataDir = newDataDir()
  const [one, other] = await Promise.all([startProgram({ dataDir }), startProgram({ dataDir })])
  await Promise.all([one.untilReady(), other.untilReady()])
  await runErrand(one.url, aSigner(), 1)
  await runErrand(other.url, aSigner(), 2)
  const database = serverPid(dataDir)

  one.kill('SIGTERM')
  const firstEnd = await one.ended
  await runErrand(other.url, aSigner(), 3)
  const afterFirst = isServer(database)
  const campaigns = await query(dataDir, 'select 1 from campaigns')
  other.kill('SIGTERM')
  const secondEnd = await other.ended

  expect([firstEnd, secondEnd]).toEqual([0, 0])
  expect(afterFirst).toBe(true)
  expect(campaigns).toHaveLength(1)
  expect(isServer(database)).toBe(false)
})

test('a second start on the same port refuses with a clear message and does the first no harm', async () => {
  const dataDir = usedDataDir()
  const port = await freePort()
  const first = await startReady({ dataDir, port })
  await runErrand(first.url, aSigner(), 1)

  const second = await startProgram({ dataDir, port })
  const code = await second.ended

  expect(code).toBe(1)
  expect(second.output()).toContain(`Countersign cannot start: port ${port} is in use on 127.0.0.1; set PORT to another`)
  expect(await countAt(first.url)).toBe(1)
  await runErrand(first.url, aSigner(), 2)
})

test('each of two programs keeps its place on a database server that broke down: stopping one leaves the other working', async () => {
  const dataDir = usedDataDir()
  const one = await startReady({ dataDir })
  const other = await startReady({ dataDir })
  const killed = serverPid(dataDir) ?? 0
  process.kill(killed, 'SIGKILL')
  await until('the killed server is gone', () => !isServer(killed))
  await Promise.all([untilBack(one.url), untilBack(other.url)])
  await until('both have their place again', async () => (await query(dataDir, presences)).length === 2, 20_000)
  const database = serverPid(dataDir)

  one.kill('SIGTERM')
  await one.ended
  const afterFirst = isServer(database)
  const countAfter = await countAt(other.url)
  other.kill('SIGTERM')
  await other.ended

  expect(afterFirst).toBe(true)
  expect(countAfter).toBe(0)
  expect(isServer(database)).toBe(false)
})
