/** Of this many windows in a row, one is a fingerprint. */
const span = 32

/** A text of more, which is one of 450 words or so, is found by the lowest of its fingerprints. */
const maxFingerprints = 128

/** Of a text of more, again 450 words or so, the lowest hashes are kept: a fair sample, and the same for all texts. */
const maxKept = 2048

/**
 * Some of the hashes, a seventeenth in the mean, chosen so that two texts with 63 letters and digits in a row in
 * common have one in common: the lowest of every 32 in a row. Of a shorter text its lowest; of a text of more than 450
 * words a sample.
 * @param hashes in the order of the text
 * @returns without repetition, ascending
 * @see https://doi.org/10.1145/872757.872770 Schleimer, Wilkerson, Aiken: Winnowing (2003)
 */
export function fingerprints(hashes: Uint32Array): Uint32Array {
  const chosen = new Set<number>()
  let lowest = -1
  for (let end = Math.min(span, hashes.length); end <= hashes.length; end++) {
    const begin = Math.max(0, end - span)
    if (lowest < begin) lowest = lowestIn(hashes, begin, end)
    else if (isAsLow(hashes, end - 1, lowest)) lowest = end - 1
    chosen.add(hashes[lowest] as number)
  }
  return Uint32Array.from(chosen).sort().subarray(0, maxFingerprints)
}

/** Place of the lowest; of several, the last. */
function lowestIn(hashes: Uint32Array, begin: number, end: number): number {
  let lowest = begin
  for (let at = begin + 1; at < end; at++) if (isAsLow(hashes, at, lowest)) lowest = at
  return lowest
}

function isAsLow(hashes: Uint32Array, at: number, other: number): boolean {
  return (hashes[at] as number) <= (hashes[other] as number)
}

/** What is kept of a text, to say of others how much of them is in it: its different hashes, ascending, 2,048 at most. */
export function sketch(hashes: Uint32Array): Uint32Array {
  return distinct(hashes).slice(0, maxKept)
}

/**
 * The share, from 0 to 1, of a text's windows that are in another text too.
 * @param hashes all of the text, which must have some
 * @param others for each other text its sketch
 * @returns one share for each of the others: exact when its sketch holds all of it, else by a sample
 */
export function sharesOf(hashes: Uint32Array, others: readonly Uint32Array[]): number[] {
  const own = distinct(hashes)
  return others.map((other) => shareOf(own, other))
}

/** Both ascending. Above the last hash that was kept nothing is known, so nothing there is counted. */
function shareOf(own: Uint32Array, other: Uint32Array): number {
  const last = other.length < maxKept ? Number.POSITIVE_INFINITY : (other.at(-1) as number)
  let counted = 0
  let shared = 0
  let at = 0
  for (const hash of own) {
    if (hash > last) break
    while (at < other.length && (other[at] as number) < hash) at++
    if (other[at] === hash) shared++
    counted++
  }
  return counted === 0 ? 0 : shared / counted
}

function distinct(hashes: Uint32Array): Uint32Array {
  const sorted = hashes.toSorted()
  let length = 0
  for (const hash of sorted) if (length === 0 || hash !== sorted[length - 1]) sorted[length++] = hash
  return sorted.subarray(0, length)
}
