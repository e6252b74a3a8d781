import { dayMs, secondMs } from '../lib/clock.ts'
import type { Keys } from '../lib/keys.ts'
import { mintToken, readToken } from '../lib/tokens.ts'

const youngestMs = 2 * secondMs
const oldestMs = dayMs
const purpose = 'form-age'

/** A signed time at which a form was made; the same for everybody who gets the page from a cache. */
export function mintFormAge(keys: Keys, now: Date): string {
  const madeAt = Buffer.alloc(8)
  madeAt.writeBigUInt64BE(BigInt(now.getTime()))
  return mintToken(keys, purpose, madeAt, new Date(now.getTime() + oldestMs))
}

/**
 * True when a form came back after a time that a person may take: 2 seconds to 24 hours. Programs
 * that post at once, or make up a form, are not refused for it; they are flagged.
 */
export function isHumanFormAge(keys: Keys, token: string, now: Date): boolean {
  const madeAt = readToken(keys, purpose, token, 8, now)
  if (!madeAt) return false
  return now.getTime() - Number(madeAt.readBigUInt64BE()) >= youngestMs
}
