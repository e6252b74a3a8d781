import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { secondMs } from '../../lib/clock.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import type { Rollup } from './queries.ts'
import {
  claimVoids,
  findEdge,
  findLatestCheckpoint,
  insertCheckpoint,
  listBundles,
  saveBundles,
  saveRollups,
  saveTiles,
  tryLockLog,
} from './queries.ts'
import type { SignatureClass, VoidReason } from './rules.ts'
import { bundleOf, checkpointText, commitmentOf, entriesIn, hourOf, shuffled, signedEntry, voidEntry } from './rules.ts'
import type { Edge } from './tree.ts'
import { append, emptyRoot, leafHash, rootOfEdge, tileWidth } from './tree.ts'

/** A confirmed signature that no entry stands for yet. */
export type Unsequenced = Place & { id: string; emailIndex: Buffer; salt: Buffer; textSha256: Buffer }

/** What an entry is rolled up by, besides its hour. */
type Place = { country: string; source: string | null; class: SignatureClass }

/** What becomes an entry: a signature, or the voiding of an earlier entry. */
type Countable = (Unsequenced & { kind: 'signed' }) | (Place & { kind: 'void'; entryIndex: number; reason: VoidReason })

/** Where confirmed signatures come from; the log does not know their tables. */
export type SignatureSource = {
  /** Up to `limit` confirmed signatures without an entry, locked until the transaction ends. */
  listUnsequenced(tx: Transaction, petitionId: string, limit: number): Promise<Unsequenced[]>
  /** Gives each signature the number of its entry. */
  markSequenced(tx: Transaction, petitionId: string, signatures: { emailIndex: Buffer; entryIndex: number }[]): Promise<void>
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
      `ALARM: the stored log of petition ${petitionId} is not the one that its checkpoint of ${size} entries signed; counting has stopped there`,
    )
    this.name = 'LogCorrupted'
  }
}

const maxPerCheckpoint = 10_000
/** Entries that are stored at a time. */
const stretchSize = 8 * tileWidth

/**
 * Counts what has been confirmed, and voids what has been withdrawn, since the last checkpoint: one
 * transaction appends the entries in shuffled order, grows the tree, numbers the signatures, adds
 * to the roll-ups and stores the signed checkpoint. This is the only writer of counts. An advisory
 * lock keeps it to one process per petition; a crash at any point leaves either all of it or
 * nothing.
 * @throws LogCorrupted when the stored tree is not the one that was signed
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
    const counted = shuffled(await listCountable(tx, petitionId, source))
    if (counted.length === 0) return { outcome: 'idle' }
    const firstIndex = last?.size ?? 0
    const noteOf = (size: number, root: Buffer) =>
      ctx.noteSigner.sign(checkpointText(`${ctx.noteSigner.name}/log/${input.slug}`, size, root))
    const tree = await findOpenTree(tx, petitionId, last, noteOf)
    await appendEntries(tx, petitionId, tree, counted)
    await source.markSequenced(
      tx,
      petitionId,
      counted.flatMap((item, i) => (item.kind === 'signed' ? [{ emailIndex: item.emailIndex, entryIndex: firstIndex + i }] : [])),
    )
    await saveRollups(tx, petitionId, hourOf(now), rollupsOf(counted))
    const size = firstIndex + counted.length
    const voided = (last?.voided ?? 0) + counted.filter(({ kind }) => kind === 'void').length
    const root = rootOfEdge(tree.edge)
    await insertCheckpoint(tx, { petitionId, size, voided, count: size - 2 * voided, root, note: noteOf(size, root), publishedAt: now })
    return { outcome: 'published', hasMore: counted.length >= maxPerCheckpoint }
  })
}

async function listCountable(tx: Transaction, petitionId: string, source: SignatureSource): Promise<Countable[]> {
  const signatures = await source.listUnsequenced(tx, petitionId, maxPerCheckpoint)
  const voids = await claimVoids(tx, petitionId, maxPerCheckpoint)
  return [
    ...signatures.map((signature) => ({ kind: 'signed' as const, ...signature })),
    ...voids.map((voided) => ({ kind: 'void' as const, ...voided })),
  ]
}

/** All that appending needs of a tree: its last tiles, and the entries of the bundle that is not full yet. */
type OpenTree = { size: number; edge: Edge; openEntries: Buffer[] }

