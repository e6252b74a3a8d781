import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ConsistencyProof, InclusionProof, Receipt } from '../../server/contract/log.ts'
import { auditLog } from '../../server/features/ledger/audit-log.ts'
import { confirmedChannel } from '../../server/features/ledger/queries.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { startSequencer } from '../../server/features/ledger/sequencer.ts'
import { listUnsequenced, listWaitingPetitions, markSequenced } from '../../server/features/signatures/queries.ts'
import { secondMs } from '../../server/lib/clock.ts'
import { fromBase64, leafHashOf, openNote, rootOfInclusion, rootOfReceipt, rootsOfConsistency } from '../support/plain-verifier.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, entriesOf, rowsOf, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const source = { listUnsequenced, markSequenced }
const withdraw = (path: string, petition: string) => site.postForm(path, { action: 'withdraw', petition })
const receiptOf = async (path: string, slug: string): Promise<Receipt> => (await site.get(`${path}/receipts/${slug}`)).json()
const proofOf = async <Proof>(slug: string, query: string): Promise<Proof> => (await site.get(`/log/${slug}/proof?${query}`)).json()

async function sequence() {
  site.clock.pass(secondMs)
  await site.sequence()
}

/** The root of a checkpoint, after its signature was checked. */
async function signedRoot(checkpoint: string): Promise<string> {
  const { lines, isSigned } = openNote(checkpoint, (await site.get('/log/key')).body)
  expect(isSigned).toBe(true)
  return lines[2] ?? ''
}

/** A petition with some confirmed and counted signers; answers the paths of their pages. */
async function aPetitionOf(slug: string, signers: number): Promise<string[]> {
  await site.addPetition({ slug })
  const paths = []
  for (let n = 0; n < signers; n++) paths.push(await signerPathOf(site, (await confirmed(site, {}, slug)).email))
  await sequence()
  return paths
}

test('a void entry names the number of the entry that it voids, and nothing else', async () => {
  const [path = ''] = await aPetitionOf('named', 3)
  const { index } = await receiptOf(path, 'named')

  await withdraw(path, 'named')
  await sequence()
  const [, , , entry] = await entriesOf(site, await site.petitionId('named'))

  const number = Buffer.alloc(8)
  number.writeUInt32BE(index, 4)
  expect(entry).toEqual(Buffer.concat([Buffer.from('countersign/entry/v1\0'), Buffer.of(2), number, Buffer.of(0)]))
})

test('withdrawing and erasing leave the same entry: the log does not tell which', async () => {
  const [withdrawn = '', erased = ''] = await aPetitionOf('which', 2)
  await withdraw(withdrawn, 'which')
  await site.postForm(erased, { action: 'erase' })
  await sequence()

  const voids = (await entriesOf(site, await site.petitionId('which'))).slice(2)

  expect(voids.map((entry) => entry.at(-1))).toEqual([0, 0])
  expect(voids.map((entry) => entry.length)).toEqual([31, 31])
})

test('after a void the tree still verifies: old proofs, new proofs of others, and the way from the old checkpoint', async () => {
  const [gone = '', ...others] = await aPetitionOf('verifies', 5)
  const old = await Promise.all(others.map((path) => receiptOf(path, 'verifies')))
  await withdraw(gone, 'verifies')
  await confirmed(site, {}, 'verifies')
  await sequence()

  const now = await Promise.all(others.map((path) => receiptOf(path, 'verifies')))
  const { from, size, proof, checkpoint } = await proofOf<ConsistencyProof>('verifies', 'from=5')
  const oldRoot = await signedRoot(old[0]?.checkpoint ?? '')
  const newRoot = await signedRoot(checkpoint)

  expect(old.map((receipt) => rootOfReceipt(receipt).toString('base64'))).toEqual(Array(4).fill(oldRoot))
  expect(now.map((receipt) => rootOfReceipt(receipt).toString('base64'))).toEqual(Array(4).fill(newRoot))
  expect(now.map(({ index }) => index)).toEqual(old.map(({ index }) => index))
  const [fromOld, fromNew] = rootsOfConsistency(from, size, Buffer.from(oldRoot, 'base64'), fromBase64(proof))
  expect([from, size, fromOld.toString('base64'), fromNew.toString('base64')]).toEqual([5, 7, oldRoot, newRoot])
})

