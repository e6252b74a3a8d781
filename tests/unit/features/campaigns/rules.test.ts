import { expect, test } from 'vitest'
import type { Pack, PackFact, PackPetition, PackTimelineItem } from '../../../../server/features/campaigns/pack.ts'
import { bundledPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { packFaults } from '../../../../server/features/campaigns/rules.ts'

const bundled = readPack(bundledPack)
const first = <T>(items: T[]): T => items[0] as T

function aFact(given: Partial<PackFact> = {}): PackFact {
  return { ...first(bundled.facts), id: 'fact-1', use: 'card', graphic: false, mustShowWith: [], ...given }
}

function anEvent(given: Partial<PackTimelineItem> = {}): PackTimelineItem {
  return { ...first(bundled.timeline), id: 'event-1', verified: true, ...given }
}

function aPetition(cites: string[], given: Partial<PackPetition> = {}): PackPetition {
  const petition = first(bundled.petitions)
  const version = { ...first(petition.versions), version: 1, background: [{ text: 'A paragraph.', cites }], closing: [] }
  return { ...petition, slug: 'test-petition', state: 'draft', openedAt: null, versions: [version], ...given }
}

function aPack(given: Partial<Pack> = {}): Pack {
  return {
    campaign: { ...bundled.campaign, keyFacts: ['fact-1'] },
    facts: [aFact()],
    timeline: [anEvent()],
    petitions: [aPetition(['fact-1', 'event-1'])],
    ...given,
  }
}

test('the bundled campaign has no fault', () => {
  expect(packFaults(bundled)).toEqual([])
})

test('a sound pack has no fault', () => {
  expect(packFaults(aPack())).toEqual([])
})

test.each<[string, Partial<Pack>, string]>([
  ['a fact stands twice', { facts: [aFact(), aFact()] }, 'facts.json: the id "fact-1" stands twice'],
  ['an event stands twice', { timeline: [anEvent(), anEvent()] }, 'timeline.json: the id "event-1" stands twice'],
  [
    'a denial that must stand beside a fact is missing',
    { facts: [aFact({ mustShowWith: ['denial-1'] })] },
    'facts.json: fact-1: must be shown with "denial-1", which is not in the pack',
  ],
  ['a key fact is missing', { campaign: { ...bundled.campaign, keyFacts: ['fact-1', 'fact-2'] } }, '"fact-2" is not in facts.json'],
  ['a key fact may not stand alone', { facts: [aFact({ use: 'context-only' })] }, '"fact-1" may not stand alone on a page'],
  [
    'a graphic fact stands on the home page',
    { facts: [aFact({ graphic: true })], petitions: [aPetition([])] },
    '"fact-1" may not stand alone on a page',
  ],
  ['a petition cites what is nowhere', { petitions: [aPetition(['fact-9'])] }, 'cites "fact-9", which is in neither'],
  [
    'a petition cites what must not be published',
    { facts: [aFact(), aFact({ id: 'fact-2', use: 'do-not-publish' })], petitions: [aPetition(['fact-2'])] },
    'petitions/test-petition.json: version 1: cites "fact-2", which must not be published',
  ],
  [
    'a petition cites a graphic fact',
    { facts: [aFact(), aFact({ id: 'fact-2', graphic: true })], petitions: [aPetition(['fact-2'])] },
    'cites "fact-2", which is graphic',
  ],
  [
    'a petition cites what is kept from memory only',
    { timeline: [anEvent({ verified: 'from memory' })] },
    'cites "event-1", which is kept from memory only',
  ],
  [
    'an open petition has no time of opening',
    { petitions: [aPetition([], { state: 'open' })] },
    'petitions/test-petition.json: openedAt: an open petition needs the time of its opening',
  ],
])('when %s, the fault says where and what', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([expect.stringContaining(fault)])
})

test('all faults are named at once', () => {
  const faults = packFaults(
    aPack({ facts: [aFact({ use: 'context-only', mustShowWith: ['denial-1'] })], petitions: [aPetition(['fact-9'])] }),
  )

  expect(faults).toHaveLength(3)
})
