import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confirmationInput, signatureInput } from '../../../server/contract/signatures.ts'
import { fieldErrorsOfIssues } from '../../../server/http/field-errors.ts'
import { aSignature } from '../../support/builders.ts'

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withObjectString: true }),
)
const fields = [
  'givenName',
  'familyName',
  'email',
  'country',
  'postcode',
  'comment',
  'publicName',
  'updates',
  'consent',
  'source',
  'altcha',
]

test('whatever is sent, the check of a signature answers and never throws', () => {
  fc.assert(
    fc.property(hostile, (given) => {
      expect(() => signatureInput.safeParse(given)).not.toThrow()
    }),
    { numRuns: 2000 },
  )
})

test('whatever one field holds, the check answers and every fault names its field and a fix', () => {
  fc.assert(
    fc.property(fc.constantFrom(...fields), hostile, (field, given) => {
      const parsed = signatureInput.safeParse(aSignature({ [field]: given }))
      const errors = fieldErrorsOfIssues(parsed.error?.issues ?? [])

      expect(parsed.success || errors.length > 0).toBe(true)
      expect(errors.every(({ pointer, detail, fix }) => pointer.startsWith(`/${field}`) && detail !== '' && fix !== '')).toBe(true)
    }),
    { numRuns: 3000 },
  )
})

test('whatever the names, what is taken holds no control character and is well-formed', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (givenName) => {
      const parsed = signatureInput.safeParse(aSignature({ givenName }))
      const taken = parsed.data?.givenName ?? ''

      expect(taken.isWellFormed()).toBe(true)
      expect(taken).not.toMatch(/[\p{Cc}\p{Cs}]/u)
      expect([...taken].length).toBeLessThanOrEqual(100)
    }),
    { numRuns: 3000 },
  )
})

test('what is left out has the most private value', () => {
  const parsed = signatureInput.parse(aSignature())

  expect(parsed).toMatchObject({ publicName: 'none', updates: false })
})

test.each([
  ['SW1A 0AA', true],
  ['10115', true],
  ['K1A-0B1', true],
  ['〒100', false],
  ['-1', false],
  ['1;2', false],
  ["1'2", false],
  ['1234567890123', false],
])('the postcode %s: %s', (postcode, isTaken) => {
  expect(signatureInput.safeParse(aSignature({ postcode })).success).toBe(isTaken)
})

test.each([
  ['GB', true],
  ['gb', false],
  ['UK', false],
  ['XX', false],
  ['EU', false],
  ['', false],
  ['__proto__', false],
  ['GBR', false],
])('the country %s: %s', (country, isTaken) => {
  expect(signatureInput.safeParse(aSignature({ country })).success).toBe(isTaken)
})

test.each([
  ['a', true],
  ['news-letter-3', true],
  ['a'.repeat(40), true],
  ['a'.repeat(41), false],
  ['', false],
  ['A', false],
  ['a_b', false],
  ['a\n', false],
])('the source %j: %s', (source, isTaken) => {
  expect(signatureInput.safeParse(aSignature({ source })).success).toBe(isTaken)
})

test('consent is given by true and by nothing else', () => {
  const given = [false, 'true', 1, null, undefined, {}].map((consent) => signatureInput.safeParse(aSignature({ consent })).success)

  expect(given).toEqual([false, false, false, false, false, false])
})

const byCode = { petition: 'test-petition', email: 'test@example.org', code: '123456' }

test.each([['123456'], ['123 456'], ['123-456'], [' 123456 ']])('the code may be typed as %j', (code) => {
  expect(confirmationInput.parse({ ...byCode, code }).code).toBe('123456')
})

test.each([['12345'], ['1234567'], ['12345a'], ['١٢٣٤٥٦'], [''], ['１２３４５６']])('%j is no code', (code) => {
  expect(confirmationInput.safeParse({ ...byCode, code }).success).toBe(false)
})

test.each([
  [{}, ['/token']],
  [{ petition: 'test-petition' }, ['/email', '/code']],
  [{ ...byCode, token: 'x' }, ['/token']],
  [{ token: '' }, ['/token']],
  [{ token: 'x'.repeat(201) }, ['/token']],
  [{ token: 'x', more: 1 }, ['/more']],
])('a confirmation of %j names what is wrong: %j', (given, pointers) => {
  const parsed = confirmationInput.safeParse(given)

  expect(fieldErrorsOfIssues(parsed.error?.issues ?? []).map(({ pointer }) => pointer)).toEqual(pointers)
})
