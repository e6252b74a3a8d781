import { chmodSync, existsSync, mkdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  aSigner,
  canOthersRun,
  isRoot,
  isServer,
  newDataDir,
  nobody,
  removeLater,
  runCli,
  runErrand,
  serverPid,
  startReady,
} from '../support/process.ts'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.runIf(isRoot)('started as root (skipped: these tests need root)', () => {
  test('a data folder of mode 0700 is made passable, which is said, and what lies in it stays closed', async () => {
    const dataDir = newDataDir()

    const program = await startReady({ dataDir })

    await runErrand(program.url, aSigner(), 1)
    expect(program.output()).toContain(`${dataDir} was made passable for the database server's user (mode 701)`)
    expect([modeOf(dataDir), modeOf(join(dataDir, 'postgres')), modeOf(join(dataDir, 'mailbox'))]).toEqual(['701', '700', '700'])
    expect(modeOf(join(dataDir, 'secret.key'))).toBe('600')
  })

  test('below a closed folder the database is kept in /var/lib/countersign, which is said', async () => {
    const outer = newDataDir()
    const dataDir = removeLater(join(outer, 'data'))

    const program = await startReady({ dataDir })

    await runErrand(program.url, aSigner(), 1)
    expect(readlinkSync(join(dataDir, 'postgres'))).toMatch(/^\/var\/lib\/countersign\/database-/)
    expect(program.output()).toContain(`its user cannot pass ${outer}; so the database is kept in /var/lib/countersign/database-`)
    expect(modeOf(outer)).toBe('700')
  })

  test.skipIf(!canOthersRun)(
    'an ordinary user (skipped where another user cannot pass to this checkout) starts, is stopped, and is not shut out by a command that root ran in between',
    async () => {
      const dataDir = newDataDir(nobody)
      const first = await startReady({ dataDir, user: nobody })
      await runErrand(first.url, aSigner(), 1)
      const database = serverPid(dataDir)
      first.kill('SIGTERM')
      const code = await first.ended
      const isServerLeft = isServer(database)

      const doctor = await runCli(['doctor'], { dataDir })
      const second = await startReady({ dataDir, user: nobody })

      await runErrand(second.url, aSigner(), 2)
      expect(code).toBe(0)
      expect(isServerLeft).toBe(false)
      expect(doctor).toMatchObject({ code: 0 })
    },
  )
})

test('a path too long for a socket gets a short folder of its own, kept over starts', async () => {
  const outer = newDataDir()
  chmodSync(outer, 0o711)
  const dataDir = removeLater(join(outer, 'long-name-'.repeat(9)))
  mkdirSync(dataDir)

  const first = await startReady({ dataDir })
  await runErrand(first.url, aSigner(), 1)
  const folder = readFileSync(join(dataDir, 'postgres', 'socket-dir'), 'utf8').trim()
  const mode = modeOf(folder)
  first.kill('SIGKILL')
  await first.ended
  const second = await startReady({ dataDir })
  await runErrand(second.url, aSigner(), 2)

  expect(folder).toMatch(/^\/tmp\/countersign-\w{6}$/)
  expect(mode).toBe('700')
  expect(existsSync(join(folder, '.s.PGSQL.5432'))).toBe(true)
})
