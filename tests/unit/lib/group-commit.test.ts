import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { GroupWriterOptions } from '../../../server/lib/group-commit.ts'
import { createGroupWriter, QueueFull } from '../../../server/lib/group-commit.ts'

class Outage extends Error {}

/** A writer over a list of groups; a row that is negative makes its group fail. */
function aWriter(given: Partial<GroupWriterOptions<number, string>> = {}) {
  const groups: number[][] = []
  const writer = createGroupWriter<number, string>({
    async flush(rows) {
      groups.push(rows)
      if (rows.some((row) => row < 0)) throw new Error('bad row')
      return rows.map((row) => `written ${row}`)
    },
    isOutage: (error) => error instanceof Outage,
    maxRows: 100,
    maxQueued: 1000,
    maxInFlight: 1,
    ...given,
  })
  return { writer, groups }
}

/** A flush that waits until the test lets it go on. */
function aGate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open: () => open(), opened }
}

test('a lone row is written at once and gets its own result', async () => {
  const { writer, groups } = aWriter()

  const result = await writer.write(1)

  expect(result).toBe('written 1')
  expect(groups).toEqual([[1]])
})

test('rows that wait together share a group, in the order in which they came', async () => {
  const { writer, groups } = aWriter()

  const results = await Promise.all([1, 2, 3].map((row) => writer.write(row)))

  expect(results).toEqual(['written 1', 'written 2', 'written 3'])
  expect(groups).toEqual([[1, 2, 3]])
})

test('a group never holds more than its most, and groups keep the order', async () => {
  const { writer, groups } = aWriter({ maxRows: 2 })

  await Promise.all([1, 2, 3, 4, 5].map((row) => writer.write(row)))

  expect(groups).toEqual([[1, 2], [3, 4], [5]])
})

test('a row is not answered before its group is written', async () => {
  const gate = aGate()
  const { writer } = aWriter({ flush: (rows) => gate.opened.then(() => rows.map(String)) })
  const answers: string[] = []

  const writing = writer.write(1).then((answer) => answers.push(answer))
  await nextTurn()
  await nextTurn()
  const before = [...answers]
  gate.open()
  await writing

  expect(before).toEqual([])
  expect(answers).toEqual(['1'])
})

test('a bad row fails alone', async () => {
  const { writer } = aWriter()

  const results = await Promise.allSettled([1, 2, -3, 4, 5, 6, 7].map((row) => writer.write(row)))

  expect(results.map(({ status }) => status)).toEqual([
    'fulfilled',
    'fulfilled',
    'rejected',
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'fulfilled',
  ])
  expect(results[2]).toMatchObject({ reason: { message: 'bad row' } })
})

test('several bad rows fail, and nobody else', async () => {
  const { writer } = aWriter()

  const results = await Promise.allSettled([-1, 2, -3, 4, -5].map((row) => writer.write(row)))

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled', 'rejected'])
})

test('an outage fails all rows of the group without trying each', async () => {
  const tries: number[][] = []
  const { writer } = aWriter({
    async flush(rows) {
      tries.push(rows)
      throw new Outage('no server')
    },
  })

  const results = await Promise.allSettled([1, 2, 3].map((row) => writer.write(row)))

  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
  expect(tries).toEqual([[1, 2, 3]])
})

test('after an outage the next row is written', async () => {
  const failures = [new Outage('no server')]
  const { writer } = aWriter({
    async flush(rows) {
      const failure = failures.pop()
      if (failure) throw failure
      return rows.map(String)
    },
  })

  await expect(writer.write(1)).rejects.toThrow(Outage)

  await expect(writer.write(2)).resolves.toBe('2')
})

test('a full queue refuses at once and keeps what it had accepted', async () => {
  const { writer, groups } = aWriter({ maxQueued: 2 })

  const results = await Promise.allSettled([1, 2, 3].map((row) => writer.write(row)))

  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected'])
  expect(results[2]).toMatchObject({ reason: expect.any(QueueFull) })
  expect(groups).toEqual([[1, 2]])
})

test('no more groups are written at once than allowed', async () => {
  const gate = aGate()
  const begun: number[][] = []
  const { writer } = aWriter({
    maxRows: 1,
    maxInFlight: 2,
    async flush(rows) {
      begun.push(rows)
      await gate.opened
      return rows.map(String)
    },
  })

  const writing = Promise.all([1, 2, 3].map((row) => writer.write(row)))
  await nextTurn()
  await nextTurn()
  await nextTurn()
  const begunBefore = [...begun]
  gate.open()
  await writing

  expect(begunBefore).toEqual([[1], [2]])
  expect(begun).toEqual([[1], [2], [3]])
})

test('closing writes what was accepted and refuses what comes later', async () => {
  const { writer, groups } = aWriter({ maxRows: 1 })
  const accepted = Promise.all([writer.write(1), writer.write(2)])

  const closing = writer.close()
  const late = await Promise.allSettled([writer.write(3)])
  await closing

  expect(await accepted).toEqual(['written 1', 'written 2'])
  expect(late).toMatchObject([{ status: 'rejected', reason: expect.any(QueueFull) }])
  expect(groups).toEqual([[1], [2]])
})

test('closing waits for a group under way, also when it fails', async () => {
  const gate = aGate()
  const order: string[] = []
  const { writer } = aWriter({
    async flush() {
      await gate.opened
      throw new Outage('no server')
    },
  })
  const writing = writer.write(1).catch(() => order.push('row failed'))
  await nextTurn()
  await nextTurn()

  const closing = writer.close().then(() => order.push('closed'))
  gate.open()
  await Promise.all([writing, closing])

  expect(order).toEqual(['row failed', 'closed'])
})

test('a writer that is closed by two at once closes for both', async () => {
  const { writer } = aWriter()
  const writing = writer.write(1)

  await Promise.all([writer.close(), writer.close()])

  expect(await writing).toBe('written 1')
})

test('an idle writer closes at once', async () => {
  const { writer } = aWriter()

  await expect(writer.close()).resolves.toBeUndefined()
})
