import type { Bytes } from './bytes.ts'
import { fromBase64, isEqual } from './bytes.ts'
import { Fault } from './faults.ts'
import type { VerifierKey } from './note.ts'
import { openNote } from './note.ts'
import { hashBytes } from './tree.ts'

/** What a log has signed: that its first `size` entries have this root. */
export type Checkpoint = { origin: string; size: number; root: Bytes }

/**
 * The checkpoint in a signed note, believed only when `key` has signed it.
 * @throws Fault note-malformed, other-key, signature-wrong, checkpoint-malformed
 * @see https://c2sp.org/tlog-checkpoint, read November 2026
 */
export async function openCheckpoint(note: string, key: VerifierKey): Promise<Checkpoint> {
  const lines = (await openNote(note, key)).split('\n').slice(0, -1)
  const [origin = '', size = '', root = '', ...extensions] = lines
  const rootBytes = fromBase64(root)
  const isNumber = /^(?:0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size))
  if (origin === '' || !isNumber || rootBytes?.length !== hashBytes || extensions.includes('')) throw new Fault('checkpoint-malformed')
  return { origin, size: Number(size), root: rootBytes }
}

/** First line of the checkpoints of a petition's log. */
export function originOf(key: { name: string }, slug: string): string {
  return `${key.name}/log/${slug}`
}

/**
 * Which petition's log an origin line names, in the logs that this key signs.
 * @throws Fault other-log
 */
export function slugOf(origin: string, key: { name: string }): string {
  const slug = origin.slice(originOf(key, '').length)
  if (origin !== originOf(key, slug) || !/^[a-z0-9-]+$/.test(slug)) throw new Fault('other-log', `Its origin is ${origin.slice(0, 200)}.`)
  return slug
}

/**
 * Makes sure that two checkpoints of one size say the same.
 * @throws Fault log-forked
 */
export function requireSameRoot(a: Checkpoint, b: Checkpoint): void {
  if (!isEqual(a.root, b.root)) throw new Fault('log-forked', `Both are of ${a.size} entries.`)
}
