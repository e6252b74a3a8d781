import { expect, test } from 'vitest'
import type { Pack, PackFact, PackPetition, PackTimelineItem } from '../../../../server/features/campaigns/pack.ts'
import { bundledPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { packFaults } from '../../../../server/features/campaigns/rules.ts'

const bundled = readPack(bundledPack)
const first = <T>(items: T[]): T => items[0] as T

function aFact(given: Partial<PackFact> = {}): PackFact {
  return {
    ...first(bundled.facts),
    id: 'fact-1',
    kind: 'event',
    confidence: 'reported',
    use: 'card',
    graphic: false,
    mustShowWith: [],
    caution: null,
    ...given,
  }
}

function anEvent(given: Partial<PackTimelineItem> = {}): PackTimelineItem {
  const source = { title: 'A page', publisher: 'A publisher', url: 'https://example.org/page' }
  return { ...first(bundled.timeline), id: 'event-1', kind: 'statement', verified: true, source, ...given }
}

function aPetition(cites: string[], given: Partial<PackPetition> = {}): PackPetition {
  const petition = first(bundled.petitions)
  const version = { ...first(petition.versions), version: 1, background: [{ text: 'A paragraph.', cites }], closing: [] }
  return { ...petition, slug: 'test-petition', state: 'draft', openedAt: null, versions: [version], ...given }
}

function aPack(given: Partial<Pack> = {}): Pack {
  return {
    campaign: showing('fact-1'),
    facts: [aFact()],
    timeline: [anEvent()],
    petitions: [aPetition(['fact-1', 'event-1'])],
    ...given,
  }
}

const showing = (...keyFacts: string[]) => ({ ...bundled.campaign, keyFacts })
/** A pack whose home page shows one fact and whose petition cites what is given. */
const citing = (cites: string[], facts: PackFact[], timeline: PackTimelineItem[] = []): Partial<Pack> => ({
  facts: [aFact(), ...facts],
  timeline,
  petitions: [aPetition(cites)],
})
/** A pack whose home page shows what is given, and whose petition cites nothing. */
const homeOf = (keyFacts: string[], facts: PackFact[]): Partial<Pack> => ({
  campaign: showing(...keyFacts),
  facts,
  petitions: [aPetition([])],
})

const denial = aFact({ id: 'denial-1', kind: 'denial' })
const anEstimate = (id: string, value: number) =>
  aFact({
    id,
    kind: 'figure',
    confidence: 'estimated',
    figure: { value, unit: 'people', qualifier: null },
    mustShowWith: ['denial-1'],
  })
const lower = anEstimate('lower', 65_000)
const higher = anEstimate('higher', 130_000)
const beforeTheAct = aFact({ id: 'no-law-yet', use: 'only-with-later-2022-uk-act' })
const theAct = anEvent({
  id: 'the-act',
  kind: 'law',
  country: 'United Kingdom',
  era: 'after-article',
  date: '2022-04-28',
  status: 'in force',
})
const quoted = aFact({
  id: 'quoted',
  use: 'quote-with-attribution-only',
  attributedTo: { name: 'Anna Example', role: 'writer' },
})

test('the bundled campaign has no fault', () => {
  expect(packFaults(bundled)).toEqual([])
})

test.each<[string, Partial<Pack>]>([
  ['facts and events that may stand alone', {}],
  [
    'an allegation whose denial is in the box of every page',
    citing(['fact-2'], [aFact({ id: 'fact-2', kind: 'allegation', confidence: 'alleged', mustShowWith: ['denial-1'] }), denial]),
  ],
  [
    'an allegation whose denial is an event',
    citing(
      ['fact-2'],
      [aFact({ id: 'fact-2', kind: 'allegation', confidence: 'alleged', mustShowWith: ['event-1'] })],
      [anEvent({ kind: 'denial' })],
    ),
  ],
  ['two estimates cited in one version', citing(['lower', 'higher'], [lower, higher, denial])],
  ['two estimates beside each other on the home page', homeOf(['fact-1', 'lower', 'higher'], [aFact(), lower, higher, denial])],
  ['three estimates in a row on the home page', homeOf(['lower', 'higher', 'third'], [lower, higher, anEstimate('third', 100), denial])],
  [
    'estimates of different things apart',
    citing(['lower'], [lower, { ...higher, figure: { value: 3, unit: 'weeks', qualifier: null } }, denial]),
  ],
  [
    'a fact with the event that it must stand with',
    citing(['fact-2', 'event-1'], [aFact({ id: 'fact-2', mustShowWith: ['event-1'] })], [anEvent()]),
  ],
  ['a law of 2014 with the Act of 2022', citing(['no-law-yet', 'the-act'], [beforeTheAct], [theAct])],
  ['what may stand only inside a longer text', citing(['fact-2'], [aFact({ id: 'fact-2', use: 'context-only' })])],
  [
    'corrected wording with its correction',
    citing(['fact-2'], [aFact({ id: 'fact-2', use: 'corrected-wording-only', note: 'It is not a ban.' })]),
  ],
  ['a caution put for readers', { facts: [aFact({ caution: 'Careful.', note: 'It is an average.' })] }],
  ['a caution of a fact that is not shown', { facts: [aFact(), aFact({ id: 'fact-2', caution: 'Careful.', note: undefined })] }],
])('a pack with %s is sound', (_what, change) => {
  expect(packFaults(aPack(change))).toEqual([])
})

test('a quotation whose speaker is named in its paragraph is sound', () => {
  const petition = aPetition([])
  const background = [{ text: 'Anna Example calls it “wrong”.', cites: ['quoted'] }]
  const versions = [{ ...first(petition.versions), background }]

  const faults = packFaults(aPack({ facts: [aFact(), quoted], petitions: [{ ...petition, versions }] }))

  expect(faults).toEqual([])
})

test.each<[string, Partial<Pack>, string]>([
  ['a fact stands twice', { facts: [aFact(), aFact()] }, 'facts.json: the id "fact-1" stands twice'],
  ['an event stands twice', { timeline: [anEvent(), anEvent()] }, 'timeline.json: the id "event-1" stands twice'],
  [
    'a denial that must stand beside a fact is missing',
    { facts: [aFact({ mustShowWith: ['denial-1'] })] },
    'facts.json: fact-1: must be shown with "denial-1", which is not in the pack',
  ],
  [
    'an allegation names no denial',
    { facts: [aFact({ kind: 'allegation', confidence: 'alleged' })] },
    'facts.json: fact-1: is alleged, so it needs the denial; name a fact of kind denial in mustShowWith',
  ],
  [
    'an allegation names something else than a denial',
    {
      facts: [aFact({ kind: 'allegation', mustShowWith: ['fact-2'] }), aFact({ id: 'fact-2' })],
      campaign: showing('fact-2'),
      petitions: [],
    },
    'facts.json: fact-1: is reported, so it needs the denial',
  ],
  [
    'a resolution stands as enacted',
    { facts: [aFact({ kind: 'response', confidence: 'enacted' })] },
    'facts.json: fact-1: only a law is enacted, and this is of kind response; make its confidence "reported"',
  ],
  [
    'a publisher is an advocacy source in one place and not in another',
    {
      timeline: [
        anEvent(),
        anEvent({ id: 'event-2', source: { title: 'Other', publisher: 'A publisher', url: 'https://example.org/', isAdvocacy: true } }),
      ],
    },
    'timeline.json: event-1: "A publisher" is an advocacy source elsewhere; set isAdvocacy here too',
  ],
  [
    'a caution is not put for readers',
    { facts: [aFact({ caution: 'Careful.', note: undefined })] },
    'facts.json: fact-1: is shown and has a caution; add a note that says it to readers',
  ],
  [
    'corrected wording is not given to readers',
    citing(['fact-2'], [aFact({ id: 'fact-2', use: 'corrected-wording-only', note: undefined })]),
    'facts.json: fact-2: is shown and needs corrected wording; add a note that gives it to readers',
  ],
])('when %s, the fault says where and what', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([expect.stringContaining(fault)])
})

