import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { secondMs } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import type { SignatureSource } from './sequence-petition.ts'
import { sequencePetition } from './sequence-petition.ts'

export type Sequencer = {
  /** A confirmation or withdrawal of this petition was committed: count soon. */
  wake(petitionId: string): void
  /** Resolves when the checkpoint under way, if any, is published. */
  stop(): Promise<void>
}

export type SequencerOptions = SignatureSource & {
  /** Petitions with something to count. */
  listWaiting(db: Database): Promise<Waiting[]>
}

type Waiting = { id: string; slug: string; countIntervalSeconds: number }

/** Also looks without being woken: a notification may be lost with its connection. */
const lookEveryMs = 5000
const afterFailureMs = 1000

/** Counts what is confirmed and withdrawn, in this process, until stopped. Any number of processes may run one. */
export function startSequencer(
  ctx: { db: Database; clock: Clock; log: Log; noteSigner: NoteSigner },
  options: SequencerOptions,
): Sequencer {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  /** When the next look is due, by the process's own clock; what wakes earlier changes nothing. */
  let nextLookAt = Number.POSITIVE_INFINITY
  /** Before when a petition's next checkpoint is too early. One petition's wait delays no other. */
  const notBefore = new Map<string, number>()

  function look(at: number): void {
    if (isStopped || at >= nextLookAt) return
    nextLookAt = at
    if (running) return
    clearTimeout(timer)
    timer = setTimeout(run, Math.max(0, at - performance.now()))
  }

  function run(): void {
    if (running || isStopped) return
    nextLookAt = performance.now() + lookEveryMs
    running = countOnce()
      .catch((error) => {
        ctx.log.error({ err: error }, 'the sequencer failed and will try again')
        look(performance.now() + afterFailureMs)
      })
      .then(() => {
        running = null
        const next = nextLookAt
        nextLookAt = Number.POSITIVE_INFINITY
        look(next)
      })
  }

  /** One petition's trouble, such as a corrupted log, must not keep the others from being counted. */
  function onFailure(error: unknown): { outcome: 'failed' } {
    ctx.log.error({ err: error }, 'a petition could not be counted; it will be tried again')
    return { outcome: 'failed' }
  }

  /** Counts every petition that waits and whose time has come. */
  async function countOnce(): Promise<void> {
    const waiting = await options.listWaiting(ctx.db)
    const ids = new Set(waiting.map(({ id }) => id))
    for (const id of notBefore.keys()) if (!ids.has(id)) notBefore.delete(id)
    for (const petition of waiting) {
      const due = notBefore.get(petition.id) ?? 0
      if (due > performance.now()) look(due)
      else await countPetition(petition)
    }
  }

  async function countPetition({ id, slug, countIntervalSeconds }: Waiting): Promise<void> {
    const result = await sequencePetition(ctx, { petitionId: id, slug, countIntervalSeconds, source: options }).catch(onFailure)
    if (result.outcome === 'failed') waitUntil(id, afterFailureMs)
    if (result.outcome === 'early') waitUntil(id, result.dueInMs)
    if (result.outcome === 'published' && result.hasMore) waitUntil(id, countIntervalSeconds * secondMs)
  }

  function waitUntil(id: string, delayMs: number): void {
    const due = performance.now() + delayMs
    notBefore.set(id, due)
    look(due)
  }

  look(performance.now())
  return {
    wake(petitionId) {
      look(Math.max(performance.now(), notBefore.get(petitionId) ?? 0))
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
