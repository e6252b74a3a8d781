import { isDay } from '../reading/values.ts'

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?$/
const dayFirst = /^(\d{1,2})([./])(\d{1,2})\2(\d{4})$/

/**
 * The day as `2026-05-07`: of ISO dates with or without a time, `7.5.2026` and `07/05/2026`, where
 * the day always comes before the month. Null for anything else, and for days that are in no calendar.
 */
export function dayOf(written: string): string | null {
  const found = iso.exec(written)
  if (found) return realDay(found[1], found[2], found[3])
  const local = dayFirst.exec(written)
  return local ? realDay(local[4], local[3], local[1]) : null
}

function realDay(year = '', month = '', day = ''): string | null {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isDay(written) ? written : null
}
