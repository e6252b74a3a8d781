import fc from 'fast-check'
import { expect, test } from 'vitest'
import { consistencyProof, receipt as receiptSchema } from '../../../../server/contract/log.ts'
import { openCheckpoint } from '../../../../server/contract/verification/checkpoint.ts'
import { readVerifierKey } from '../../../../server/contract/verification/note.ts'
import { proveReceipt, readConsistencyProof, readReceipt } from '../../../../server/contract/verification/receipt.ts'
import { inclusionProof } from '../../../../server/features/ledger/proofs.ts'
import { checkpointText, commitmentOf, signedEntry } from '../../../../server/features/ledger/rules.ts'
import { append, leafHash, rootOf } from '../../../../server/features/ledger/tree.ts'
import { createNoteSigner } from '../../../../server/lib/signed-note.ts'

const signer = createNoteSigner('log.example.org', Buffer.alloc(32, 1))
const key = await readVerifierKey(signer.verifierKey)
const origin = 'log.example.org/log/test-petition'

/** The text of a receipt as the site gives it, for entry 5 of a log of 7. */
async function aReceipt(): Promise<string> {
  const [petitionId, signatureId] = ['00112233-4455-6677-8899-aabbccddeeff', 'ffeeddcc-bbaa-4988-b766-554433221100']
  const [salt, text] = [Buffer.alloc(32, 0xa5), Buffer.alloc(32, 0x11)]
  const entry = signedEntry(text, commitmentOf(salt, petitionId, signatureId, 'online'))
  const leaves = Array.from({ length: 7 }, (_, n) => leafHash(n === 5 ? entry : Buffer.of(n)))
  const [tile] = append([], 0, leaves)
  const { path: proof } = await inclusionProof(async () => [tile?.hashes ?? []], 5, 7)
  return JSON.stringify(
    {
      format: 'countersign/receipt/v1',
      origin,
      petitionId,
      signatureId,
      class: 'online',
      textSha256: text.toString('hex'),
      salt: salt.toString('base64'),
      index: 5,
      size: 7,
      proof: proof.map((hash) => hash.toString('base64')),
      checkpoint: signer.sign(checkpointText(origin, 7, rootOf(leaves))),
    },
    null,
    2,
  )
}

/** All that a verifier does with a receipt alone. */
async function checked(text: string): Promise<string> {
  try {
    const receipt = readReceipt(text)
    const checkpoint = await openCheckpoint(receipt.checkpoint, key)
    await proveReceipt(receipt, checkpoint)
    return checkpoint.origin === receipt.origin ? 'accepted' : 'other-log'
  } catch (error) {
    return (error as { code: string }).code
  }
}

test('a receipt of the site is accepted, and is what the contract says a receipt is', async () => {
  const text = await aReceipt()

  expect(await checked(text)).toBe('accepted')
  expect(receiptSchema.safeParse(readReceipt(text)).success).toBe(true)
})

test('each bit of a receipt that is flipped makes it fail', async () => {
  const bytes = Buffer.from(await aReceipt())
  const accepted: string[] = []

  for (const at of bytes.keys()) {
    for (const bit of [1, 2, 32]) {
      const tampered = Buffer.from(bytes)
      tampered[at] = (tampered[at] as number) ^ bit
      if ((await checked(tampered.toString('utf8'))) === 'accepted')
        accepted.push(`${at}: ${tampered.toString('utf8').slice(at - 9, at + 9)}`)
    }
  }

  expect(bytes.length).toBeGreaterThan(700)
  expect(accepted).toEqual([])
})

test('what is not a receipt is said to be none, with the field', async () => {
  const good = JSON.parse(await aReceipt())
  const faulty: [unknown, string][] = [
    ['', 'not a receipt'],
    [[], 'format'],
    [null, 'not a receipt'],
    [{ ...good, format: 'countersign/receipt/v2' }, 'format'],
    [{ ...good, index: 5.5 }, 'index'],
    [{ ...good, size: -7 }, 'size'],
    [{ ...good, salt: 'AAAA' }, 'salt'],
    [{ ...good, proof: [...good.proof, 'AAAA'] }, 'proof'],
    [{ ...good, proof: Array(65).fill(good.salt) }, 'proof'],
    [{ ...good, petitionId: good.petitionId.toUpperCase() }, 'petitionId'],
    [{ ...good, class: 'other' }, 'class'],
    [{ ...good, more: 1 }, 'do not belong'],
  ]

  for (const [value, words] of faulty) expect(() => readReceipt(JSON.stringify(value))).toThrow(words)
  expect(() => readReceipt('{')).toThrow('not a receipt')
})

test('whatever is read as a receipt the contract reads as one too', () => {
  const fields = fc.record(
    {
      format: fc.constant('countersign/receipt/v1'),
      origin: fc.string(),
      petitionId: fc.uuid(),
      signatureId: fc.oneof(fc.uuid(), fc.string()),
      class: fc.constantFrom('online', 'paper', 'imported', 'other'),
      textSha256: fc.constantFrom('ab'.repeat(32), 'AB'.repeat(32), 'ab'),
      salt: fc.constantFrom(Buffer.alloc(32).toString('base64'), 'AAAA', `${'A'.repeat(43)}=`),
      index: fc.oneof(fc.nat(), fc.double()),
      size: fc.integer({ min: 1 }),
      proof: fc.array(fc.constant(Buffer.alloc(32, 7).toString('base64')), { maxLength: 70 }),
      checkpoint: fc.string(),
    },
    { requiredKeys: ['format', 'origin', 'petitionId'] },
  )
  fc.assert(
    fc.property(fields, (value) => {
      let isRead = true
      try {
        readReceipt(JSON.stringify(value))
      } catch {
        isRead = false
      }

      expect(!isRead || receiptSchema.safeParse(value).success).toBe(true)
    }),
  )
})

test('a proof of consistency is read as the contract writes it', () => {
  const proof = { from: 3, size: 7, proof: [Buffer.alloc(32, 7).toString('base64')], checkpoint: 'a note' }

  expect(readConsistencyProof(JSON.stringify(proof))).toEqual(consistencyProof.parse(proof))
  expect(() => readConsistencyProof('<!doctype html>')).toThrow('did not prove')
})
