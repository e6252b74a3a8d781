import type { PageData } from '#contract/pages.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { readAsks, readLedger } from '../../campaigns/read-ledger.ts'
import { readPetitions } from '../../ledger/read-petitions.ts'
import { listPublishedTexts } from '../../petitions/queries.ts'
import { citationsOf, eventEntriesOf, eventEntryOf, evidenceOf, factEntryOf, picturesOf } from './rules.ts'

type Context = { db: Database; clock: Clock }

export type FactsFilter = PageData['facts']['filter']

/** More petitions than any campaign has; a page of them all. */
const manyPetitions = 200

/**
 * The claims and events that fit a filter. Topics are the article's: with one, events are left
 * out. The doubters and the pictures are there whatever the filter.
 */
export async function getFactsPage(ctx: Context, filter: FactsFilter, locale: string): Promise<PageData['facts']> {
  const ledger = await readLedger(ctx, locale)
  const later = ledger.events.filter(({ era }) => era !== 'article-2014')
  const fits = ({ kind, era }: { kind: string; era: string }) =>
    (filter.kind === null || kind === filter.kind) && (filter.era === null || era === filter.era)
  const facts = ledger.facts.filter((fact) => fits(fact) && (filter.topic === null || fact.topics.includes(filter.topic)))
  return {
    ...evidenceOf(ledger),
    entries: facts.map((fact) => factEntryOf(ledger, fact)),
    events: later.filter((event) => filter.topic === null && fits(event)).map((event) => eventEntryOf(ledger, event)),
    counterViews: eventEntriesOf(ledger, ledger.campaign.counterViews),
    pictures: picturesOf(ledger),
    filter,
    topics: ledger.campaign.topics.filter(({ slug }) => ledger.facts.some(({ topics }) => topics.includes(slug))),
    kinds: [...new Set([...ledger.facts, ...later].map(({ kind }) => kind))].sort(),
    total: ledger.facts.length + later.length,
  }
}

/** @throws Problem not-found for a claim that is not there or must not be published */
export async function getFactPage(ctx: Context, id: string, locale: string): Promise<PageData['fact']> {
  const ledger = await readLedger(ctx, locale)
  const fact = ledger.fact(id)
  if (!fact) throw new Problem('not-found')
  const texts = await listPublishedTexts(ctx.db)
  return {
    ...evidenceOf(ledger),
    entry: factEntryOf(ledger, fact),
    topics: ledger.campaign.topics.filter(({ slug }) => fact.topics.includes(slug)),
    events: ledger.events.filter(({ factIds }) => factIds.includes(id)).map((event) => eventEntryOf(ledger, event)),
    petitions: texts.filter(({ cites }) => cites.includes(id)).map(({ slug, title }) => ({ slug, title })),
  }
}

/** All events, oldest first; what the article leaves undated stands at its end of the article's time. */
export async function getTimelinePage(ctx: Context, locale: string): Promise<PageData['timeline']> {
  const ledger = await readLedger(ctx, locale)
  const events = ledger.events.map((event) => ({ event, order: orderOf(event.date) })).sort((a, b) => a.order.localeCompare(b.order))
  return { ...evidenceOf(ledger), events: events.map(({ event }) => eventEntryOf(ledger, event)) }
}

/** `by 2014` stands after all of 2014, `2006/2013` where it begins. */
function orderOf(date: string): string {
  return date.startsWith('by ') ? `${date.slice(3)}~` : (date.split('/')[0] ?? date)
}

export async function getLawsPage(ctx: Context, locale: string): Promise<PageData['laws']> {
  const ledger = await readLedger(ctx, locale)
  const laws = ledger.campaign.laws.flatMap(({ event: id, ...law }) => {
    const event = ledger.event(id)
    return event ? [{ ...law, event }] : []
  })
  return { ...evidenceOf(ledger), laws }
}

/** What is asked of whom: the open asks, and the petitions that are or were open. */
export async function getWritePage(ctx: Context, locale: string): Promise<PageData['write']> {
  const ledger = await readLedger(ctx, locale)
  const { items } = await readPetitions(ctx, { limit: manyPetitions })
  return { language: ledger.language, asks: await readAsks(ctx, ledger), petitions: items }
}

/** @throws Problem not-found for an ask that is not there or not open */
export async function getAskPage(ctx: Context, id: string, locale: string): Promise<PageData['ask']> {
  const ledger = await readLedger(ctx, locale)
  const ask = (await readAsks(ctx, ledger)).find((other) => other.id === id)
  if (!ask) throw new Problem('not-found')
  const cited = [...ask.lawToday.sources, ...ask.talkingPoints.flatMap(({ cites }) => cites)]
  // What must be seen beside a claim stands among the sources, though no letter may cite it at second hand.
  const besideThem = (id: string) => {
    const fact = ledger.fact(id)
    const { facts, events } = fact ? ledger.companionsOf(fact) : { facts: [], events: [] }
    return [...facts, ...events].map((item) => item.id)
  }
  const { items } = await readPetitions(ctx, { limit: manyPetitions })
  const petition = items.find(({ slug }) => slug === ask.petition)
  return {
    ...evidenceOf(ledger),
    ask,
    citations: citationsOf(ledger, [...cited, ...cited.flatMap(besideThem)]),
    petition: petition ? { slug: petition.slug, title: petition.title } : null,
    support: ledger.campaign.support,
  }
}

/** All corrections, newest first, and the petitions whose text rests on what was corrected after it was published. */
export async function getCorrectionsPage(ctx: Context, locale: string): Promise<PageData['corrections']> {
  const ledger = await readLedger(ctx, locale)
  const texts = await listPublishedTexts(ctx.db)
  const corrections = [...ledger.corrections].reverse().map((one) => {
    const fact = ledger.fact(one.item)
    const event = ledger.event(one.item)
    const href = fact ? `/facts/${fact.id}` : event ? `/timeline#${event.id}` : ''
    const isGraphic = fact?.graphic ?? event?.factIds.some((id) => ledger.fact(id)?.graphic) ?? false
    return { ...one, title: fact?.display ?? event?.what ?? one.was, href, isGraphic }
  })
  const petitions = texts
    .map(({ slug, title, cites, publishedOn }) => ({
      slug,
      title,
      items: [...new Set(ledger.corrections.filter(({ item, on }) => cites.includes(item) && on >= publishedOn).map(({ item }) => item))],
    }))
    .filter(({ items }) => items.length > 0)
  return { language: ledger.language, corrections, petitions }
}

export async function getAboutPage(ctx: Context, locale: string): Promise<PageData['about']> {
  const { language, campaign } = await readLedger(ctx, locale)
  const { about, glossary, support, article } = campaign
  return { language, about, glossary, support, article }
}
