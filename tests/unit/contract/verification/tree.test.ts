import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Bytes } from '../../../../server/contract/verification/bytes.ts'
import { fromHex, toHex } from '../../../../server/contract/verification/bytes.ts'
import { GrowingTree, isConsistent, isIncluded, leafHash } from '../../../../server/contract/verification/tree.ts'
import type { TileReader } from '../../../../server/features/ledger/proofs.ts'
import { consistencyProof, inclusionProof } from '../../../../server/features/ledger/proofs.ts'
import * as ledger from '../../../../server/features/ledger/tree.ts'

type Proof = { index: number; from: number; size: number; proof: string[] }
const vectors: { leaves: string[]; roots: string[]; inclusion: Proof[]; consistency: Proof[] } = JSON.parse(
  readFileSync(new URL('rfc6962-vectors.json', import.meta.url), 'utf8'),
)
const bytesOf = (hex: string | undefined) => fromHex(hex ?? '') as Bytes
const plain = (bytes: Buffer) => new Uint8Array(bytes)
const flipped = (bytes: Bytes, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))

test('the roots over the eight published leaves are the published ones, the empty tree’s included', async () => {
  const tree = new GrowingTree()
  const roots = [toHex(await tree.root())]

  for (const leaf of vectors.leaves) {
    await tree.append(await leafHash(bytesOf(leaf)))
    roots.push(toHex(await tree.root()))
  }

  expect(roots).toEqual(vectors.roots)
  expect(tree.size).toBe(8)
})

test.each(vectors.inclusion)('the published proof of leaf $index in $size is accepted', async ({ index, size, proof }) => {
  const leaf = await leafHash(bytesOf(vectors.leaves[index]))

  expect(await isIncluded({ leaf, index, size, root: bytesOf(vectors.roots[size]), proof: proof.map(bytesOf) })).toBe(true)
})

test.each(vectors.consistency)('the published proof that $from is the beginning of $size is accepted', async ({ from, size, proof }) => {
  const [older, newer] = [from, size].map((n) => ({ size: n, root: bytesOf(vectors.roots[n]) })) as [Tree, Tree]

  expect(await isConsistent(older, newer, proof.map(bytesOf))).toBe(true)
})

type Tree = { size: number; root: Bytes }

/** A log of the product's own making, and what it proves of any two of its sizes and any leaf. */
async function ledgerOf(size: number) {
  const leaves = Array.from({ length: size }, (_, n) => ledger.leafHash(Buffer.from(`entry ${n}`)))
  const tiles = new Map<string, Buffer[]>()
  for (const { level, index, hashes } of ledger.append([], 0, leaves)) tiles.set(`${level}/${index}`, hashes)
  const read: TileReader = async (wanted) => wanted.map(({ level, index }) => tiles.get(`${level}/${index}`) ?? [])
  const rootAt = (n: number) => plain(ledger.rootOf(leaves.slice(0, n)))
  return {
    leaf: (index: number) => plain(leaves[index] as Buffer),
    tree: (n: number): Tree => ({ size: n, root: rootAt(n) }),
    inclusion: async (index: number) => (await inclusionProof(read, index, size)).path.map(plain),
    consistency: async (from: number) => (await consistencyProof(read, from, size)).map(plain),
  }
}

const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 250, max: 530 }))

test('what the ledger proves of a leaf is accepted, and refused for any other leaf, place, size or root', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, first, second) => {
      const log = await ledgerOf(size)
      const [index, other] = [first % size, second % size]
      const given = { leaf: log.leaf(index), index, size, root: log.tree(size).root, proof: await log.inclusion(index) }

      expect(await isIncluded(given)).toBe(true)
      expect(await isIncluded({ ...given, index: other })).toBe(other === index)
      expect(await isIncluded({ ...given, leaf: log.leaf(other) })).toBe(other === index)
      expect(await isIncluded({ ...given, root: flipped(given.root, second % 32) })).toBe(false)
      expect(await isIncluded({ ...given, proof: [...given.proof, given.root] })).toBe(false)
      expect(await isIncluded({ ...given, proof: given.proof.slice(1) })).toBe(size === 1)
    }),
    { numRuns: 40 },
  )
})

test('what the ledger proves of an earlier size is accepted, and refused for any other size or root', async () => {
  await fc.assert(
    fc.asyncProperty(sizes, fc.nat(), fc.nat(), async (size, first, second) => {
      const log = await ledgerOf(size)
      const [from, other] = [(first % size) + 1, (second % size) + 1]
      const [older, newer, proof] = [log.tree(from), log.tree(size), await log.consistency(from)]

      expect(await isConsistent(older, newer, proof)).toBe(true)
      expect(await isConsistent({ ...older, root: log.tree(other).root }, newer, proof)).toBe(other === from)
      expect(await isConsistent(older, { ...newer, root: flipped(newer.root, second % 32) }, proof)).toBe(false)
      expect(await isConsistent(older, newer, [...proof, newer.root])).toBe(false)
      expect(await isConsistent(older, newer, proof.slice(1))).toBe(proof.length === 0)
    }),
    { numRuns: 40 },
  )
})

test('each byte of a proof that is flipped makes it fail', async () => {
  const log = await ledgerOf(11)
  const inclusion = { leaf: log.leaf(6), index: 6, size: 11, root: log.tree(11).root }
  const accepted: string[] = []

  for (const [n, hash] of (await log.inclusion(6)).entries()) {
    for (const at of hash.keys()) {
      const proof = (await log.inclusion(6)).with(n, flipped(hash, at))
      if (await isIncluded({ ...inclusion, proof })) accepted.push(`inclusion ${n}/${at}`)
    }
  }
  for (const [n, hash] of (await log.consistency(6)).entries()) {
    for (const at of hash.keys()) {
      const proof = (await log.consistency(6)).with(n, flipped(hash, at))
      if (await isConsistent(log.tree(6), log.tree(11), proof)) accepted.push(`consistency ${n}/${at}`)
    }
  }

  expect(accepted).toEqual([])
})

test('nonsense proves nothing: empty trees, numbers out of range, hashes of another length', async () => {
  const log = await ledgerOf(3)
  const [one, three] = [log.tree(1), log.tree(3)]
  const nothing = { size: 0, root: bytesOf(vectors.roots[0]) }
  const given = { leaf: log.leaf(0), index: 0, size: 3, root: three.root, proof: await log.inclusion(0) }
  const long = (hash: Bytes) => new Uint8Array([...hash, 0])

  const results = [
    isIncluded({ ...given, size: 0 }),
    isIncluded({ ...given, index: 3 }),
    isIncluded({ ...given, index: -1 }),
    isIncluded({ ...given, index: 0.5 }),
    isIncluded({ ...given, size: Number.NaN }),
    isIncluded({ ...given, proof: [] }),
    isIncluded({ ...given, proof: given.proof.map(long) }),
    isIncluded({ leaf: given.root, index: 0, size: 1, root: given.root, proof: [given.root] }),
    isConsistent(nothing, three, []),
    isConsistent(nothing, nothing, []),
    isConsistent(three, one, await log.consistency(1)),
    isConsistent(one, three, []),
    isConsistent(log.tree(3), { size: 3, root: one.root }, []),
    isConsistent(one, { size: Number.POSITIVE_INFINITY, root: three.root }, await log.consistency(1)),
    isConsistent(one, three, (await log.consistency(1)).map(long)),
  ]

  expect(await Promise.all(results)).toEqual(results.map(() => false))
})
