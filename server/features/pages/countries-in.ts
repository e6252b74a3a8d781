import { countryCodes } from '#contract/countries.ts'
import { countryIn } from '../../lib/country-name.ts'

const countriesByLocale = new Map<string, { code: string; name: string }[]>()

/** All countries as a language names them, in its order of names; made once for each language. */
export function countriesIn(locale: string): { code: string; name: string }[] {
  const known = countriesByLocale.get(locale)
  if (known) return known
  // English names in the British way, and in its order.
  const named = locale === 'en' ? 'en-GB' : locale
  const countries = countryCodes
    .map((code) => ({ code, name: countryIn(locale, code) }))
    .sort((a, b) => a.name.localeCompare(b.name, named))
  countriesByLocale.set(locale, countries)
  return countries
}
