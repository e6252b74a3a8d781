import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decryptField, encryptField } from '../../../server/lib/field-encryption.ts'
import { testKeys } from '../../support/keys.ts'

const keys = testKeys()
const place = { field: 'signatures/email', row: 'petition-1/signature-1' }

test('whatever text is encrypted comes back as it was', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (plain) => {
      expect(decryptField(keys, place, encryptField(keys, place, plain))).toBe(plain)
    }),
  )
})

test('the same text never looks the same twice', () => {
  const first = encryptField(keys, place, 'ana@example.org')
  const second = encryptField(keys, place, 'ana@example.org')

  expect(first).not.toEqual(second)
})

test('a cipher text holds nothing of its text', () => {
  const sealed = encryptField(keys, place, 'ana@example.org')

  expect(sealed.toString('latin1')).not.toContain('ana')
  expect(sealed).toHaveLength(1 + 12 + 'ana@example.org'.length + 16)
})

test.each([
  ['row', { field: 'signatures/email', row: 'petition-1/signature-2' }],
  ['petition', { field: 'signatures/email', row: 'petition-2/signature-1' }],
  ['column', { field: 'signatures/packet', row: 'petition-1/signature-1' }],
])('a cipher text moved to another %s does not open', (_what, elsewhere) => {
  const sealed = encryptField(keys, place, 'ana@example.org')

  expect(() => decryptField(keys, elsewhere, sealed)).toThrow()
})

test('a cipher text does not open with the key of another installation', () => {
  const sealed = encryptField(keys, place, 'ana@example.org')

  expect(() => decryptField(testKeys(8), place, sealed)).toThrow()
})

test('no bit of a cipher text can be changed', () => {
  const sealed = encryptField(keys, place, 'ana@example.org')
  const changed = Array.from(sealed, (byte, at) => Buffer.concat([sealed.subarray(0, at), Buffer.of(byte ^ 1), sealed.subarray(at + 1)]))

  for (const bytes of changed) expect(() => decryptField(keys, place, bytes)).toThrow()
})

test('no beginning of a cipher text opens', () => {
  const sealed = encryptField(keys, place, 'ana@example.org')
  const beginnings = Array.from(sealed, (_byte, length) => sealed.subarray(0, length))

  for (const bytes of beginnings) expect(() => decryptField(keys, place, bytes)).toThrow()
})

test('the fault names the place and not what was given', () => {
  expect(() => decryptField(keys, place, Buffer.from('ana@example.org'))).toThrow('cipher text of signatures/email has an unknown form')
})
