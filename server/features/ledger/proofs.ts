import { nodeHash, rootOf } from './tree.ts'

export type TileAddress = { level: number; index: number }

/** Reads the hashes of tiles, each full or as far as it is filled, in the order asked for. */
export type TileReader = (tiles: TileAddress[]) => Promise<(readonly Buffer[])[]>

/** Levels of the binary tree that one level of tiles holds: tiles are 256 = 2^8 hashes wide. */
const tileHeight = 8

/** The leaves from `start` up to, but not with, `end`. */
type Range = { start: number; end: number }

/**
 * Inclusion proof of leaf `index` in the tree of `size` leaves, RFC 9162 §2.1.3.1: the leaf's own
 * hash, and the hashes beside the path from it to the root, its neighbour first. Reads O(log size)
 * tiles, all at once. `index` must be below `size`.
 */
export async function inclusionProof(read: TileReader, index: number, size: number): Promise<{ leaf: Buffer; path: Buffer[] }> {
  const beside: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      beside.unshift({ start: middle, end })
      end = middle
    } else {
      beside.unshift({ start, end: middle })
      start = middle
    }
  }
  const [leaf, ...path] = await hashRanges(read, [{ start, end }, ...beside])
  return { leaf: leaf as Buffer, path }
}

/**
 * Proof that the tree of `oldSize` leaves is the beginning of the tree of `size`, RFC 9162
 * §2.1.4.1. `oldSize` must be at least 1 and at most `size`; of equal sizes the proof is empty.
 */
export async function consistencyProof(read: TileReader, oldSize: number, size: number): Promise<Buffer[]> {
  const beside: Range[] = []
  let [start, end] = [0, size]
  let isWholeOldTree = true
  while (end !== oldSize) {
    const middle = start + splitOf(end - start)
    if (oldSize <= middle) {
      beside.unshift({ start: middle, end })
      end = middle
    } else {
      beside.unshift({ start, end: middle })
      start = middle
      isWholeOldTree = false
    }
  }
  return hashRanges(read, isWholeOldTree ? beside : [{ start, end }, ...beside])
}

/** Hashes of the subtrees over these leaves, as RFC 9162 cuts them. */
async function hashRanges(read: TileReader, ranges: Range[]): Promise<Buffer[]> {
  const parts = ranges.map((range) => completeSubtrees(range).map(placeOf))
  const wanted = new Map(parts.flat().map((place) => [keyOf(place), { level: place.level, index: place.index }]))
  const found = await read([...wanted.values()])
  const tiles = new Map([...wanted.keys()].map((key, i) => [key, found[i] ?? []]))
  return parts.map((places) =>
    places.map((place) => hashAt(place, tiles.get(keyOf(place)) ?? [])).reduceRight((right, left) => nodeHash(left, right)),
  )
}

/** The complete subtrees that leaves are split into, the largest first. */
function completeSubtrees({ start, end }: Range): Range[] {
  if (Number.isInteger(Math.log2(end - start))) return [{ start, end }]
  const middle = start + splitOf(end - start)
  return [{ start, end: middle }, ...completeSubtrees({ start: middle, end })]
}

/** Where a complete subtree stands in the tiles: its root is that of `count` hashes of one tile. */
type Place = TileAddress & { within: number; count: number }

function placeOf({ start, end }: Range): Place {
  const height = Math.log2(end - start)
  const level = Math.floor(height / tileHeight)
  const first = start / 2 ** (level * tileHeight)
  return { level, index: Math.floor(first / 2 ** tileHeight), within: first % 2 ** tileHeight, count: 2 ** (height % tileHeight) }
}

function keyOf({ level, index }: TileAddress): string {
  return `${level}/${index}`
}

function hashAt(place: Place, tile: readonly Buffer[]): Buffer {
  const hashes = tile.slice(place.within, place.within + place.count)
  if (hashes.length < place.count) throw new Error(`tile ${keyOf(place)} is too short for a tree of this size`)
  return rootOf(hashes)
}

/** The largest power of two below `width`, where RFC 9162 splits. */
function splitOf(width: number): number {
  return 2 ** Math.floor(Math.log2(width - 1))
}
