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

/** When a claim was made or an event was, as its ledger has it: a day or month in words, else what stands there. */
export function formatAsOf(locale: string, asOf: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(asOf)) return formatDay(locale, asOf)
  if (!/^\d{4}-\d{2}$/.test(asOf)) return asOf
  return new Intl.DateTimeFormat(formatLocale(locale), { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(new Date(asOf))
}

/** When an event was: in words where it is a date, both ends of a range, else what the ledger has. */
export function formatEventDate(locale: string, { date, precision }: { date: string; precision: string }): string {
  if (precision === 'undated') return date.replace(/^by /, '')
  const [from = '', to] = date.split('/')
  return to ? `${formatAsOf(locale, from)} – ${formatAsOf(locale, to)}` : formatAsOf(locale, from)
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

/** The name of a country by its ISO 3166-1 code. */
export function formatCountry(locale: string, code: string): string {
  return new Intl.DisplayNames(formatLocale(locale), { type: 'region' }).of(code) ?? code
}
