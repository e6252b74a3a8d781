/**
 * What is not seen and steers what is: controls, marks and overrides of the writing direction,
 * zero-width signs, blank fillers. Variation selectors stay; emoji and some names are written with them.
 */
const unseen = /[[\p{Cc}\p{Default_Ignorable_Code_Point}\uFFF9-\uFFFB]--\p{Variation_Selector}]/gv

/** White space; of the lines' ends also the one that is a control character. What has no width is none. */
const spaces = /[[\s\u0085]--\uFEFF]+/gv

/** How an encoded word begins (RFC 2047 section 2): what somebody typed in this form would be read as something else. */
const encodedWord = /=(?=\?[^\s?]+\?[bq]\?)/gi

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * A text that somebody gave, as one line that is safe to stand in a header of a mail: a name or a
 * subject. It can never begin another header, and never looks like something that it is not.
 * @param maxLength in UTF-16 units; a longer text is cut before the character that does not fit
 */
export function headerText(text: string, maxLength: number): string {
  const line = text.toWellFormed().replace(spaces, ' ').replace(unseen, '').replace(/ +/g, ' ').replace(encodedWord, '= ').trim()
  if (line.length <= maxLength) return line
  const cut = characters.segment(line).containing(maxLength)?.index ?? maxLength
  return line.slice(0, cut).trimEnd()
}
