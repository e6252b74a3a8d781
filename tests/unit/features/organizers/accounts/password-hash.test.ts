import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from '../../../../../server/features/organizers/accounts/password-hash.ts'

const password = 'four unrelated plain words'
/** Of “password” with the salt “somesalt”, at 256 KiB, two passes and one lane. */
const reference = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4'
const salt = 'c29tZSBzYWx0IGhlcmUhIQ'
const tag = 'MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY'

test('the right password has the hash', async () => {
  const hash = await hashPassword(password)

  expect(await verifyPassword({ hash, password })).toBe(true)
})

test.each([
  ['another one', 'four entirely other words'],
  ['one in another letter case', 'Four unrelated plain words'],
  ['one with a blank more', 'four unrelated plain words '],
  ['the beginning of it', 'four unrelated plain'],
  ['none', ''],
])('a wrong password has not: %s', async (_what, typed) => {
  const hash = await hashPassword(password)

  expect(await verifyPassword({ hash, password: typed })).toBe(false)
})

test('two hashes of one password differ, and the password has both', async () => {
  const [one, other] = [await hashPassword(password), await hashPassword(password)]

  expect(one).not.toBe(other)
  expect(await verifyPassword({ hash: one, password })).toBe(true)
  expect(await verifyPassword({ hash: other, password })).toBe(true)
})

test('a hash is a PHC string of argon2id with 19 MiB, two passes and one lane, a salt of 16 bytes and a tag of 32', async () => {
  expect(await hashPassword(password)).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
})

test('a hash with another cost, as another version may have made it, still verifies', async () => {
  expect(await verifyPassword({ hash: reference, password: 'password' })).toBe(true)
  expect(await verifyPassword({ hash: reference, password: 'passwort' })).toBe(false)
})

test('a hash that was changed in one letter is another', async () => {
  const [changedSalt, changedTag] = [reference.replace('$c29t', '$d29t'), reference.replace('$nf65', '$of65')]

  expect(await verifyPassword({ hash: changedSalt, password: 'password' })).toBe(false)
  expect(await verifyPassword({ hash: changedTag, password: 'password' })).toBe(false)
})

test.each([
  ['nothing', ''],
  ['no PHC string', 'four unrelated plain words'],
  ['a hash of bcrypt', '$2b$12$EixZaYVK1fsbw1ZfbX3OXePaWxn96p36WQoeG6Lruj3vjPGga31lW'],
  ['another kind of argon2', `$argon2i$v=19$m=19456,t=2,p=1$${salt}$${tag}`],
  ['another version', `$argon2id$v=16$m=19456,t=2,p=1$${salt}$${tag}`],
  ['no version', `$argon2id$m=19456,t=2,p=1$${salt}$${tag}`],
  ['no cost', `$argon2id$v=19$$${salt}$${tag}`],
  ['a cost in another order', `$argon2id$v=19$t=2,m=19456,p=1$${salt}$${tag}`],
  ['a cost that is no number', `$argon2id$v=19$m=much,t=2,p=1$${salt}$${tag}`],
  ['a cost below nothing', `$argon2id$v=19$m=-19456,t=2,p=1$${salt}$${tag}`],
  ['more memory than any machine has', `$argon2id$v=19$m=99999999,t=2,p=1$${salt}$${tag}`],
  ['no salt', `$argon2id$v=19$m=19456,t=2,p=1$$${tag}`],
  ['no tag', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$`],
  ['half of it', `$argon2id$v=19$m=19456,t=2,p=1$${salt}`],
  ['padding', `$argon2id$v=19$m=19456,t=2,p=1$${salt}==$${tag}=`],
  ['something behind it', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${tag}$more`],
  ['the end of a line behind it', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${tag}\n`],
])('a hash of another form is nobody’s, and no error: %s', async (_what, hash) => {
  expect(await verifyPassword({ hash, password })).toBe(false)
})

test.each([
  ['too little memory', `$argon2id$v=19$m=1,t=2,p=1$${salt}$${tag}`],
  ['no passes', `$argon2id$v=19$m=19456,t=0,p=1$${salt}$${tag}`],
  ['no lanes', `$argon2id$v=19$m=19456,t=2,p=0$${salt}$${tag}`],
  ['a salt that is too short', `$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$${tag}`],
  ['a tag that was cut off', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$MDE`],
  ['a tag of no whole byte', `$argon2id$v=19$m=19456,t=2,p=1$${salt}$M`],
])('a hash of the right form that argon2 cannot have made is nobody’s, and no error: %s', async (_what, hash) => {
  expect(await verifyPassword({ hash, password })).toBe(false)
})

test.each([
  ['letters with marks', 'zwo\u0308lf scho\u0308ne Ra\u0308der', 'zw\u00f6lf sch\u00f6ne R\u00e4der'],
  ['syllables of Hangul', '\u1112\u1161\u11ab\u1100\u1173\u11af four plain words', '\ud55c\uae00 four plain words'],
  ['letters of full width', 'ｆｏｕｒ plain words', 'four plain words'],
])('%s are one password however the keyboard composes them', async (_what, decomposed, composed) => {
  const [ofDecomposed, ofComposed] = [await hashPassword(decomposed), await hashPassword(composed)]

  expect(decomposed).not.toBe(composed)
  expect(await verifyPassword({ hash: ofDecomposed, password: composed })).toBe(true)
  expect(await verifyPassword({ hash: ofComposed, password: decomposed })).toBe(true)
})

test('letters that merely look alike are not one password', async () => {
  const hash = await hashPassword('zwölf schöne Räder')

  expect(await verifyPassword({ hash, password: 'zwolf schone Rader' })).toBe(false)
})
