import type { Pack, PackFact, PackPetition, PackTimelineItem } from './pack.ts'

/**
 * What is wrong with a pack beyond its shape, one sentence each with file, id and fix; empty when
 * nothing is. Pure.
 */
export function packFaults(pack: Pack): string[] {
  return [
    ...repeated('facts.json', pack.facts),
    ...repeated('timeline.json', pack.timeline),
    ...pack.facts.flatMap((fact) => factFaults(fact, pack)),
    ...advocacyFaults(pack),
    ...keyFactFaults(pack),
    ...pack.petitions.flatMap((petition) => petitionFaults(petition, pack)),
    ...cautionFaults(pack),
  ]
}

type Item = PackFact | PackTimelineItem

const itemsOf = ({ facts, timeline }: Pack): Item[] => [...facts, ...timeline]
const isFact = (item: Item): item is PackFact => 'mustShowWith' in item

function factFaults(fact: PackFact, pack: Pack): string[] {
  const items = itemsOf(pack)
  const missing = fact.mustShowWith.filter((id) => !items.some((item) => item.id === id))
  const faults = missing.map((id) => `facts.json: ${fact.id}: must be shown with "${id}", which is not in the pack; add that fact or event`)
  const isContested = ['allegation', 'testimony'].includes(fact.kind) || ['alleged', 'estimated', 'testified'].includes(fact.confidence)
  const hasDenial = items.some(({ id, kind }) => kind === 'denial' && fact.mustShowWith.includes(id))
  if (isContested && !hasDenial && missing.length === 0) {
    faults.push(`facts.json: ${fact.id}: is ${fact.confidence}, so it needs the denial; name a fact of kind denial in mustShowWith`)
  }
  if (fact.confidence === 'enacted' && fact.kind !== 'law') {
    faults.push(`facts.json: ${fact.id}: only a law is enacted, and this is of kind ${fact.kind}; make its confidence "reported"`)
  }
  return faults
}

/** A tie that is disclosed once must be disclosed wherever the same publisher stands. */
function advocacyFaults({ timeline }: Pack): string[] {
  const advocates = new Set(timeline.flatMap(({ source }) => (source?.isAdvocacy ? [source.publisher] : [])))
  return timeline.flatMap(({ id, source }) =>
    source && !source.isAdvocacy && advocates.has(source.publisher)
      ? [`timeline.json: ${id}: "${source.publisher}" is an advocacy source elsewhere; set isAdvocacy here too`]
      : [],
  )
}

/**
 * The facts and events that a fact must not be shown without. Denials are left out: every page with
 * facts has the box with the position of those accused. Estimates of the same thing belong together
 * even if they do not name one another.
 */
function companionsOf(fact: PackFact, pack: Pack): Item[] {
  const isRival = (other: Item) =>
    isFact(other) &&
    [fact, other].every(({ confidence }) => confidence === 'estimated') &&
    fact.figure !== null &&
    other.figure?.unit === fact.figure.unit
  return itemsOf(pack).filter(
    (other) => other.id !== fact.id && other.kind !== 'denial' && (fact.mustShowWith.includes(other.id) || isRival(other)),
  )
}

function keyFactFaults(pack: Pack): string[] {
  const { keyFacts } = pack.campaign
  const faults = keyFacts.flatMap((id) => {
    const fact = pack.facts.find((other) => other.id === id)
    if (!fact) return [`campaign.json: keyFacts: "${id}" is not in facts.json; add it or name another`]
    const found = companionsOf(fact, pack).flatMap((other) => keyCompanionFault(fact, other, pack) ?? [])
    if (fact.use === 'card' && !fact.graphic) return found
    const why = `use ${fact.use}${fact.graphic ? ', graphic' : ''}`
    return [`campaign.json: keyFacts: "${id}" may not stand alone on a page (${why}); name another`, ...found]
  })
  return [...new Set(faults)]
}

/** Together on the home page means one after the other, with nothing between but what belongs to them. */
function keyCompanionFault(fact: PackFact, other: Item, pack: Pack): string | null {
  const { keyFacts } = pack.campaign
  if (!isFact(other)) {
    return `campaign.json: keyFacts: "${fact.id}" must stand with "${other.id}", an event, which the home page does not show; take "${fact.id}" out`
  }
  if (!keyFacts.includes(other.id)) {
    return `campaign.json: keyFacts: "${fact.id}" must stand with "${other.id}"; add that beside it, or take "${fact.id}" out`
  }
  const [from = 0, to = 0] = [keyFacts.indexOf(fact.id), keyFacts.indexOf(other.id)].sort((a, b) => a - b)
  const isOfTheirs = (id: string) =>
    pack.facts.some((between) => between.id === id && [fact, other].some((one) => areLinked(one, between, pack)))
  if (keyFacts.slice(from + 1, to).every(isOfTheirs)) return null
  return `campaign.json: keyFacts: "${keyFacts[from]}" and "${keyFacts[to]}" must stand beside each other; move them together`
}

