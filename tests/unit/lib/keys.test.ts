import { expect, test } from 'vitest'
import { keyedHash, keysFromRoot, newKeyFile, readKeyFile } from '../../../server/lib/keys.ts'

const root = Buffer.alloc(32, 7)

test('each purpose has a key of its own, the same at every start', () => {
  const first = keysFromRoot(root)
  const second = keysFromRoot(root)

  expect(first.derive('a')).toEqual(second.derive('a'))
  expect(first.derive('a')).toHaveLength(32)
  expect(first.derive('a')).not.toEqual(first.derive('b'))
})

test('another root gives other keys', () => {
  const other = keysFromRoot(Buffer.alloc(32, 8))

  expect(other.derive('a')).not.toEqual(keysFromRoot(root).derive('a'))
})

test('a key stays the same after more purposes than are remembered', () => {
  const keys = keysFromRoot(root)
  const before = Buffer.from(keys.derive('mail-cap:2026-11-23'))

  Array.from({ length: 1500 }, (_, day) => keys.derive(`day:${day}`))

  expect(keys.derive('mail-cap:2026-11-23')).toEqual(before)
})

test('a new key file is read as it was written, and no two are alike', () => {
  const text = newKeyFile()

  const keys = readKeyFile(text)

  expect(text).toMatch(/^countersign-key:1:[A-Za-z0-9_-]{43}\n$/)
  expect(readKeyFile(text).derive('a')).toEqual(keys.derive('a'))
  expect(readKeyFile(newKeyFile()).derive('a')).not.toEqual(keys.derive('a'))
})

test.each(['', 'secret', 'countersign-key:2:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'countersign-key:1:AAAA'])(
  'a broken key file is refused without showing it: %j',
  (text) => {
    expect(() => readKeyFile(text)).toThrow(/^the secret key file does not hold one line/)
  },
)

test('parts of a hash cannot be moved into one another', () => {
  const key = Buffer.alloc(32, 1)

  expect(keyedHash(key, 'ab', 'c')).not.toEqual(keyedHash(key, 'a', 'bc'))
  expect(keyedHash(key, 'abc')).not.toEqual(keyedHash(key, 'abc', ''))
  expect(keyedHash(key, 'abc')).toHaveLength(16)
})
