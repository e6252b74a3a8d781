/**
 * The letters and digits of a text in any script, in one case: without spaces, punctuation, emoji, marks that
 * are characters of their own, and whatever has no width. Texts that read alike give the same.
 */
export function lettersAndDigits(text: string): string {
  // Capitals: some small letters depend on their neighbours (σ, ς), and the capital of ß is SS.
  const capitals = text.normalize('NFKC').toUpperCase().normalize('NFKC')
  return capitals.replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * How much of a letter is the constituent's, counted in letters and digits.
 * @returns a share from 0 to 1; 0 when neither part has any
 */
export function ownShare(ownText: string, campaignText: string): number {
  const own = lengthOf(ownText)
  const all = own + lengthOf(campaignText)
  return all === 0 ? 0 : own / all
}

function lengthOf(text: string): number {
  return [...lettersAndDigits(text)].length
}