function areLinked(one: PackFact, other: PackFact, pack: Pack): boolean {
  return companionsOf(one, pack).includes(other) || companionsOf(other, pack).includes(one)
}

function petitionFaults(petition: PackPetition, pack: Pack): string[] {
  const file = `petitions/${petition.slug}.json`
  const unopened = petition.state !== 'draft' && petition.openedAt === null
  const faults = unopened ? [`${file}: openedAt: an open petition needs the time of its opening`] : []
  for (const { version, background, closing } of petition.versions) {
    const paragraphs = [...background, ...closing]
    const cited = new Set(paragraphs.flatMap(({ cites }) => cites))
    const found = [
      ...[...cited].flatMap((id) => citationFaults(id, cited, pack)),
      ...paragraphs.flatMap((paragraph) => quotationFaults(paragraph, pack)),
    ]
    faults.push(...found.map((fault) => `${file}: version ${version}: ${fault}`))
  }
  return faults
}

function citationFaults(id: string, cited: Set<string>, pack: Pack): string[] {
  const fact = pack.facts.find((other) => other.id === id)
  const event = pack.timeline.find((other) => other.id === id)
  const faults = [...(fact ? citedFactFaults(fact, cited, pack) : []), ...(event ? citedEventFaults(event) : [])]
  return fact || event ? faults : [`cites "${id}", which is in neither facts.json nor timeline.json; correct the id`]
}

function citedFactFaults(fact: PackFact, cited: Set<string>, pack: Pack): string[] {
  const { id, use } = fact
  if (use === 'do-not-publish') return [`cites "${id}", which must not be published; leave it out`]
  const faults = companionsOf(fact, pack)
    .filter((other) => !cited.has(other.id))
    .map((other) => `cites "${id}" without "${other.id}", which must stand beside it; cite that in this version too, or leave "${id}" out`)
  if (fact.graphic) faults.push(`cites "${id}", which is graphic and may stand only behind a closed panel; leave it out`)
  if (use === 'only-with-later-2022-uk-act' && !pack.timeline.some((event) => cited.has(event.id) && isLaterUkAct(event))) {
    faults.push(
      `cites "${id}" without the United Kingdom’s Act of 2022; cite that event (kind law, after the article) in this version too, or leave "${id}" out`,
    )
  }
  return faults
}

/** The event that `only-with-later-2022-uk-act` asks for: a law of the United Kingdom, of 2022, after the article. */
function isLaterUkAct({ kind, country, era, date }: PackTimelineItem): boolean {
  return kind === 'law' && country === 'United Kingdom' && era === 'after-article' && date.startsWith('2022')
}

function citedEventFaults({ id, kind, status, verified }: PackTimelineItem): string[] {
  const faults = []
  if (verified !== true) faults.push(`cites "${id}", which is kept from memory only; find its source first`)
  if (['law', 'resolution'].includes(kind) && !status) {
    faults.push(
      `cites "${id}", a ${kind} that does not say whether it binds; give it a status in timeline.json, such as "in force" or "non-binding"`,
    )
  }
  return faults
}

/** What may be quoted only with its speaker stands in a paragraph that names the speaker. */
function quotationFaults({ text, cites }: { text: string; cites: string[] }, { facts }: Pack): string[] {
  return facts
    .filter(({ id, use, attributedTo }) => use === 'quote-with-attribution-only' && cites.includes(id) && !text.includes(attributedTo.name))
    .map(
      ({ id, attributedTo }) =>
        `cites "${id}", which may only be quoted with its speaker; name "${attributedTo.name}" in that paragraph, or leave it out`,
    )
}

/** A caution is written for editors; where its fact is shown, readers get the same in words of their own. */
function cautionFaults({ campaign, facts, petitions }: Pack): string[] {
  const cited = petitions.flatMap(({ versions }) =>
    versions.flatMap(({ background, closing }) => [...background, ...closing].flatMap(({ cites }) => cites)),
  )
  const shown = new Set([...campaign.keyFacts, ...cited])
  return facts
    .filter(({ id, caution, use, note }) => shown.has(id) && (caution !== null || use === 'corrected-wording-only') && !note)
    .map(({ id, caution }) =>
      caution
        ? `facts.json: ${id}: is shown and has a caution; add a note that says it to readers`
        : `facts.json: ${id}: is shown and needs corrected wording; add a note that gives it to readers`,
    )
}

function repeated(file: string, items: { id: string }[]): string[] {
  const seen = new Set<string>()
  return items.flatMap(({ id }) => {
    if (seen.has(id)) return [`${file}: the id "${id}" stands twice; give one of them another`]
    seen.add(id)
    return []
  })
}
