import type { Forecast } from '#contract/organize/figures.ts'
import { dayMs, hourMs } from '../../../lib/clock.ts'

/** Fewer days tell nothing about the next ones. */
const leastDays = 3
/** Two-sided 80 % of Student's t with n − 1 degrees of freedom, n from 3 to 14 (any table of its quantiles). */
const quantiles = [1.886, 1.638, 1.533, 1.476, 1.44, 1.415, 1.397, 1.383, 1.372, 1.363, 1.356, 1.35] as const

/**
 * When a goal is reached if days go on as the last finished ones did: their mean, with the bounds
 * between which it lies with 80 % certainty. Null without a goal, or before there are three days.
 * @param perDay what each finished day added, the last at most fourteen of them
 */
export function forecastOf(count: number, goal: number | null, perDay: readonly number[], now: Date): Forecast | null {
  const days = perDay.length
  if (goal === null || days < leastDays) return null
  const mean = perDay.reduce((sum, value) => sum + value, 0) / days
  const variance = perDay.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (days - 1)
  const margin = (quantiles[days - leastDays] ?? 1.28) * Math.sqrt(variance / days)
  const at = (rate: number) => (rate > 0 ? momentAfter(now, (goal - count) / rate) : null)
  const [low, high] = [mean - margin, mean + margin]
  return { goal, days, perDay: round(mean), low: round(low), high: round(high), early: at(high), likely: at(mean), late: at(low) }
}

/** A century from now is as good as never. */
const farthestDays = 36_525

function momentAfter(now: Date, days: number): string | null {
  return days > farthestDays ? null : new Date(now.getTime() + days * dayMs).toISOString()
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

/** Every hour or day from `from` to the one that `now` is in, with what the rows say of it. */
export function filledStretches(
  rows: readonly { start: Date; signed: number; voided: number }[],
  by: 'hour' | 'day',
  from: Date,
  now: Date,
): { from: string; to: string; signed: number; voided: number }[] {
  const lengthMs = by === 'hour' ? hourMs : dayMs
  const known = new Map(rows.map((row) => [row.start.getTime(), row]))
  const first = Math.floor(from.getTime() / lengthMs) * lengthMs
  const stretches = []
  for (let start = first; start <= now.getTime(); start += lengthMs) {
    const { signed = 0, voided = 0 } = known.get(start) ?? {}
    stretches.push({ from: new Date(start).toISOString(), to: new Date(start + lengthMs).toISOString(), signed, voided })
  }
  return stretches
}

/** So many in an hour at least, before a share of them says anything. */
const leastForAlarm = 50

/**
 * Which one part of what the last hour brought is suddenly large: more than half of it, and more
 * than twice its share of the week before. Null where none is.
 */
export function suddenShare(
  shares: readonly { mark: string; now: number; before: number }[],
): { mark: string; many: number; of: number } | null {
  const of = shares.reduce((sum, { now }) => sum + now, 0)
  const before = shares.reduce((sum, share) => sum + share.before, 0)
  if (of < leastForAlarm || before < leastForAlarm) return null
  const found = shares.find((share) => share.now / of > 0.5 && share.now / of > (2 * share.before) / before)
  return found ? { mark: found.mark, many: found.now, of } : null
}
