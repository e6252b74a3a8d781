import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { confirmedChannel } from '../../server/features/ledger/queries.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { startSequencer } from '../../server/features/ledger/sequencer.ts'
import { listUnsequenced, listWaitingPetitions, markSequenced } from '../../server/features/signatures/queries.ts'
import { dayMs } from '../../server/lib/clock.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, entriesOf, newestMail, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const source = { listUnsequenced, markSequenced }
const slugOf = async (petitionId: string) =>
  (await rowsOf<{ slug: string }>(site, 'select slug from petitions where id = $1', [petitionId]))[0]?.slug ?? ''
const sequence = async (petitionId: string, countIntervalSeconds = 1) =>
  sequencePetition(site.ctx, { petitionId, slug: await slugOf(petitionId), countIntervalSeconds, source })
const checkpointsOf = (petitionId: string) =>
  rowsOf<{ size: number; voided: number; count: number }>(
    site,
    'select size::int, voided::int, count::int from checkpoints where petition_id = $1 order by size',
    [petitionId],
  )
const countOf = async (slug: string) => (await site.get(`/api/v1/petitions/${slug}/count`)).json()

async function confirmMany(slug: string, signers: number) {
  const signatures = Array.from({ length: signers }, () => aSignature())
  await Promise.all(signatures.map((signature) => site.sign(signature, slug)))
  await site.work()
  await Promise.all(signatures.map(({ email }) => site.post('/api/v1/confirmations', { token: newestMail(site, email).confirmToken })))
}

test('two sequencers at once publish once', async () => {
  const id = await site.addPetition({ slug: 'at-once' })
  await confirmMany('at-once', 3)

  const outcomes = await Promise.all(Array.from({ length: 5 }, () => sequence(id)))

  expect(outcomes.filter(({ outcome }) => outcome === 'published')).toHaveLength(1)
  expect(await checkpointsOf(id)).toEqual([{ size: 3, voided: 0, count: 3 }])
})

test('with nothing to count nothing is published', async () => {
  const id = await site.addPetition({ slug: 'nothing' })
  await signed(site, {}, 'nothing')

  const result = await sequence(id)

  expect(result).toEqual({ outcome: 'idle' })
  expect(await checkpointsOf(id)).toEqual([])
})

test('the interval between two checkpoints is kept', async () => {
  const id = await site.addPetition({ slug: 'interval' })
  await confirmMany('interval', 1)
  await sequence(id, 600)
  await confirmMany('interval', 1)

  site.clock.pass(599_000)
  const early = await sequence(id, 600)
  site.clock.pass(1000)
  const due = await sequence(id, 600)

  expect(early).toEqual({ outcome: 'early', dueInMs: 1000 })
  expect(due).toEqual({ outcome: 'published', hasMore: false })
  expect(await checkpointsOf(id)).toEqual([
    { size: 1, voided: 0, count: 1 },
    { size: 2, voided: 0, count: 2 },
  ])
})

test('entries are numbered from 0 without gaps, and each is the one that its signature’s salt opens', async () => {
  const id = await site.addPetition({ slug: 'entries' })
  await confirmMany('entries', 4)
  await sequence(id)
  site.clock.pass(1000)
  await confirmMany('entries', 3)
  await sequence(id)

  const entries = await entriesOf(site, id)
  const signatures = await rowsOf<{ id: string; salt: Buffer; entry_index: number; sha256: Buffer }>(
    site,
    'select s.id, s.salt, s.entry_index::int, t.sha256 from signatures s join petition_texts t on t.id = s.text_id where s.petition_id = $1 order by s.entry_index',
    [id],
  )
  const expected = signatures.map(({ id: signatureId, salt, sha256 }) =>
    Buffer.concat([
      Buffer.from('countersign/entry/v1\0'),
      Buffer.of(1),
      sha256,
      createHmac('sha256', salt)
        .update(Buffer.concat([Buffer.from('countersign/commitment/v1\0'), idToBytes(id), idToBytes(signatureId), Buffer.from('online')]))
        .digest(),
    ]),
  )

  expect(signatures.map(({ entry_index }) => entry_index)).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(entries).toEqual(expected)
})

