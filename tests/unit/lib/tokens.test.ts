import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { mintToken, readToken } from '../../../server/lib/tokens.ts'
import { testKeys } from '../../support/keys.ts'

const keys = testKeys()
const subject = Buffer.from('00112233445566778899aabbccddeeff', 'hex')
const now = new Date('2026-11-23T12:00:00Z')
const expiresAt = new Date('2026-12-23T12:00:00Z')
const token = mintToken(keys, 'confirm', subject, expiresAt)
const read = (given: string, moment = now) => readToken(keys, 'confirm', given, 16, moment)

test('a token gives back its subject until its time is over', () => {
  const lastSecond = new Date('2026-12-23T11:59:59Z')

  expect(read(token)).toEqual(subject)
  expect(read(token, lastSecond)).toEqual(subject)
  expect(read(token, expiresAt)).toBeNull()
})

test('a token of another purpose opens nothing', () => {
  const foreign = mintToken(keys, 'refuse-mail', subject, expiresAt)

  expect(read(foreign)).toBeNull()
})

test('a token of another installation opens nothing', () => {
  const foreign = mintToken(testKeys(8), 'confirm', subject, expiresAt)

  expect(read(foreign)).toBeNull()
})

test('a token of another length of subject opens nothing', () => {
  const longer = mintToken(keys, 'confirm', Buffer.concat([subject, subject]), expiresAt)

  expect(read(longer)).toBeNull()
})

test('ten thousand random guesses open nothing', () => {
  const guesses = Array.from({ length: 10_000 }, () => randomBytes(36).toString('base64url'))

  const opened = guesses.filter((guess) => read(guess) !== null)

  expect(opened).toEqual([])
})

test('ten thousand guesses at the proof of a known signature open nothing', () => {
  const known = Buffer.from(token, 'base64url').subarray(0, 20)
  const guesses = Array.from({ length: 10_000 }, () => Buffer.concat([known, randomBytes(16)]).toString('base64url'))

  const opened = guesses.filter((guess) => read(guess) !== null)

  expect(opened).toEqual([])
})

test('no bit of a token can be changed', () => {
  const bytes = Buffer.from(token, 'base64url')
  const changed = Array.from({ length: bytes.length * 8 }, (_, bit) => {
    const copy = Buffer.from(bytes)
    copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3)
    return copy.toString('base64url')
  })

  const opened = changed.filter((given) => read(given) !== null)

  expect(changed).toHaveLength(288)
  expect(opened).toEqual([])
})

test('no beginning of a token opens anything', () => {
  const beginnings = Array.from({ length: token.length }, (_, length) => token.slice(0, length))

  const opened = beginnings.filter((given) => read(given) !== null)

  expect(opened).toEqual([])
})

test.each([
  '',
  ' ',
  'x',
  `${token}=`,
  `${token} `,
  `${token}A`,
  ` ${token}`,
  token.toUpperCase(),
  `${token}\n`,
  '%00',
  '../../etc',
  'é'.repeat(48),
])('what only looks like a token opens nothing: %j', (given) => {
  expect(read(given)).toBeNull()
})
