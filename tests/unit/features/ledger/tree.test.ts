import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TileReader } from '../../../../server/features/ledger/proofs.ts'
import { consistencyProof, inclusionProof } from '../../../../server/features/ledger/proofs.ts'
import type { Edge } from '../../../../server/features/ledger/tree.ts'
import { append, edgeWidths, emptyRoot, leafHash, nodeHash, rootOfEdge } from '../../../../server/features/ledger/tree.ts'
import { rootOfInclusion, rootsOfConsistency } from '../../../support/plain-verifier.ts'

const entryOf = (n: number) => Buffer.from(`entry ${n}`)

/** RFC 9162 §2.1.1, word for word: the recursive definition that the product's code must equal. */
function merkleTreeHash(entries: Buffer[]): Buffer {
  if (entries.length === 0) return createHash('sha256').digest()
  if (entries.length === 1) return leafHash(entries[0] as Buffer)
  const k = 2 ** Math.floor(Math.log2(entries.length - 1))
  return nodeHash(merkleTreeHash(entries.slice(0, k)), merkleTreeHash(entries.slice(k)))
}

/** A tree grown in the given steps, with its tiles as they would be stored. */
function grow(steps: number[]) {
  const edge: Edge = []
  const tiles = new Map<string, Buffer[]>()
  let size = 0
  for (const step of steps) {
    const leaves = Array.from({ length: step }, (_, i) => leafHash(entryOf(size + i)))
    for (const { level, index, hashes } of append(edge, size, leaves)) tiles.set(`${level}/${index}`, hashes)
    size += step
  }
  const read: TileReader = async (wanted) => wanted.map(({ level, index }) => tiles.get(`${level}/${index}`) ?? [])
  return { edge, tiles, size, read }
}

const entries = (size: number) => Array.from({ length: size }, (_, n) => entryOf(n))
const steps = fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 6 })

test('the empty tree has the hash of nothing', () => {
  expect(emptyRoot.toString('hex')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(rootOfEdge([])).toEqual(emptyRoot)
})

test('the root over the eight leaves of the published vectors is the published one', () => {
  const published = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const edge: Edge = []

  append(
    edge,
    0,
    published.map((hex) => leafHash(Buffer.from(hex, 'hex'))),
  )

  expect(rootOfEdge(edge).toString('hex')).toBe('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328')
})

test('however a tree grew, its root is that of the recursive definition', () => {
  fc.assert(
    fc.property(steps, (grown) => {
      const { edge, size } = grow(grown)
      expect(rootOfEdge(edge)).toEqual(merkleTreeHash(entries(size)))
      expect(edge.map((open) => open.length)).toEqual(edgeWidths(size).slice(0, edge.length))
    }),
    { numRuns: 40 },
  )
})

test('a proof of inclusion leads from every leaf to the root', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (grown, seed) => {
      const { edge, size, read } = grow(grown)
      const index = seed % size
      const { leaf, path } = await inclusionProof(read, index, size)
      expect(leaf).toEqual(leafHash(entryOf(index)))
      expect(rootOfInclusion(leaf, index, size, path)).toEqual(rootOfEdge(edge))
    }),
    { numRuns: 60 },
  )
})

test('a proof of consistency leads from every earlier tree to the newest', async () => {
  await fc.assert(
    fc.asyncProperty(steps, fc.nat(), async (grown, seed) => {
      const { edge, size, read } = grow(grown)
      const oldSize = (seed % size) + 1
      const oldRoot = merkleTreeHash(entries(oldSize))
      const proof = await consistencyProof(read, oldSize, size)
      const [fromOld, fromNew] = oldSize === size ? [oldRoot, oldRoot] : rootsOfConsistency(oldSize, size, oldRoot, proof)
      expect(fromOld).toEqual(oldRoot)
      expect(fromNew).toEqual(rootOfEdge(edge))
    }),
    { numRuns: 60 },
  )
})

test('appending answers each full tile once, and open tiles as far as they are filled', () => {
  const { tiles } = grow([300, 300])

  expect([...tiles].map(([name, hashes]) => [name, hashes.length]).sort()).toEqual([
    ['0/0', 256],
    ['0/1', 256],
    ['0/2', 88],
    ['1/0', 2],
  ])
})

test('a tile that lacks hashes makes no proof', async () => {
  await expect(inclusionProof(async () => [], 3, 10)).rejects.toThrow('too short')
})
