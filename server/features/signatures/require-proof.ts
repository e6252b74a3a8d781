import type { Challenge, Payload } from 'altcha-lib'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/sha'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { minuteMs } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'
import type { Pressure } from '../../lib/pressure.ts'
import { takeProof } from './cap-queries.ts'

/** About 65,000 hashes: a second or two on a phone, dear for a program that wants to sign thousands of times. */
const keyPrefix = '0000'
export const proofLifeMs = 10 * minuteMs
/** The first so many signatures a minute from one network are never asked for a proof. */
const freePerMinute = 60

type Context = { db: Database; clock: Clock; keys: Keys; pressure: Pressure }

/**
 * Asks for a proof of work (ALTCHA's protocol, solved by the signer's own browser) when signatures
 * come in faster than people send them, and then only from networks that have sent many. A proof
 * holds for one petition, ten minutes and one use.
 * @throws Problem proof-required, with the challenge to solve
 */
export async function requireProof(
  ctx: Context,
  input: { slug: string; altcha: string | undefined; signatureNumber: number; isSuspicious: boolean },
): Promise<void> {
  ctx.pressure.note(input.isSuspicious)
  if (input.signatureNumber <= freePerMinute || !ctx.pressure.isHigh()) return
  if (input.altcha && (await isProof(ctx, input.slug, input.altcha))) return
  throw new Problem('proof-required', { challenge: await newChallenge(ctx, input.slug) })
}

function newChallenge(ctx: Context, slug: string): Promise<Challenge> {
  return createChallenge({
    algorithm: 'SHA-256',
    cost: 1,
    keyPrefix,
    // Not `expiresAt`, which the library would compare with a clock of its own.
    data: { petition: slug, validUntil: ctx.clock.now().getTime() + proofLifeMs },
    hmacSignatureSecret: secretOf(ctx.keys),
    deriveKey,
  })
}

async function isProof(ctx: Context, slug: string, altcha: string): Promise<boolean> {
  const payload = readPayload(altcha)
  const { petition, validUntil } = payload?.challenge.parameters?.data ?? {}
  if (!payload || petition !== slug || Number(validUntil) <= ctx.clock.now().getTime()) return false
  try {
    const { verified } = await verifySolution({ ...payload, hmacSignatureSecret: secretOf(ctx.keys), deriveKey })
    if (!verified) return false
  } catch {
    // Parameters that the library refuses to compute with: made up, so no proof.
    return false
  }
  return takeProof(ctx.db, keyedHash(ctx.keys.derive('proof'), payload.challenge.signature ?? ''), ctx.clock.now())
}

/** Base64 of JSON, from outside: anything may be in it. */
function readPayload(altcha: string): Payload | null {
  try {
    const payload = JSON.parse(Buffer.from(altcha, 'base64').toString('utf8'))
    return typeof payload?.challenge?.signature === 'string' && typeof payload?.solution?.counter === 'number' ? payload : null
  } catch {
    return null
  }
}

function secretOf(keys: Keys): string {
  return keys.derive('proof-of-work').toString('hex')
}
