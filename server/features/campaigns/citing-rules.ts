import type { Ledger, LedgerItem } from './ledger-rules.ts'
import { companionsOf, isFact } from './ledger-rules.ts'
import type { Pack, PackFact, PackPetition, PackTimelineItem } from './pack.ts'

/** What is wrong with what petitions and the home page say of facts and events. */
export function citingFaults(pack: Pack): string[] {
  return [...keyFactFaults(pack), ...pack.petitions.flatMap((petition) => petitionFaults(petition, pack))]
}

function keyFactFaults(pack: Pack): string[] {
  const { keyFacts } = pack.campaign
  const faults = keyFacts.flatMap((id, n) => {
    if (keyFacts.indexOf(id) < n) return [`campaign.json: keyFacts: "${id}" stands twice; take one away`]
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
function keyCompanionFault(fact: PackFact, other: LedgerItem, pack: Pack): string | null {
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

function areLinked(one: PackFact, other: PackFact, pack: Ledger): boolean {
  return companionsOf(one, pack).includes(other) || companionsOf(other, pack).includes(one)
}

function petitionFaults(petition: PackPetition, pack: Pack): string[] {
  const file = `petitions/${petition.slug}.json`
  const unopened = petition.state !== 'draft' && petition.openedAt === null
  const faults = unopened ? [`${file}: openedAt: an open petition needs the time of its opening`] : []
  if (petition.openedAt && petition.closesAt && petition.closesAt <= petition.openedAt) {
    faults.push(`${file}: closesAt: is not after openedAt; correct one of them`)
  }
  if (petition.versions.some(({ version }, n) => version !== n + 1)) {
    faults.push(`${file}: versions: must be numbered 1, 2, 3 and so on, in this order`)
  }
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

function citedEventFaults({ id, verified }: PackTimelineItem): string[] {
  return verified === true ? [] : [`cites "${id}", which is kept from memory only; find its source first`]
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
