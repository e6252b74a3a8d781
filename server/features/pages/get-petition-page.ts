import type { Fact, TimelineItem } from '#contract/campaigns.ts'
import { consent } from '#contract/consent.ts'
import { countryCodes } from '#contract/countries.ts'
import type { Article, Citation, FormState, PageData } from '#contract/pages.ts'
import type { Database } from '../../db/database.ts'
import { mintFormAge } from '../../http/form-age.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { findCampaign, listFacts, listTimelineItems } from '../campaigns/queries.ts'
import { readPetition } from '../ledger/read-petitions.ts'

/**
 * All that the petition page shows, with the form as `form` says, and the petition's id.
 * @throws Problem petition-not-found
 */
export async function getPetitionPage(
  ctx: { db: Database; clock: Clock; keys: Keys },
  slug: string,
  form: FormState,
): Promise<{ petitionId: string; data: PageData['petition'] }> {
  const { row, petition, count } = await readPetition(ctx, slug)
  const campaign = await findCampaign(ctx.db)
  if (!campaign) throw new Error('a petition without a campaign')
  const cited = [...new Set([...petition.text.background, ...petition.text.closing].flatMap((paragraph) => paragraph.cites))]
  const facts = await listFacts(ctx.db, row.campaignId, cited)
  const events = await listTimelineItems(ctx.db, row.campaignId, cited)
  const citations = new Map(
    [...facts.map((fact) => factCitation(fact, campaign.body.article)), ...events.map(eventCitation)].map((citation) => [
      citation.id,
      citation,
    ]),
  )
  const data = {
    petition,
    count,
    citations: cited.flatMap((id) => citations.get(id) ?? []),
    position: campaign.body.position,
    support: campaign.body.support,
    article: campaign.body.article,
    consent: { sign: consent.sign, age: consent.age, updates: consent.updates, publicName: consent.publicName },
    countries: countriesIn('en-GB'),
    isOpen: petition.state === 'open',
    formAge: mintFormAge(ctx.keys, ctx.clock.now()),
    form,
  }
  return { petitionId: row.id, data }
}

const countriesByLocale = new Map<string, { code: string; name: string }[]>()

function countriesIn(locale: string): { code: string; name: string }[] {
  const known = countriesByLocale.get(locale)
  if (known) return known
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  const countries = countryCodes
    .map((code) => ({ code, name: names.of(code) ?? code }))
    .sort((a, b) => a.name.localeCompare(b.name, locale))
  countriesByLocale.set(locale, countries)
  return countries
}

function factCitation(fact: Fact, article: Article): Citation {
  return {
    id: fact.id,
    era: fact.era,
    text: fact.display,
    by: fact.attributedTo.name,
    asOf: fact.asOf,
    confidence: fact.confidence,
    kind: fact.kind,
    status: null,
    note: fact.note,
    source: { ...article, level: null, isAdvocacy: false, copyRead: null },
  }
}

function eventCitation(item: TimelineItem): Citation {
  return {
    id: item.id,
    era: item.era,
    text: item.what,
    by: item.source?.publisher ?? '',
    asOf: item.date,
    confidence: null,
    kind: item.kind,
    status: item.status,
    note: null,
    source: item.source && {
      ...item.source,
      year: null,
      level: item.sourceLevel,
      isAdvocacy: item.source.isAdvocacy ?? false,
      copyRead: item.source.copyRead ?? null,
    },
  }
}
