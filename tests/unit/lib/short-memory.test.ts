import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createShortMemory } from '../../../server/lib/short-memory.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

/** A memory over a look-up that notes what it was asked, and finds everything but `nothing`. */
function aMemory(lifeMs = 1000, maxKeys = 2) {
  const asked: string[] = []
  const memory = createShortMemory(lifeMs, maxKeys, async (key) => {
    asked.push(key)
    if (key === 'broken') throw new Error('no look-up now')
    return key === 'nothing' ? null : `${key} ${asked.length}`
  })
  return { memory, asked }
}

test('what was found is remembered for its life and looked for again afterwards', async () => {
  const { memory, asked } = aMemory()

  const first = await memory.get('a')
  vi.advanceTimersByTime(999)
  const young = await memory.get('a')
  vi.advanceTimersByTime(1)
  const old = await memory.get('a')

  expect([first, young, old]).toEqual(['a 1', 'a 1', 'a 2'])
  expect(asked).toEqual(['a', 'a'])
})

test('who asks at the same time shares one look-up', async () => {
  const { memory, asked } = aMemory()

  await Promise.all([memory.get('a'), memory.get('a'), memory.get('a')])

  expect(asked).toEqual(['a'])
})

test('what is not there, and a look-up that failed, are not remembered', async () => {
  const { memory, asked } = aMemory()

  const missing = [await memory.get('nothing'), await memory.get('nothing')]
  const failures = [await memory.get('broken').catch(String), await memory.get('broken').catch(String)]

  expect(missing).toEqual([null, null])
  expect(failures).toEqual(['Error: no look-up now', 'Error: no look-up now'])
  expect(asked).toEqual(['nothing', 'nothing', 'broken', 'broken'])
})

test('it holds no more than it may', async () => {
  const { memory, asked } = aMemory(1000, 2)

  for (const key of ['a', 'b', 'c', 'c', 'a']) await memory.get(key)

  expect(asked).toEqual(['a', 'b', 'c', 'a'])
})

test('with a life of 0 nothing is remembered', async () => {
  const { memory, asked } = aMemory(0)

  await memory.get('a')
  await memory.get('a')

  expect(asked).toEqual(['a', 'a'])
})
