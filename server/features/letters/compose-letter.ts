import type { Ask, Fact, TimelineItem } from '#contract/campaigns.ts'
import type { LetterDocument, LetterSource } from '#contract/letter-document.ts'
import type { DraftInput } from '#contract/letters.ts'
import type { PublicLedger } from '../campaigns/read-ledger.ts'
import type { Recipient } from './recipients.ts'

/** What a letter is made of: the writer's words, the campaign's, and whom it goes to. */
export type LetterParts = {
  ask: Ask
  ledger: PublicLedger
  recipient: Recipient
  written: Omit<DraftInput, 'ask' | 'recipient'> & { email: string }
  /** ISO day. */
  day: string
  campaign: LetterDocument['campaign']
}

type Point = Ask['talkingPoints'][number]
type Sources = { list: LetterSource[]; placeOf(id: string): number[] }

/**
 * The letter as it goes out. The writer's own words stand first and are not changed; the campaign's
 * points stand as its pack words them, each with its sources; the denial and what else must be seen
 * beside a claim comes with it, whoever picked the points.
 */
export function composeLetter({ ask, ledger, recipient, written, day, campaign }: LetterParts): LetterDocument {
  const sources = numbered(ledger)
  const chosen = [...new Set(written.points)].flatMap((id) => ask.talkingPoints.find((point) => point.id === id) ?? [])
  const points = chosen.map(({ text, cites }) => ({ text, sources: [...new Set(cites.flatMap(sources.placeOf))] }))
  const beside = besideOf(ledger, chosen).map(({ text, id }) => ({ text, sources: id === null ? [] : sources.placeOf(id) }))
  const { givenName, familyName = null, street, town, postcode } = written
  return {
    day,
    language: ledger.language,
    ownDirection: directionOf(written.own),
    sender: {
      givenName,
      familyName,
      name: [givenName, familyName].filter(Boolean).join(' '),
      email: written.email,
      place: [street, [town, postcode].filter(Boolean).join(' ')].filter((part): part is string => Boolean(part)),
    },
    recipient: { name: recipient.name, body: recipient.body, postal: recipient.postal },
    subject: written.subject ?? ask.title,
    salutation: `Dear ${recipient.addressAs},`,
    // Mail programs fold away what stands below a line that ends in two hyphens and a space.
    own: written.own.replaceAll(/\r\n?/g, '\n').replaceAll(/^-- +$/gm, '--'),
    points,
    beside,
    request: ask.letterRequestLine,
    closing: 'Yours sincerely,',
    sources: sources.list,
    campaign,
  }
}

/** The side from which the first letter of a text is read. */
function directionOf(text: string): 'ltr' | 'rtl' {
  const first = /\p{L}/u.exec(text)?.[0] ?? ''
  return /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u.test(first) ? 'rtl' : 'ltr'
}

/** Sources in the order in which a letter first names them; what several claims rest on stands once. */
function numbered(ledger: PublicLedger): Sources {
  const lines: string[] = []
  const list: LetterSource[] = []
  return {
    list,
    placeOf(id) {
      const fact = ledger.fact(id)
      const event = ledger.event(id)
      const source = fact ? factSource(ledger, fact) : event && eventSource(event)
      if (!source) return []
      const line = JSON.stringify(source)
      const known = lines.indexOf(line)
      if (known >= 0) return [known]
      lines.push(line)
      return [list.push(source) - 1]
    },
  }
}

function factSource({ campaign }: PublicLedger, { attributedTo, asOf }: Fact): LetterSource {
  const { title, publisher, year, url } = campaign.article
  return { title: `${attributedTo.name}, as of ${asOf}, in “${title}”`, publisher, date: String(year), url }
}

function eventSource({ source, date }: TimelineItem): LetterSource | null {
  return source && { title: source.title, publisher: source.publisher, date, url: source.copyRead ?? source.url }
}

/**
 * What has to stand beside the points: the denial, claims that belong together, and what readers must
 * know to read a claim rightly.
 */
function besideOf(ledger: PublicLedger, chosen: Point[]): { text: string; id: string | null }[] {
  const cited = [...new Set(chosen.flatMap(({ cites }) => cites))]
  const facts = cited.flatMap((id) => ledger.fact(id) ?? [])
  const events = cited.flatMap((id) => ledger.event(id) ?? [])
  const companions = facts.map(ledger.companionsOf)
  const companionFacts = companions.flatMap((beside) => beside.facts)
  const denials = denialsFor(ledger, chosen, [...facts, ...companionFacts])
  const seen = new Set(cited.filter((id) => !denials.includes(id)))
  return [
    ...denials.map((id) => ({ id, text: ledger.fact(id)?.display ?? ledger.event(id)?.what ?? '' })),
    ...companionFacts.map(({ id, display }) => ({ id, text: display })),
    ...companions.flatMap((beside) => beside.events.map(({ id, what }) => ({ id, text: what }))),
    ...[...facts.map(({ note }) => note), ...events.map(({ readerNote }) => readerNote)].flatMap((text) =>
      text ? [{ text, id: null }] : [],
    ),
  ].filter(({ id, text }) => {
    const key = id ?? text
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * Ids of the denials that must be said: of each contested claim that is shown, and what a point cites
 * as the other side. A point says the denial in its own words only where it cites nothing else.
 */
function denialsFor(ledger: PublicLedger, chosen: Point[], shown: Fact[]): string[] {
  const isDenial = (id: string) => (ledger.fact(id) ?? ledger.event(id))?.kind === 'denial'
  if (chosen.some(({ cites }) => cites.every(isDenial))) return []
  const contested = shown.filter(ledger.isContested).flatMap(({ mustShowWith }) => mustShowWith.filter(isDenial))
  return [...contested, ...shown.filter(({ kind }) => kind === 'denial').map(({ id }) => id)]
}
