import { spawn } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  aSigner,
  childrenOf,
  countAt,
  isServer,
  killHard,
  listOf,
  newDataDir,
  runErrand,
  serverPid,
  startProgram,
  startReady,
  until,
  usedDataDir,
} from '../support/process.ts'

test('a pid file that names another living program, or the server of another folder, is overcome', async () => {
  const dataDir = usedDataDir()
  const other = await startReady({ dataDir: usedDataDir() })
  const first = await startReady({ dataDir })
  await runErrand(first.url, aSigner(), 1)
  const database = serverPid(dataDir) ?? 0
  killHard([first.pid, ...childrenOf(database), database])
  await first.ended
  const sleeper = spawn('sleep', ['600'])
  onTestFinished(() => void sleeper.kill('SIGKILL'))
  const pidFile = join(dataDir, 'postgres', 'cluster', 'postmaster.pid')

  writeFileSync(pidFile, readFileSync(pidFile, 'utf8').replace(String(database), String(sleeper.pid)))
  const second = await startReady({ dataDir })
  const countBesideSleeper = await countAt(second.url)
  second.kill('SIGTERM')
  await second.ended
  const otherServer = serverPid(other.dataDir) ?? 0
  writeFileSync(pidFile, `${otherServer}\n`)
  const third = await startReady({ dataDir })

  expect(countBesideSleeper).toBe(1)
  expect(await countAt(third.url)).toBe(1)
  expect(sleeper.exitCode).toBe(null)
  expect(isServer(otherServer)).toBe(true)
  expect(await countAt(other.url)).toBe(0)
})

test('a crash while the cluster is made, and what it left, is overcome', async () => {
  const dataDir = newDataDir()
  const first = await startProgram({ dataDir })
  const home = join(dataDir, 'postgres')
  await until('initdb is writing', () => listOf(home).some((name) => name.startsWith('cluster.new') && listOf(join(home, name)).length > 3))
  first.kill('SIGKILL')
  await first.ended
  mkdirSync(join(home, 'cluster.new', 'base'), { recursive: true })

  const second = await startReady({ dataDir })
  await runErrand(second.url, aSigner(), 1)
  // The killed start's initdb may outlive it and write for a moment more; a later start clears that away.
  second.kill('SIGTERM')
  await second.ended
  const third = await startReady({ dataDir })

  expect(await countAt(third.url)).toBe(1)
  expect(readdirSync(home).filter((name) => name.startsWith('cluster'))).toEqual(['cluster'])
})

test('a cluster folder with files but without a database in it is left alone, and start says so', async () => {
  const dataDir = newDataDir()
  const cluster = join(dataDir, 'postgres', 'cluster')
  mkdirSync(join(cluster, 'base'), { recursive: true })
  writeFileSync(join(cluster, 'base', '1'), 'the last copy')

  const program = await startProgram({ dataDir })

  expect(await program.ended).toBe(1)
  expect(program.output()).toContain('holds files but no database: move it away, or restore it whole')
  expect(readFileSync(join(cluster, 'base', '1'), 'utf8')).toBe('the last copy')
})
