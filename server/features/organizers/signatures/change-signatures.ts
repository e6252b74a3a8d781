import { and, eq, sql } from 'drizzle-orm'
import type { BulkChange, RemovalReason, SignatureConditions } from '#contract/organize/signatures.ts'
import { Problem } from '#contract/problem.ts'
import type { Database, Transaction } from '../../../db/database.ts'
import { inTransaction } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { newId } from '../../../lib/ids.ts'
import type { PetitionRow } from '../../petitions/queries.ts'
import { findPetitionById } from '../../petitions/queries.ts'
import { signatures } from '../../signatures/tables.ts'
import type { Organizer } from '../accounts/permit.ts'
import { noteDoing } from '../audit/queries.ts'
import { nothingThere } from '../errors.ts'
import {
  countMatching,
  findChange,
  holdTaken,
  insertChange,
  listChangesOf,
  lockMatching,
  matching,
  releaseTaken,
  removeTaken,
  updateChange,
} from './queries.ts'

type Context = { db: Database; clock: Clock }
type Change = { kind: BulkChange['kind']; reason?: RemovalReason | undefined }

/** Name of the queue's task that changes many signatures; its payload holds the change's id and nothing else. */
export const changeTask = 'change-signatures'

const batch = 1000

/** What a change is for: hold and remove take what is not held, or held; release takes what is. */
function withState(kind: BulkChange['kind'], conditions: SignatureConditions): SignatureConditions {
  return kind === 'release' ? { ...conditions, state: 'held' } : conditions
}

/**
 * Begins to change every signature that conditions hold for.
 * @throws Problem figures-moved when there are not as many as were shown
 */
export async function startChange(
  ctx: Context,
  input: Change & { by: Organizer; petition: PetitionRow; conditions: SignatureConditions; expected: number },
): Promise<{ id: string }> {
  const { by, petition, kind, reason, expected } = input
  const conditions = withState(kind, input.conditions)
  const found = await countMatching(ctx.db, petition.id, conditions)
  if (found !== expected) {
    throw new Problem('figures-moved', { detail: `There are ${found} such signatures now, and not ${expected}. Nothing was changed.` })
  }
  const id = newId()
  const at = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    await insertChange(tx, {
      ...{ id, petitionId: petition.id, organizerId: by.id, kind, reason: reason ?? null, conditions },
      ...{ state: 'running', expected, startedAt: at },
    })
    await tx.execute(sql`select graphile_worker.add_job(${changeTask}, json_build_object('changeId', ${id}::text), max_attempts => 25)`)
    await noteDoing(tx, {
      at,
      organizerId: by.id,
      campaignId: petition.campaignId,
      action: 'signatures-changed',
      details: { petition: petition.slug, kind, reason: reason ?? null, expected, conditions: JSON.stringify(conditions) },
    })
  })
  return { id }
}

/**
 * Goes through a change batch by batch, each a transaction with its progress, until it is done or
 * cancelled. Run again after a crash it goes on with what is left: what it has changed no longer
 * fits its conditions, or is gone.
 */
export async function runChange(ctx: Context, input: { changeId: string }): Promise<void> {
  let after: Buffer | null = null
  for (let isRunning = true; isRunning; ) {
    const next: Step = await inTransaction(ctx.db, (tx) => stepOf(ctx, tx, input.changeId, after))
    after = next.after
    isRunning = next.isRunning
  }
}

type Step = { after: Buffer | null; isRunning: boolean }

async function stepOf(ctx: Context, tx: Transaction, id: string, after: Buffer | null): Promise<Step> {
  const change = await findChange(tx, id, { lock: true })
  const petition = change && (await findPetitionById(tx, change.petitionId))
  if (!petition || change.state !== 'running') return { after: null, isRunning: false }
  const { petitionId, conditions, kind, reason, done } = change
  const taken = await lockMatching(tx, matching(petitionId, conditions), { after, limit: batch })
  await applyTo(ctx, tx, petitionId, { kind, reason: reason ?? undefined }, taken)
  const isRunning = taken.length === batch
  await updateChange(tx, id, {
    done: done + taken.length,
    ...(isRunning ? {} : { state: 'finished', finishedAt: ctx.clock.now() }),
  })
  return { after: taken.at(-1)?.emailIndex ?? null, isRunning }
}

async function applyTo(ctx: Context, tx: Transaction, petitionId: string, change: Change, taken: Awaited<ReturnType<typeof lockMatching>>) {
  if (taken.length === 0) return
  if (change.kind === 'hold') await holdTaken(tx, petitionId, taken, ctx.clock.now())
  else if (change.kind === 'release') await releaseTaken(tx, petitionId, taken)
  else await removeTaken(tx, petitionId, taken, change.reason ?? 'organizer')
}

/**
 * Holds, releases or removes one signature.
 * @throws Problem not-found where there is none that this can be done to
 */
export async function changeOne(ctx: Context, input: Change & { by: Organizer; petition: PetitionRow; id: string }): Promise<void> {
  const { by, petition, id, kind, reason } = input
  await inTransaction(ctx.db, async (tx) => {
    const isFit =
      kind === 'hold' ? sql`${signatures.heldAt} is null` : kind === 'release' ? sql`${signatures.heldAt} is not null` : undefined
    const condition = and(eq(signatures.petitionId, petition.id), eq(signatures.id, id), isFit)
    const taken = condition ? await lockMatching(tx, condition, { after: null, limit: 1 }) : []
    if (taken.length === 0) throw nothingThere()
    await applyTo(ctx, tx, petition.id, { kind, reason }, taken)
    await noteDoing(tx, {
      at: ctx.clock.now(),
      organizerId: by.id,
      campaignId: petition.campaignId,
      action: 'signatures-changed',
      details: { petition: petition.slug, kind, reason: reason ?? null, expected: 1, signature: id },
    })
  })
}

/** Changes of a petition's signatures, the newest first, with how far they are. */
export async function readChanges(ctx: Pick<Context, 'db'>, petition: PetitionRow): Promise<{ items: BulkChange[] }> {
  const rows = await listChangesOf(ctx.db, petition.id)
  return {
    items: rows.map(({ id, kind, reason, state, expected, done, startedAt, finishedAt }) => ({
      ...{ id, kind, reason, state, expected, done },
      startedAt: startedAt.toISOString(),
      finishedAt: finishedAt?.toISOString() ?? null,
    })),
  }
}

/**
 * Stops a change after the batch that it is at; what is done stays done.
 * @throws Problem not-found where none of that id runs
 */
export async function cancelChange(ctx: Context, input: { by: Organizer; petition: PetitionRow; id: string }): Promise<void> {
  const { by, petition, id } = input
  await inTransaction(ctx.db, async (tx) => {
    const change = await findChange(tx, id, { lock: true })
    if (change?.petitionId !== petition.id || change.state !== 'running') throw nothingThere()
    const at = ctx.clock.now()
    await updateChange(tx, id, { state: 'cancelled', finishedAt: at })
    await noteDoing(tx, {
      at,
      organizerId: by.id,
      campaignId: petition.campaignId,
      action: 'change-cancelled',
      details: { petition: petition.slug, kind: change.kind, done: change.done, expected: change.expected },
    })
  })
}
