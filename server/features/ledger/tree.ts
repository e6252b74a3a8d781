import { hash } from 'node:crypto'

/** Hashes per full tile, and so the width of the tree's levels as they are stored (C2SP tlog-tiles). */
export const tileWidth = 256
export const hashBytes = 32

const leafPrefix = Buffer.of(0)
/** What an inner node is hashed from, one node at a time: prefix, left, right. */
const node = Buffer.alloc(1 + 2 * hashBytes, 1)

/** Hash of a leaf's entry, RFC 9162 §2.1.1. */
export function leafHash(entry: Buffer): Buffer {
  return hash('sha256', Buffer.concat([leafPrefix, entry]), 'buffer')
}

/** Hash of an inner node, RFC 9162 §2.1.1. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  node.set(left, 1)
  node.set(right, 1 + hashBytes)
  return hash('sha256', node, 'buffer')
}

/** Root of a tree without leaves: the hash of nothing. */
export const emptyRoot = hash('sha256', '', 'buffer')

/**
 * Root over the hashes of neighbouring subtrees of one size, of which only the last may be
 * incomplete: RFC 9162 splits at the largest power of two, so this is the root over their leaves.
 */
export function rootOf(hashes: readonly Buffer[]): Buffer {
  if (hashes.length === 0) return emptyRoot
  let level = [...hashes]
  while (level.length > 1) {
    const next: Buffer[] = []
    for (let i = 0; i + 1 < level.length; i += 2) next.push(nodeHash(level[i] as Buffer, level[i + 1] as Buffer))
    // The odd one out goes up as it is: its subtree ends where the tree ends.
    if (level.length % 2 === 1) next.push(level.at(-1) as Buffer)
    level = next
  }
  return level[0] as Buffer
}

/** The last, not yet full tile of each level, from the leaves up: all that appending needs to know. */
export type Edge = Buffer[][]

/** A tile that appending has filled or changed. */
export type ChangedTile = { level: number; index: number; hashes: Buffer[] }

/**
 * Appends leaf hashes to a tree of `size` leaves: n leaves cost O(n) hashes, and nothing is read
 * but the edge. Changes `edge`; answers the tiles to store, those of lower levels first.
 */
export function append(edge: Edge, size: number, leaves: readonly Buffer[]): ChangedTile[] {
  const changed: ChangedTile[] = []
  let first = size
  let added: Buffer[] = [...leaves]
  for (let level = 0; added.length > 0; level++) {
    const open = edge[level] ?? []
    const above: Buffer[] = []
    let index = Math.floor(first / tileWidth)
    for (const hash of added) {
      open.push(hash)
      if (open.length === tileWidth) {
        const hashes = open.splice(0)
        changed.push({ level, index, hashes })
        above.push(rootOf(hashes))
        index++
      }
    }
    if (open.length > 0) changed.push({ level, index, hashes: [...open] })
    edge[level] = open
    first = Math.floor(first / tileWidth)
    added = above
  }
  return changed
}

/** Root of the tree whose edge this is. */
export function rootOfEdge(edge: Edge): Buffer {
  let rest: Buffer | null = null
  for (const open of edge) {
    const hashes: Buffer[] = rest ? [...open, rest] : open
    if (hashes.length > 0) rest = rootOf(hashes)
  }
  return rest ?? emptyRoot
}

/** How many hashes the last tile of each level holds in a tree of `size` leaves, from the leaves up. */
export function edgeWidths(size: number): number[] {
  const widths: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / tileWidth)) widths.push(rest % tileWidth)
  return widths
}
