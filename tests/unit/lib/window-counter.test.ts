import { expect, test } from 'vitest'
import { minuteMs } from '../../../server/lib/clock.ts'
import { createWindowCounter } from '../../../server/lib/window-counter.ts'
import { settableClock } from '../../support/clock.ts'

test('each key is counted for itself, and its window begins with its first', () => {
  const clock = settableClock()
  const counter = createWindowCounter(clock, minuteMs)

  const first = counter.count('a')
  clock.pass(1000)
  const others = [counter.count('a'), counter.count('b')]

  expect(first).toEqual({ number: 1, endsInMs: 60_000 })
  expect(others).toEqual([
    { number: 2, endsInMs: 59_000 },
    { number: 1, endsInMs: 60_000 },
  ])
})

test('after its window a key begins anew', () => {
  const clock = settableClock()
  const counter = createWindowCounter(clock, minuteMs)
  counter.count('a')
  counter.count('a')

  clock.pass(minuteMs - 1)
  const within = counter.count('a')
  clock.pass(1)
  const after = counter.count('a')

  expect(within).toEqual({ number: 3, endsInMs: 1 })
  expect(after).toEqual({ number: 1, endsInMs: 60_000 })
})

test('what is over is forgotten, and what is not is kept', () => {
  const clock = settableClock()
  const counter = createWindowCounter(clock, minuteMs)
  counter.count('a')
  clock.pass(30_000)
  counter.count('b')

  clock.pass(30_000)
  counter.forget()

  expect(counter.size()).toBe(1)
  expect(counter.count('b')).toEqual({ number: 2, endsInMs: 30_000 })
})

test('a flood of keys does not fill the memory: the oldest are forgotten', () => {
  const counter = createWindowCounter(settableClock(), minuteMs)

  for (let n = 0; n < 150_000; n++) counter.count(`network ${n}`)

  expect(counter.size()).toBeLessThanOrEqual(100_001)
  expect(counter.count('network 149999').number).toBe(2)
  expect(counter.count('network 0').number).toBe(1)
})
