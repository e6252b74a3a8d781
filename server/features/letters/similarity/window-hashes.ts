import { createCipheriv } from 'node:crypto'
import type { Keys } from '../../../lib/keys.ts'
import { keyedHash } from '../../../lib/keys.ts'
import { lettersAndDigits } from './letters-and-digits.ts'

/** Letters and digits in a window, as at WriteToThem. */
export const windowLength = 32

/** An AES block holds four code points of four bytes. */
const perBlock = 4

/** The key for letters to one office: what two offices were sent cannot be compared, not even by whether it is the same. */
export function officeKey(keys: Keys, office: string): Buffer {
  return keyedHash(keys.derive('letter-similarity'), office)
}

/**
 * Keyed hashes of 32 bits, one for each place at which 32 letters and digits of the text in a row begin, in
 * their order; none for a shorter text. Each is the beginning of the AES-CBC-MAC of its window: without the key
 * nobody can tell whether a sentence they know was in a text.
 * @param key 16 bytes, of `officeKey`
 */
export function windowHashes(text: string, key: Buffer): Uint32Array {
  const points = codePointsOf(lettersAndDigits(text))
  const windows = Math.max(0, points.length - windowLength + 1)
  const states = new Uint32Array(windows * perBlock)
  const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false)
  // All windows at once, a block of each at a time: eight calls into native code however long the text is.
  for (let from = 0; from < windowLength; from += perBlock) {
    for (let at = 0; at < states.length; at++) states[at]! ^= points[Math.floor(at / perBlock) + from + (at % perBlock)]!
    new Uint8Array(states.buffer).set(cipher.update(new Uint8Array(states.buffer)))
  }
  return Uint32Array.from({ length: windows }, (_, i) => states[i * perBlock]!)
}

function codePointsOf(text: string): Uint32Array {
  return Uint32Array.from(text, (character) => character.codePointAt(0)!)
}
