import { expect, test } from 'vitest'
import { emailAddress } from '../../../../../server/contract/text.ts'
import { loginOf, openProfile, sealProfile } from '../../../../../server/features/organizers/accounts/profile.ts'
import { testKeys } from '../../../../support/keys.ts'

const keys = testKeys()
const id = '0192f0c1-2b3c-7def-8123-456789abcdef'
const otherId = '0192f0c1-2b3c-7def-8123-456789abcdee'
const ada = { name: 'Ada Example', email: 'ada@example.org' }

test('what is sealed of somebody opens as it was', () => {
  expect(openProfile(keys, id, sealProfile(keys, id, ada))).toEqual(ada)
})

test('names of every script open as they were typed', () => {
  const profile = { name: 'Zoë “Z” Пример 例 😀', email: 'zoë+work@bücher.example.org' }

  expect(openProfile(keys, id, sealProfile(keys, id, profile))).toEqual(profile)
})

test('nothing but name and address is sealed', () => {
  const profile = { ...ada, role: 'owner' }

  expect(openProfile(keys, id, sealProfile(keys, id, profile))).toEqual(ada)
})

test('a sealed profile shows neither name nor address, and two of the same differ', () => {
  const [one, other] = [sealProfile(keys, id, ada), sealProfile(keys, id, ada)]

  expect(one.toString('latin1')).not.toMatch(/ada|example/i)
  expect(one.equals(other)).toBe(false)
})

test('a profile does not open as that of somebody else', () => {
  const sealed = sealProfile(keys, id, ada)

  expect(() => openProfile(keys, otherId, sealed)).toThrow()
})

test('a profile does not open with the keys of another installation', () => {
  const sealed = sealProfile(keys, id, ada)

  expect(() => openProfile(testKeys(8), id, sealed)).toThrow()
})

test('a profile that was changed does not open', () => {
  const sealed = sealProfile(keys, id, ada)

  sealed.writeUInt8(sealed.readUInt8(sealed.length - 1) ^ 1, sealed.length - 1)

  expect(() => openProfile(keys, id, sealed)).toThrow()
})

test.each([
  ['in capital letters', 'ADA@EXAMPLE.ORG', 'ada@example.org'],
  ['with dots, where its service ignores them', 'a.d.a@gmail.com', 'ada@gmail.com'],
  ['with a tag, where its service ignores it', 'ada+work@gmail.com', 'ada@gmail.com'],
  ['at the other name of its service', 'ada@googlemail.com', 'ada@gmail.com'],
  ['with a domain in ASCII', 'ada@xn--bcher-kva.example.org', 'ada@bücher.example.org'],
])('a mailbox has one login, also spelled %s', (_how, spelling, mailbox) => {
  expect(loginOf(keys, spelling)).toBe(loginOf(keys, mailbox))
})

test.each([
  ['another mailbox', 'ben@example.org'],
  ['the same mailbox of another domain', 'ada@example.net'],
  ['a tag, where it may be somebody else', 'ada+work@example.org'],
])('%s has another login', (_what, email) => {
  expect(loginOf(keys, email)).not.toBe(loginOf(keys, ada.email))
})

test('a login has the form of an address, which reaches nobody', () => {
  const login = loginOf(keys, ada.email)

  expect(emailAddress.parse(login)).toBe(login)
  // A domain that no mail ever goes to: https://www.rfc-editor.org/rfc/rfc6761#section-6.4
  expect(login).toMatch(/\.invalid$/)
})

test.each(['ada@example.org', 'a@example.net', 'somebody.with.a.long.name@a-domain-with-many-letters.example.org'])(
  'a login tells nothing of its address, not even how long it is: %s',
  (email) => {
    expect(loginOf(keys, email)).toMatch(/^[0-9a-f]{32}@organizer\.invalid$/)
  },
)

test('an address has another login with the keys of another installation', () => {
  expect(loginOf(testKeys(8), ada.email)).not.toBe(loginOf(keys, ada.email))
})
