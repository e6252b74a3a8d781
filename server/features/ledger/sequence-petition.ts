import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { secondMs } from '../../lib/clock.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import { findEdge, findLatestCheckpoint, insertCheckpoint, insertEntries, saveTiles, tryLockLog } from './queries.ts'
import type { SignatureClass } from './rules.ts'
import { checkpointText, commitmentOf, shuffled, signedEntry } from './rules.ts'
import { append, emptyRoot, leafHash, rootOfEdge } from './tree.ts'

/** A confirmed signature that no entry stands for yet. */
export type Unsequenced = { id: string; emailIndex: Buffer; salt: Buffer; textSha256: Buffer; class: SignatureClass }

/** Where confirmed signatures come from; the log does not know their tables. */
export type SignatureSource = {
  /** Up to `limit` confirmed signatures without an entry, locked until the transaction ends. */
  listUnsequenced(tx: Transaction, petitionId: string, limit: number): Promise<Unsequenced[]>
  /** Gives the signatures, in the order given, the entry numbers from `firstIndex` on. */
  markSequenced(tx: Transaction, petitionId: string, firstIndex: number, signatures: Unsequenced[]): Promise<void>
}

export type Sequenced =
  /** A checkpoint was published; `hasMore` when signatures were left for the next one. */
  | { outcome: 'published'; hasMore: boolean }
  /** Nothing to count, or another process is at it. */
  | { outcome: 'idle' }
  /** The petition's interval has not passed yet. */
  | { outcome: 'early'; dueInMs: number }

/** The stored tree is not the one that the last checkpoint signed. Nothing is signed over it; a person must look. */
export class LogCorrupted extends Error {
  constructor(petitionId: string, size: number) {
    super(
      `ALARM: the stored log of petition ${petitionId} does not have the root of its checkpoint of ${size} entries; counting has stopped there`,
    )
    this.name = 'LogCorrupted'
  }
}

const maxPerCheckpoint = 10_000

/**
 * Counts what has been confirmed since the last checkpoint: one transaction appends an entry for
 * each signature in shuffled order, grows the tree, numbers the signatures and stores the signed
 * checkpoint. This is the
 * only writer of counts. An advisory lock keeps it to one process per petition; a crash at any
 * point leaves either all of it or nothing.
 */
export async function sequencePetition(
  ctx: { db: Database; clock: Clock; noteSigner: NoteSigner },
  input: { petitionId: string; slug: string; countIntervalSeconds: number; source: SignatureSource },
): Promise<Sequenced> {
  const { petitionId, source } = input
  return inTransaction(ctx.db, async (tx) => {
    if (!(await tryLockLog(tx, petitionId))) return { outcome: 'idle' }
    const last = await findLatestCheckpoint(tx, petitionId)
    const now = ctx.clock.now()
    const dueInMs = last ? last.publishedAt.getTime() + input.countIntervalSeconds * secondMs - now.getTime() : 0
    if (dueInMs > 0) return { outcome: 'early', dueInMs }
    const signatures = shuffled(await source.listUnsequenced(tx, petitionId, maxPerCheckpoint))
    if (signatures.length === 0) return { outcome: 'idle' }
    const firstIndex = last?.size ?? 0
    const edge = await findEdge(tx, petitionId, firstIndex)
    if (!rootOfEdge(edge).equals(last?.root ?? emptyRoot)) throw new LogCorrupted(petitionId, firstIndex)
    const entries = signatures.map((signature) =>
      signedEntry(signature.textSha256, commitmentOf(signature.salt, petitionId, signature.id, signature.class)),
    )
    await insertEntries(tx, petitionId, firstIndex, entries)
    await saveTiles(tx, petitionId, append(edge, firstIndex, entries.map(leafHash)))
    await source.markSequenced(tx, petitionId, firstIndex, signatures)
    const size = firstIndex + entries.length
    const voided = last?.voided ?? 0
    const root = rootOfEdge(edge)
    const note = ctx.noteSigner.sign(checkpointText(`${ctx.noteSigner.name}/log/${input.slug}`, size, root))
    await insertCheckpoint(tx, { petitionId, size, voided, count: size - 2 * voided, root, note, publishedAt: now })
    return { outcome: 'published', hasMore: signatures.length === maxPerCheckpoint }
  })
}
