import { Redis } from 'ioredis'
import type { Log } from '../lib/log.ts'

/** A Redis that several processes share, and that may be away for a while. */
export type SharedStore = {
  redis: Redis
  /** What Redis answers; null while it does not, without waiting for it. */
  ask<Answer>(question: () => Promise<Answer>): Promise<Answer | null>
  isAnswering(): boolean
  close(): void
}

/** Longer than a Redis nearby ever takes, and short enough for a request to wait. */
const answerWithinMs = 500
const probe = { key: 'countersign-probe', lifeMs: 1000 }

/**
 * Connects without waiting. The first question that fails takes the store out of use; from then on
 * every caller is told so at once, and one small write at a time, beside the request, finds out
 * when it is back.
 */
export function openSharedStore(url: string, log: Log): SharedStore {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    connectTimeout: answerWithinMs,
    commandTimeout: answerWithinMs,
  })
  let state: 'connecting' | 'answering' | 'silent' = 'connecting'
  let isLooking = false

  function lose(error: Error): void {
    if (state !== 'silent') log.warn({ reason: error.message }, 'the rate-limit store does not answer; this process counts alone')
    state = 'silent'
  }

  async function lookAgain(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      await redis.set(probe.key, '', 'PX', probe.lifeMs)
      if (state === 'silent') log.info({}, 'the rate-limit store answers again')
      state = 'answering'
    } catch (error) {
      lose(error as Error)
    } finally {
      isLooking = false
    }
  }

  redis.on('ready', () => void lookAgain())
  redis.on('error', lose)
  return {
    redis,
    async ask(question) {
      if (state === 'silent') void lookAgain()
      if (state !== 'answering') return null
      try {
        return await question()
      } catch (error) {
        lose(error as Error)
        return null
      }
    },
    isAnswering() {
      if (state === 'silent') void lookAgain()
      return state === 'answering'
    },
    close: () => redis.disconnect(),
  }
}
