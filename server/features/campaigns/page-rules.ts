import { countryCodes } from '#contract/countries.ts'
import { companionsOf, isFact, isPublic } from './ledger-rules.ts'
import type { Pack, PackPicture } from './pack.ts'

/** What is wrong with what the campaign's pages show, one sentence each with file, place and fix. */
export function pageFaults(pack: Pack): string[] {
  const { campaign } = pack
  return [
    ...eventsFaults('changedSince', campaign.changedSince, pack),
    ...eventsFaults('counterViews', campaign.counterViews, pack),
    ...campaign.changedSince
      .filter((id) => pack.timeline.some((event) => event.id === id && event.era !== 'after-article'))
      .map((id) => `changedSince: "${id}" is not after the article; take it out`),
    ...topicFaults(pack),
    ...campaign.pictures.flatMap((picture) => pictureFaults(picture, pack).map((fault) => `pictures: ${picture.id}: ${fault}`)),
    ...lawFaults(pack),
    ...leadFaults(pack),
  ].map((fault) => `campaign.json: ${fault}`)
}

function eventsFaults(place: string, ids: string[], pack: Pack): string[] {
  return ids.flatMap((id) => {
    const event = pack.timeline.find((other) => other.id === id)
    if (!event) return [`${place}: "${id}" is not in timeline.json; correct the id`]
    return isPublic(event) ? [] : [`${place}: "${id}" is kept from memory only; find its source first`]
  })
}

function topicFaults({ campaign, facts }: Pack): string[] {
  const named = campaign.topics.map(({ slug }) => slug)
  const used = new Set(facts.flatMap(({ topics }) => topics))
  return [
    ...[...used].filter((topic) => !named.includes(topic)).map((topic) => `topics: "${topic}" is used by facts and has no name; add one`),
    ...named.filter((topic) => !used.has(topic)).map((topic) => `topics: "${topic}" is used by no fact; take it out`),
  ]
}

function pictureFaults({ bars }: PackPicture, pack: Pack): string[] {
  const ids = bars.map(({ fact }) => fact)
  return ids.flatMap((id) => {
    const fact = pack.facts.find((other) => other.id === id)
    if (!fact) return [`"${id}" is not in facts.json; correct the id`]
    if (!isPublic(fact)) return [`"${id}" must not be published; leave it out`]
    if (!fact.figure) return [`"${id}" has no figure; leave it out`]
    return companionsOf(fact, pack)
      .filter((other) => isFact(other) && other.figure !== null && !ids.includes(other.id))
      .map((other) => `shows "${id}" without "${other.id}", which must stand beside it; add that bar`)
  })
}

function lawFaults({ campaign, timeline }: Pack): string[] {
  return campaign.laws.flatMap(({ event: id, country }) => {
    const event = timeline.find((other) => other.id === id)
    if (!event) return [`laws: "${id}" is not in timeline.json; correct the id`]
    const faults = event.kind === 'law' ? [] : [`laws: "${id}" is of kind ${event.kind}; only laws stand in the map of laws`]
    if (!isPublic(event)) faults.push(`laws: "${id}" is kept from memory only; find its source first`)
    if (country !== null && !countryCodes.includes(country))
      faults.push(`laws: "${id}" names ${country}, which is no country code; correct it`)
    return faults
  })
}

function leadFaults({ campaign, petitions }: Pack): string[] {
  const lead = petitions.find(({ slug }) => slug === campaign.leadPetition)
  if (!lead) return [`leadPetition: "${campaign.leadPetition}" is not in the pack; name one of its petitions`]
  return lead.state === 'draft' ? [`leadPetition: "${lead.slug}" is a draft; open it or name another`] : []
}
