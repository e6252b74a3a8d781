import { describe, expect, it } from 'vitest'
import { countryCodes } from '../../server/contract/countries.ts'
import { isOfficeHour, timeZoneOf } from '../../server/features/letters/office-hours.ts'

const isAtWork = (place: string, moment: string) => isOfficeHour(place, new Date(moment))

/** The seat of government's zone, of each country whose parts have several clocks. */
const severalClocks = {
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
}

/** What the clocks of a country's zones show at noon by UTC, in winter and in summer. */
function clocksOf(country: string): Set<string> {
  const locale = new Intl.Locale(`und-${country}`) as Intl.Locale & { getTimeZones(): string[] | undefined }
  return new Set(locale.getTimeZones()?.map((zone) => ['2026-01-15', '2026-07-15'].map((day) => timeIn(zone, `${day}T12:00Z`)).join()))
}

function timeIn(timeZone: string, moment: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(moment))
}

describe('the clock of an office', () => {
  it.each(Object.entries(severalClocks))('in %s, which has several, is that of %s', (place, zone) => {
    expect(timeZoneOf(place)).toBe(zone)
  })

  it('is chosen wherever a country has several and elects anybody', () => {
    const several = countryCodes.filter((code) => clocksOf(code).size > 1)

    // Antarctica and the United States’ outlying islands elect nobody.
    expect(several.filter((code) => !['AQ', 'UM'].includes(code))).toEqual(Object.keys(severalClocks))
  })

  it.each([
    ['GB', 'Europe/London'],
    ['JP', 'Asia/Tokyo'],
    ['DE', 'Europe/Berlin'],
    ['FR', 'Europe/Paris'],
    ['EU', 'Europe/Brussels'],
    ['international', 'Europe/Zurich'],
  ])('in %s is that of %s', (place, zone) => {
    expect(timeZoneOf(place)).toBe(zone)
  })

  it.each(['ZZ', '', 'gb', 'Nowhere', 'constructor', 'X1', 'BV'])('is UTC for a place that nobody knows: %j', (place) => {
    expect(timeZoneOf(place)).toBe('UTC')
  })

  it('is one that there is, for every country', () => {
    expect(countryCodes.map((code) => timeIn(timeZoneOf(code), '2026-01-15T12:00Z'))).not.toContain('')
  })
})

describe('an office is at work from 8 to 18 by its own clock', () => {
  it.each([
    ['in London in winter', 'GB', '2027-01-12T08:00:00Z', '2027-01-12T18:00:00Z'],
    ['in London in summer', 'GB', '2027-07-13T07:00:00Z', '2027-07-13T17:00:00Z'],
    ['in Washington in winter', 'US', '2027-01-12T13:00:00Z', '2027-01-12T23:00:00Z'],
    ['in Washington in summer', 'US', '2027-07-13T12:00:00Z', '2027-07-13T22:00:00Z'],
    ['in Brussels in winter', 'EU', '2027-01-12T07:00:00Z', '2027-01-12T17:00:00Z'],
    ['in Ottawa in summer', 'CA', '2027-07-13T12:00:00Z', '2027-07-13T22:00:00Z'],
    ['in Canberra in their summer, on the day before by UTC', 'AU', '2027-01-11T21:00:00Z', '2027-01-12T07:00:00Z'],
    ['in Canberra in their winter', 'AU', '2027-07-12T22:00:00Z', '2027-07-13T08:00:00Z'],
    ['in Tokyo', 'JP', '2027-01-11T23:00:00Z', '2027-01-12T09:00:00Z'],
    ['in Delhi, half an hour apart', 'IN', '2027-01-12T02:30:00Z', '2027-01-12T12:30:00Z'],
    ['in Geneva', 'international', '2027-01-12T07:00:00Z', '2027-01-12T17:00:00Z'],
    ['by UTC where nobody knows', 'ZZ', '2027-01-12T08:00:00Z', '2027-01-12T18:00:00Z'],
  ])('%s', (_where, place, opens, closes) => {
    const moments = [opens, closes].map((moment) => Date.parse(moment))
    const isOpen = (shiftMs: number) => moments.map((moment) => isOfficeHour(place, new Date(moment + shiftMs)))

    expect([isOpen(-1), isOpen(0)]).toEqual([
      [false, true],
      [true, false],
    ])
  })

  it.each([
    ['the last day in winter time', '2027-03-26T08:00:00Z', '2027-03-26T18:00:00Z'],
    ['the first Monday in summer time', '2027-03-29T07:00:00Z', '2027-03-29T17:00:00Z'],
    ['the last Friday in summer time', '2027-10-29T07:00:00Z', '2027-10-29T17:00:00Z'],
    ['the first Monday in winter time', '2027-11-01T08:00:00Z', '2027-11-01T18:00:00Z'],
  ])('on %s in London', (_day, opens, closes) => {
    const moments = [opens, closes].map((moment) => Date.parse(moment))
    const isOpen = (shiftMs: number) => moments.map((moment) => isOfficeHour('GB', new Date(moment + shiftMs)))

    expect([isOpen(-60_000), isOpen(0)]).toEqual([
      [false, true],
      [true, false],
    ])
  })

  it('on the day on which Washington changes its clocks as on the day before, though London has not', () => {
    expect(isAtWork('US', '2027-03-12T12:30:00Z')).toBe(false)
    expect(isAtWork('US', '2027-03-15T12:30:00Z')).toBe(true)
    expect(isAtWork('GB', '2027-03-15T07:30:00Z')).toBe(false)
  })
})

describe('no office is at work', () => {
  it('at night', () => {
    expect(isAtWork('GB', '2027-01-12T00:00:00Z')).toBe(false)
    expect(isAtWork('GB', '2027-01-12T23:59:59Z')).toBe(false)
  })

  it('from Friday evening to Monday morning', () => {
    expect(isAtWork('GB', '2027-01-15T17:59:59Z')).toBe(true)
    expect(
      ['2027-01-15T18:00:00Z', '2027-01-16T12:00:00Z', '2027-01-17T12:00:00Z', '2027-01-18T07:59:59Z'].map((at) => isAtWork('GB', at)),
    ).toEqual([false, false, false, false])
    expect(isAtWork('GB', '2027-01-18T08:00:00Z')).toBe(true)
  })

  it('on a weekend by its own calendar', () => {
    // By UTC these are Sunday, Friday, Monday and Friday.
    expect(isAtWork('AU', '2027-01-17T22:00:00Z')).toBe(true)
    expect(isAtWork('AU', '2027-01-15T22:00:00Z')).toBe(false)
    expect(isAtWork('US', '2027-01-18T00:30:00Z')).toBe(false)
    expect(isAtWork('US', '2027-01-15T22:30:00Z')).toBe(true)
  })
})
