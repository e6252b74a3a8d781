import { expect, test } from 'vitest'
import { randomBytes } from '../../../server/lib/random.ts'

test('bytes are never given out twice, over many pools', () => {
  const given = Array.from({ length: 20_000 }, () => randomBytes(12).toString('hex'))

  expect(new Set(given).size).toBe(given.length)
  expect(given.every((hex) => hex.length === 24)).toBe(true)
})

test('every bit of what is given out is as often set as not', () => {
  const counts = Array<number>(64).fill(0)
  for (let i = 0; i < 10_000; i++) {
    const number = randomBytes(8).readBigUInt64BE()
    for (let bit = 0; bit < 64; bit++) if ((number >> BigInt(bit)) & 1n) counts[bit] = (counts[bit] ?? 0) + 1
  }

  // Six standard deviations of 50 each.
  expect(counts.filter((count) => Math.abs(count - 5000) > 300)).toEqual([])
})

test('what was given out stays as it was when more is asked for, and more than a pool can be asked for', () => {
  const first = randomBytes(32)
  const copy = Buffer.from(first)
  for (let i = 0; i < 1000; i++) randomBytes(32)

  expect(first).toEqual(copy)
  expect(randomBytes(10_000).length).toBe(10_000)
})
