import { expect, test } from 'vitest'
import { filledStretches, forecastOf, suddenShare } from '../../../../../server/features/organizers/figures/rules.ts'

const now = new Date('2026-11-25T12:30:00Z')

test('a goal is reached when the mean of the last days says, with bounds that are as far apart as the days differ', () => {
  const forecast = forecastOf(800, 1000, [8, 10, 12, 10, 10], now)

  expect(forecast).toMatchObject({ goal: 1000, days: 5, perDay: 10, likely: '2026-12-15T12:30:00.000Z' })
  // Mean 10, standard deviation √2, t of 4 degrees 1.533: 10 ± 0.97.
  expect([forecast?.low, forecast?.high]).toEqual([9, 11])
  expect(Date.parse(forecast?.early ?? '')).toBeLessThan(Date.parse(forecast?.likely ?? ''))
  expect(Date.parse(forecast?.late ?? '')).toBeGreaterThan(Date.parse(forecast?.likely ?? ''))
})

test.each([
  ['nothing comes', [0, 0, 0], { likely: null, late: null, early: null }],
  ['more go than come', [-3, -2, -1], { likely: null, late: null, early: null }],
  ['days differ so much that it may never be', [0, 30, 0], { early: expect.any(String), likely: expect.any(String), late: null }],
])('where %s, a moment is left out', (_what, days, expected) => {
  expect(forecastOf(900, 1000, days, now)).toMatchObject(expected)
})

test.each([
  ['a goal', 900, null, [1, 2, 3]],
  ['three days', 900, 1000, [1, 2]],
])('without %s nothing is foretold', (_what, count, goal, days) => {
  expect(forecastOf(count, goal, days, now)).toBeNull()
})

test('hours in which nothing happened have a row too, up to the one that is not over', () => {
  const rows = [{ start: new Date('2026-11-25T11:00:00Z'), signed: 3, voided: 1 }]

  const filled = filledStretches(rows, 'hour', new Date('2026-11-25T10:20:00Z'), now)

  expect(filled.map(({ from, signed, voided }) => [from.slice(11, 16), signed, voided])).toEqual([
    ['10:00', 0, 0],
    ['11:00', 3, 1],
    ['12:00', 0, 0],
  ])
})

test.each([
  [
    'one country is most of the last hour, and was little before',
    [
      { mark: 'RU', now: 60, before: 10 },
      { mark: 'GB', now: 20, before: 500 },
    ],
    'RU',
  ],
  [
    'one country is most of it, as ever',
    [
      { mark: 'GB', now: 60, before: 400 },
      { mark: 'FR', now: 20, before: 100 },
    ],
    null,
  ],
  [
    'few came',
    [
      { mark: 'RU', now: 30, before: 0 },
      { mark: 'GB', now: 10, before: 500 },
    ],
    null,
  ],
  [
    'there was hardly anything before',
    [
      { mark: 'RU', now: 90, before: 0 },
      { mark: 'GB', now: 10, before: 5 },
    ],
    null,
  ],
])('a share is sudden where %s', (_what, shares, mark) => {
  expect(suddenShare(shares)?.mark ?? null).toBe(mark)
})
