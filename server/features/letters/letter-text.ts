import type { LetterDocument, LetterSource } from '#contract/letter-document.ts'
import { escapeMarkup } from '../../lib/escape-markup.ts'

/** Numbers of sources as a reader sees them, as ` [1][2]`. */
function notes(sources: number[]): string {
  return sources.length > 0 ? ` ${sources.map((place) => `[${place + 1}]`).join('')}` : ''
}

const sourceLine = ({ title, publisher, date, url }: LetterSource, place: number) =>
  `[${place + 1}] ${title}. ${publisher}, ${date}. ${url}`

/** The paragraphs of the campaign's part, with the numbers of their sources. */
export function campaignParagraphs({ points, beside, request }: Pick<LetterDocument, 'points' | 'beside' | 'request'>): string[] {
  return [...[...points, ...beside].map(({ text, sources }) => `${text}${notes(sources)}`), request]
}

/** The letter from salutation to name, for who copies it into a form: no address, no date. */
export function bodyText(letter: LetterDocument): string {
  const { salutation, own, closing, sender, sources } = letter
  const signature = [closing, '', sender.name, ...sender.place].join('\n')
  const parts = [salutation, own, ...campaignParagraphs(letter), signature]
  if (sources.length > 0) parts.push(['Sources', ...sources.map(sourceLine)].join('\n'))
  return parts.join('\n\n')
}

/** The whole letter as a mail's text. The last lines say how it came. */
export function mailText(letter: LetterDocument): string {
  return `${bodyText(letter)}\n\n-- \n${footText(letter)}\n`
}

/** What an office is told of how a letter came to it. */
export function footText({ sender, campaign }: LetterDocument): string {
  const by = campaign.operator ? `, run by ${campaign.operator}` : ''
  const complaints = campaign.contact ? ` Questions and complaints about this service: ${campaign.contact}` : ''
  return `${sender.name} wrote this letter and confirmed it by e-mail on ${campaign.name}${by} (${campaign.url}). A reply to this mail goes to them.${complaints}`
}

/** The same as a mail's HTML: paragraphs and links, nothing else. */
export function mailHtml(letter: LetterDocument): string {
  const own = letter.own.split(/\n{2,}/).map((text) => paragraph(text, letter.ownDirection))
  const campaign = campaignParagraphs(letter).map((text) => paragraph(text))
  const signature = paragraph([letter.closing, '', letter.sender.name, ...letter.sender.place].join('\n'))
  const sources = letter.sources.map(
    ({ url, ...source }, place) =>
      `${escapeMarkup(sourceLine({ ...source, url: '' }, place))}<a href="${escapeMarkup(url)}">${escapeMarkup(url)}</a>`,
  )
  const small = [sources.join('<br>'), escapeMarkup(footText(letter))]
    .filter(Boolean)
    .map((html) => `<p style="font-size:0.85em">${html}</p>`)
  const body = [paragraph(letter.salutation), ...own, ...campaign, signature, ...small].join('\n')
  return `<!doctype html>\n<html lang="${escapeMarkup(letter.language)}"><head><meta charset="utf-8"><title>${escapeMarkup(letter.subject)}</title></head><body>\n${body}\n</body></html>\n`
}

function paragraph(text: string, direction: 'ltr' | 'rtl' = 'ltr'): string {
  const html = escapeMarkup(text).replaceAll('\n', '<br>')
  return direction === 'rtl' ? `<p dir="rtl">${html}</p>` : `<p>${html}</p>`
}
