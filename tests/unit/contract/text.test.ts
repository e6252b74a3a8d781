import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailAddress, line, slug, text } from '../../../server/contract/text.ts'

const faultsOf = (parsed: { error?: { issues: { message: string }[] } }) => parsed.error?.issues.map(({ message }) => message) ?? []

test.each([
  ['NUL', 'An\u0000a'],
  ['escape', 'An\u001ba'],
  ['delete', 'An\u007fa'],
  ['next line', 'An\u0085a'],
  ['line separator', 'An\u2028a'],
  ['paragraph separator', 'An\u2029a'],
  ['right-to-left override', 'An\u202ea'],
  ['left-to-right embedding', 'An\u202aa'],
  ['isolate', 'An\u2066a'],
  ['byte order mark', 'An\ufeffa'],
  ['lone high surrogate', 'An\ud800a'],
  ['lone low surrogate', 'An\udc00a'],
])('neither a line nor a text may hold a %s', (_name, given) => {
  expect(faultsOf(line(100).safeParse(given))).toContain('forbidden-characters')
  expect(faultsOf(text(100).safeParse(given))).toContain('forbidden-characters')
})

test.each(['An\na', 'An\r\na', 'An\ta'])('a line holds no line end or tab, a text may: %j', (given) => {
  expect(faultsOf(line(100).safeParse(given))).toContain('forbidden-characters')
  expect(text(100).safeParse(given).success).toBe(true)
})

test.each([
  'A',
  "O'Neill-Šťastný",
  '王秀英',
  'Nguyễn Thị Ánh',
  'María José',
  'محمد',
  'ऋषि',
  'Null',
  'true',
  '<script>alert(1)</script>',
  "Robert'); DROP TABLE signatures;--",
  '=1+1',
  '👩‍👩‍👧‍👦',
  'X Æ A-12',
  '\u200fمحمد',
])('a name is taken as it is given: %s', (given) => {
  expect(line(100).parse(given)).toBe(given)
})

test('ends are trimmed, and only blanks are nothing', () => {
  expect(line(100).parse('  Ana \n')).toBe('Ana')
  expect(faultsOf(line(100).safeParse(' \t\n '))).toContain('required')
})

test('length is counted in characters that people see as code points, not in UTF-16 units', () => {
  expect(line(100).safeParse('😀'.repeat(100)).success).toBe(true)
  expect(faultsOf(line(100).safeParse('😀'.repeat(101)))).toEqual(['too-long'])
  expect(faultsOf(line(100).safeParse('a'.repeat(101)))).toEqual(['too-long'])
})

test.each([
  'a@example.org',
  'Ana.Lopez+tag@example.org',
  "o'neill@example.org",
  'ана@пример.example',
  '王@例え.example',
  'a@b.c.d.example',
  'a_b-c=d/e{f}|g~h@example.org',
  `${'a'.repeat(64)}@example.org`,
  `a@${'b'.repeat(63)}.example`,
  'a@xn--bcher-kva.example',
])('%s is an address', (given) => {
  expect(emailAddress.parse(given)).toBe(given)
})

test.each([
  'a',
  '@',
  'a@',
  '@example.org',
  'a@example',
  'a@@example.org',
  'a@b@example.org',
  'a b@example.org',
  'a@exa mple.org',
  '.a@example.org',
  'a.@example.org',
  'a..b@example.org',
  'a@.example.org',
  'a@example..org',
  'a@example.org.',
  'a@-example.org',
  'a@example-.org',
  'a@127.0.0.1',
  'a@[127.0.0.1]',
  '"a b"@example.org',
  'a@example.org,b@example.net',
  'Ana <a@example.org>',
  'a@example.org\r\nBcc: b@example.net',
  'a\u0000@example.org',
  'a\u200b@example.org',
  'a\u202e@example.org',
  'a@exam\u00adple.org',
  'a\ud800@example.org',
  'a@exa_mple.org',
  'a@example.org?subject=x',
  'a@example.org/../',
  'a%40example.org',
  `${'a'.repeat(65)}@example.org`,
  `a@${'b'.repeat(64)}.example`,
  `a@${'b.'.repeat(127)}example`,
])('%j is no address', (given) => {
  expect(faultsOf(emailAddress.safeParse(given))).toEqual(['email-invalid'])
})

test('no string makes the address check throw or take long', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.emailAddress()), (given) => {
      expect(() => emailAddress.safeParse(given)).not.toThrow()
    }),
    { numRuns: 1000 },
  )
})

test.each([
  'a'.repeat(64_000),
  `${'a.'.repeat(32_000)}@example.org`,
  `a@${'a-'.repeat(32_000)}.example`,
  `${'@'.repeat(64_000)}`,
  ' '.repeat(64_000),
])('a hostile string of 64 kB is refused in under 50 ms (%#)', (given) => {
  const begun = performance.now()

  const parsed = emailAddress.safeParse(given)

  expect(parsed.success).toBe(false)
  expect(performance.now() - begun).toBeLessThan(50)
})

test.each(['a', 'un-human-rights-commissioner', 'a1-2b'])('%s is a slug', (given) => {
  expect(slug.parse(given)).toBe(given)
})

test.each(['', '-', 'a-', '-a', 'a--b', 'A', 'a b', 'a/b', '..', 'é', 'a\u0000', 'a\n', 'a'.repeat(81)])('%j is no slug', (given) => {
  expect(slug.safeParse(given).success).toBe(false)
})
