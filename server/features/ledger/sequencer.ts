import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Log } from '../../lib/log.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import type { SignatureSource } from './sequence-petition.ts'
import { sequencePetition } from './sequence-petition.ts'

export type Sequencer = {
  /** A confirmation was committed: count soon. */
  wake(): void
  /** Resolves when the checkpoint under way, if any, is published. */
  stop(): Promise<void>
}

export type SequencerOptions = SignatureSource & {
  /** Petitions with confirmed signatures that are not counted yet. */
  listWaiting(db: Database): Promise<{ id: string; slug: string; countIntervalSeconds: number }[]>
}

/** Also looks without being woken: a notification may be lost with its connection. */
const lookEveryMs = 5000
const afterFailureMs = 1000

/** Counts confirmed signatures in this process until stopped. Any number of processes may run one. */
export function startSequencer(
  ctx: { db: Database; clock: Clock; log: Log; noteSigner: NoteSigner },
  options: SequencerOptions,
): Sequencer {
  let isStopped = false
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | null = null
  let isWoken = false
  /** When a petition is known to be too early for its next checkpoint, waking again changes nothing. */
  let notBefore = 0

  function schedule(delayMs: number): void {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(run, delayMs)
  }

  function run(): void {
    if (running || isStopped) return
    isWoken = false
    running = countOnce()
      .catch((error) => {
        ctx.log.error({ err: error }, 'the sequencer failed and will try again')
        return afterFailureMs
      })
      .then((delayMs) => {
        running = null
        notBefore = delayMs < lookEveryMs ? performance.now() + delayMs : 0
        schedule(isWoken && notBefore === 0 ? 0 : delayMs)
      })
  }

  /** One petition's trouble, such as a corrupted log, must not keep the others from being counted. */
  function onFailure(error: unknown): { outcome: 'failed' } {
    ctx.log.error({ err: error }, 'a petition could not be counted; it will be tried again')
    return { outcome: 'failed' }
  }

  /** Counts every petition that waits; answers when to look again. */
  async function countOnce(): Promise<number> {
    let delayMs = lookEveryMs
    for (const { id, slug, countIntervalSeconds } of await options.listWaiting(ctx.db)) {
      const result = await sequencePetition(ctx, { petitionId: id, slug, countIntervalSeconds, source: options }).catch(onFailure)
      if (result.outcome === 'failed') delayMs = Math.min(delayMs, afterFailureMs)
      if (result.outcome === 'early') delayMs = Math.min(delayMs, result.dueInMs)
      if (result.outcome === 'published' && result.hasMore) delayMs = Math.min(delayMs, countIntervalSeconds * 1000)
    }
    return delayMs
  }

  schedule(0)
  return {
    wake() {
      isWoken = true
      if (!running) schedule(Math.max(0, notBefore - performance.now()))
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      await running
    },
  }
}
