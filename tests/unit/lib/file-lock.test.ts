import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lockFile } from '../../../server/lib/file-lock.mjs'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** No process has this id: it is above the largest that Linux gives out. */
const deadPid = 2 ** 22 + 1

test('a lock is held until it is released, and leaves nothing behind', async () => {
  const release = await lockFile(path, { waitMs: 0 })
  const whileHeld = readdirSync(folder)

  release()

  expect(whileHeld).toEqual(['lock'])
  expect(readdirSync(folder)).toEqual([])
})

test('a second holder waits, is told for whom, and gets the lock when it is free', async () => {
  const holders: number[] = []
  const order: string[] = []
  const release = await lockFile(path, { waitMs: 0 })

  const second = lockFile(path, {
    waitMs: 5000,
    onWait: (pid) => {
      holders.push(pid)
      order.push('first releases')
      release()
    },
  })
  const releaseSecond = await second
  order.push('second holds')
  releaseSecond()

  expect(holders).toEqual([process.pid])
  expect(order).toEqual(['first releases', 'second holds'])
})

test('who waits too long is told which process holds the lock', async () => {
  const release = await lockFile(path, { waitMs: 0 })

  await expect(lockFile(path, { waitMs: 0 })).rejects.toThrow(`process ${process.pid} has held ${path} for too long`)

  release()
})

test('of many at once, only one holds the lock at a time', async () => {
  let holding = 0
  const seen: number[] = []

  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const release = await lockFile(path, { waitMs: 20_000 })
      seen.push(++holding)
      await Promise.resolve()
      holding--
      release()
    }),
  )

  expect(seen).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
})

test('the lock of a process that is gone is taken over', async () => {
  writeFileSync(path, `${deadPid} 12345\n`)

  const release = await lockFile(path, { waitMs: 0 })
  release()

  expect(existsSync(path)).toBe(false)
})

test('the lock of a dead process whose id another has now is taken over', async () => {
  writeFileSync(path, `${process.pid} 1\n`)

  const release = await lockFile(path, { waitMs: 0 })
  release()

  expect(existsSync(path)).toBe(false)
})

test('releasing late does not take the lock from its next holder', async () => {
  const release = await lockFile(path, { waitMs: 0 })
  rmSync(path)
  writeFileSync(path, `${process.ppid} 1\n`)

  release()

  expect(existsSync(path)).toBe(true)
})

test('a folder that is missing is a plain error and not a wait', async () => {
  await expect(lockFile(join(folder, 'missing', 'lock'), { waitMs: 5000 })).rejects.toThrow('ENOENT')
})
