import { createHmac, randomInt } from 'node:crypto'
import { idToBytes } from '../../lib/ids.ts'

/** How signatures came to us: counted apart, never mixed silently. */
export type SignatureClass = 'online' | 'paper' | 'imported'

const entryDomain = Buffer.from('countersign/entry/v1\0', 'ascii')
const commitmentDomain = Buffer.from('countersign/commitment/v1\0', 'ascii')
const kindSigned = 1

/**
 * The entry of one counted signature, byte for byte: the 21 bytes `countersign/entry/v1` and NUL,
 * one byte kind (1: signed), 32 bytes SHA-256 of the text version signed, 32 bytes commitment.
 * It holds no address, not even hashed, no time and no place.
 */
export function signedEntry(textSha256: Buffer, commitment: Buffer): Buffer {
  return Buffer.concat([entryDomain, Buffer.of(kindSigned), textSha256, commitment])
}

/**
 * HMAC-SHA-256 keyed with the signature's 32-byte salt over: the 26 bytes
 * `countersign/commitment/v1` and NUL, 16 bytes petition id, 16 bytes signature id, the class in
 * ASCII. Once the salt is gone the commitment cannot be told from random bytes.
 */
export function commitmentOf(salt: Buffer, petitionId: string, signatureId: string, signatureClass: SignatureClass): Buffer {
  return createHmac('sha256', salt)
    .update(commitmentDomain)
    .update(idToBytes(petitionId))
    .update(idToBytes(signatureId))
    .update(signatureClass, 'ascii')
    .digest()
}

/** Text of a checkpoint (https://c2sp.org/tlog-checkpoint, read November 2026): origin, size, root. */
export function checkpointText(origin: string, size: number, root: Buffer): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Fisher–Yates with the system's random source: the log's order must tell nothing about when people confirmed. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    const held = result[i] as T
    result[i] = result[j] as T
    result[j] = held
  }
  return result
}
