import type { LetterDocument, LetterSource } from '#contract/letter-document.ts'
import type { Direction } from './bidi.ts'
import type { Paper } from './paper.ts'
import { linesOf, paragraphsOf, toPlainText } from './plain-text.ts'

export type Role =
  | 'sender'
  | 'day'
  | 'recipient'
  | 'subject'
  | 'salutation'
  | 'text'
  | 'point'
  | 'request'
  | 'closing'
  | 'name'
  | 'note'
  | 'through'

/** A paragraph of the letter, or lines that belong together. */
export type Block = {
  role: Role
  lines: string[]
  /** What hangs beside the first line. */
  label: string
  /** The numbers of the notes that follow the text. */
  notes: number[]
  direction: Direction
  /** Null where it is the letter's or is not known. */
  language: string | null
}

/** What a letter consists of, in the order in which it is read: above the text, the text, below it. */
export type LetterBlocks = { sender: Block; day: Block; recipient: Block; body: Block[]; foot: Block[] }

type Through = (name: string, operator: string | null, url: string) => string

/** For letters in languages that the site does not speak, English stands here. */
const through: Record<string, Through> = {
  de: (name, operator, url) => `Geschrieben mit Hilfe von ${name}${operator ? `, einem Angebot von ${operator}` : ''}: ${url}`,
  en: (name, operator, url) => `Written with the help of ${name}${operator ? `, offered by ${operator}` : ''}: ${url}`,
  fr: (name, operator, url) => `Écrit à l’aide de ${name}${operator ? `, proposé par ${operator}` : ''}\u00a0: ${url}`,
  he: (name, operator, url) => `נכתב בעזרת ${name}${operator ? `, מטעם ${operator}` : ''}: ${url}`,
}

/** Takes a letter apart into what is set alike. Nothing that is in it is left out. */
export function toBlocks(letter: LetterDocument, paper: Paper): LetterBlocks {
  const { language, sender, recipient } = letter
  const direction: Direction = /^(he|yi)\b/.test(language) ? 'rtl' : 'ltr'
  const own: Partial<Block> =
    letter.ownDirection === direction ? {} : { direction: letter.ownDirection, language: letter.ownDirection === 'rtl' ? 'he' : null }
  const block = (role: Role, lines: string[], more: Partial<Block> = {}): Block => ({
    role,
    lines: lines.flatMap(linesOf),
    label: '',
    notes: [],
    direction,
    language: null,
    ...more,
  })
  const notesOf = (sources: number[]) => sources.map((place) => place + 1)
  return {
    sender: block('sender', [sender.name, ...sender.place, sender.email]),
    day: block('day', [writeDay(letter.day, language, paper)]),
    recipient: block('recipient', [recipient.name, recipient.body, ...(recipient.postal ?? [])]),
    body: [
      block('subject', [letter.subject]),
      block('salutation', [letter.salutation]),
      ...paragraphsOf(letter.own).map((lines) => block('text', lines, own)),
      ...letter.points.map(({ text, sources }) => block('point', [text], { label: '•', notes: notesOf(sources) })),
      ...letter.beside.map(({ text, sources }) => block('text', [text], { notes: notesOf(sources) })),
      block('request', [letter.request]),
      block('closing', [letter.closing]),
      block('name', [sender.name]),
    ],
    foot: [...letter.sources.map((source, i) => block('note', [toNote(source)], { label: `${i + 1}` })), throughBlock(letter, block)],
  }
}

function throughBlock({ language, campaign }: LetterDocument, block: (role: Role, lines: string[], more?: Partial<Block>) => Block): Block {
  const { name, operator, url } = campaign
  const spoken = new Intl.Locale(language).language
  const words = through[spoken]
  if (words) return block('through', [words(name, operator, url)])
  return block('through', [through['en']?.(name, operator, url) ?? ''], { direction: 'ltr', language: 'en' })
}

/** Written out. Where the language is English and no more is said, the paper tells which order of day and month is meant. */
function writeDay(day: string, language: string, paper: Paper): string {
  const locale = language === 'en' && paper === 'a4' ? 'en-GB' : language
  return new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** `Title. Publisher, date. https://…` */
function toNote({ title, publisher, date, url }: LetterSource): string {
  const heading = toPlainText(title).trim()
  return `${heading}${/[.?!…]["”’»)]*$/.test(heading) ? '' : '.'} ${publisher}, ${date}. ${url}`
}