test('the log does not tell in which order people confirmed', async () => {
  const id = await site.addPetition({ slug: 'order' })
  for (let i = 0; i < 20; i++) {
    site.clock.pass(1000)
    await confirmed(site, {}, 'order')
  }
  await sequence(id)

  const byTime = await rowsOf<{ entry_index: number }>(
    site,
    'select entry_index::int from signatures where petition_id = $1 order by confirmed_at',
    [id],
  )

  expect(byTime.map(({ entry_index }) => entry_index)).not.toEqual(Array.from({ length: 20 }, (_, index) => index))
})

test('the count everywhere is that of the latest checkpoint', async () => {
  const id = await site.addPetition({ slug: 'everywhere' })
  await confirmMany('everywhere', 3)
  await sequence(id)
  const publishedAt = site.clock.now().toISOString()
  site.clock.pass(dayMs)
  await confirmMany('everywhere', 1)

  const count = await countOf('everywhere')
  const petition = (await site.get('/api/v1/petitions/everywhere')).json()
  const list = (await site.get('/api/v1/petitions')).json()
  const item = list.items.find(({ slug }: { slug: string }) => slug === 'everywhere')

  expect(count).toEqual({ count: 3, voided: 0, checkpointSize: 3, asOf: publishedAt })
  expect([petition.count, item.count]).toEqual([3, 3])
})

test('before its first checkpoint a petition counts nothing, as of its opening', async () => {
  await site.addPetition({ slug: 'unopened-log', openedAt: new Date('2026-11-01T00:00:00Z') })

  const count = await countOf('unopened-log')

  expect(count).toEqual({ count: 0, voided: 0, checkpointSize: 0, asOf: '2026-11-01T00:00:00.000Z' })
})

test('a checkpoint that fails half-way leaves nothing behind, and the next counts all', async () => {
  const id = await site.addPetition({ slug: 'half-way' })
  await confirmMany('half-way', 2)
  const failing = { listUnsequenced, markSequenced: () => Promise.reject(new Error('crash')) }

  const failure = await sequencePetition(site.ctx, { petitionId: id, slug: 'half-way', countIntervalSeconds: 1, source: failing }).catch(
    (error: Error) => error.message,
  )
  const entriesBefore = await entriesOf(site, id)
  const result = await sequence(id)

  expect(failure).toBe('crash')
  expect(entriesBefore).toEqual([])
  expect(result.outcome).toBe('published')
  expect((await countOf('half-way')).count).toBe(2)
})

test('the interval of one petition keeps no other waiting', async () => {
  const slow = await site.addPetition({ slug: 'slow', countIntervalSeconds: 600 })
  await site.addPetition({ slug: 'quick' })
  await confirmMany('slow', 1)
  await sequence(slow, 600)
  await confirmMany('slow', 1)
  const sequencer = startSequencer(site.ctx, { ...source, listWaiting: listWaitingPetitions })
  site.listener.on(confirmedChannel, (petitionId) => sequencer.wake(petitionId))
  await vi.waitFor(async () => expect(await listWaitingPetitions(site.ctx.db)).toMatchObject([{ slug: 'slow' }]), { timeout: 4000 })

  await confirmMany('quick', 1)
  // Less than the five seconds after which a sequencer looks without being woken.
  await vi.waitFor(async () => expect((await countOf('quick')).count).toBe(1), { timeout: 3000 })
  await sequencer.stop()

  expect((await countOf('slow')).count).toBe(1)
})

test('a confirmation wakes the running sequencer, which publishes and stops cleanly', async () => {
  const sequencer = startSequencer(site.ctx, { ...source, listWaiting: listWaitingPetitions })
  site.listener.on(confirmedChannel, (petitionId) => sequencer.wake(petitionId))
  site.clock.pass(dayMs)

  await confirmMany(petitionSlug, 1)
  const count = await vi.waitFor(
    async () => {
      const { count } = await countOf(petitionSlug)
      expect(count).toBe(1)
      return count
    },
    { timeout: 4000 },
  )
  await sequencer.stop()

  expect(count).toBe(1)
})
