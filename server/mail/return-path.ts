import { createHmac, timingSafeEqual } from 'node:crypto'
import { bytesToId } from '../lib/ids.ts'

/** 80 bits: nobody guesses one of these by mail. */
const macDigits = 20
const local = /^bounces\+([0-7][0-9a-v]{25})-([0-9a-f]{20})@/

/**
 * The address that a letter comes back to when it cannot be delivered, and that tells which letter
 * it was (VERP): `bounces+<id>-<mac>@domain`. Its local part has 55 of the 64 characters that
 * RFC 5321 section 4.5.3.1.1 allows, all of them in small letters: some servers lower them.
 * @param id UUID of the letter
 */
export function returnPathFor(key: Buffer, domain: string, id: string): string {
  const digits = BigInt(`0x${id.replaceAll('-', '')}`)
    .toString(32)
    .padStart(26, '0')
  return `bounces+${digits}-${macOf(key, digits)}@${domain}`
}

/**
 * The UUID, in lower case, of the letter that a return path was made for, in letters of either
 * case; null for any other address, also one that somebody made up.
 */
export function readReturnPath(key: Buffer, address: string): string | null {
  const match = local.exec(address.toLowerCase())
  const [, digits, mac] = match ?? []
  if (!digits || !mac || !timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(key, digits)))) return null
  const value = [...digits].reduce((sum, digit) => sum * 32n + BigInt(Number.parseInt(digit, 32)), 0n)
  return bytesToId(Buffer.from(value.toString(16).padStart(32, '0'), 'hex'))
}

function macOf(key: Buffer, digits: string): string {
  return createHmac('sha256', key).update(`return-path:${digits}`).digest('hex').slice(0, macDigits)
}
