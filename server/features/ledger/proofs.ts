import { nodeHash, rootOf } from './tree.ts'

/** Reads the hashes of one tile, full or as far as it is filled. */
export type TileReader = (level: number, index: number) => Promise<readonly Buffer[]>

/** Levels of the binary tree that one level of tiles holds: tiles are 256 = 2^8 hashes wide. */
const tileHeight = 8

/**
 * Inclusion proof of leaf `index` in the tree of `size` leaves, RFC 9162 §2.1.3.1: the hashes
 * beside the path from the leaf to the root, the leaf's neighbour first. Reads O(log size) tiles.
 * `index` must be below `size`.
 */
export async function inclusionProof(read: TileReader, index: number, size: number): Promise<Buffer[]> {
  const tiles = remembering(read)
  const proof: Buffer[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + splitOf(end - start)
    if (index < middle) {
      proof.unshift(await rangeHash(tiles, middle, end))
      end = middle
    } else {
      proof.unshift(await rangeHash(tiles, start, middle))
      start = middle
    }
  }
  return proof
}

/**
 * Proof that the tree of `oldSize` leaves is the beginning of the tree of `size`, RFC 9162
 * §2.1.4.1. `oldSize` must be at least 1 and at most `size`; of equal sizes the proof is empty.
 */
export async function consistencyProof(read: TileReader, oldSize: number, size: number): Promise<Buffer[]> {
  const tiles = remembering(read)
  const proof: Buffer[] = []
  let [start, end] = [0, size]
  let isWholeOldTree = true
  while (end !== oldSize) {
    const middle = start + splitOf(end - start)
    if (oldSize <= middle) {
      proof.unshift(await rangeHash(tiles, middle, end))
      end = middle
    } else {
      proof.unshift(await rangeHash(tiles, start, middle))
      start = middle
      isWholeOldTree = false
    }
  }
  if (!isWholeOldTree) proof.unshift(await rangeHash(tiles, start, end))
  return proof
}

/** Hash of the subtree over leaves `start` to `end`, as RFC 9162 cuts them. */
async function rangeHash(read: TileReader, start: number, end: number): Promise<Buffer> {
  const width = end - start
  const height = Math.log2(width)
  if (!Number.isInteger(height)) {
    const middle = start + splitOf(width)
    return nodeHash(await rangeHash(read, start, middle), await rangeHash(read, middle, end))
  }
  const level = Math.floor(height / tileHeight)
  const first = start / 2 ** (level * tileHeight)
  const count = 2 ** (height % tileHeight)
  const tile = await read(level, Math.floor(first / 2 ** tileHeight))
  const within = first % 2 ** tileHeight
  const hashes = tile.slice(within, within + count)
  if (hashes.length < count) throw new Error(`tile ${level}/${Math.floor(first / 2 ** tileHeight)} is too short for a tree of this size`)
  return rootOf(hashes)
}

/** The largest power of two below `width`, where RFC 9162 splits. */
function splitOf(width: number): number {
  return 2 ** Math.floor(Math.log2(width - 1))
}

/** Each tile is read once for one proof. */
function remembering(read: TileReader): TileReader {
  const known = new Map<string, Promise<readonly Buffer[]>>()
  return (level, index) => {
    const key = `${level}/${index}`
    const tile = known.get(key) ?? read(level, index)
    known.set(key, tile)
    return tile
  }
}