test.each<[string, Partial<Pack>, string]>([
  ['is missing', { campaign: showing('fact-1', 'fact-2') }, '"fact-2" is not in facts.json'],
  ['belongs in a longer text', { facts: [aFact({ use: 'context-only' })] }, '"fact-1" may not stand alone on a page (use context-only)'],
  ['is a quotation', homeOf(['quoted'], [quoted]), '"quoted" may not stand alone on a page'],
  ['needs corrected wording', homeOf(['fact-1'], [aFact({ use: 'corrected-wording-only' })]), '"fact-1" may not stand alone on a page'],
  ['needs the Act of 2022', homeOf(['no-law-yet'], [beforeTheAct]), '"no-law-yet" may not stand alone on a page'],
  ['is graphic', homeOf(['fact-1'], [aFact({ graphic: true })]), '"fact-1" may not stand alone on a page (use card, graphic)'],
  [
    'is one estimate without the other',
    homeOf(['lower'], [lower, higher, denial]),
    '"lower" must stand with "higher"; add that beside it, or take "lower" out',
  ],
  [
    'lacks a fact that it names',
    homeOf(['fact-1'], [aFact({ mustShowWith: ['fact-2'] }), aFact({ id: 'fact-2' })]),
    '"fact-1" must stand with "fact-2"',
  ],
  [
    'stands away from its companion',
    homeOf(['lower', 'fact-1', 'higher'], [aFact(), lower, higher, denial]),
    '"lower" and "higher" must stand beside each other; move them together',
  ],
  [
    'must stand with an event',
    { facts: [aFact({ mustShowWith: ['event-1'] })] },
    '"fact-1" must stand with "event-1", an event, which the home page does not show; take "fact-1" out',
  ],
])('when a fact of the home page %s, the fault says so', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([expect.stringContaining(`campaign.json: keyFacts: ${fault}`)])
})

