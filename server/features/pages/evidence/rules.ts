import type { Correction, Fact, TimelineItem } from '#contract/campaigns.ts'
import type { Citation, Companion, EventEntry, Evidence, FactEntry, Picture } from '#contract/evidence.ts'
import type { PublicLedger } from '../../campaigns/read-ledger.ts'

/** What every page with claims needs beside them. */
export function evidenceOf({ language, campaign, facts }: PublicLedger): Evidence {
  const denial = facts.find(({ kind }) => kind === 'denial')
  return {
    language,
    article: campaign.article,
    position: campaign.position,
    denial: denial ? { id: denial.id, text: denial.display } : null,
    checkedOn: campaign.checkedOn,
  }
}

/** A claim with what must be seen beside it. */
export function factEntryOf(ledger: PublicLedger, fact: Fact): FactEntry {
  const { facts, events } = ledger.companionsOf(fact)
  return {
    fact,
    isContested: ledger.isContested(fact),
    companions: [...facts.map(factCompanion), ...events.map(eventCompanion)],
    corrections: correctionsOf(ledger, fact.id),
  }
}

/** An event with the claims of the article that it gathers. */
export function eventEntryOf(ledger: PublicLedger, event: TimelineItem): EventEntry {
  const facts = event.factIds.flatMap((id) => ledger.fact(id) ?? [])
  return {
    event,
    isGraphic: facts.some(({ graphic }) => graphic),
    isContested: facts.some(ledger.isContested),
    // What is graphic is named by nobody but its own panel.
    facts: facts
      .filter(({ graphic }) => !graphic)
      .map(({ id, display, use, note }) => ({
        id,
        text: display,
        note: use === 'card' || use === 'quote-with-attribution-only' ? null : note,
      })),
    corrections: correctionsOf(ledger, event.id),
  }
}

export function eventEntriesOf(ledger: PublicLedger, ids: string[]): EventEntry[] {
  return ids.flatMap((id) => ledger.event(id) ?? []).map((event) => eventEntryOf(ledger, event))
}

/** Newest first. */
function correctionsOf({ corrections }: PublicLedger, id: string): Correction[] {
  return corrections.filter(({ item }) => item === id).reverse()
}

function factCompanion({ id, era, display, attributedTo, asOf }: Fact): Companion {
  return { id, of: 'fact', era, text: display, by: attributedTo.name, asOf, href: `/facts/${id}` }
}

function eventCompanion({ id, era, what, source, date }: TimelineItem): Companion {
  return { id, of: 'event', era, text: what, by: source?.publisher ?? '', asOf: date, href: `/timeline#${id}` }
}

/** The campaign's pictures; one of graphic claims is graphic. */
export function picturesOf(ledger: PublicLedger): Picture[] {
  return ledger.campaign.pictures.map(({ bars, ...picture }) => {
    const facts = bars.flatMap(({ fact }) => ledger.fact(fact) ?? [])
    return {
      ...picture,
      isGraphic: facts.some(({ graphic }) => graphic),
      bars: bars.map(({ fact: factId, ...bar }) => {
        const fact = ledger.fact(factId)
        return { ...bar, factId, by: fact?.attributedTo.name ?? '', asOf: fact?.asOf ?? '' }
      }),
    }
  })
}

/** What the texts of petitions and letters rest on, in the order of the ids; what is not public is left out. */
export function citationsOf(ledger: PublicLedger, ids: string[]): Citation[] {
  return [...new Set(ids)].flatMap((id) => {
    const fact = ledger.fact(id)
    if (fact) return factCitation(ledger, fact)
    const event = ledger.event(id)
    return event ? eventCitation(ledger, event) : []
  })
}

function factCitation({ campaign }: PublicLedger, fact: Fact): Citation {
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
    isGraphic: fact.graphic,
    source: { ...campaign.article, level: null, isAdvocacy: false, copyRead: null },
  }
}

function eventCitation(ledger: PublicLedger, item: TimelineItem): Citation {
  return {
    id: item.id,
    era: item.era,
    text: item.what,
    by: item.source?.publisher ?? '',
    asOf: item.date,
    confidence: null,
    kind: item.kind,
    status: item.status,
    note: item.readerNote ?? null,
    isGraphic: item.factIds.some((id) => ledger.fact(id)?.graphic),
    source: item.source && {
      ...item.source,
      year: null,
      level: item.sourceLevel,
      isAdvocacy: item.source.isAdvocacy ?? false,
      copyRead: item.source.copyRead ?? null,
    },
  }
}
