/** The one source of "now". Tests pass a clock that they can set. */
export type Clock = { now(): Date }

export const systemClock: Clock = { now: () => new Date() }

export const secondMs = 1000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs

/** Keys that change daily are looked up for every request, nearly always of the same day. */
let lastDay = { number: Number.NaN, text: '' }

/** The UTC calendar day of a moment, as `2026-11-23`. */
export function utcDay(moment: Date): string {
  const number = Math.floor(moment.getTime() / dayMs)
  if (number !== lastDay.number) lastDay = { number, text: moment.toISOString().slice(0, 10) }
  return lastDay.text
}

/** Beginning of the day of a moment, UTC. */
export function startOfDay(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / dayMs) * dayMs)
}
