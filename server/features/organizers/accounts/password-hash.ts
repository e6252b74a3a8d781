import { argon2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { randomBytes } from '../../../lib/random.ts'

const derive = promisify(argon2)
/** OWASP's second choice for argon2id (Password Storage Cheat Sheet, read November 2026): 19 MiB, two passes, one lane. */
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 }

/** An argon2id hash as a PHC string, with a salt of its own. The password is normalized first, as keyboards differ. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16)
  const tag = await derive('argon2id', { ...cost, message: messageOf(password), nonce })
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(nonce)}$${base64(tag)}`
}

/** What a hash that we made could have cost at most: a damaged row must not take the server's memory. */
const mostCost = { memory: 65_536, passes: 10, parallelism: 4 }

/** True when the password has this hash. False for a hash of another form, or that cannot be one. */
export async function verifyPassword({ hash, password }: { hash: string; password: string }): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(hash)
  if (!match) return false
  const [memory, passes, parallelism] = match.slice(1, 4).map(Number) as [number, number, number]
  const nonce = Buffer.from(match[4] ?? '', 'base64')
  const expected = Buffer.from(match[5] ?? '', 'base64')
  if (!isPossible(memory, passes, parallelism) || nonce.length < 8 || expected.length < 16) return false
  const tag = await derive('argon2id', { memory, passes, parallelism, tagLength: expected.length, message: messageOf(password), nonce })
  return timingSafeEqual(tag, expected)
}

/** Argon2 itself refuses fewer than 8 kB a lane, and no pass (RFC 9106, section 3.1). */
function isPossible(memory: number, passes: number, parallelism: number): boolean {
  const isEnough = parallelism >= 1 && memory >= 8 * parallelism && passes >= 1
  return isEnough && memory <= mostCost.memory && passes <= mostCost.passes && parallelism <= mostCost.parallelism
}

function messageOf(password: string): Buffer {
  return Buffer.from(password.normalize('NFKC'), 'utf8')
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
