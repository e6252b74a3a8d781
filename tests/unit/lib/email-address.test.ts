import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emailAddress } from '../../../server/contract/text.ts'
import { canonicalAddress, domainOf, mailProviderOf, maskAddress } from '../../../server/lib/email-address.ts'

test.each([
  ['Ana@Example.org', 'ana@example.org'],
  ['ANA@EXAMPLE.ORG', 'ana@example.org'],
  ['ana.lopez@gmail.com', 'analopez@gmail.com'],
  ['a.n.a.l.o.p.e.z@gmail.com', 'analopez@gmail.com'],
  ['AnaLopez+petition@gmail.com', 'analopez@gmail.com'],
  ['ana.lopez+a+b@googlemail.com', 'analopez@gmail.com'],
  ['ana+tag@outlook.com', 'ana@outlook.com'],
  ['ana+tag@hotmail.com', 'ana@hotmail.com'],
  ['ana+tag@icloud.com', 'ana@icloud.com'],
  ['ana+tag@me.com', 'ana@icloud.com'],
  ['ana@mac.com', 'ana@icloud.com'],
  ['ana+tag@protonmail.com', 'ana@proton.me'],
  ['ana@pm.me', 'ana@proton.me'],
  ['ana-tag@yahoo.com', 'ana@yahoo.com'],
  ['ana@bücher.example', 'ana@xn--bcher-kva.example'],
  ['ana@BÜCHER.example', 'ana@xn--bcher-kva.example'],
  ['ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example'],
  ['ana@XN--BCHER-KVA.example', 'ana@xn--bcher-kva.example'],
  ['ana@ｇmail.com', 'ana@gmail.com'],
  ['ａｎａ@example.org', 'ana@example.org'],
  ['ana＋tag@gmail.com', 'ana@gmail.com'],
])('%s reaches the mailbox %s', (typed, mailbox) => {
  expect(canonicalAddress(typed)).toBe(mailbox)
})

test.each([
  ['ana.lopez@example.org', 'analopez@example.org'],
  ['ana.lopez@outlook.com', 'analopez@outlook.com'],
  ['ana.lopez@icloud.com', 'analopez@icloud.com'],
  ['ana+tag@example.org', 'ana@example.org'],
  ['ana-tag@gmail.com', 'ana@gmail.com'],
  ['ana+tag@yahoo.com', 'ana@yahoo.com'],
  ['ana@gmail.com', 'ana@gmail.com.example.org'],
  ['ana@bücher.example', 'ana@bucher.example'],
  ['ana@hotmail.com', 'ana@outlook.com'],
])('%s and %s may be two people', (one, other) => {
  expect(canonicalAddress(one)).not.toBe(canonicalAddress(other))
})

test('a tag that is all there is stays', () => {
  expect(canonicalAddress('+tag@gmail.com')).toBe('+tag@gmail.com')
})

const anyAddress = fc
  .tuple(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
    fc.oneof(
      fc.constantFrom(
        'gmail.com',
        'googlemail.com',
        'yahoo.com',
        'outlook.com',
        'pm.me',
        'example.org',
        'Bücher.example',
        'straße.example',
      ),
      fc.domain(),
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 10 }).map((label) => `${label}.example`),
    ),
  )
  .map(([mailbox, domain]) => `${mailbox}@${domain}`)
  .filter((address) => emailAddress.safeParse(address).success)

test('the canonical spelling of a canonical spelling is the same', () => {
  fc.assert(
    fc.property(anyAddress, (address) => {
      const once = canonicalAddress(address)

      expect(canonicalAddress(once)).toBe(once)
    }),
    { numRuns: 2000 },
  )
})

test.each([
  'J\u030cana@example.org',
  'H\u0331@example.org',
  '\u0130\u0323@example.org',
  '\u03a3\u03a3@example.org',
  '…+tag@gmail.com',
  'a@J\u030c.example',
])('letters whose small form is composed differently have one canonical spelling: %s', (address) => {
  const once = canonicalAddress(address)

  expect(canonicalAddress(once)).toBe(once)
})

test('letter case never makes two signers of one', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (address) => {
      expect(canonicalAddress(address.toUpperCase())).toBe(canonicalAddress(address.toLowerCase()))
    }),
  )
})

test.each([
  ['ana@gmail.com', 'gmail'],
  ['ana@GoogleMail.com', 'gmail'],
  ['ana@web.de', 'webde'],
  ['ana@qq.com', 'qq'],
  ['ana@example.org', 'other'],
  ['ana@mail.gmail.com', 'other'],
])('the provider of %s is %s', (address, provider) => {
  expect(mailProviderOf(address)).toBe(provider)
})

test('a domain without an ASCII form keeps its letters rather than vanish', () => {
  expect(domainOf('ana@a\u2488b..example')).not.toBe('')
})

test('a masked address shows its first letter and its domain', () => {
  expect(maskAddress('ana@example.org')).toBe('a••@example.org')
  expect(maskAddress('😀na@example.org')).toBe('😀••@example.org')
})
