import type { Pack, PackFact, PackTimelineItem } from './pack.ts'

/** Under which the statement of those accused is corrected; no fact, event or ask has it. */
export const positionId = 'position'

/** Facts and events, which cite one another by id. */
export type Ledger = Pick<Pack, 'facts' | 'timeline'>
export type LedgerItem = PackFact | PackTimelineItem

export const itemsOf = ({ facts, timeline }: Ledger): LedgerItem[] => [...facts, ...timeline]

export const isFact = (item: LedgerItem): item is PackFact => 'mustShowWith' in item

/** True of a claim that somebody disputes: it never stands without the denial. */
export function isContested({ kind, confidence }: Pick<PackFact, 'kind' | 'confidence'>): boolean {
  return ['allegation', 'testimony'].includes(kind) || ['alleged', 'estimated', 'testified'].includes(confidence)
}

/** True of what readers may be shown at all. */
export function isPublic(item: LedgerItem): boolean {
  return isFact(item) ? item.use !== 'do-not-publish' : item.verified === true
}

/**
 * The facts and events that a fact must not be shown without. Denials are left out: every page with
 * facts has the box with the position of those accused. Estimates of the same thing belong together
 * even if they do not name one another.
 */
export function companionsOf(fact: PackFact, ledger: Ledger): LedgerItem[] {
  const isRival = (other: LedgerItem) =>
    isFact(other) &&
    [fact, other].every(({ confidence }) => confidence === 'estimated') &&
    fact.figure !== null &&
    other.figure?.unit === fact.figure.unit
  return itemsOf(ledger).filter(
    (other) => other.id !== fact.id && other.kind !== 'denial' && (fact.mustShowWith.includes(other.id) || isRival(other)),
  )
}

/**
 * What of a point's citations a letter may show: what the article reported, and events from their
 * own page or a copy of it. Empty when the point rests on second-hand sources alone.
 */
export function citableOf(cites: string[], { facts, timeline }: Ledger): string[] {
  return cites.filter(
    (id) =>
      facts.some((fact) => fact.id === id && isPublic(fact)) ||
      timeline.some((event) => event.id === id && isPublic(event) && ['primary', 'mirror'].includes(event.sourceLevel ?? '')),
  )
}

/** What is wrong with facts and events by themselves, one sentence each with file, id and fix. */
export function ledgerFaults(pack: Pack): string[] {
  return [
    ...repeated('facts.json', pack.facts, [{ id: positionId }]),
    ...repeated('timeline.json', pack.timeline, [{ id: positionId }, ...pack.facts]),
    ...repeated('asks.json', pack.asks, [{ id: positionId }, ...itemsOf(pack)]),
    ...pack.facts.flatMap((fact) => factFaults(fact, pack)),
    ...pack.inconsistencies.flatMap((found) => inconsistencyFaults(found, pack)),
    ...pack.timeline.flatMap((event) => eventFaults(event, pack)),
    ...advocacyFaults(pack),
  ]
}

function factFaults(fact: PackFact, pack: Pack): string[] {
  const items = new Map(itemsOf(pack).map((item) => [item.id, item]))
  const beside = fact.mustShowWith.map((id) => ({ id, item: items.get(id) }))
  const missing = beside.filter(({ item }) => !item)
  const hidden = isPublic(fact) ? beside.filter(({ item }) => item && !isPublic(item)) : []
  const faults = [
    ...missing.map(({ id }) => `facts.json: ${fact.id}: must be shown with "${id}", which is not in the pack; add that fact or event`),
    ...hidden.map(({ id }) => `facts.json: ${fact.id}: must be shown with "${id}", which must not be published; name another`),
  ]
  const hasDenial = beside.some(({ item }) => item?.kind === 'denial')
  if (isContested(fact) && !hasDenial && missing.length === 0) {
    faults.push(`facts.json: ${fact.id}: is ${fact.confidence}, so it needs the denial; name a fact of kind denial in mustShowWith`)
  }
  if (fact.confidence === 'enacted' && fact.kind !== 'law') {
    faults.push(`facts.json: ${fact.id}: only a law is enacted, and this is of kind ${fact.kind}; make its confidence "reported"`)
  }
  return [...faults, ...cautionFaults(fact)]
}

/** What an editor was warned of, readers are told: every fact but those that are never published can be seen. */
function cautionFaults({ id, caution, use, note }: PackFact): string[] {
  if (use === 'do-not-publish' || note) return []
  if (caution !== null) return [`facts.json: ${id}: is shown and has a caution; add a note that says it to readers`]
  if (use === 'corrected-wording-only')
    return [`facts.json: ${id}: is shown and needs corrected wording; add a note that gives it to readers`]
  return []
}

function inconsistencyFaults({ id, facts = [] }: Pack['inconsistencies'][number], pack: Pack): string[] {
  return facts
    .filter((fact) => !pack.facts.some((other) => other.id === fact))
    .map((fact) => `facts.json: inconsistency ${id}: names "${fact}", which is not a fact; correct the id`)
}

function eventFaults({ id, kind, status, verified, source, factIds }: PackTimelineItem, pack: Pack): string[] {
  const faults = factIds
    .filter((fact) => !pack.facts.some((other) => other.id === fact))
    .map((fact) => `timeline.json: ${id}: gathers "${fact}", which is not in facts.json; correct the id`)
  if (verified !== true) return faults
  if (!source) faults.push(`timeline.json: ${id}: has no source; add one, or mark it as from memory`)
  if (['law', 'resolution'].includes(kind) && !status) {
    faults.push(
      `timeline.json: ${id}: is a ${kind} that does not say whether it binds; give it a status, such as "in force" or "non-binding"`,
    )
  }
  return faults
}

/** A tie that is disclosed once must be disclosed wherever the same publisher stands. */
function advocacyFaults({ timeline }: Pack): string[] {
  const sources = timeline.flatMap(({ id, source, moreSources }) =>
    [...(source ? [source] : []), ...moreSources].map((one) => ({ id, ...one })),
  )
  const advocates = new Set(sources.flatMap(({ isAdvocacy, publisher }) => (isAdvocacy ? [publisher] : [])))
  return sources.flatMap(({ id, isAdvocacy, publisher }) =>
    !isAdvocacy && advocates.has(publisher)
      ? [`timeline.json: ${id}: "${publisher}" is an advocacy source elsewhere; set isAdvocacy here too`]
      : [],
  )
}

/** Ids that stand twice in a file. */
export function repeated(file: string, items: { id: string }[], others: { id: string }[] = []): string[] {
  const seen = new Set(others.map(({ id }) => id))
  return items.flatMap(({ id }) => {
    if (seen.has(id)) return [`${file}: the id "${id}" stands twice; give one of them another`]
    seen.add(id)
    return []
  })
}
