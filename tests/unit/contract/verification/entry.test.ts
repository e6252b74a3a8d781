import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EntryCount } from '../../../../server/contract/verification/count.ts'
import { entryOfReceipt, maxBundleBytes, readBundle, readEntry } from '../../../../server/contract/verification/entry.ts'
import { tileAddress } from '../../../../server/contract/verification/read-log.ts'
import { commitmentOf, signedEntry, voidEntry } from '../../../../server/features/ledger/rules.ts'

const plain = (bytes: Buffer) => new Uint8Array(bytes)
const aSigned = readEntry(plain(signedEntry(Buffer.alloc(32, 1), Buffer.alloc(32, 2))))
const voiding = (index: number) => readEntry(plain(voidEntry(index, 'signer')))

test('what the ledger writes is read back', () => {
  expect(aSigned).toEqual({ kind: 'signed', textSha256: '01'.repeat(32), commitment: new Uint8Array(32).fill(2) })
  expect(readEntry(plain(voidEntry(4_294_967_301, 'organizer')))).toEqual({ kind: 'void', entryIndex: 4_294_967_301, reason: 'organizer' })
})

test('a receipt’s opening gives the entry that the ledger wrote for it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uuid(),
      fc.uuid(),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      fc.constantFrom('online' as const, 'paper' as const, 'imported' as const),
      async (petitionId, signatureId, salt, text, kind) => {
        const written = signedEntry(Buffer.from(text), commitmentOf(Buffer.from(salt), petitionId, signatureId, kind))

        const rebuilt = await entryOfReceipt({
          petitionId,
          signatureId,
          class: kind,
          salt: Buffer.from(salt).toString('base64'),
          textSha256: Buffer.from(text).toString('hex'),
        })

        expect(rebuilt).toEqual(plain(written))
      },
    ),
    { numRuns: 30 },
  )
})

test('whatever is not an entry to the last byte is refused', () => {
  const [signed, voided] = [signedEntry(Buffer.alloc(32), Buffer.alloc(32)), voidEntry(3, 'signer')]
  const lastByte = (entry: Buffer, value: number) => Buffer.concat([entry.subarray(0, -1), Buffer.of(value)])
  const faulty = [
    Buffer.alloc(0),
    signed.subarray(0, -1),
    Buffer.concat([signed, Buffer.of(0)]),
    Buffer.concat([Buffer.from('Countersign'), signed.subarray(11)]),
    Buffer.concat([signed.subarray(0, 21), Buffer.of(3), signed.subarray(22)]),
    Buffer.concat([signed.subarray(0, 21), Buffer.of(2), signed.subarray(22)]),
    voided.subarray(0, -1),
    Buffer.concat([voided, Buffer.of(0)]),
    lastByte(voided, 6),
  ]

  for (const entry of faulty) expect(() => readEntry(plain(entry)), entry.toString('hex')).toThrow('neither')
})

test('a bundle is its entries behind their lengths, and nothing besides', () => {
  const bundle = plain(Buffer.from('0002aabb0000', 'hex'))

  expect(readBundle(bundle, 2)).toEqual([Uint8Array.of(0xaa, 0xbb), new Uint8Array()])
  for (const [bytes, width] of [
    ['0002aabb', 2],
    ['0002aabb', 0],
    ['0003aabb', 1],
    ['0002aabb00', 1],
    ['00', 0],
  ] as const) {
    expect(() => readBundle(plain(Buffer.from(bytes, 'hex')), width)).toThrow('bundle')
  }
  expect(maxBundleBytes(256)).toBe(256 * 88)
})

test('the count is signatures less voids', () => {
  const count = new EntryCount()

  for (const entry of [aSigned, aSigned, voiding(0), aSigned, voiding(3)]) count.add(entry)

  expect([count.signed, count.voided, count.count, count.size]).toEqual([3, 2, 1, 5])
})

test.each([
  ['itself', [aSigned, voiding(1)]],
  ['a later entry', [aSigned, voiding(2), aSigned]],
  ['an entry voided already', [aSigned, voiding(0), voiding(0)]],
  ['a void entry', [aSigned, voiding(0), voiding(1)]],
  ['an entry past all counting', [aSigned, voiding(Number.MAX_SAFE_INTEGER)]],
])('a void entry that names %s is refused', (_what, entries) => {
  const count = new EntryCount()

  expect(() => {
    for (const entry of entries) count.add(entry)
  }).toThrow('names an entry')
})

test('counting keeps to the truth over any order of signatures and withdrawals', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 3 }), { maxLength: 600 }), fc.integer({ min: 0, max: 40_000 }), (steps, before) => {
      const count = new EntryCount()
      for (let n = 0; n < before; n++) count.add(aSigned)
      const counting = new Set(Array.from({ length: before }, (_, n) => n))
      let voided = 0
      for (const step of steps) {
        const [someone] = counting
        if (step === 0 && someone !== undefined) {
          count.add(voiding(someone))
          counting.delete(someone)
          voided++
        } else {
          counting.add(count.size)
          count.add(aSigned)
        }
      }

      expect([count.count, count.voided]).toEqual([counting.size, voided])
    }),
    { numRuns: 25 },
  )
})

test.each([
  [0, 256, 'tile/0/000'],
  [5, 7, 'tile/0/005.p/7'],
  [999, 256, 'tile/0/999'],
  [1000, 256, 'tile/0/x001/000'],
  [1_234_067, 12, 'tile/0/x001/x234/067.p/12'],
])('tile %i of width %i is at %s', (index, width, address) => {
  expect(tileAddress('0', index, width)).toBe(address)
})
