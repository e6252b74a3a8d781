const plain = new Intl.NumberFormat('en')
const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' })
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })
const regions = new Intl.DisplayNames('en', { type: 'region' })
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })
const day = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: 'UTC' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

export const number = (value: number) => plain.format(value)
export const change = (value: number) => signed.format(value)
export const share = (part: number, whole: number) => (whole === 0 ? '–' : percent.format(part / whole))
export const dayOf = (iso: string) => day.format(new Date(iso))
export const momentOf = (iso: string) => moment.format(new Date(iso))

export function countryName(code: string): string {
  try {
    return regions.of(code) ?? code
  } catch {
    // Not a country's code, as the country of test data may be.
    return code
  }
}

const steps = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const

/** `3 minutes ago`, `yesterday`. */
export function ago(iso: string, now = Date.now()): string {
  const seconds = Math.round((new Date(iso).getTime() - now) / 1000)
  const [unit, length] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1]
  return relative.format(Math.round(seconds / length), unit)
}

const providers: Record<string, string> = {
  gmail: 'Gmail',
  outlook: 'Outlook',
  yahoo: 'Yahoo',
  icloud: 'iCloud',
  proton: 'Proton',
  gmx: 'GMX',
  webde: 'web.de',
  mailru: 'Mail.ru',
  qq: 'QQ',
  other: 'All others',
}
export const providerName = (provider: string) => providers[provider] ?? provider
