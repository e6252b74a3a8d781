/**
 * Fingerprints and sketch of a text, both made of its window hashes: the first few find the letters that
 * share a passage with it, the second says how much they share.
 */

/** The span of winnowing: of so many windows in a row one at least is taken. */
const span = 32
/** A longer text is found by the lowest of its fingerprints. */
const maxFingerprints = 256
/** Of a longer text the lowest hashes are kept: a fair sample, the same for all texts. */
export const maxKept = 4096

/**
 * Hashes chosen so that two texts with 63 letters and digits in a row in common have one in common: of each 32
 * windows in a row the lowest.
 * @see Schleimer, Wilkerson, Aiken: Winnowing, SIGMOD 2003
 */
export function fingerprints(hashes: Uint32Array): Uint32Array {
  const chosen = new Set<number>()
  let lowest = -1
  for (let end = Math.min(span, hashes.length); end <= hashes.length; end++) {
    const begin = Math.max(0, end - span)
    if (lowest < begin) lowest = lowestIn(hashes, begin, end)
    else if (hashes[end - 1]! <= hashes[lowest]!) lowest = end - 1
    chosen.add(hashes[lowest]!)
  }
  return Uint32Array.from(chosen).sort().subarray(0, maxFingerprints)
}

function lowestIn(hashes: Uint32Array, begin: number, end: number): number {
  let lowest = begin
  for (let i = begin + 1; i < end; i++) if (hashes[i]! <= hashes[lowest]!) lowest = i
  return lowest
}

/** The different hashes, ascending; the lowest 4,096 of a long text. */
export function sketch(hashes: Uint32Array): Uint32Array {
  return distinct(hashes).subarray(0, maxKept)
}

export function distinct(hashes: Uint32Array): Uint32Array {
  return Uint32Array.from(hashes).sort().filter((hash, i, all) => i === 0 || hash !== all[i - 1])
}

/**
 * The share of a text's windows that are in another too.
 * @param text all its different hashes, ascending
 * @param other the sketch of the other
 */
export function shareOf(text: Uint32Array, other: Uint32Array): number {
  const last = other.length < maxKept ? Number.POSITIVE_INFINITY : other[other.length - 1]!
  let seen = 0
  let shared = 0
  let at = 0
  for (const hash of text) {
    if (hash > last) break
    while (at < other.length && other[at]! < hash) at++
    if (other[at] === hash) shared++
    seen++
  }
  return seen === 0 ? 0 : shared / seen
}
