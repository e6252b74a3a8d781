/** The shape that all have, with any space between their halves, but for old ones of Newport (2,417 such as `NPT 0AD`) and GIR 0AA. */
const shape = /^(?:[A-Z]{1,2}\d[A-Z\d]?|NPT|GIR) *\d[A-Z]{2}$/i

/** Whether it can be a postcode of the United Kingdom, the Channel Islands or the Isle of Man. */
export function isUkPostcode(value: string): boolean {
  return value.length <= 8 && shape.test(value)
}

/** Far more than there are; a file with more codes has made them up, and is not remembered at length. */
const maxRemembered = 20_000

/**
 * Division keys by the code that the Office for National Statistics gives an area, `E14001063`.
 * Null for no code and for the pseudo codes of places that are in none (`L99999999` Channel Islands,
 * `M99999999` Isle of Man, `E99999999` and others where a code does not apply); undefined for
 * what is no code. Remembers: a file of millions of rows has some hundred codes.
 */
export function createGssKeys(): (code: string) => string | null | undefined {
  const known = new Map<string, string | null>([['', null]])
  return (code) => {
    const key = known.get(code)
    if (key !== undefined) return key
    if (!/^[A-Z]\d{8}$/.test(code)) return undefined
    const made = code.endsWith('99999999') ? null : `gss:${code}`
    if (known.size < maxRemembered) known.set(code, made)
    return made
  }
}
