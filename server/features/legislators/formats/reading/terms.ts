import { isDay } from './values.ts'

/** Days of a term may lack the day, or month and day: `2017`, `2017-03`. Null for what is no date. */
export function firstDayOf(date: string): string | null {
  return dayOf(date, () => '01', '-01-01')
}

/** The last day that the date can mean: `2017` is `2017-12-31`. Null for what is no date. */
export function lastDayOf(date: string): string | null {
  return dayOf(date, lastOfMonth, '-12-31')
}

function dayOf(date: string, dayOfMonth: (date: string) => string, ofYear: string): string | null {
  const day = /^\d{4}$/.test(date) ? `${date}${ofYear}` : /^\d{4}-\d\d$/.test(date) ? `${date}-${dayOfMonth(date)}` : date
  return isDay(day) ? day : null
}

function lastOfMonth(date: string): string {
  return String(new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5)), 0)).getUTCDate())
}

/** From when until when something is held; dates as in the file. */
export type Term = { start_date?: string | null | undefined; end_date?: string | null | undefined }

/** How a term stands to a day; `unknown` when a date of it cannot be read. */
export type Standing = 'former' | 'current' | 'future' | 'unknown'

/** Whether a term, of which the file may know only months or years, can still run on a day. It is over on the day of its end. */
export function standingOn(day: string, { start_date, end_date }: Term): Standing {
  const first = start_date ? firstDayOf(start_date) : ''
  const last = end_date ? lastDayOf(end_date) : '9999-12-31'
  if (first === null || last === null) return 'unknown'
  return last <= day ? 'former' : first > day ? 'future' : 'current'
}

/** What an operator is told of a term that does not run, or may not. */
export function standingFault(standing: Standing, { start_date }: Term): string {
  if (standing === 'future') return `The term begins only on ${firstDayOf(start_date ?? '')}: import the file again when it has begun.`
  return 'The start_date or end_date is no date such as 2026-05-07, so that nobody can tell whether the term runs.'
}

/** The date where it is a whole day; undefined for one that means never, `9999-12-31`. */
export function wholeDayOf(date: string | null | undefined): string | undefined {
  return date && isDay(date) && !date.startsWith('9999') ? date : undefined
}

/** The day before, or the same day where there is none. */
export function dayBefore(day: string): string {
  const moment = new Date(`${day}T00:00:00Z`)
  moment.setUTCDate(moment.getUTCDate() - 1)
  return moment.toISOString().slice(0, 10)
}
