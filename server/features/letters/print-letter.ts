import { Problem } from '#contract/problem.ts'
import { letterLinkNotValid } from './errors.ts'
import { PdfGlyphsMissing, setLetter } from './printing/set-letter.ts'
import { documentOf, readOwnLetter } from './read-letter.ts'
import type { WriteContext } from './write-letter.ts'

/** Countries whose printers hold US Letter; everywhere else it is A4. */
const onLetterPaper = ['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'GT', 'CR', 'PA', 'DO', 'SV', 'NI']

/** The paper of an addressee's country. */
export function paperOf({ place }: { place: string }): 'a4' | 'letter' {
  return onLetterPaper.includes(place) ? 'letter' : 'a4'
}

/**
 * A confirmed letter as a PDF.
 * @param paper that of the addressee's country unless given
 * @throws Problem letter-link-not-valid; letter-not-printable where its words have letters that no font of ours has
 */
export async function printLetter(ctx: WriteContext, token: string, paper: 'a4' | 'letter' | undefined): Promise<Buffer> {
  const row = await readOwnLetter(ctx, token)
  const letter = documentOf(ctx, row)
  if (!letter) throw letterLinkNotValid()
  try {
    return Buffer.from(await setLetter(letter, paper ?? paperOf(row)))
  } catch (error) {
    if (error instanceof PdfGlyphsMissing) throw new Problem('letter-not-printable')
    throw error
  }
}
