/** A country's postcodes: what they look like, written for people, and how one is brought into the form that is stored. */
type PostcodeShape = { example: string; normalize(letters: string): string | null }

const fits =
  (pattern: RegExp, length?: number) =>
  (letters: string): string | null =>
    pattern.test(letters) ? letters.slice(0, length) : null

/**
 * Shapes of the countries whose postcodes name divisions here. GB: as petition.parliament.uk takes
 * them, British Forces included, and Newport's former ones such as NPT 0AD, which official lists still
 * hold. US: five digits, and of ZIP+4 the first five. CA: the letters that Canada Post uses.
 */
const shapes: Record<string, PostcodeShape> = {
  GB: { example: 'SW1A 0AA', normalize: fits(/^([A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}|NPT\d[A-Z]{2}|BFPO?(CO)?\d{1,4}|GIR0AA)$/) },
  US: { example: '20500', normalize: fits(/^\d{5}(\d{4})?$/, 5) },
  CA: { example: 'K1A 0A6', normalize: fits(/^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$/) },
  AU: { example: '2600', normalize: fits(/^\d{4}$/) },
}

/** A postcode of a country that has no shape above. */
const anyPostcode = fits(/^[A-Z\d]{2,10}$/)

/**
 * The one form in which a postcode is stored and looked up: capitals and digits without spaces,
 * dashes or stops. Null when it cannot be a postcode of that country.
 */
export function normalizePostcode(country: string, given: string): string | null {
  const letters = given
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s./–-]/g, '')
  return (shapes[country]?.normalize ?? anyPostcode)(letters)
}

/** A postcode of the country to show what one looks like, or null. */
export function postcodeExample(country: string): string | null {
  return shapes[country]?.example ?? null
}

/** The chamber of a division by its GSS code (Register of Geographic Codes, ONS, read November 2026), or null. */
export function chamberOfGss(code: string): string | null {
  if (/^(E14|S14|W07|N0[56])\d{6}$/.test(code)) return 'uk-commons'
  if (/^W09\d{6}$/.test(code)) return 'senedd'
  if (/^S16\d{6}$/.test(code)) return 'scottish-parliament'
  if (/^S17\d{6}$/.test(code)) return 'scottish-parliament-regions'
  return null
}