test.each<[string, Partial<Pack>, string]>([
  ['what is nowhere', { petitions: [aPetition(['fact-9'])] }, 'cites "fact-9", which is in neither'],
  [
    'what must not be published',
    citing(['fact-2'], [aFact({ id: 'fact-2', use: 'do-not-publish' })]),
    'cites "fact-2", which must not be published',
  ],
  ['a graphic fact', citing(['fact-2'], [aFact({ id: 'fact-2', graphic: true })]), 'cites "fact-2", which is graphic'],
  [
    'what is kept from memory only',
    { timeline: [anEvent({ verified: 'from memory' })] },
    'cites "event-1", which is kept from memory only',
  ],
  [
    'one estimate without the other',
    citing(['lower'], [lower, higher, denial]),
    'cites "lower" without "higher", which must stand beside it; cite that in this version too, or leave "lower" out',
  ],
  [
    'a fact without the event that it names',
    citing(['fact-2'], [aFact({ id: 'fact-2', mustShowWith: ['event-1'] })], [anEvent()]),
    'cites "fact-2" without "event-1", which must stand beside it',
  ],
  [
    'a law of 2014 without the Act of 2022',
    citing(['no-law-yet'], [beforeTheAct], [theAct]),
    'cites "no-law-yet" without the United Kingdom’s Act of 2022',
  ],
  [
    'a law of 2014 with a law of another year',
    citing(['no-law-yet', 'the-act'], [beforeTheAct], [{ ...theAct, date: '2024-04-01' }]),
    'cites "no-law-yet" without the United Kingdom’s Act of 2022',
  ],
  [
    'a quotation without its speaker',
    citing(['quoted'], [quoted]),
    'cites "quoted", which may only be quoted with its speaker; name "Anna Example" in that paragraph',
  ],
  [
    'a resolution that does not say whether it binds',
    { timeline: [anEvent({ kind: 'resolution', status: null })] },
    'cites "event-1", a resolution that does not say whether it binds; give it a status',
  ],
])('when a petition cites %s, the fault says so', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([expect.stringContaining(`petitions/test-petition.json: version 1: ${fault}`)])
})

test('a companion cited in another version of the text is not beside the fact', () => {
  const petition = aPetition(['lower', 'higher'])
  const second = { ...first(petition.versions), version: 2, background: [{ text: 'A paragraph.', cites: ['higher'] }] }
  const versions = [...petition.versions, second]

  const faults = packFaults(aPack({ facts: [aFact(), lower, higher, denial], petitions: [{ ...petition, versions }] }))

  expect(faults).toEqual([expect.stringContaining('version 2: cites "higher" without "lower"')])
})

test('an open petition needs the time of its opening', () => {
  const faults = packFaults(aPack({ petitions: [aPetition([], { state: 'open' })] }))

  expect(faults).toEqual(['petitions/test-petition.json: openedAt: an open petition needs the time of its opening'])
})

test('all faults are named at once', () => {
  const faults = packFaults(
    aPack({ facts: [aFact({ use: 'context-only', mustShowWith: ['denial-1'] })], petitions: [aPetition(['fact-9'])] }),
  )

  expect(faults).toHaveLength(3)
})
