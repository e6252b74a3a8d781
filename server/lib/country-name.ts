/** The name of a country by its ISO 3166-1 code, as a language has it; English names in the British way. */
export function countryIn(locale: string, code: string): string {
  return new Intl.DisplayNames(locale === 'en' ? 'en-GB' : locale, { type: 'region' }).of(code) ?? code
}
