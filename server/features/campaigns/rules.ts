import type { Pack, PackFact, PackPetition, PackTimelineItem } from './pack.ts'

/**
 * What is wrong with a pack beyond its shape, one sentence each with file, id and fix; empty when
 * nothing is. Pure.
 */
export function packFaults(pack: Pack): string[] {
  return [
    ...repeated('facts.json', pack.facts),
    ...repeated('timeline.json', pack.timeline),
    ...factFaults(pack),
    ...keyFactFaults(pack),
    ...pack.petitions.flatMap((petition) => petitionFaults(petition, pack)),
  ]
}

function factFaults({ facts }: Pack): string[] {
  const ids = new Set(facts.map(({ id }) => id))
  return facts.flatMap((fact) =>
    fact.mustShowWith
      .filter((id) => !ids.has(id))
      .map((id) => `facts.json: ${fact.id}: must be shown with "${id}", which is not in the pack; add that fact`),
  )
}

function keyFactFaults({ campaign, facts }: Pack): string[] {
  return campaign.keyFacts.flatMap((id) => {
    const fact = facts.find((other) => other.id === id)
    if (!fact) return [`campaign.json: keyFacts: "${id}" is not in facts.json; add it or name another`]
    if (fact.use === 'card' && !fact.graphic) return []
    return [
      `campaign.json: keyFacts: "${id}" may not stand alone on a page (use ${fact.use}${fact.graphic ? ', graphic' : ''}); name another`,
    ]
  })
}

function petitionFaults(petition: PackPetition, { facts, timeline }: Pack): string[] {
  const file = `petitions/${petition.slug}.json`
  const unopened = petition.state !== 'draft' && petition.openedAt === null
  const faults = unopened ? [`${file}: openedAt: an open petition needs the time of its opening`] : []
  for (const { version, background, closing } of petition.versions) {
    for (const id of [...background, ...closing].flatMap((paragraph) => paragraph.cites)) {
      const fault = citationFault(
        id,
        facts.find((fact) => fact.id === id),
        timeline.find((item) => item.id === id),
      )
      if (fault) faults.push(`${file}: version ${version}: ${fault}`)
    }
  }
  return faults
}

function citationFault(id: string, fact: PackFact | undefined, event: PackTimelineItem | undefined): string | null {
  if (!fact && !event) return `cites "${id}", which is in neither facts.json nor timeline.json; correct the id`
  if (fact?.use === 'do-not-publish') return `cites "${id}", which must not be published; leave it out`
  if (fact?.graphic) return `cites "${id}", which is graphic and may stand only behind a closed panel; leave it out`
  if (event && event.verified !== true) return `cites "${id}", which is kept from memory only; find its source first`
  return null
}

function repeated(file: string, items: { id: string }[]): string[] {
  const seen = new Set<string>()
  return items.flatMap(({ id }) => {
    if (seen.has(id)) return [`${file}: the id "${id}" stands twice; give one of them another`]
    seen.add(id)
    return []
  })
}
