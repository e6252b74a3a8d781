import { createCipheriv } from 'node:crypto'
import type { Keys } from '../../../lib/keys.ts'
import { keyedHash } from '../../../lib/keys.ts'
import { lettersAndDigits } from './letters-and-digits.ts'

/** Letters and digits in a window, as at WriteToThem. */
export const windowLength = 32

/** Code points, of four bytes each, in a block of AES. */
const perBlock = 4

/**
 * The key for letters to one office, of 16 bytes. Another office has another, so that nobody can tell from the
 * database that two offices were sent the same: which those are says much about where their writer lives.
 * @param office what the office is called wherever letters to it are meant
 */
export function officeKey(keys: Keys, office: string): Buffer {
  return keyedHash(keys.derive('letter-similarity'), office)
}

/**
 * A keyed hash of 32 bits for each place of the text at which 32 letters and digits in a row begin, in their
 * order; none for a shorter text. It is the beginning of the window's AES-CBC-MAC, so that without the key
 * nobody can test whether a sentence was in a text.
 * @param key that of the office, by `officeKey`
 */
export function windowHashes(text: string, key: Buffer): Uint32Array {
  const points = codePointsOf(lettersAndDigits(text))
  const windows = Math.max(0, points.length - windowLength + 1)
  const blocks = new Uint32Array(windows * perBlock)
  const bytes = new Uint8Array(blocks.buffer)
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  // All windows together, one block of each after the other: eight calls into native code for any text.
  for (let from = 0; from < windowLength; from += perBlock) {
    for (let window = 0; window < windows; window++) addBlock(blocks, window * perBlock, points, window + from)
    bytes.set(cipher.update(bytes))
  }
  return blocks.filter((_, at) => at % perBlock === 0)
}

function addBlock(blocks: Uint32Array, at: number, points: Uint32Array, from: number): void {
  for (let i = 0; i < perBlock; i++) blocks[at + i] = (blocks[at + i] as number) ^ (points[from + i] as number)
}

function codePointsOf(text: string): Uint32Array {
  const points = new Uint32Array(text.length)
  let length = 0
  for (const character of text) points[length++] = character.codePointAt(0) as number
  return points.subarray(0, length)
}
