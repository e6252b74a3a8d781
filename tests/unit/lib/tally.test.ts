import { afterEach, expect, test } from 'vitest'
import type { Tally } from '../../../server/lib/tally.ts'
import { createTally } from '../../../server/lib/tally.ts'

/** Longer than any test: what is written is written because a test says so. */
const never = 24 * 60 * 60 * 1000

let tally: Tally
afterEach(() => tally.close())

/** A place that keeps what is written into it. */
function aStore() {
  const written: Record<string, number>[] = []
  const write = async (counts: Map<string, number>) => void written.push(Object.fromEntries(counts))
  return { written, write }
}

/** One that fails the first time. */
function aStoreThatFailsOnce() {
  const { written, write } = aStore()
  let isAway = true
  const writeOnceBack = async (counts: Map<string, number>) => {
    const wasAway = isAway
    isAway = false
    if (wasAway) throw new Error('the database is away')
    await write(counts)
  }
  return { written, write: writeOnceBack }
}

/** One whose writing takes until it is told to go on. */
function aSlowStore() {
  const { written, write } = aStore()
  const begun = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  const writeSlowly = async (counts: Map<string, number>) => {
    begun.resolve()
    await told.promise
    await write(counts)
  }
  return { written, write: writeSlowly, begun: begun.promise, goOn: told.resolve }
}

test('what is counted is summed by key and written down together', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  tally.add('viewed')
  tally.add('signed', 3)
  tally.add('viewed')
  tally.add('viewed', 5)
  await tally.flush()

  expect(written).toEqual([{ viewed: 7, signed: 3 }])
})

test('nothing is written before its time', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  tally.add('viewed')

  expect(written).toEqual([])
})

test('what was written once is not written again', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  tally.add('viewed')
  await tally.flush()
  tally.add('viewed', 2)
  await tally.flush()

  expect(written).toEqual([{ viewed: 1 }, { viewed: 2 }])
})

test('where nothing was counted, nothing is written', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  await tally.flush()
  await tally.close()

  expect(written).toEqual([])
})

test('a write that fails is no error of its caller, and loses nothing: the next one has it, with what came since', async () => {
  const { written, write } = aStoreThatFailsOnce()
  tally = createTally(never, 10, write)
  tally.add('viewed', 2)

  await tally.flush()
  const afterFailure = [...written]
  tally.add('viewed')
  tally.add('signed')
  await tally.flush()

  expect(afterFailure).toEqual([])
  expect(written).toEqual([{ viewed: 3, signed: 1 }])
})

test('what is counted while a write is under way is in the next one', async () => {
  const { written, write, goOn, begun } = aSlowStore()
  tally = createTally(never, 10, write)
  tally.add('viewed')

  const first = tally.flush()
  await begun
  tally.add('viewed', 4)
  tally.add('signed')
  goOn()
  await first
  await tally.flush()

  expect(written).toEqual([{ viewed: 1 }, { viewed: 4, signed: 1 }])
})

test('two writes are never under way at once: the second has what came since the first began, and nothing twice', async () => {
  const { written, write, goOn, begun } = aSlowStore()
  tally = createTally(never, 10, write)
  tally.add('viewed')

  const first = tally.flush()
  await begun
  tally.add('viewed')
  const second = tally.flush()
  const whileFirst = [...written]
  goOn()
  await Promise.all([first, second])

  expect(whileFirst).toEqual([])
  expect(written).toEqual([{ viewed: 1 }, { viewed: 1 }])
})

test('beyond as many keys as it may hold, new ones are not counted and known ones are', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 2, write)

  tally.add('a')
  tally.add('b')
  tally.add('c', 100)
  tally.add('a', 6)
  tally.add('b')
  await tally.flush()

  expect(written).toEqual([{ a: 7, b: 2 }])
})

test('a write makes room for new keys', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 1, write)

  tally.add('a')
  await tally.flush()
  tally.add('b')
  await tally.flush()

  expect(written).toEqual([{ a: 1 }, { b: 1 }])
})

test('a key that bears the name of something every object has is counted like any other', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  tally.add('constructor')
  tally.add('constructor')
  await tally.flush()

  expect(written).toEqual([{ constructor: 2 }])
})

test('closing writes the rest', async () => {
  const { written, write } = aStore()
  tally = createTally(never, 10, write)

  tally.add('viewed', 2)
  await tally.close()

  expect(written).toEqual([{ viewed: 2 }])
})

test('closing waits for a write that is under way, and writes what came since', async () => {
  const { written, write, goOn, begun } = aSlowStore()
  tally = createTally(never, 10, write)
  tally.add('viewed')

  const first = tally.flush()
  await begun
  tally.add('viewed', 2)
  const closed = tally.close()
  goOn()
  await Promise.all([first, closed])

  expect(written).toEqual([{ viewed: 1 }, { viewed: 2 }])
})
