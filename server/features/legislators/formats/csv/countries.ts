/** As the institutions of the European Union write them, against ISO 3166-1. */
const otherCodes = new Map([
  ['EL', 'GR'],
  ['UK', 'GB'],
])

/** What the tables of names have beside countries: regions, test codes, states that are no more. */
const noCountries = new Set(['ZZ', 'QO', 'EZ', 'UN', 'XA', 'XB', 'SU', 'DD', 'YU', 'FX', 'AN', 'TP', 'ZR', 'BU'])
const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })

/** The ISO 3166-1 code of a code in either case; null where no country has it. `EU` counts as one. */
export function countryOf(code: string): string | null {
  const written = code.toUpperCase()
  if (!/^[A-Z]{2}$/.test(written)) return null
  const country = otherCodes.get(written) ?? written
  return noCountries.has(country) || names.of(country) === undefined ? null : country
}
