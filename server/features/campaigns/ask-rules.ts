import { createHash } from 'node:crypto'
import { citableOf, isContested, isPublic, itemsOf } from './ledger-rules.ts'
import type { Pack, PackAsk, PackCheck } from './pack.ts'

/** A letter offers two points at least to choose from. */
const leastPoints = 2

/** A check that holds its ask back until somebody has ticked it. */
export function isBlocking({ text, ticked }: PackCheck): boolean {
  return ticked === null && /^\s*(blocking|safety)\b/i.test(text)
}

/** The points of an ask that a letter may use, each with the citations that it may show. */
export function offeredPoints(
  ask: PackAsk,
  ledger: Pick<Pack, 'facts' | 'timeline'>,
): (PackAsk['talkingPoints'][number] & { id: string })[] {
  return ask.talkingPoints
    .map(({ text, cites }) => ({ id: pointId(text), text, cites: citableOf(cites, ledger) }))
    .filter(({ cites }) => cites.length > 0)
}

/** Names a point by its words: who picked it picked these words and no others. */
function pointId(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16)
}

/** What is wrong with an ask, one sentence each with file, id and fix. */
export function askFaults(ask: PackAsk, pack: Pack): string[] {
  return [...citationFaults(ask, pack), ...kindFaults(ask, pack), ...namingFaults(ask, pack), ...publishedFaults(ask, pack)].map(
    (fault) => `asks.json: ${ask.id}: ${fault}`,
  )
}

/** What organizers should know of an ask, though it is no fault. */
export function askWarnings(ask: PackAsk, pack: Pack): string[] {
  const held = ask.state === 'draft' ? ask.organizerChecks.filter(isBlocking) : []
  const unsourced = ask.talkingPoints.filter(({ cites }) => citableOf(cites, pack).length === 0)
  return [
    ...held.map(({ text }) => `asks.json: ${ask.id}: stays a draft until this is ticked: "${text}"`),
    ...unsourced.map(({ text }) => `asks.json: ${ask.id}: needs a primary source, so no letter offers it: "${text}"`),
  ]
}

function citationFaults({ supportingFacts, laterDevelopments, lawToday, talkingPoints }: PackAsk, pack: Pack): string[] {
  const cited = new Set([...supportingFacts, ...laterDevelopments, ...lawToday.sources, ...talkingPoints.flatMap(({ cites }) => cites)])
  const items = new Map(itemsOf(pack).map((item) => [item.id, item]))
  return [...cited].flatMap((id) => {
    const item = items.get(id)
    if (!item) return [`cites "${id}", which is in neither facts.json nor timeline.json; correct the id`]
    return isPublic(item) ? [] : [`cites "${id}", which must not be published; leave it out`]
  })
}

function kindFaults({ kind, state, hasForm, petition }: PackAsk, pack: Pack): string[] {
  const faults: string[] = []
  if (kind === 'organization-only' && hasForm) {
    faults.push('goes out in the organization’s name, so nobody’s data may be asked for; set hasForm to false')
  }
  if (kind === 'organization-only' && petition !== null) {
    faults.push('goes out in the organization’s name, so it has no petition; set petition to null')
  }
  if (kind === 'petition' && petition === null) faults.push('is a petition; name the petition’s slug')
  const named = pack.petitions.find(({ slug }) => slug === petition)
  if (named?.state === 'draft' && state === 'open') {
    faults.push(`is open and names the petition "${petition}", which is a draft; open that too, or set petition to null`)
  }
  if (petition !== null && !named) {
    faults.push(`names the petition "${petition}", which is not in the pack; correct the slug or set it to null`)
  }
  return faults
}

/** A letter needs somebody to go to. */
function namingFaults({ kind, state, hasForm, offices, chambers }: PackAsk, pack: Pack): string[] {
  const faults = [...new Set(offices)].flatMap((id) => [
    ...(pack.offices.some((office) => office.id === id) ? [] : [`goes to "${id}", which is not in offices.json; correct the id or add it`]),
    ...(offices.filter((other) => other === id).length > 1 ? [`goes to "${id}" twice; take one away`] : []),
  ])
  if (kind === 'institution' && state === 'open' && hasForm && offices.length === 0) {
    faults.push('is an open letter to an office and names none; name one of offices.json, set hasForm to false, or make it a draft')
  }
  if (kind === 'letter' && state === 'open' && hasForm && chambers.length === 0) {
    faults.push('is an open letter to who represents one and names no chamber; name one, as uk-commons, or make it a draft')
  }
  if (kind !== 'letter' && chambers.length > 0)
    faults.push(`is of kind ${kind} and names chambers; leave chambers empty, or make it a letter`)
  return faults
}

function publishedFaults(ask: PackAsk, pack: Pack): string[] {
  if (ask.state === 'draft') return []
  const faults = ask.organizerChecks
    .filter(isBlocking)
    .map(({ text }) => `is open, and this check is not ticked: "${text}"; tick it with day and initials, or make the ask a draft`)
  if (!ask.hasForm) return faults
  const offered = offeredPoints(ask, pack)
  if (offered.length < leastPoints) {
    faults.push(`has ${offered.length} points with a primary source or a copy of one; a letter needs ${leastPoints} to choose from`)
  }
  const isCited = (id: string, test: (fact: Pack['facts'][number]) => boolean) => pack.facts.some((fact) => fact.id === id && test(fact))
  const speaksOfContested = offered.some(({ cites }) => cites.some((id) => isCited(id, isContested)))
  const denials = itemsOf(pack).flatMap(({ id, kind }) => (kind === 'denial' ? [id] : []))
  const hasDenial = offered.some(({ cites }) => cites.some((id) => denials.includes(id)))
  if (speaksOfContested && !hasDenial) faults.push('has a point on what is contested and none with the denial; add one that cites it')
  return faults
}
