import { expect, test } from 'vitest'
import type { Pack, PackFact, PackTimelineItem } from '../../../../server/features/campaigns/pack.ts'
import { packFaults } from '../../../../server/features/campaigns/rules.ts'
import { aCampaign, aFact, anEvent, aPack, aPackPetition } from '../../../support/builders.ts'

const showing = (...keyFacts: string[]) => aCampaign({ keyFacts })
/** A pack whose home page shows one fact and whose petition cites what is given. */
const citing = (cites: string[], facts: PackFact[], timeline: PackTimelineItem[] = []): Partial<Pack> => ({
  facts: [aFact(), ...facts],
  timeline,
  petitions: [aPackPetition({ cites })],
})
/** A pack whose home page shows what is given, and whose petition cites nothing. */
const homeOf = (keyFacts: string[], facts: PackFact[]): Partial<Pack> => ({ campaign: showing(...keyFacts), facts })

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
const theAct = anEvent({ id: 'the-act', kind: 'law', country: 'United Kingdom', status: 'in force' })
const quoted = aFact({ id: 'quoted', use: 'quote-with-attribution-only', attributedTo: { name: 'Anna Example', role: 'writer' } })
const anAllegation = (given: Partial<PackFact> = {}) => aFact({ id: 'fact-2', kind: 'allegation', confidence: 'alleged', ...given })
const advocacy = { title: 'Other', publisher: 'A publisher', url: 'https://example.org/other', isAdvocacy: true }

