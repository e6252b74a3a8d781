import type { KeyObject } from 'node:crypto'
import { createCipheriv, createDecipheriv, createSecretKey } from 'node:crypto'
import type { Keys } from './keys.ts'
import { randomBytes } from './random.ts'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/** A place in the database: table, column and row. A cipher text opens only in its own place. */
export type FieldPlace = { field: string; row: string }

/**
 * AES-256-GCM cipher text of one field: version byte, nonce, cipher text, tag.
 * The place is authenticated, so a cipher text moved to another row or column does not open.
 */
export function encryptField(keys: Keys, place: FieldPlace, plain: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(keys, place), nonce)
  cipher.setAAD(Buffer.from(place.row, 'utf8'))
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, body, cipher.getAuthTag()])
}

/**
 * The plain text of `encryptField`.
 * @throws Error when the key, the place or the bytes are not those of the encryption.
 */
export function decryptField(keys: Keys, place: FieldPlace, sealed: Buffer): string {
  if (sealed[0] !== version || sealed.length < 1 + nonceBytes + tagBytes) {
    throw new Error(`cipher text of ${place.field} has an unknown form`)
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const body = sealed.subarray(1 + nonceBytes, sealed.length - tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(keys, place), nonce)
  decipher.setAAD(Buffer.from(place.row, 'utf8'))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  // In this mode all comes from the first call; the second checks the tag, and throws.
  const plain = decipher.update(body)
  decipher.final()
  return plain.toString('utf8')
}

/** Keys as OpenSSL holds them, made once for each: a quarter of the time of a short field. */
const prepared = new WeakMap<Buffer, KeyObject>()

function keyOf(keys: Keys, place: FieldPlace): KeyObject {
  const derived = keys.derive(`field:${place.field}`)
  let key = prepared.get(derived)
  if (!key) {
    key = createSecretKey(derived)
    prepared.set(derived, key)
  }
  return key
}
