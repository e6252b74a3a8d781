import type { Clock } from '../../server/lib/clock.ts'

export type SettableClock = Clock & { set(moment: string | Date): void; pass(ms: number): void }

/** A clock that stands still until it is told otherwise. */
export function settableClock(start = '2026-11-23T12:00:00Z'): SettableClock {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    set(moment) {
      now = new Date(moment)
    },
    pass(ms) {
      now = new Date(now.getTime() + ms)
    },
  }
}
