import type { Load, LoadPlan } from './load.ts'
import { median, say } from './report.ts'
import type { Served } from './servers.ts'

/** One side of a comparison: brings itself to its beginning, and says what to send. */
export type Side = {
  name: string
  server: Served
  expectedStatus: number
  prepare(): Promise<LoadPlan>
  check?(replies: number): Promise<void>
}

export type Figures = Record<string, number>

/**
 * Runs the sides in turn, several rounds, after one shorter round that warms everything up.
 * @returns for each side the median of its replies per second
 */
export async function inTurn(load: Load, sides: readonly Side[], rounds: number): Promise<Figures> {
  const perSecond = new Map(sides.map(({ name }) => [name, [] as number[]]))
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const plan = await side.prepare()
      const cpuBefore = side.server.cpuSeconds()
      const result = await load.run(round === 0 ? { ...plan, seconds: plan.seconds / 2 } : plan, side.expectedStatus)
      const cpuMicros = ((side.server.cpuSeconds() - cpuBefore) / result.replies) * 1e6
      await side.check?.(result.replies)
      if (round === 0) continue
      perSecond.get(side.name)?.push(result.perSecond)
      const { medianMs, p99Ms, cores } = result
      say(
        `round ${round}: ${side.name}: ${Math.round(result.perSecond)}/s, median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms; ${Math.round(cpuMicros)} µs of processor time each; load generator: ${cores.toFixed(2)} cores`,
      )
    }
  }
  return Object.fromEntries([...perSecond].map(([name, values]) => [name, median(values)]))
}
