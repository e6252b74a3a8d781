import type { Clock } from './clock.ts'
import { secondMs } from './clock.ts'

const windowSeconds = 60
/** A submission that looks like a program's counts as several: it is what the measure is for. */
const suspiciousWeight = 3

export type Pressure = {
  /** Counts one submission. */
  note(isSuspicious: boolean): void
  /** True while more came in the last minute than people usually send. */
  isHigh(): boolean
}

/** How many submissions this process gets, over a sliding minute. Holds sixty numbers and nothing of anybody. */
export function createPressure(clock: Clock, maxPerMinute: number): Pressure {
  const bySecond = new Map<number, number>()
  const second = () => Math.floor(clock.now().getTime() / secondMs)
  return {
    note(isSuspicious) {
      const now = second()
      bySecond.set(now, (bySecond.get(now) ?? 0) + (isSuspicious ? suspiciousWeight : 1))
      for (const old of bySecond.keys()) if (old <= now - windowSeconds) bySecond.delete(old)
    },
    isHigh() {
      const oldest = second() - windowSeconds
      let sum = 0
      for (const [at, weight] of bySecond) if (at > oldest) sum += weight
      return sum > maxPerMinute
    },
  }
}
