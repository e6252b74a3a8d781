import { scaleUtc } from 'd3-scale'

/** A date to write below a drawing, and which side of the text lies at it. */
export type TimeLabel = { time: number; label: string; anchor: 'start' | 'middle' | 'end' }

const dayMs = 24 * 60 * 60 * 1000
/** Parts of the width that the texts at both ends need. */
const endShare = 0.22

/** The first and the last date in full, and a few round ones between them that do not touch these. One moment has one label. */
export function labelTimes(first: number, last: number, locale: string): TimeLabel[] {
  const write = (time: number, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(time)
  if (first === last) return [{ time: first, label: write(first, fullDay), anchor: 'middle' }]
  const span = last - first
  const ends = span < dayMs ? [{ ...shortDay, ...timeOfDay }, timeOfDay] : [fullDay, fullDay]
  const between = scaleUtc([first, last], [0, 1])
    .ticks(5)
    .map(Number)
    .filter((time) => time - first >= span * endShare && last - time >= span * endShare)
  return [
    { time: first, label: write(first, ends[0] ?? fullDay), anchor: 'start' },
    ...between.map((time) => ({ time, label: write(time, shortest(time)), anchor: 'middle' as const })),
    { time: last, label: write(last, ends[1] ?? fullDay), anchor: 'end' },
  ]
}

const fullDay = { day: 'numeric', month: 'short', year: 'numeric' } as const
const shortDay = { day: 'numeric', month: 'short' } as const
const timeOfDay = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const

/** As little as names a round moment: a year, a month, a day, else a time of day. */
function shortest(time: number): Intl.DateTimeFormatOptions {
  const date = new Date(time)
  if (time % dayMs !== 0) return timeOfDay
  if (date.getUTCDate() !== 1) return shortDay
  return date.getUTCMonth() === 0 ? { year: 'numeric' } : { month: 'short' }
}
