import { randomBytes, randomUUID } from 'node:crypto'
import type { Unsequenced } from '../../../server/features/ledger/sequence-petition.ts'
import { sequencePetition } from '../../../server/features/ledger/sequence-petition.ts'
import { hourMs } from '../../../server/lib/clock.ts'
import type { Installation } from './installation.ts'

/** What one checkpoint of the sequencer takes at most. */
export const batchSize = 10_000
const countries = 50
/** Whatever was counted last: what is appended here is dated back. */
const noInterval = -1_000_000_000

/**
 * Appends leaves by the sequencer's own function, one checkpoint for each 10,000, which are an hour
 * apart and end an hour ago. Signatures come from memory, are made between the checkpoints, and
 * their rows are left alone: what is measured is leaves, tiles, roll-ups and checkpoints.
 * @returns the seconds that the sequencer took
 */
export async function appendLeaves({ ctx, petition }: Installation, howMany: number, onBatch?: (leaves: number) => void): Promise<number> {
  const batches = Math.ceil(howMany / batchSize)
  const beganAt = Date.now() - hourMs * (batches + 1)
  let seconds = 0
  for (let batch = 0; batch < batches; batch++) {
    const size = Math.min(batchSize, howMany - batch * batchSize)
    const signatures = Array.from({ length: size }, (_, i) => aSignature(petition.sha256, i))
    const source = { listUnsequenced: async () => signatures, markSequenced: async () => {} }
    const clock = { now: () => new Date(beganAt + batch * hourMs) }
    const begin = performance.now()
    const { outcome } = await sequencePetition(
      { db: ctx.db, clock, noteSigner: ctx.noteSigner },
      { petitionId: petition.id, slug: petition.slug, countIntervalSeconds: noInterval, source },
    )
    seconds += (performance.now() - begin) / 1000
    if (outcome !== 'published') throw new Error(`the sequencer answered ${outcome}`)
    onBatch?.(batch * batchSize + size)
  }
  return seconds
}

function aSignature(textSha256: Buffer, i: number): Unsequenced {
  const country = String.fromCharCode(65 + (i % 5), 65 + (Math.floor(i / 5) % (countries / 5)))
  return { id: randomUUID(), emailIndex: Buffer.alloc(0), salt: randomBytes(32), textSha256, country, source: 'bench', class: 'online' }
}
