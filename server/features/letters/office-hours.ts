/** Mail to an office goes out on its working days from 8 to 18 by its own clock. */
const firstHour = 8
const lastHour = 18

/** Where a parliament sits, for countries whose zones differ and for places that are no country. Zones from https://www.iana.org/time-zones */
const capitals = new Map(
  Object.entries({
    AU: 'Australia/Sydney',
    BR: 'America/Sao_Paulo',
    CA: 'America/Toronto',
    CD: 'Africa/Kinshasa',
    CL: 'America/Santiago',
    CN: 'Asia/Shanghai',
    EC: 'America/Guayaquil',
    ES: 'Europe/Madrid',
    FM: 'Pacific/Ponape',
    GL: 'America/Nuuk',
    ID: 'Asia/Jakarta',
    KI: 'Pacific/Tarawa',
    MN: 'Asia/Ulaanbaatar',
    MX: 'America/Mexico_City',
    NZ: 'Pacific/Auckland',
    PF: 'Pacific/Tahiti',
    PG: 'Pacific/Port_Moresby',
    PT: 'Europe/Lisbon',
    RU: 'Europe/Moscow',
    UA: 'Europe/Kyiv',
    US: 'America/New_York',
    EU: 'Europe/Brussels',
    /** The United Nations’ human rights offices and WHO. */
    international: 'Europe/Zurich',
  }),
)

/** The time zone of an office by the place that it belongs to; UTC where none is known. */
export function timeZoneOf(place: string): string {
  const known = capitals.get(place)
  if (known) return known
  if (!/^[A-Z]{2}$/.test(place)) return 'UTC'
  const zones = (new Intl.Locale(`und-${place}`) as Intl.Locale & { getTimeZones?(): string[] | undefined }).getTimeZones?.()
  return zones?.[0] ?? 'UTC'
}

/** Whether an office is at work at this moment: Monday to Friday, from 8 to 18 o’clock there. Holidays are not known. */
export function isOfficeHour(place: string, moment: Date): boolean {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: timeZoneOf(place), weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
  const { weekday = '', hour = '' } = Object.fromEntries(parts.formatToParts(moment).map(({ type, value }) => [type, value]))
  return !['Sat', 'Sun'].includes(weekday) && Number(hour) >= firstHour && Number(hour) < lastHour
}
