import { createHmac, hkdfSync, randomBytes } from 'node:crypto'

/**
 * The keys of an installation, all derived by HKDF-SHA-256 from one 32-byte root that lives in a
 * file outside the database. A purpose is a fixed string: two purposes never share a key.
 */
export type Keys = {
  /** The 32-byte key for a purpose; the same object for the same purpose. */
  derive(purpose: string): Buffer
}

const fileLine = /^countersign-key:1:([A-Za-z0-9_-]{43})$/

/** The text of a new key file. Version 1 holds one root key. */
export function newKeyFile(): string {
  return `countersign-key:1:${randomBytes(32).toString('base64url')}\n`
}

/**
 * Reads the text of a key file.
 * @throws Error that names the fault and never shows the key.
 */
export function readKeyFile(text: string): Keys {
  const match = fileLine.exec(text.trim())
  if (!match?.[1]) {
    throw new Error(
      'the secret key file does not hold one line "countersign-key:1:<43 characters>"; restore it from your own copy, for without it the stored addresses cannot be read',
    )
  }
  return keysFromRoot(Buffer.from(match[1], 'base64url'))
}

export function keysFromRoot(root: Buffer): Keys {
  const derived = new Map<string, Buffer>()
  return {
    derive(purpose) {
      let key = derived.get(purpose)
      if (!key) {
        key = Buffer.from(hkdfSync('sha256', root, 'countersign', purpose, 32))
        if (derived.size > maxCachedKeys) derived.clear()
        derived.set(purpose, key)
      }
      return key
    },
  }
}

/** HMAC-SHA-256 cut to 128 bits: enough for an index or a token, half the disk. */
export function keyedHash(key: Buffer, ...parts: (string | Uint8Array)[]): Buffer {
  // One buffer and one call: each update crosses into native code.
  const chunks: Uint8Array[] = []
  for (const part of parts) {
    const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part
    const length = Buffer.allocUnsafe(4)
    length.writeUInt32BE(bytes.length)
    chunks.push(length, bytes)
  }
  return createHmac('sha256', key).update(Buffer.concat(chunks)).digest().subarray(0, 16)
}

/** Daily keys would otherwise pile up in a process that runs for years. */
const maxCachedKeys = 1000
