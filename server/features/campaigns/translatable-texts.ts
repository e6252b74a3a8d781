import { offeredPoints } from './ask-rules.ts'
import { isPublic } from './ledger-rules.ts'
import type { Pack } from './pack.ts'

/** One English text of a pack that can be translated. `isShown`: pages show it, so a translation without it is not whole. */
export type Translatable = { item: string; field: string; words: string; isShown: boolean }

/** What of a pack is translated. */
export type PackWords = Pick<Pack, 'campaign' | 'facts' | 'timeline' | 'asks'>

/**
 * Which fields can be translated; `*` stands for each place of a list. They are what pages show in the
 * campaign's own words. Of an article and of sources the titles and publishers stay as they are, and
 * so do the names of bodies and offices, which is where letters go. Corrections quote what was published
 * in English. Petitions are not here at all: what is signed is signed in its own words, and a
 * translation beside them would be another text.
 */
const fields = {
  campaign: [
    'title',
    'summary',
    'position.heading',
    'position.statement',
    'topics.*.name',
    'pictures.*.title',
    'pictures.*.unit',
    'pictures.*.caveat',
    'pictures.*.bars.*.label',
    'pictures.*.bars.*.display',
    'laws.*.part',
    'laws.*.does',
    'support.*.text',
    'about.*.heading',
    'about.*.paragraphs.*',
    'glossary.*.term',
    'glossary.*.meaning',
  ],
  fact: ['display', 'claim', 'note', 'attributedTo.name', 'attributedTo.role', 'asOf', 'place'],
  event: ['what', 'country', 'status', 'readerNote'],
  ask: [
    'title',
    'targets.*.addressee',
    'targets.*.jurisdiction',
    'ask.*',
    'whyNow',
    'lawToday.summary',
    'lawToday.confidence',
    'talkingPoints.*.text',
    'letterRequestLine',
  ],
}

/** As the status of an event, pages say these in words of their own. */
const saidByPages = ['in force', 'non-binding']

/** The same in every language: years and days. A figure is not, since `65,000` is another number elsewhere. */
const isOfNoLanguage = (words: string) => /^[\d\s/–-]+$/.test(words)

/**
 * Every text of a pack that can be translated, in the order of its files: nothing that is never
 * published. What is not yet shown, such as a draft, can be translated before it is.
 */
export function translatableTexts({ campaign, facts, timeline, asks }: PackWords): Translatable[] {
  const shown = (texts: Omit<Translatable, 'isShown'>[]) => texts.map((text) => ({ ...text, isShown: true }))
  return [
    ...shown(textsOf('campaign', campaign, fields.campaign)),
    ...shown(facts.filter(isPublic).flatMap((fact) => textsOf(`fact:${fact.id}`, fact, fields.fact))),
    ...shown(timeline.filter(isPublic).flatMap((event) => textsOf(`event:${event.id}`, event, fields.event))),
    ...asks.flatMap((ask) => {
      const offered = offeredPoints(ask, { facts, timeline }).map(({ text }) => text)
      return textsOf(`ask:${ask.id}`, ask, fields.ask).map((text) => ({
        ...text,
        isShown: ask.state === 'open' && (!text.field.startsWith('talkingPoints.') || offered.includes(text.words)),
      }))
    }),
  ]
}

function textsOf(item: string, body: object, patterns: string[]): Omit<Translatable, 'isShown'>[] {
  return patterns
    .flatMap((pattern) => placesOf(body, pattern.split('.')))
    .filter(({ words }) => !isOfNoLanguage(words) && !saidByPages.includes(words))
    .map(({ path, words }) => ({ item, field: path.join('.'), words }))
}

/** The texts that a pattern leads to; what an item does not have is left out. */
function placesOf(value: unknown, [key, ...rest]: string[], path: string[] = []): { path: string[]; words: string }[] {
  if (key === undefined) return typeof value === 'string' && value !== '' ? [{ path, words: value }] : []
  if (value === null || typeof value !== 'object') return []
  const entries = Object.entries(value).filter(([name]) => key === '*' || name === key)
  return entries.flatMap(([name, part]) => placesOf(part, rest, [...path, name]))
}
