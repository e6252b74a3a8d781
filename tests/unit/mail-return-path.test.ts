import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readReturnPath, returnPathFor } from '../../server/mail/return-path.ts'

const key = Buffer.alloc(32, 1)
const id = '3f0c9a52-7d41-4e8b-9c35-2a6b1e04d7f9'
const path = returnPathFor(key, 'act.example.org', id)

test('a return path names its letter, in letters of either case', () => {
  fc.assert(
    fc.property(fc.uuid(), (letter) => {
      const address = returnPathFor(key, 'act.example.org', letter)

      expect(readReturnPath(key, address)).toBe(letter)
      expect(readReturnPath(key, address.toUpperCase())).toBe(letter)
    }),
  )
})

test.each(['00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff'])('the id %s fits', (letter) => {
  const address = returnPathFor(key, 'act.example.org', letter)

  expect(address).toMatch(/^bounces\+[0-9a-v]{26}-[0-9a-f]{20}@act\.example\.org$/)
  expect(readReturnPath(key, address)).toBe(letter)
})

test('the same letter always has the same return path, and its local part fits into 64 characters', () => {
  expect(returnPathFor(key, 'act.example.org', id)).toBe(path)
  expect(returnPathFor(key, 'act.example.org', id.toUpperCase())).toBe(path)
  expect(path.indexOf('@')).toBe(55)
})

test('no other letter, and no other key, makes it valid', () => {
  const mac = path.slice(path.indexOf('-'))
  const other = returnPathFor(key, 'act.example.org', randomUUID())

  expect(readReturnPath(key, other.slice(0, other.indexOf('-')) + mac)).toBeNull()
  expect(readReturnPath(randomBytes(32), path)).toBeNull()
})

test('a return path of which one sign was changed is none', () => {
  const end = path.indexOf('@')

  const accepted = Array.from({ length: end }, (_, i) => `${path.slice(0, i)}${path[i] === '0' ? '1' : '0'}${path.slice(i + 1)}`).filter(
    (address) => readReturnPath(key, address) !== null,
  )

  expect(accepted).toEqual([])
})

test.each([
  '',
  'ana@example.org',
  'bounces@act.example.org',
  `x${path}`,
  `<${path}>`,
  path.slice(0, path.indexOf('@')),
  path.replace('@', '0@'),
  path.replace('+', '+8').replace(/-0?/, '-'),
  'bounces+8vvvvvvvvvvvvvvvvvvvvvvvvv-00000000000000000000@act.example.org',
])('%j is no return path', (address) => {
  expect(readReturnPath(key, address)).toBeNull()
})