/**
 * The tree to append to, which is the one that its checkpoint signed.
 * @throws LogCorrupted when it is not
 */
async function findOpenTree(
  tx: Transaction,
  petitionId: string,
  last: { size: number; root: Buffer; note: string } | null,
  noteOf: (size: number, root: Buffer) => string,
): Promise<OpenTree> {
  const size = last?.size ?? 0
  const edge = await findEdge(tx, petitionId, size)
  const [bundle] = size % tileWidth === 0 ? [] : await listBundles(tx, petitionId, Math.floor(size / tileWidth), 1)
  const openEntries = bundle ? entriesIn(bundle) : []
  const isIntact = rootOfEdge(edge).equals(last?.root ?? emptyRoot) && areHashedTo(openEntries, edge[0] ?? [])
  // Ed25519 signs the same text in the same way, so a stored note is checked by making it anew.
  if (!isIntact || (last && last.note !== noteOf(last.size, last.root))) throw new LogCorrupted(petitionId, size)
  return { size, edge, openEntries }
}

function areHashedTo(entries: Buffer[], hashes: Buffer[]): boolean {
  return Buffer.concat(entries.map(leafHash)).equals(Buffer.concat(hashes))
}

/** Appends entries and grows `tree`. While the database stores one stretch of them, the next is encoded and hashed. */
async function appendEntries(tx: Transaction, petitionId: string, tree: OpenTree, counted: Countable[]): Promise<void> {
  const { edge, openEntries } = tree
  const stretches = stretchesOf(counted, stretchSize - openEntries.length)
  let index = tree.size
  const encode = (items: Countable[], before: Buffer[]) => {
    const entries = items.map((item) => entryOf(petitionId, item))
    const bundles = { first: Math.floor(index / tileWidth), bytes: bundlesOf([...before, ...entries]) }
    const tiles = append(edge, index, entries.map(leafHash))
    index += entries.length
    return { bundles, tiles }
  }
  const store = async ({ bundles, tiles }: ReturnType<typeof encode>) => {
    await saveBundles(tx, petitionId, bundles.first, bundles.bytes)
    await saveTiles(tx, petitionId, tiles)
  }
  let ready = encode(stretches[0] ?? [], openEntries)
  for (const stretch of stretches.slice(1)) {
    const encoding = nextTurn().then(() => encode(stretch, []))
    ;[ready] = await Promise.all([encoding, store(ready)])
  }
  await store(ready)
}

/** Cuts into stretches that end where a bundle ends; the first, which fills up the open bundle, is `first` long. */
function stretchesOf<Item>(items: Item[], first: number): Item[][] {
  const stretches = [items.slice(0, first)]
  for (let at = first; at < items.length; at += stretchSize) stretches.push(items.slice(at, at + stretchSize))
  return stretches
}

function bundlesOf(entries: Buffer[]): Buffer[] {
  return Array.from({ length: Math.ceil(entries.length / tileWidth) }, (_, n) =>
    bundleOf(entries.slice(n * tileWidth, (n + 1) * tileWidth)),
  )
}

function entryOf(petitionId: string, item: Countable): Buffer {
  if (item.kind === 'void') return voidEntry(item.entryIndex, item.reason)
  return signedEntry(item.textSha256, commitmentOf(item.salt, petitionId, item.id, item.class))
}

/** How many were signed and voided in each place. */
function rollupsOf(counted: Countable[]): Rollup[] {
  const rollups = new Map<string, Rollup>()
  for (const { kind, country, source, class: signatureClass } of counted) {
    const key = `${country} ${source ?? ''} ${signatureClass}`
    const rollup = rollups.get(key) ?? { country, division: '', source: source ?? '', class: signatureClass, signed: 0, voided: 0 }
    rollup[kind === 'void' ? 'voided' : 'signed']++
    rollups.set(key, rollup)
  }
  return [...rollups.values()]
}
