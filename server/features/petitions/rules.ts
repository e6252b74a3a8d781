import { createHash } from 'node:crypto'
import type { PetitionText } from '#contract/petitions.ts'

/**
 * SHA-256 of a text version. Hashed is UTF-8 of these lines, each ended by LF: the words
 * `countersign petition text v1`, addressee, title, summary, then `background` and its paragraphs,
 * `requests` and its lines, `closing` and its paragraphs. Anyone can repeat it from what the page
 * and the API show; citations are not part of what is signed.
 */
export function textSha256(addressee: string, text: PetitionText): Buffer {
  const lines = [
    'countersign petition text v1',
    addressee,
    text.title,
    text.summary,
    'background',
    ...text.background.map((paragraph) => paragraph.text),
    'requests',
    ...text.requests,
    'closing',
    ...text.closing.map((paragraph) => paragraph.text),
  ]
  return createHash('sha256')
    .update(`${lines.join('\n')}\n`, 'utf8')
    .digest()
}

/** Open means: published, begun and not past its end. The state alone does not say it. */
export function isOpen(petition: { state: string; openedAt: Date | null; closesAt: Date | null }, now: Date): boolean {
  if (petition.state !== 'open' || petition.openedAt === null || petition.openedAt > now) return false
  return petition.closesAt === null || petition.closesAt > now
}
