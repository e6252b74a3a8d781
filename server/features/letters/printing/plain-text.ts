/**
 * Text as it can be set: composed characters, no control or invisible characters, one kind of space and of no-break
 * space, and only the dashes that text faces have. A no-break space keeps a dash with what stands before it, and French
 * punctuation with its word. Line feeds stay.
 */
export function toPlainText(text: string): string {
  return text
    .toWellFormed()
    .normalize('NFC')
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[\ufb00-\ufb06]/g, (ligature) => ligature.normalize('NFKC'))
    .replace(/[\u2007\u202f]/g, '\u00a0')
    .replace(/[\u2010\u2011]/g, '-')
    .replace(/\u2012/g, '–')
    .replace(/\u2015/g, '—')
    .replace(/[^\P{Zs}\u00a0]|\t/gu, ' ')
    .replace(/[^\P{Cc}\n]|\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/ +/g, ' ')
    .replace(/ (?=[–—;:!?»](?![\p{L}\p{Nd}]))|(?<=«) /gu, '\u00a0')
}

/** The lines of a text, without empty ones. */
export function linesOf(text: string): string[] {
  return toPlainText(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** The lines of each paragraph; paragraphs are apart by empty lines. */
export function paragraphsOf(text: string): string[][] {
  return toPlainText(text)
    .split(/\n\s*\n/)
    .map(linesOf)
    .filter((lines) => lines.length > 0)
}
