import { expect, test } from 'vitest'
import { isHumanFormAge, mintFormAge } from '../../../server/http/form-age.ts'
import { mintToken } from '../../../server/lib/tokens.ts'
import { testKeys } from '../../support/keys.ts'

const keys = testKeys()
const madeAt = new Date('2026-11-23T12:00:00.500Z')
const formAge = mintFormAge(keys, madeAt)
const after = (ms: number) => new Date(madeAt.getTime() + ms)

test.each([
  [0, false],
  [1999, false],
  [2000, true],
  [60_000, true],
  [86_399_000, true],
  [86_400_000, false],
  [-5000, false],
])('a form that comes back after %i ms may come from a person: %s', (ms, expected) => {
  expect(isHumanFormAge(keys, formAge, after(ms))).toBe(expected)
})

test.each(['', 'x', `${formAge}A`, formAge.slice(1), mintFormAge(testKeys(8), madeAt)])(
  'a form age made up by somebody else is none: %j',
  (given) => {
    expect(isHumanFormAge(keys, given, after(5000))).toBe(false)
  },
)

test('a token of another kind is no form age', () => {
  const foreign = mintToken(keys, 'confirm', Buffer.alloc(8), after(86_400_000))

  expect(isHumanFormAge(keys, foreign, after(5000))).toBe(false)
})

test('everybody who gets the page at one moment gets the same form age', () => {
  expect(mintFormAge(keys, madeAt)).toBe(formAge)
})
