import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { commitmentOf, hourOf, shuffled, signedEntry, voidEntry } from '../../../../server/features/ledger/rules.ts'

const petitionId = '00112233-4455-6677-8899-aabbccddeeff'
const signatureId = 'ffeeddcc-bbaa-9988-7766-554433221100'
const salt = Buffer.alloc(32, 0xa5)

test('an entry is, byte for byte: domain and NUL, kind 1, the hash of the text, the commitment', () => {
  const textSha256 = Buffer.alloc(32, 0x11)
  const commitment = Buffer.alloc(32, 0x22)

  const entry = signedEntry(textSha256, commitment)

  expect(entry.toString('hex')).toBe(`${'636f756e7465727369676e2f656e7472792f763100'}${'01'}${'11'.repeat(32)}${'22'.repeat(32)}`)
  expect(entry).toHaveLength(21 + 1 + 32 + 32)
})

test.each([
  ['the first entry, by its signer', 0, 'signer', `${'0'.repeat(16)}00`],
  ['a later entry, by the organizers', 0x01_02_03_04_05_06, 'organizer', '000001020304050601'],
  ['the last number that is exact', Number.MAX_SAFE_INTEGER, 'signer', '001fffffffffffff00'],
] as const)(
  'a void entry is, byte for byte: domain and NUL, kind 2, eight bytes of number, one byte of reason: %s',
  (_what, index, reason, rest) => {
    const entry = voidEntry(index, reason)

    expect(entry.toString('hex')).toBe(`${'636f756e7465727369676e2f656e7472792f763100'}${'02'}${rest}`)
    expect(entry).toHaveLength(21 + 1 + 8 + 1)
  },
)

test('the number of an entry to be voided is one', () => {
  for (const index of [-1, 0.5, Number.NaN]) expect(() => voidEntry(index, 'signer')).toThrow()
})

test('an hour begins at its full hour, UTC', () => {
  expect(hourOf(new Date('2026-11-23T12:59:59.999Z'))).toEqual(new Date('2026-11-23T12:00:00Z'))
  expect(hourOf(new Date('2026-11-23T13:00:00.000Z'))).toEqual(new Date('2026-11-23T13:00:00Z'))
})

test('a commitment is HMAC-SHA-256 with the salt over domain and NUL, petition, signature and class', () => {
  const message = Buffer.from(
    `${'636f756e7465727369676e2f636f6d6d69746d656e742f763100'}${'00112233445566778899aabbccddeeff'}${'ffeeddccbbaa99887766554433221100'}${'6f6e6c696e65'}`,
    'hex',
  )

  const commitment = commitmentOf(salt, petitionId, signatureId, 'online')

  expect(commitment).toEqual(createHmac('sha256', salt).update(message).digest())
  expect(commitment.toString('hex')).toMatchInlineSnapshot(`"2796528b8315d6abd905f6fbf0a841e7d1916224bc6d0a0f25c2cfbab4029a90"`)
})

test('a commitment tells petition, signature, class and salt apart', () => {
  const commitments = [
    commitmentOf(salt, petitionId, signatureId, 'online'),
    commitmentOf(salt, petitionId, signatureId, 'paper'),
    commitmentOf(salt, petitionId, signatureId, 'imported'),
    commitmentOf(salt, signatureId, petitionId, 'online'),
    commitmentOf(Buffer.alloc(32, 0xa6), petitionId, signatureId, 'online'),
  ].map((bytes) => bytes.toString('hex'))

  expect(new Set(commitments).size).toBe(5)
})

test('shuffling loses nothing, adds nothing and leaves its input as it is', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), (items) => {
      const before = [...items]
      const byValue = (a: number, b: number) => a - b

      const result = shuffled(items)

      expect(items).toEqual(before)
      expect([...result].sort(byValue)).toEqual([...items].sort(byValue))
    }),
  )
})

test('every place is as likely as any other', () => {
  const rounds = 6000
  const counts = { abc: 0, acb: 0, bac: 0, bca: 0, cab: 0, cba: 0 }

  for (let round = 0; round < rounds; round++) counts[shuffled(['a', 'b', 'c']).join('') as keyof typeof counts]++

  // 1,000 expected each; ±200 is more than six standard deviations.
  expect(Object.values(counts).every((count) => count > 800 && count < 1200)).toBe(true)
})
