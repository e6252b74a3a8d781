/**
 * The letters and digits of a text of any script, in one case: what is left when punctuation, spaces,
 * accents that stand alone and signs that nobody sees are taken away. Texts that a reader takes for the
 * same give the same.
 */
export function lettersAndDigits(text: string): string {
  // Capitals, since a small letter may depend on its neighbours (ς, σ) and ß has none of its own.
  return text.normalize('NFKC').toUpperCase().normalize('NFKC').replaceAll(/[^\p{L}\p{N}]+/gu, '')
}

/**
 * How much of a letter is the constituent's, by letters and digits.
 * @returns a share from 0 to 1; 0 when both parts are without letters
 */
export function ownShare(ownText: string, campaignText: string): number {
  const own = [...lettersAndDigits(ownText)].length
  const all = own + [...lettersAndDigits(campaignText)].length
  return all === 0 ? 0 : own / all
}
