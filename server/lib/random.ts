import { randomFillSync } from 'node:crypto'

/** Asking the system costs 2 µs however little is asked for, so much is asked for at once. */
const pool = Buffer.alloc(8192)
let used = pool.length

/** Random bytes from the system's source. Each is given out once and wiped from the pool. */
export function randomBytes(size: number): Buffer {
  if (size > pool.length) return randomFillSync(Buffer.alloc(size))
  if (used + size > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const bytes = Buffer.from(pool.subarray(used, used + size))
  pool.fill(0, used, used + size)
  used += size
  return bytes
}