test('the void entry itself is proven like any other, and the voided one stays where it was', async () => {
  const [path = ''] = await aPetitionOf('proven', 2)
  const before = await entriesOf(site, await site.petitionId('proven'))
  await withdraw(path, 'proven')
  await sequence()
  const after = await entriesOf(site, await site.petitionId('proven'))

  const proofs = await Promise.all([0, 1, 2].map((index) => proofOf<InclusionProof>('proven', `index=${index}`)))

  expect(after.slice(0, 2)).toEqual(before)
  for (const { index, size, leafHash, proof, checkpoint } of proofs) {
    const leaf = leafHashOf(after[index] as Buffer)
    expect(leafHash).toBe(leaf.toString('base64'))
    expect(rootOfInclusion(leaf, index, size, fromBase64(proof)).toString('base64')).toBe(await signedRoot(checkpoint))
  }
})

test('signatures and voids of one checkpoint are shuffled among each other', async () => {
  const paths = await aPetitionOf('mixed', 8)
  for (const path of paths) await withdraw(path, 'mixed')
  for (let n = 0; n < 8; n++) await confirmed(site, {}, 'mixed')
  await sequence()

  const kinds = (await entriesOf(site, await site.petitionId('mixed'))).slice(8).map((entry) => entry[21])

  expect([...kinds].sort()).toEqual([...Array(8).fill(1), ...Array(8).fill(2)])
  // One order of 12,870 has all signatures first, one all voids.
  expect([kinds.join('') === '1111111122222222', kinds.join('') === '2222222211111111']).toEqual([false, false])
})

test('of an entry that is voided nothing is left that could open it', async () => {
  const [path = ''] = await aPetitionOf('opened', 1)
  const { salt, signatureId } = await receiptOf(path, 'opened')
  await withdraw(path, 'opened')

  const rows = await rowsOf(site, 'select 1 from signatures where salt = $1 or id = $2', [Buffer.from(salt, 'base64'), signatureId])
  const pending = await rowsOf(site, 'select * from pending_voids')

  expect(rows).toEqual([])
  expect(Object.keys(pending[0] ?? {}).sort()).toEqual(['class', 'country', 'entry_index', 'petition_id', 'reason', 'source'])
  await sequence()
})

test('a checkpoint with voids that fails half-way leaves nothing behind, and the next has them once', async () => {
  const [path = ''] = await aPetitionOf('half-way', 2)
  await withdraw(path, 'half-way')
  await confirmed(site, {}, 'half-way')
  site.clock.pass(secondMs)
  const petitionId = await site.petitionId('half-way')
  const failing = { listUnsequenced, markSequenced: () => Promise.reject(new Error('crash')) }

  const failure = await sequencePetition(site.ctx, { petitionId, slug: 'half-way', countIntervalSeconds: 1, source: failing }).catch(
    (error: Error) => error.message,
  )
  const entries = await entriesOf(site, await site.petitionId('half-way'))
  await Promise.all([1, 2, 3].map(() => sequencePetition(site.ctx, { petitionId, slug: 'half-way', countIntervalSeconds: 1, source })))

  expect([failure, entries.length]).toEqual(['crash', 2])
  expect((await site.get('/api/v1/petitions/half-way/count')).json()).toMatchObject({ count: 2, voided: 1, checkpointSize: 4 })
  expect(await auditLog(site.ctx, { id: await site.petitionId('half-way'), slug: 'half-way' })).toEqual([])
})

test('a withdrawal wakes the running sequencer', async () => {
  const [path = ''] = await aPetitionOf('woken', 1)
  const sequencer = startSequencer(site.ctx, { ...source, listWaiting: listWaitingPetitions })
  site.listener.on(confirmedChannel, (petitionId) => sequencer.wake(petitionId))
  site.clock.pass(secondMs)

  await withdraw(path, 'woken')
  const count = await vi.waitFor(
    async () => {
      const count = (await site.get('/api/v1/petitions/woken/count')).json()
      expect(count.voided).toBe(1)
      return count
    },
    { timeout: 4000 },
  )
  await sequencer.stop()

  expect(count).toMatchObject({ count: 0, voided: 1, checkpointSize: 2 })
})
