import type { Bytes } from './bytes.ts'
import { concat, isEqual } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { openCheckpoint, originOf, requireSameRoot } from './checkpoint.ts'
import { EntryCount } from './count.ts'
import type { VoidReason } from './entry.ts'
import { maxBundleBytes, readBundle, readEntry } from './entry.ts'
import { Fault } from './faults.ts'
import type { VerifierKey } from './note.ts'
import type { Reading } from './read-address.ts'
import { readAddress, readText } from './read-address.ts'
import { hashesOf, readConsistencyProof } from './receipt.ts'
import { GrowingTree, hashBytes, isConsistent, leafHash } from './tree.ts'

/** Where a petition's log is read, and whose signature is believed. `address` ends in `/log/<slug>`. */
export type Log = { address: string; slug: string; key: VerifierKey }

type Patience = Pick<Reading, 'signal' | 'onWait'>

const tileWidth = 256
/** Bundles that are asked for at once. */
const bundlesAtOnce = 4
const maxNoteBytes = 65_536

/**
 * The newest checkpoint of a log, and the note that it was in.
 * @throws Fault nothing-counted, other-log, and those of openCheckpoint and readAddress
 */
export async function readCheckpoint(log: Log, patience: Patience = {}): Promise<{ checkpoint: Checkpoint; note: string }> {
  const note = await readText(`${log.address}/checkpoint`, { maxBytes: maxNoteBytes, ...patience })
  return { checkpoint: await openOwn(log, note), note }
}

/**
 * Makes sure that the log has only grown since a checkpoint that was opened before. It asks for
 * the proof from that size on, so the site learns the size and nothing else.
 * @returns today's checkpoint
 * @throws Fault log-forked, log-shrunk, growth-unproven, and those of readCheckpoint
 */
export async function proveGrowth(log: Log, older: Checkpoint, patience: Patience = {}): Promise<Checkpoint> {
  const { checkpoint: today } = await readCheckpoint(log, patience)
  if (today.size < older.size) throw new Fault('log-shrunk', `It had ${older.size} entries and has ${today.size}.`)
  if (today.size === older.size) requireSameRoot(older, today)
  if (today.size === older.size || older.size === 0) return today
  const text = await readText(`${log.address}/proof?from=${older.size}`, { maxBytes: maxNoteBytes, ...patience })
  const { proof, checkpoint: note } = readConsistencyProof(text)
  const newest = await openOwn(log, note)
  if (newest.size === older.size) requireSameRoot(older, newest)
  if (!(await isConsistent(older, newest, hashesOf(proof)))) throw new Fault('growth-unproven')
  return newest
}

async function openOwn(log: Log, note: string): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(note, log.key)
  if (checkpoint.origin !== originOf(log.key, log.slug)) throw new Fault('other-log', `Its origin is ${checkpoint.origin}.`)
  return checkpoint
}

/** The log at an earlier size, as its entries give it. */
export type Milestone = { root: Bytes; count: number; voided: number }

/** What the entries of a log say, all of them read; a fault is the first of its kind, null when there was none. */
export type WholeLog = {
  signed: number
  voided: number
  count: number
  /** The entries do not give the root that the checkpoint signs. */
  rootFault: Fault | null
  /** An entry has no meaning, or voids what it may not: the count is not to be relied on. */
  entriesFault: Fault | null
  /** A full tile of leaf hashes is not that of the entries. */
  tilesFault: Fault | null
  /** By size, for each size that was asked for and reached. */
  milestones: Map<number, Milestone>
  /** The entry that was watched, and which entry voided it; null when the log has no such entry. */
  watched: { entry: Bytes; voidedBy: { index: number; reason: VoidReason } | null } | null
}

export type ReadingAll = Patience & {
  /** Sizes at which root and count are wanted. */
  sizes?: readonly number[]
  /** Number of an entry to watch. The site does not learn it: all entries are read. */
  watch?: number
  onProgress?: (entries: number) => void
}

