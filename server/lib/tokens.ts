import { timingSafeEqual } from 'node:crypto'
import type { Keys } from './keys.ts'
import { keyedHash } from './keys.ts'

const expiryBytes = 4
const macBytes = 16

/**
 * A link token: base64url of subject, expiry (Unix seconds) and a 128-bit MAC keyed by purpose.
 * Nothing about it is stored, and a token of one purpose opens nothing else.
 */
export function mintToken(keys: Keys, purpose: string, subject: Buffer, expiresAt: Date): string {
  const expiry = Buffer.alloc(expiryBytes)
  expiry.writeUInt32BE(Math.floor(expiresAt.getTime() / 1000))
  return Buffer.concat([subject, expiry, macOf(keys, purpose, subject, expiry)]).toString('base64url')
}

/**
 * The subject of a valid token, or null for one that is malformed, foreign or past its time:
 * callers answer all of these alike.
 */
export function readToken(keys: Keys, purpose: string, token: string, subjectBytes: number, now: Date): Buffer | null {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return null
  const bytes = Buffer.from(token, 'base64url')
  if (bytes.length !== subjectBytes + expiryBytes + macBytes || bytes.toString('base64url') !== token) return null
  const subject = bytes.subarray(0, subjectBytes)
  const expiry = bytes.subarray(subjectBytes, subjectBytes + expiryBytes)
  const mac = bytes.subarray(subjectBytes + expiryBytes)
  if (!timingSafeEqual(mac, macOf(keys, purpose, subject, expiry))) return null
  return expiry.readUInt32BE() * 1000 > now.getTime() ? subject : null
}

function macOf(keys: Keys, purpose: string, subject: Buffer, expiry: Buffer): Buffer {
  return keyedHash(keys.derive('token'), purpose, subject, expiry)
}
