import { connect } from 'node:net'
import { expect, test } from 'vitest'
import {
  aSigner,
  childrenOf,
  countAt,
  isServer,
  killHard,
  newDataDir,
  runErrand,
  serverPid,
  startProgram,
  startReady,
  streamPath,
  timed,
  until,
  usedDataDir,
} from '../support/process.ts'

test('a start after kill -9 adopts the database server that lived on, and SIGTERM then ends both', async () => {
  const dataDir = usedDataDir()
  const first = await startReady({ dataDir })
  await runErrand(first.url, aSigner(), 1)
  const database = serverPid(dataDir)
  first.kill('SIGKILL')
  await first.ended

  const second = await startReady({ dataDir })
  const countAfter = await countAt(second.url)
  await runErrand(second.url, aSigner(), 2)
  const adopted = serverPid(dataDir)
  const stream = await fetch(`${second.url}${streamPath}`)
  const keptAlive = connect(Number(new URL(second.url).port), '127.0.0.1')
  keptAlive.on('error', () => {})
  keptAlive.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => keptAlive.once('data', resolve))
  const stopMs = await timed(async () => {
    second.kill('SIGTERM')
    await second.ended
  })
  keptAlive.destroy()

  expect(countAfter).toBe(1)
  expect(adopted).toBe(database)
  expect(await stream.text()).toContain('event: count')
  expect(await second.ended).toBe(0)
  expect(isServer(database)).toBe(false)
  expect(stopMs).toBeLessThan(8000)
})

test('node, database server and all its children killed with -9 are up again in 30 s with nothing lost', async () => {
  const dataDir = usedDataDir()
  const first = await startReady({ dataDir })
  await runErrand(first.url, aSigner(), 1)
  await runErrand(first.url, aSigner(), 2)
  const database = serverPid(dataDir) ?? 0
  killHard([first.pid, ...childrenOf(database), database])
  await first.ended

  const second = await startProgram({ dataDir })
  const startMs = await timed(() => second.untilReady())

  expect(startMs).toBeLessThan(30_000)
  expect(await countAt(second.url)).toBe(2)
  await runErrand(second.url, aSigner(), 3)
})

test('clients that never end their request do not keep SIGTERM waiting', async () => {
  const dataDir = usedDataDir()
  const program = await startReady({ dataDir })
  const port = Number(new URL(program.url).port)
  const beginnings = [
    '',
    'GET /heal',
    'POST /api/v1/confirmations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  ]
  const sockets = beginnings.map((beginning) =>
    connect(port, '127.0.0.1', function (this: { write(text: string): void }) {
      if (beginning) this.write(beginning)
    }),
  )
  for (const socket of sockets) socket.on('error', () => {})
  await Promise.all(sockets.map((socket) => until('it is connected', () => !socket.connecting)))
  const database = serverPid(dataDir)

  const stopMs = await timed(async () => {
    program.kill('SIGTERM')
    await program.ended
  })
  for (const socket of sockets) socket.destroy()

  expect(await program.ended).toBe(0)
  expect(stopMs).toBeLessThan(8000)
  expect(isServer(database)).toBe(false)
})

test.for(['creating a database', 'is ready'])('SIGTERM while it says "%s" leaves nothing running', async (moment) => {
  const dataDir = newDataDir()
  const program = await startProgram({ dataDir })
  await until(moment, () => program.output().includes(moment))

  program.kill('SIGTERM')
  const stopMs = await timed(() => program.ended)

  expect(await program.ended).toBe(0)
  expect(stopMs).toBeLessThan(8000)
  expect(isServer(serverPid(dataDir))).toBe(false)
})
