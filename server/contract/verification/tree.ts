import type { Bytes } from './bytes.ts'
import { concat, isEqual, sha256 } from './bytes.ts'

export const hashBytes = 32

const leafPrefix = Uint8Array.of(0)
const nodePrefix = Uint8Array.of(1)

/** Hash of an entry as a leaf, RFC 9162 §2.1.1. */
export function leafHash(entry: Bytes): Promise<Bytes> {
  return sha256(concat(leafPrefix, entry))
}

function nodeHash(left: Bytes, right: Bytes): Promise<Bytes> {
  return sha256(concat(nodePrefix, left, right))
}

/**
 * Whether `proof` shows that the leaf is number `index` of the tree of `size` leaves with this root,
 * RFC 9162 §2.1.3.2. False for every other input, whatever its shape.
 */
export async function isIncluded(given: { leaf: Bytes; index: number; size: number; root: Bytes; proof: Bytes[] }): Promise<boolean> {
  const { index, size } = given
  if (!isCount(index) || !isCount(size) || index >= size || !areHashes([given.leaf, given.root, ...given.proof])) return false
  let [fn, sn, hash] = [index, size - 1, given.leaf]
  for (const beside of given.proof) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      hash = await nodeHash(beside, hash)
      ;[fn, sn] = pastLeftEdge(fn, sn)
    } else hash = await nodeHash(hash, beside)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && isEqual(hash, given.root)
}

type Tree = { size: number; root: Bytes }

/**
 * Whether `proof` shows that the older tree is the beginning of the newer one, RFC 9162 §2.1.4.2.
 * Of equal sizes the roots must be equal and the proof empty. False for every other input; an empty
 * older tree, which is the beginning of every tree and proves nothing, included.
 */
export async function isConsistent(older: Tree, newer: Tree, proof: readonly Bytes[]): Promise<boolean> {
  if (!isGrowth(older, newer) || !areHashes([older.root, newer.root, ...proof])) return false
  if (older.size === newer.size) return proof.length === 0 && isEqual(older.root, newer.root)
  // A tree of a power of two is itself the first node of the path.
  const [first, ...rest] = Number.isInteger(Math.log2(older.size)) ? [older.root, ...proof] : proof
  if (!first) return false
  let [fn, sn] = [older.size - 1, newer.size - 1]
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)]
  let [fr, sr] = [first, first]
  for (const beside of rest) {
    if (sn === 0) return false
    if (isOdd(fn) || fn === sn) {
      ;[fr, sr] = [await nodeHash(beside, fr), await nodeHash(beside, sr)]
      ;[fn, sn] = pastLeftEdge(fn, sn)
    } else sr = await nodeHash(sr, beside)
    ;[fn, sn] = [half(fn), half(sn)]
  }
  return sn === 0 && isEqual(fr, older.root) && isEqual(sr, newer.root)
}

function isGrowth(older: Tree, newer: Tree): boolean {
  return isCount(older.size) && isCount(newer.size) && older.size > 0 && older.size <= newer.size
}

/** RFC 9162: where the node is the last of its level, up to the level at which it is a right one. */
function pastLeftEdge(fn: number, sn: number): [number, number] {
  let [at, last] = [fn, sn]
  while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
  return [at, last]
}

// Sizes pass 2^31, so no shifts.
const half = (n: number) => Math.floor(n / 2)
const isOdd = (n: number) => n % 2 === 1
const isCount = (n: number) => Number.isSafeInteger(n) && n >= 0
const areHashes = (all: readonly Bytes[]) => all.every(({ length }) => length === hashBytes)

/** Grows a tree leaf by leaf and keeps only the roots of its full subtrees: memory is O(log size). */
export class GrowingTree {
  size = 0
  /** Roots of the full subtrees from left to right, the largest first; the bits of `size` are their sizes. */
  readonly #peaks: Bytes[] = []

  async append(leaf: Bytes): Promise<void> {
    let hash = leaf
    for (let rest = this.size; isOdd(rest); rest = half(rest)) hash = await nodeHash(this.#peaks.pop() as Bytes, hash)
    this.#peaks.push(hash)
    this.size++
  }

  /** Root of what was appended so far. */
  async root(): Promise<Bytes> {
    const [last, ...lefts] = [...this.#peaks].reverse()
    if (!last) return sha256(new Uint8Array())
    let root = last
    for (const left of lefts) root = await nodeHash(left, root)
    return root
  }
}