/**
 * Reads every entry of the log up to a checkpoint, bundle by bundle, and makes everything anew: leaf
 * hashes, root, count. Memory does not grow but for one bit for each entry.
 * @throws Fault bundle-malformed, and those of readAddress
 */
export async function readWholeLog(log: Log, checkpoint: Checkpoint, options: ReadingAll = {}): Promise<WholeLog> {
  const auditor = new Auditor(new Set(options.sizes), options.watch ?? null)
  const bundles = Math.ceil(checkpoint.size / tileWidth)
  for (let first = 0; first < bundles; first += bundlesAtOnce) {
    const indexes = Array.from({ length: Math.min(bundlesAtOnce, bundles - first) }, (_, i) => first + i)
    for (const { index, entries, tile } of await Promise.all(indexes.map((n) => readBundleAt(log, checkpoint.size, n, options)))) {
      const hashes = await Promise.all(entries.map(leafHash))
      if (tile && !isEqual(tile, concat(...hashes))) auditor.tilesFault ??= new Fault('tile-wrong', `${tileAddress('0', index)}.`)
      for (const [i, entry] of entries.entries()) await auditor.add(entry, hashes[i] as Bytes)
    }
    options.onProgress?.(auditor.tree.size)
  }
  const isRoot = isEqual(await auditor.tree.root(), checkpoint.root)
  const { signed, voided, count } = auditor.count
  const { entriesFault, tilesFault, milestones, watched } = auditor
  return { signed, voided, count, rootFault: isRoot ? null : new Fault('root-wrong'), entriesFault, tilesFault, milestones, watched }
}

async function readBundleAt(log: Log, size: number, index: number, patience: Patience) {
  const width = Math.min(tileWidth, size - index * tileWidth)
  const isFull = width === tileWidth
  const read = (level: string, maxBytes: number) =>
    readAddress(`${log.address}/${tileAddress(level, index, width)}`, { maxBytes, signal: patience.signal, onWait: patience.onWait })
  const [bundle, tile] = await Promise.all([
    read('entries', maxBundleBytes(width)),
    isFull ? read('0', tileWidth * hashBytes) : Promise.resolve(null),
  ])
  return { index, entries: readBundle(bundle, width), tile }
}

/** C2SP tlog-tiles: the number in groups of three digits, all but the last behind an x; a part with its width. */
export function tileAddress(level: string, index: number, width = tileWidth): string {
  const digits = `${index}`.padStart(Math.ceil(`${index}`.length / 3) * 3, '0')
  const groups = digits.match(/\d{3}/g) ?? []
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${path}${width < tileWidth ? `.p/${width}` : ''}`
}

/** Takes entry after entry and keeps what they amount to. */
class Auditor {
  readonly tree = new GrowingTree()
  readonly count = new EntryCount()
  readonly milestones = new Map<number, Milestone>()
  entriesFault: Fault | null = null
  tilesFault: Fault | null = null
  watched: WholeLog['watched'] = null
  readonly #sizes: ReadonlySet<number>
  readonly #watch: number | null

  constructor(sizes: ReadonlySet<number>, watch: number | null) {
    this.#sizes = sizes
    this.#watch = watch
  }

  async add(bytes: Bytes, hash: Bytes): Promise<void> {
    const index = this.tree.size
    if (index === this.#watch) this.watched = { entry: bytes, voidedBy: null }
    this.#interpret(bytes, index)
    await this.tree.append(hash)
    if (!this.#sizes.has(this.tree.size)) return
    const { count, voided } = this.count
    this.milestones.set(this.tree.size, { root: await this.tree.root(), count, voided })
  }

  #interpret(bytes: Bytes, index: number): void {
    // After the first fault numbers of entries and of counted ones differ, and every void would be one more.
    if (this.entriesFault) return
    try {
      const entry = readEntry(bytes)
      this.count.add(entry)
      if (entry.kind === 'void' && entry.entryIndex === this.#watch && this.watched) {
        this.watched.voidedBy = { index, reason: entry.reason }
      }
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.entriesFault = error.code === 'entry-malformed' ? new Fault('entry-malformed', `It is entry ${index}.`) : error
    }
  }
}
