import type { Ask, Correction, Fact, TimelineItem } from '#contract/campaigns.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import { offeredPoints } from './ask-rules.ts'
import { companionsOf, isContested, isFact, isPublic } from './ledger-rules.ts'
import type { PackAsk, PackCampaign, PackFact, PackTimelineItem } from './pack.ts'
import { findCampaign, findTranslation, listAskBodies, listEventBodies, listFactBodies, listOfficeBodies } from './queries.ts'
import type { PackWords } from './translatable-texts.ts'
import type { ShownTranslation } from './translation-rules.ts'
import { inWordsOf, shownTranslation } from './translation-rules.ts'

/** A campaign's public ledger, as pages and the API show it. */
export type PublicLedger = {
  campaignId: string
  /** The language that the campaign's words are in here; those of corrections are English always. */
  language: string
  campaign: PackCampaign
  facts: Fact[]
  events: TimelineItem[]
  /** Oldest first. */
  corrections: Correction[]
  fact(id: string): Fact | null
  event(id: string): TimelineItem | null
  /** True of a claim that never stands without the denial. */
  isContested(fact: Fact): boolean
  /** What must be seen wherever this fact is, but for the denial. */
  companionsOf(fact: Fact): { facts: Fact[]; events: TimelineItem[] }
  /** An ask of the pack in the ledger's language. */
  worded(ask: PackAsk): PackAsk
}

/**
 * Reads all that may be shown of the campaign's facts and events: nothing that must not be
 * published, and nothing that is known from memory only.
 * @param locale the language of the page; the words are in it where the campaign has a translation
 *   that is reviewed and whole, else in English, which is what programs and letters get
 * @throws Problem not-found when the site has no campaign
 */
export async function readLedger(ctx: { db: Database }, locale = 'en'): Promise<PublicLedger> {
  const found = await findCampaign(ctx.db)
  if (!found) throw new Problem('not-found', { detail: 'This site has no campaign yet.' })
  const english = {
    campaign: found.body,
    facts: (await listFactBodies(ctx.db, found.id)).filter(isPublic),
    timeline: (await listEventBodies(ctx.db, found.id)).filter(isPublic),
  }
  const shown = locale === 'en' ? null : await findShown(ctx.db, found.id, english, locale)
  const bodies = {
    facts: english.facts.map((fact) => inWordsOf(shown, `fact:${fact.id}`, fact)),
    timeline: english.timeline.map((event) => inWordsOf(shown, `event:${event.id}`, event)),
  }
  const facts = new Map(bodies.facts.map((body) => [body.id, publicFact(body)]))
  const events = new Map(bodies.timeline.map((body) => [body.id, publicEvent(body, facts)]))
  const companions = new Map(bodies.facts.map((body) => [body.id, companionsOf(body, bodies)]))
  return {
    campaignId: found.id,
    language: shown?.language ?? 'en',
    campaign: inWordsOf(shown, 'campaign', found.body),
    facts: [...facts.values()],
    events: [...events.values()],
    corrections: found.corrections,
    fact: (id) => facts.get(id) ?? null,
    event: (id) => events.get(id) ?? null,
    isContested: (fact) => isContested(fact) || fact.mustShowWith.some((id) => facts.get(id)?.kind === 'denial'),
    companionsOf({ id }) {
      const items = companions.get(id) ?? []
      return {
        facts: items.filter(isFact).flatMap((item) => facts.get(item.id) ?? []),
        events: items.filter((item) => !isFact(item)).flatMap((item) => events.get(item.id) ?? []),
      }
    },
    worded: (ask) => inWordsOf(shown, `ask:${ask.id}`, ask),
  }
}

/** The translation into a language, if pages show it. */
async function findShown(
  db: Database,
  campaignId: string,
  words: Omit<PackWords, 'asks'>,
  locale: string,
): Promise<ShownTranslation | null> {
  const translation = await findTranslation(db, campaignId, locale)
  return translation && shownTranslation(translation, { ...words, asks: await listAskBodies(db, campaignId) })
}

/** The asks that are open, in the language of the ledger and the order of the pack, each with its offices and the points that a letter may use. */
export async function readAsks(ctx: { db: Database }, ledger: PublicLedger): Promise<Ask[]> {
  const bodies = {
    facts: await listFactBodies(ctx.db, ledger.campaignId),
    timeline: await listEventBodies(ctx.db, ledger.campaignId),
  }
  const asks = await listAskBodies(ctx.db, ledger.campaignId)
  const offices = await listOfficeBodies(ctx.db, ledger.campaignId)
  return asks
    .filter(({ state }) => state === 'open')
    .map(ledger.worded)
    .map((ask) => ({
      ...publicAsk(ask),
      offices: ask.offices.flatMap((id) => offices.find((office) => office.id === id) ?? []),
      talkingPoints: offeredPoints(ask, bodies),
    }))
}

function publicFact(body: PackFact): Fact {
  const { figure: _figure, sourceText: _sourceText, externalCheck: _externalCheck, ...shown } = body
  return { ...shown, note: shown.note ?? null, era: 'article-2014' }
}

function publicEvent(body: PackTimelineItem, facts: Map<string, Fact>): TimelineItem {
  const { verified: _verified, note: _note, ...shown } = body
  return { ...shown, factIds: shown.factIds.filter((id) => facts.has(id)) }
}

function publicAsk(body: PackAsk): Omit<PackAsk, 'state' | 'supportingFacts' | 'laterDevelopments' | 'organizerChecks' | 'tone'> {
  const { state: _state, supportingFacts: _facts, laterDevelopments: _later, organizerChecks: _checks, tone: _tone, ...shown } = body
  return shown
}
