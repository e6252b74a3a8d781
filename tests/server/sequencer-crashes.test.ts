import type pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { auditLog } from '../../server/features/ledger/audit-log.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { withdrawSignature } from '../../server/features/signatures/change-signature.ts'
import { confirmByToken } from '../../server/features/signatures/confirm-signature.ts'
import { listUnsequenced, markSequenced } from '../../server/features/signatures/queries.ts'
import { secondMs } from '../../server/lib/clock.ts'
import type { CrashPoint } from '../support/crash-points.ts'
import { armAt, crashPoints, disarm, installCrashPoints, letGo, listWaitingAtPoint } from '../support/crash-points.ts'
import { until } from '../support/program.ts'
import { confirmTokenOf, signDirectly, signerLinkOf } from '../support/shortcuts.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
  await installCrashPoints(site.ctx.pool)
})
afterAll(() => site.close())

type Petition = { id: string; slug: string }

/** One attempt to count; the error's own words when it fails. */
async function sequence({ id, slug }: Petition): Promise<string> {
  site.clock.pass(secondMs)
  return sequencePetition(site.ctx, { petitionId: id, slug, countIntervalSeconds: 1, source: { listUnsequenced, markSequenced } }).then(
    ({ outcome }) => outcome,
    (error: Error) => error.message,
  )
}

async function confirm(slug: string, email: string, country: string): Promise<void> {
  const id = await signDirectly(site.ctx, { slug, email, country })
  await confirmByToken(site.ctx, { token: confirmTokenOf(site.ctx, id), choices: null })
}

/** A petition with 30 counted signatures, and with three more and two withdrawals to be counted. */
async function aPetitionWithMoreToCount(slug: string): Promise<Petition> {
  const petition = { id: await site.addPetition({ slug }), slug }
  const emails = Array.from({ length: 30 }, (_, n) => `${slug}-${n}@example.org`)
  await Promise.all(emails.map((email) => confirm(slug, email, 'GB')))
  await sequence(petition)
  for (const email of emails.slice(0, 2)) {
    const { token } = await signerLinkOf(site.ctx, email)
    await withdrawSignature(site.ctx, { token, petition: slug })
  }
  for (const n of [1, 2, 3]) await confirm(slug, `${slug}-later-${n}@example.org`, 'FR')
  return petition
}

/** Everything that the sequencer writes, of one petition. */
async function written({ id }: Petition) {
  const rows = (text: string) => rowsOf(site, text, [id])
  return {
    entries: await rows('select * from ledger_bundles where petition_id = $1 order by bundle_index'),
    tiles: await rows('select * from ledger_tiles where petition_id = $1 order by level, tile_index'),
    numbers: await rows('select id, entry_index from signatures where petition_id = $1 order by id'),
    rollups: await rows('select * from ledger_rollups where petition_id = $1 order by hour, country'),
    voids: await rows('select * from pending_voids where petition_id = $1 order by entry_index'),
    checkpoints: await rows('select * from checkpoints where petition_id = $1 order by size'),
  }
}

/** The connection for whose sake the sequencer waits there; closed after the test, which lets go of what still waits. */
async function stopAt(point: CrashPoint): Promise<pg.PoolClient> {
  const holder = await site.ctx.pool.connect()
  onTestFinished(() => holder.release(true))
  await armAt(holder, point, 'wait')
  return holder
}

/** How many transactions wait for another to end, as for its rows. */
async function waitingForRows(): Promise<number> {
  const rows = await rowsOf(
    site,
    "select 1 from pg_locks join pg_stat_activity using (pid) where datname = current_database() and locktype = 'transactionid' and not granted",
  )
  return rows.length
}

async function expectAllCountedOnce(petition: Petition): Promise<void> {
  expect((await site.get(`/api/v1/petitions/${petition.slug}/count`)).json()).toMatchObject({ count: 31, voided: 2, checkpointSize: 35 })
  expect(await auditLog(site.ctx, petition)).toEqual([])
}

test.each(crashPoints.map((point, n) => [point, `failing-${n}`] as const))(
  'a sequencer that fails with "%s" leaves all as it was, and the next counts everything once',
  async (point, slug) => {
    const petition = await aPetitionWithMoreToCount(slug)
    const before = await written(petition)
    await armAt(site.ctx.pool, point, 'fail')

    const failure = await sequence(petition)
    const after = await written(petition)
    await disarm(site.ctx.pool)
    const again = await sequence(petition)

    expect(failure).toBe(`stopped by the test: ${point}`)
    expect(after).toEqual(before)
    expect(again).toBe('published')
    await expectAllCountedOnce(petition)
    expect(await sequence(petition)).toBe('idle')
  },
)

test.each(crashPoints.map((point, n) => [point, `cut-off-${n}`] as const))(
  'a sequencer that loses its connection with "%s" leaves all as it was; meanwhile another keeps off, afterwards it counts everything once',
  async (point, slug) => {
    const petition = await aPetitionWithMoreToCount(slug)
    const before = await written(petition)
    const holder = await stopAt(point)

    const cutOff = sequence(petition)
    await until('it waits there', async () => (await listWaitingAtPoint(holder)).length === 1, 10_000)
    const meanwhile = await sequence(petition)
    await holder.query('select pg_terminate_backend($1)', await listWaitingAtPoint(holder))
    const failure = await cutOff
    const after = await written(petition)
    await letGo(holder)
    const again = await sequence(petition)

    expect(meanwhile).toBe('idle')
    expect(failure).toMatch(/terminat/i)
    expect(after).toEqual(before)
    expect(again).toBe('published')
    await expectAllCountedOnce(petition)
  },
)

test.each(crashPoints.map((point, n) => [point, `leaving-${n}`] as const))(
  'who withdraws while the sequencer has "%s" is counted by it and voided by the next',
  async (point, slug) => {
    const petition = { id: await site.addPetition({ slug }), slug }
    const email = `${slug}@example.org`
    await confirm(slug, email, 'GB')
    const { token } = await signerLinkOf(site.ctx, email)
    const holder = await stopAt(point)

    const counting = sequence(petition)
    await until('it waits there', async () => (await listWaitingAtPoint(holder)).length === 1, 10_000)
    const withdrawing = withdrawSignature(site.ctx, { token, petition: slug })
    await until('the withdrawal waits for it', async () => (await waitingForRows()) === 1, 10_000)
    await letGo(holder)
    const outcomes = [await counting, await withdrawing, await sequence(petition)]

    expect(outcomes).toEqual(['published', undefined, 'published'])
    expect((await site.get(`/api/v1/petitions/${slug}/count`)).json()).toMatchObject({ count: 0, voided: 1, checkpointSize: 2 })
    expect(await auditLog(site.ctx, petition)).toEqual([])
  },
)
