import type { Clock } from './clock.ts'

export type WindowCounter = {
  /** Counts one more of the key; which one it is in its window, from 1, and when the window ends. */
  count(key: string): { number: number; endsInMs: number }
  /** Forgets all windows that are over; counting does it too. */
  forget(): void
  /** Number of keys that are remembered. */
  size(): number
}

/** About 20 MB. With more networks than that in one window, the one counted longest ago is forgotten. */
const maxKeys = 100_000

/**
 * Counts by key. A key's window begins with its first count and lasts `windowMs`; so keys end in the
 * order in which they began, and what is over is always at the front.
 */
export function createWindowCounter(clock: Clock, windowMs: number): WindowCounter {
  const windows = new Map<string, { number: number; endsAt: number }>()

  function forget(): void {
    const now = clock.now().getTime()
    for (const [key, { endsAt }] of windows) {
      if (endsAt > now && windows.size <= maxKeys) return
      windows.delete(key)
    }
  }

  return {
    count(key) {
      forget()
      const now = clock.now().getTime()
      const known = windows.get(key) ?? { number: 0, endsAt: now + windowMs }
      known.number++
      windows.set(key, known)
      return { number: known.number, endsInMs: known.endsAt - now }
    },
    forget,
    size: () => windows.size,
  }
}