test.each<[string, Partial<Pack>]>([
  ['facts and events that may stand alone', {}],
  ['an allegation whose denial is in the box of every page', citing(['fact-2'], [anAllegation({ mustShowWith: ['denial-1'] }), denial])],
  [
    'an allegation whose denial is an event',
    citing(['fact-2'], [anAllegation({ mustShowWith: ['event-1'] })], [anEvent({ kind: 'denial' })]),
  ],
  ['two estimates cited in one version', citing(['lower', 'higher'], [lower, higher, denial])],
  ['two estimates beside each other on the home page', homeOf(['fact-1', 'lower', 'higher'], [aFact(), lower, higher, denial])],
  ['three estimates in a row on the home page', homeOf(['lower', 'higher', 'third'], [lower, higher, anEstimate('third', 100), denial])],
  [
    'estimates of different things apart',
    citing(['lower'], [lower, { ...higher, figure: { value: 3, unit: 'weeks', qualifier: null } }, denial]),
  ],
  ['an estimate apart from a count of the same', citing(['lower'], [lower, { ...higher, confidence: 'reported' }, denial])],
  [
    'two estimates around a fact that belongs to one of them',
    homeOf(['lower', 'fact-1', 'higher'], [aFact({ mustShowWith: ['lower'] }), lower, higher, denial]),
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
  ['a caution of a fact that is not shown', { facts: [aFact(), aFact({ id: 'fact-2', caution: 'Careful.', use: 'do-not-publish' })] }],
  [
    'a fact that is not published with one that is not either',
    {
      facts: [
        aFact(),
        ...['hidden', 'other'].map((id) =>
          aFact({ id, use: 'do-not-publish', mustShowWith: ['hidden', 'other'].filter((one) => one !== id) }),
        ),
      ],
    },
  ],
  ['a law that is enacted', { facts: [aFact({ kind: 'law', confidence: 'enacted' })] }],
  ['a law and a resolution that say whether they bind', { timeline: [theAct, anEvent({ kind: 'resolution', status: 'non-binding' })] }],
  [
    'an event from memory that nothing cites, without source or status',
    { timeline: [anEvent({ kind: 'law', verified: 'from memory', source: null })] },
  ],
  ['an event that gathers facts', { timeline: [anEvent({ factIds: ['fact-1'] })] }],
  ['an inconsistency between facts', { inconsistencies: [{ id: 'two-dates', issue: 'Two dates.', rule: 'Say both.', facts: ['fact-1'] }] }],
  ['an advocacy source that is disclosed everywhere', { timeline: [anEvent({ source: advocacy, moreSources: [advocacy] })] }],
])('a pack with %s is sound', (_what, change) => {
  expect(packFaults(aPack(change))).toEqual([])
})

test('a quotation whose speaker is named in its paragraph is sound', () => {
  const petition = aPackPetition()
  const background = [{ text: 'Anna Example calls it “wrong”.', cites: ['quoted'] }]
  const versions = petition.versions.map((version) => ({ ...version, background }))

  const faults = packFaults(aPack({ facts: [aFact(), quoted], petitions: [{ ...petition, versions }] }))

  expect(faults).toEqual([])
})

test.each<[string, Partial<Pack>, string]>([
  ['a fact stands twice', { facts: [aFact(), aFact()] }, 'facts.json: the id "fact-1" stands twice; give one of them another'],
  ['an event stands twice', { timeline: [anEvent(), anEvent()] }, 'timeline.json: the id "event-1" stands twice; give one of them another'],
  [
    'a fact stands twice, hidden',
    { facts: [aFact(), aFact({ use: 'do-not-publish' })] },
    'facts.json: the id "fact-1" stands twice; give one of them another',
  ],
  [
    'an event has the id of a fact',
    { timeline: [anEvent({ id: 'fact-1' })] },
    'timeline.json: the id "fact-1" stands twice; give one of them another',
  ],
  [
    'a fact must be shown with one that must not be published',
    { facts: [aFact({ mustShowWith: ['hidden'] }), aFact({ id: 'hidden', use: 'do-not-publish', kind: 'denial' })] },
    'facts.json: fact-1: must be shown with "hidden", which must not be published; name another',
  ],
  [
    'a fact must be shown with an event from memory',
    { facts: [aFact({ mustShowWith: ['event-1'] })], timeline: [anEvent({ verified: 'from memory', kind: 'denial' })] },
    'facts.json: fact-1: must be shown with "event-1", which must not be published; name another',
  ],
  [
    'a denial that must stand beside a fact is missing',
    { facts: [aFact({ mustShowWith: ['denial-1'] })] },
    'facts.json: fact-1: must be shown with "denial-1", which is not in the pack; add that fact or event',
  ],
  [
    'a resolution stands as enacted',
    { facts: [aFact({ kind: 'response', confidence: 'enacted' })] },
    'facts.json: fact-1: only a law is enacted, and this is of kind response; make its confidence "reported"',
  ],
  [
    'a caution is not put for readers',
    { facts: [aFact({ caution: 'Careful.' })] },
    'facts.json: fact-1: is shown and has a caution; add a note that says it to readers',
  ],
  [
    'corrected wording is not given to readers',
    citing(['fact-2'], [aFact({ id: 'fact-2', use: 'corrected-wording-only' })]),
    'facts.json: fact-2: is shown and needs corrected wording; add a note that gives it to readers',
  ],
  [
    'an inconsistency names what is no fact',
    { inconsistencies: [{ id: 'two-dates', issue: 'Two dates.', rule: 'Say both.', facts: ['event-1'] }] },
    'facts.json: inconsistency two-dates: names "event-1", which is not a fact; correct the id',
  ],
  [
    'an event gathers what is no fact',
    { timeline: [anEvent({ factIds: ['fact-9'] })] },
    'timeline.json: event-1: gathers "fact-9", which is not in facts.json; correct the id',
  ],
  [
    'an event has no source',
    { timeline: [anEvent({ source: null })] },
    'timeline.json: event-1: has no source; add one, or mark it as from memory',
  ],
  [
    'a law does not say whether it binds',
    { timeline: [anEvent({ kind: 'law' })] },
    'timeline.json: event-1: is a law that does not say whether it binds; give it a status, such as "in force" or "non-binding"',
  ],
  [
    'a resolution does not say whether it binds',
    { timeline: [anEvent({ kind: 'resolution' })] },
    'timeline.json: event-1: is a resolution that does not say whether it binds; give it a status, such as "in force" or "non-binding"',
  ],
  [
    'a publisher is an advocacy source in one place and not in another',
    { timeline: [anEvent(), anEvent({ id: 'event-2', source: advocacy })] },
    'timeline.json: event-1: "A publisher" is an advocacy source elsewhere; set isAdvocacy here too',
  ],
  [
    'a publisher is an advocacy source as a first source and not as a further one',
    { timeline: [anEvent({ source: advocacy, moreSources: [{ ...advocacy, isAdvocacy: false }] })] },
    'timeline.json: event-1: "A publisher" is an advocacy source elsewhere; set isAdvocacy here too',
  ],
])('when %s, the fault says where and what', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([fault])
})

