import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ConsistencyProof } from '../../server/contract/log.ts'
import { auditLog } from '../../server/features/ledger/audit-log.ts'
import { confirmedChannel } from '../../server/features/ledger/queries.ts'
import { readEntry } from '../../server/features/ledger/rules.ts'
import { startSequencer } from '../../server/features/ledger/sequencer.ts'
import { withdrawSignature } from '../../server/features/signatures/change-signature.ts'
import { confirmByToken } from '../../server/features/signatures/confirm-signature.ts'
import { listUnsequenced, listWaitingPetitions, markSequenced } from '../../server/features/signatures/queries.ts'
import { hourMs } from '../../server/lib/clock.ts'
import { fromBase64, openNote, rootsOfConsistency } from '../support/plain-verifier.ts'
import { until } from '../support/program.ts'
import { confirmTokenOf, signDirectly, signerLinkOf } from '../support/shortcuts.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { entriesOf, rowsOf, unlimited } from '../support/steps.ts'

const slug = 'long-history'
const rounds = 40
const perRound = 8
const standing = rounds * perRound - (rounds - 1)

let site: TestSite
let petition: { id: string; slug: string }
/** How many signatures each sequencer found at each attempt. */
let attempts: number[][]
beforeAll(async () => {
  site = await startSite(unlimited)
  petition = { id: await site.addPetition({ slug }), slug }
  attempts = await playHistory()
})
afterAll(() => site.close())

/** Two sequencers count while people confirm and withdraw, until all is counted. */
async function playHistory(): Promise<number[][]> {
  const pair = [startQuickSequencer(), startQuickSequencer()]
  let turn = 0
  // Woken at the same moment, and the first of the two is now the one, now the other.
  site.listener.on(confirmedChannel, (petitionId) => {
    turn++
    for (const { sequencer } of turn % 2 === 0 ? pair : pair.toReversed()) sequencer.wake(petitionId)
  })
  for (let round = 0; round < rounds; round++) {
    site.clock.pass(hourMs / 4)
    const arriving = Array.from({ length: perRound }, (_, n) => confirm(`round-${round}-${n}@example.org`))
    // The first of the round before goes again: counted already, being counted, or not yet.
    const leaving = round > 0 ? [withdraw(`round-${round - 1}-0@example.org`)] : []
    await Promise.all([...arriving, ...leaving])
  }
  await until('all is counted', async () => (await listWaitingPetitions(site.ctx.db)).length === 0)
  await Promise.all(pair.map(({ sequencer }) => sequencer.stop()))
  return pair.map(({ attempts }) => attempts)
}

/** A sequencer that keeps no interval, so that a long history is short; notes each attempt that found something to count. */
function startQuickSequencer() {
  const attempts: number[] = []
  const sequencer = startSequencer(site.ctx, {
    listWaiting: async (db) => (await listWaitingPetitions(db)).map((petition) => ({ ...petition, countIntervalSeconds: 0 })),
    listUnsequenced: async (tx, petitionId, limit) => {
      const found = await listUnsequenced(tx, petitionId, limit)
      if (found.length > 0) attempts.push(found.length)
      return found
    },
    markSequenced,
  })
  return { sequencer, attempts }
}

async function confirm(email: string): Promise<void> {
  const id = await signDirectly(site.ctx, { slug, email })
  await confirmByToken(site.ctx, { token: confirmTokenOf(site.ctx, id), choices: null })
}

async function withdraw(email: string): Promise<void> {
  const { token } = await signerLinkOf(site.ctx, email)
  await withdrawSignature(site.ctx, { token, petition: slug })
}

test('two sequencers over a long history of confirmations and withdrawals leave no gap and count nothing twice', async () => {
  const entries = await entriesOf(site, petition.id)
  const numbered = await rowsOf<{ index: number }>(
    site,
    'select entry_index::int as index from signatures where petition_id = $1 order by entry_index',
    [petition.id],
  )
  const voided = entries.flatMap((entry) => {
    const read = readEntry(entry)
    return read?.kind === 'void' ? [read.entryIndex] : []
  })

  expect(entries).toHaveLength(standing + 2 * voided.length)
  expect(numbered).toHaveLength(standing)
  expect(new Set([...numbered.map(({ index }) => index), ...voided]).size).toBe(standing + voided.length)
  expect((await site.get(`/api/v1/petitions/${slug}/count`)).json()).toMatchObject({
    count: standing,
    voided: voided.length,
    checkpointSize: entries.length,
  })
  expect(entries).toHaveLength(standing + 2 * voided.length)
  expect(await auditLog(site.ctx, petition)).toEqual([])
  expect(attempts.every((found) => found.length > 0)).toBe(true)
  expect(site.logLines.filter((line) => line.includes('could not be counted'))).toEqual([])
})

test('of that history every checkpoint is signed and consistent with the last one', async () => {
  const checkpoints = await rowsOf<{ size: number; note: string }>(
    site,
    'select size::int, note from checkpoints where petition_id = $1 order by size',
    [petition.id],
  )
  const key = (await site.get('/log/key')).body
  const opened = checkpoints.map(({ size, note }) => ({ size, ...openNote(note, key) }))
  const rootOf = ({ lines }: { lines: string[] }) => lines[2] ?? ''
  const newest = rootOf(opened.at(-1) as (typeof opened)[number])

  const roots = await Promise.all(
    opened.slice(0, -1).map(async (old) => {
      const proof: ConsistencyProof = (await site.get(`/log/${slug}/proof?from=${old.size}`)).json()
      return rootsOfConsistency(old.size, proof.size, Buffer.from(rootOf(old), 'base64'), fromBase64(proof.proof))
    }),
  )

  expect(opened.every(({ isSigned }) => isSigned)).toBe(true)
  expect(opened.length).toBeGreaterThan(5)
  expect(roots.map(([old, now]) => [old.toString('base64'), now.toString('base64')])).toEqual(
    opened.slice(0, -1).map((old) => [rootOf(old), newest]),
  )
})
