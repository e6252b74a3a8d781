/** English numbers and dates in the British way: 23 November 2026. */
const formatLocale = (locale: string) => (locale === 'en' ? 'en-GB' : locale)

export function formatNumber(locale: string, value: number): string {
  return new Intl.NumberFormat(formatLocale(locale)).format(value)
}

/** A day in words, in UTC, so that server and browser write the same. */
export function formatDay(locale: string, moment: string): string {
  return new Intl.DateTimeFormat(formatLocale(locale), { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(moment),
  )
}

/** A time of day in UTC, 24 hours. */
export function formatTime(locale: string, moment: string): string {
  return new Intl.DateTimeFormat(formatLocale(locale), {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: 'UTC',
  }).format(new Date(moment))
}