test.each<Pick<PackFact, 'kind' | 'confidence'>>([
  { kind: 'allegation', confidence: 'reported' },
  { kind: 'testimony', confidence: 'reported' },
  { kind: 'event', confidence: 'alleged' },
  { kind: 'event', confidence: 'testified' },
  { kind: 'event', confidence: 'estimated' },
])('a fact of kind $kind that is $confidence needs the denial, and nothing else will do', (given) => {
  const faults = packFaults(aPack({ facts: [aFact(), aFact({ id: 'fact-2', ...given, mustShowWith: ['fact-1'] })] }))

  expect(faults).toEqual([`facts.json: fact-2: is ${given.confidence}, so it needs the denial; name a fact of kind denial in mustShowWith`])
})

test.each<[string, Partial<Pack>, string]>([
  ['stands twice', { campaign: showing('fact-1', 'fact-1') }, '"fact-1" stands twice; take one away'],
  ['is missing', { campaign: showing('fact-1', 'fact-2') }, '"fact-2" is not in facts.json; add it or name another'],
  [
    'must not be published',
    homeOf(['fact-1'], [aFact({ use: 'do-not-publish' })]),
    '"fact-1" may not stand alone on a page (use do-not-publish); name another',
  ],
  [
    'belongs in a longer text',
    homeOf(['fact-1'], [aFact({ use: 'context-only' })]),
    '"fact-1" may not stand alone on a page (use context-only); name another',
  ],
  [
    'is a quotation',
    homeOf(['quoted'], [quoted]),
    '"quoted" may not stand alone on a page (use quote-with-attribution-only); name another',
  ],
  [
    'needs corrected wording',
    homeOf(['fact-1'], [aFact({ use: 'corrected-wording-only', note: 'It is not a ban.' })]),
    '"fact-1" may not stand alone on a page (use corrected-wording-only); name another',
  ],
  [
    'needs the Act of 2022',
    homeOf(['no-law-yet'], [beforeTheAct]),
    '"no-law-yet" may not stand alone on a page (use only-with-later-2022-uk-act); name another',
  ],
  [
    'is graphic',
    homeOf(['fact-1'], [aFact({ graphic: true })]),
    '"fact-1" may not stand alone on a page (use card, graphic); name another',
  ],
  [
    'is one estimate without the other',
    homeOf(['lower'], [lower, higher, denial]),
    '"lower" must stand with "higher"; add that beside it, or take "lower" out',
  ],
  [
    'lacks a fact that it names',
    homeOf(['fact-1'], [aFact({ mustShowWith: ['fact-2'] }), aFact({ id: 'fact-2' })]),
    '"fact-1" must stand with "fact-2"; add that beside it, or take "fact-1" out',
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
  expect(packFaults(aPack(change))).toEqual([`campaign.json: keyFacts: ${fault}`])
})

const theActIsMissing =
  'cites "no-law-yet" without the United Kingdom’s Act of 2022; cite that event (kind law, after the article) in this version too, or leave "no-law-yet" out'

test.each<[string, Partial<Pack>, string]>([
  [
    'what is nowhere',
    { petitions: [aPackPetition({ cites: ['fact-9'] })] },
    'cites "fact-9", which is in neither facts.json nor timeline.json; correct the id',
  ],
  [
    'what must not be published',
    citing(['fact-2'], [aFact({ id: 'fact-2', use: 'do-not-publish' })]),
    'cites "fact-2", which must not be published; leave it out',
  ],
  [
    'a graphic fact',
    citing(['fact-2'], [aFact({ id: 'fact-2', graphic: true })]),
    'cites "fact-2", which is graphic and may stand only behind a closed panel; leave it out',
  ],
  [
    'what is kept from memory only',
    citing(['event-1'], [], [anEvent({ verified: 'from memory' })]),
    'cites "event-1", which is kept from memory only; find its source first',
  ],
  [
    'one estimate without the other',
    citing(['lower'], [lower, higher, denial]),
    'cites "lower" without "higher", which must stand beside it; cite that in this version too, or leave "lower" out',
  ],
  [
    'a fact without the event that it names',
    citing(['fact-2'], [aFact({ id: 'fact-2', mustShowWith: ['event-1'] })], [anEvent()]),
    'cites "fact-2" without "event-1", which must stand beside it; cite that in this version too, or leave "fact-2" out',
  ],
  ['a law of 2014 without the Act of 2022', citing(['no-law-yet'], [beforeTheAct], [theAct]), theActIsMissing],
  [
    'a law of 2014 with a law of another year',
    citing(['no-law-yet', 'the-act'], [beforeTheAct], [{ ...theAct, date: '2024-04-01' }]),
    theActIsMissing,
  ],
  [
    'a law of 2014 with a law of another country',
    citing(['no-law-yet', 'the-act'], [beforeTheAct], [{ ...theAct, country: 'Canada' }]),
    theActIsMissing,
  ],
  [
    'a quotation without its speaker',
    citing(['quoted'], [quoted]),
    'cites "quoted", which may only be quoted with its speaker; name "Anna Example" in that paragraph, or leave it out',
  ],
])('when a petition cites %s, the fault says so', (_what, change, fault) => {
  expect(packFaults(aPack(change))).toEqual([`petitions/test-petition.json: version 1: ${fault}`])
})

test('what a petition cites at its end is looked at like what it cites at its beginning', () => {
  const petition = aPackPetition()
  const versions = petition.versions.map((version) => ({ ...version, closing: [{ text: 'An end.', cites: ['fact-9'] }] }))

  const faults = packFaults(aPack({ petitions: [{ ...petition, versions }] }))

  expect(faults).toEqual([
    'petitions/test-petition.json: version 1: cites "fact-9", which is in neither facts.json nor timeline.json; correct the id',
  ])
})

test('a companion cited in another version of the text is not beside the fact', () => {
  const versions = [['lower', 'higher'], ['higher']].flatMap((cites, n) =>
    aPackPetition({ cites }).versions.map((version) => ({ ...version, version: n + 1 })),
  )

  const faults = packFaults(aPack({ facts: [aFact(), lower, higher, denial], petitions: [aPackPetition({ versions })] }))

  expect(faults).toEqual([
    'petitions/test-petition.json: version 2: cites "higher" without "lower", which must stand beside it; cite that in this version too, or leave "higher" out',
  ])
})

test.each(['open', 'closed'] as const)('a petition that is %s needs the time of its opening', (state) => {
  const faults = packFaults(aPack({ petitions: [aPackPetition({ state, openedAt: null })] }))

  expect(faults).toEqual(['petitions/test-petition.json: openedAt: an open petition needs the time of its opening'])
})

test('a draft needs no time of its opening', () => {
  const draft = aPackPetition({ slug: 'draft-petition', state: 'draft', openedAt: null })

  expect(packFaults(aPack({ petitions: [aPackPetition(), draft] }))).toEqual([])
})

test.each(['2026-11-01T00:00:00Z', '2026-10-31T23:59:59Z'])('a petition that opens on 1 November does not close at %s', (closesAt) => {
  const faults = packFaults(aPack({ petitions: [aPackPetition({ closesAt })] }))

  expect(faults).toEqual(['petitions/test-petition.json: closesAt: is not after openedAt; correct one of them'])
})

test('a petition may close a second after it opens', () => {
  expect(packFaults(aPack({ petitions: [aPackPetition({ closesAt: '2026-11-01T00:00:01Z' })] }))).toEqual([])
})

const numbered = (...numbers: number[]) =>
  aPackPetition({ versions: numbers.flatMap((version) => aPackPetition().versions.map((text) => ({ ...text, version }))) })

test.each([[[2]], [[1, 3]], [[2, 1]], [[1, 1]], [[1, 2, 2]]])('versions may not be numbered %j', (numbers) => {
  expect(packFaults(aPack({ petitions: [numbered(...numbers)] }))).toEqual([
    'petitions/test-petition.json: versions: must be numbered 1, 2, 3 and so on, in this order',
  ])
})

test('versions are numbered from 1 in order', () => {
  expect(packFaults(aPack({ petitions: [numbered(1, 2, 3)] }))).toEqual([])
})

test('all faults are named at once', () => {
  const faults = packFaults(
    aPack({ facts: [aFact({ use: 'context-only', mustShowWith: ['denial-1'] })], petitions: [aPackPetition({ cites: ['fact-9'] })] }),
  )

  expect(faults).toHaveLength(3)
})
