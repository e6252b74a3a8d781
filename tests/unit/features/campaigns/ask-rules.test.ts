import { expect, test } from 'vitest'
import { isBlocking, offeredPoints } from '../../../../server/features/campaigns/ask-rules.ts'
import type { Pack, PackAsk } from '../../../../server/features/campaigns/pack.ts'
import { packFaults, packWarnings } from '../../../../server/features/campaigns/rules.ts'
import { aFact, anAsk, anEvent, aPack, aPackPetition } from '../../../support/builders.ts'

/** A pack with one ask. */
const asking = (ask: Partial<PackAsk>, rest: Partial<Pack> = {}): Pack => aPack({ asks: [anAsk(ask)], ...rest })
const aPoint = (text: string, ...cites: string[]) => ({ text, cites })
const points = anAsk().talkingPoints
const unticked = (text: string) => ({ text, ticked: null })
const ticked = (text: string) => ({ text, ticked: { on: '2026-11-20', by: 'AB' } })

const hidden = aFact({ id: 'hidden', use: 'do-not-publish' })
const remembered = anEvent({ id: 'remembered', verified: 'from memory' })
const second = anEvent({ id: 'second-hand', sourceLevel: 'secondary' })
const copy = anEvent({ id: 'copy', sourceLevel: 'mirror' })
const denial = aFact({ id: 'denial-1', kind: 'denial' })
const contested = aFact({ id: 'contested', kind: 'allegation', confidence: 'alleged', mustShowWith: ['denial-1'] })

const places: [string, (id: string) => Partial<PackAsk>][] = [
  ['as a supporting fact', (id) => ({ supportingFacts: [id] })],
  ['as a later development', (id) => ({ laterDevelopments: [id] })],
  ['as a source of the law', (id) => ({ lawToday: { ...anAsk().lawToday, sources: [id] } })],
  ['in a point', (id) => ({ talkingPoints: [...points, aPoint('Another.', id)] })],
]

test.each(places)('an ask may not cite %s what is nowhere', (_where, citing) => {
  expect(packFaults(asking(citing('fact-9')))).toEqual([
    'asks.json: ask-1: cites "fact-9", which is in neither facts.json nor timeline.json; correct the id',
  ])
})

test.each(places)('an ask may not cite %s a fact that must not be published', (_where, citing) => {
  expect(packFaults(asking(citing('hidden'), { facts: [aFact(), hidden] }))).toEqual([
    'asks.json: ask-1: cites "hidden", which must not be published; leave it out',
  ])
})

test.each(places)('an ask may not cite %s an event from memory', (_where, citing) => {
  expect(packFaults(asking(citing('remembered'), { timeline: [anEvent(), remembered] }))).toEqual([
    'asks.json: ask-1: cites "remembered", which must not be published; leave it out',
  ])
})

test('what an ask cites in several places is one fault, and drafts are looked at too', () => {
  const faults = packFaults(asking({ state: 'draft', supportingFacts: ['fact-9'], laterDevelopments: ['fact-9'] }))

  expect(faults).toEqual(['asks.json: ask-1: cites "fact-9", which is in neither facts.json nor timeline.json; correct the id'])
})

test.each<[string, Partial<PackAsk>, string]>([
  [
    'an ask in the organization’s name has a form',
    { kind: 'organization-only' },
    'goes out in the organization’s name, so nobody’s data may be asked for; set hasForm to false',
  ],
  [
    'an ask in the organization’s name has a petition',
    { kind: 'organization-only', hasForm: false, petition: 'test-petition' },
    'goes out in the organization’s name, so it has no petition; set petition to null',
  ],
  ['a petition names none', { kind: 'petition' }, 'is a petition; name the petition’s slug'],
  [
    'a petition is not in the pack',
    { petition: 'other-petition' },
    'names the petition "other-petition", which is not in the pack; correct the slug or set it to null',
  ],
  [
    'an open ask has a blocking check that nobody has ticked',
    { organizerChecks: [unticked('BLOCKING: read the law.')] },
    'is open, and this check is not ticked: "BLOCKING: read the law."; tick it with day and initials, or make the ask a draft',
  ],
  [
    'an open ask has a check of safety that nobody has ticked',
    { organizerChecks: [ticked('BLOCKING: read the law.'), unticked('SAFETY: send no names.')] },
    'is open, and this check is not ticked: "SAFETY: send no names."; tick it with day and initials, or make the ask a draft',
  ],
  [
    'an open ask without a form has a check of safety that nobody has ticked',
    { kind: 'organization-only', hasForm: false, organizerChecks: [unticked('SAFETY: send no names.')] },
    'is open, and this check is not ticked: "SAFETY: send no names."; tick it with day and initials, or make the ask a draft',
  ],
  [
    'an open ask has a blocking check in small letters that nobody has ticked',
    { organizerChecks: [unticked(' Blocking: read the law.')] },
    'is open, and this check is not ticked: " Blocking: read the law."; tick it with day and initials, or make the ask a draft',
  ],
  [
    'a letter has one point to choose from',
    { talkingPoints: points.slice(0, 1) },
    'has 1 points with a primary source or a copy of one; a letter needs 2 to choose from',
  ],
])('when %s, the fault says what mends it', (_what, change, fault) => {
  expect(packFaults(asking(change))).toEqual([`asks.json: ask-1: ${fault}`])
})

test.each<[string, Partial<PackAsk>]>([
  ['is open, with a letter of two points', {}],
  ['is open, and its blocking and safety checks are ticked', { organizerChecks: [ticked('BLOCKING: read it.'), ticked('SAFETY: ask.')] }],
  [
    'is open, and a check is not ticked that holds nothing back',
    { organizerChecks: [unticked('LEGAL: read the law. BLOCKING, it is not.')] },
  ],
  ['is a draft, and its blocking and safety checks are not ticked', { state: 'draft', organizerChecks: [unticked('BLOCKING: read it.')] }],
  ['is a draft with one point', { state: 'draft', talkingPoints: points.slice(0, 1) }],
  ['is open without a form, with one point', { hasForm: false, talkingPoints: points.slice(0, 1) }],
  ['goes out in the organization’s name, without a form', { kind: 'organization-only', hasForm: false }],
  ['is a petition of the pack', { kind: 'petition', petition: 'test-petition' }],
  ['is a letter beside a petition of the pack', { petition: 'test-petition' }],
])('an ask that %s is sound', (_what, change) => {
  expect(packFaults(asking(change))).toEqual([])
  expect(packWarnings(asking(change)).filter((warning) => !warning.includes('stays a draft'))).toEqual([])
})

test('organizers are told what holds a draft back, until it is ticked', () => {
  const held = asking({ state: 'draft', organizerChecks: [unticked('BLOCKING: read the law.'), ticked('SAFETY: send no names.')] })

  expect(packWarnings(held)).toEqual(['asks.json: ask-1: stays a draft until this is ticked: "BLOCKING: read the law."'])
})

test.each<[string, boolean]>([
  ['BLOCKING: read the law.', true],
  ['BLOCKING read the law.', true],
  ['SAFETY: send no names.', true],
  ['Blocking: read the law.', true],
  ['safety – send no names.', true],
  ['  SAFETY: send no names.', true],
  ['SAFETYNET: not one of them.', false],
  ['LEGAL: not BLOCKING.', false],
])('whether “%s” holds its ask back: %s', (text, isHeld) => {
  expect(isBlocking(unticked(text))).toBe(isHeld)
  expect(isBlocking(ticked(text))).toBe(false)
})

const withSources: Partial<Pack> = { timeline: [anEvent(), second, copy] }

/** Points as letters are offered them, but for their ids. */
const offeredOf = (ask: PackAsk, ledger: Parameters<typeof offeredPoints>[1]) =>
  offeredPoints(ask, ledger).map(({ text, cites }) => ({ text, cites }))

test('a point is named by its words: other words are another point', () => {
  const pack = aPack({ asks: [anAsk()], ...withSources })
  const [before] = offeredPoints(anAsk(), pack)
  const [again] = offeredPoints(anAsk(), pack)
  const [after] = offeredPoints(anAsk({ talkingPoints: [aPoint('Other words.', 'event-1')] }), pack)

  expect(again?.id).toBe(before?.id)
  expect(after?.id).not.toBe(before?.id)
})

test('a point that rests on an event whose source nobody has weighed is a warning, and no letter offers it', () => {
  const ask = anAsk({ talkingPoints: [...points, aPoint('Unweighed.', 'unweighed')] })
  const pack = aPack({ asks: [ask], timeline: [anEvent(), anEvent({ id: 'unweighed', sourceLevel: null })] })

  expect(packWarnings(pack)).toEqual(['asks.json: ask-1: needs a primary source, so no letter offers it: "Unweighed."'])
  expect(offeredOf(ask, pack)).toEqual(points)
})

test('a point that rests on second-hand sources alone is a warning, and no letter offers it', () => {
  const ask = anAsk({ talkingPoints: [...points, aPoint('Hearsay.', 'second-hand')] })
  const pack = aPack({ asks: [ask], ...withSources })

  expect(packFaults(pack)).toEqual([])
  expect(packWarnings(pack)).toEqual(['asks.json: ask-1: needs a primary source, so no letter offers it: "Hearsay."'])
  expect(offeredOf(ask, pack)).toEqual(points)
})

test('a point with sources of both kinds is offered with its own page and its copy only, in their order', () => {
  const ask = anAsk({ talkingPoints: [...points, aPoint('Mixed.', 'copy', 'second-hand', 'fact-1', 'event-1')] })
  const pack = aPack({ asks: [ask], ...withSources })

  expect(packWarnings(pack)).toEqual([])
  expect(offeredOf(ask, pack)).toEqual([...points, aPoint('Mixed.', 'copy', 'fact-1', 'event-1')])
})

test('organizers are warned of a draft’s points too', () => {
  const pack = asking({ state: 'draft', talkingPoints: [aPoint('Hearsay.', 'second-hand')] }, withSources)

  expect(packFaults(pack)).toEqual([])
  expect(packWarnings(pack)).toEqual(['asks.json: ask-1: needs a primary source, so no letter offers it: "Hearsay."'])
})

test.each<[number, PackAsk['talkingPoints']]>([
  [0, [aPoint('Hearsay.', 'second-hand'), aPoint('More hearsay.', 'second-hand')]],
  [1, [aPoint('Hearsay.', 'second-hand'), aPoint('A copy.', 'copy')]],
])('an open letter that can offer %i points is refused', (offered, talkingPoints) => {
  expect(packFaults(asking({ talkingPoints }, withSources))).toEqual([
    `asks.json: ask-1: has ${offered} points with a primary source or a copy of one; a letter needs 2 to choose from`,
  ])
})

test('no letter offers what must not be published, even of a pack that nobody checked', () => {
  const ask = anAsk({ talkingPoints: [aPoint('Hidden.', 'hidden'), aPoint('Remembered.', 'remembered', 'fact-1')] })

  const offered = offeredOf(ask, { facts: [aFact(), hidden], timeline: [remembered] })

  expect(offered).toEqual([aPoint('Remembered.', 'fact-1')])
})

const withClaims: Partial<Pack> = { facts: [aFact(), contested, denial] }

test('a letter with a point on what is contested is refused without a point with the denial', () => {
  const pack = asking({ talkingPoints: [...points, aPoint('It is alleged.', 'fact-1', 'contested')] }, withClaims)

  expect(packFaults(pack)).toEqual(['asks.json: ask-1: has a point on what is contested and none with the denial; add one that cites it'])
})

test.each<[string, PackAsk['talkingPoints']]>([
  ['another point', [...points, aPoint('It is alleged.', 'contested'), aPoint('It is denied.', 'denial-1')]],
  ['the same point', [...points, aPoint('It is alleged, and denied.', 'contested', 'denial-1')]],
])('a letter with a point on what is contested is sound with the denial in %s', (_where, talkingPoints) => {
  expect(packFaults(asking({ talkingPoints }, withClaims))).toEqual([])
})

const denialEvent = anEvent({ id: 'denial-2', kind: 'denial' })

test('a denial that is an event of its own page is the denial', () => {
  const pack = asking(
    { talkingPoints: [...points, aPoint('It is alleged.', 'contested'), aPoint('It was denied.', 'denial-2')] },
    { ...withClaims, timeline: [anEvent(), denialEvent] },
  )

  expect(packFaults(pack)).toEqual([])
})

test('a denial at second hand, which no letter offers, is not the denial', () => {
  const pack = asking(
    { talkingPoints: [...points, aPoint('It is alleged.', 'contested'), aPoint('It was denied.', 'denial-2')] },
    { ...withClaims, timeline: [anEvent(), { ...denialEvent, sourceLevel: 'secondary' }] },
  )

  expect(packFaults(pack)).toEqual(['asks.json: ask-1: has a point on what is contested and none with the denial; add one that cites it'])
})

const draftPetition = aPackPetition({ slug: 'draft-petition', state: 'draft', openedAt: null })
const closedPetition = aPackPetition({ slug: 'closed-petition', state: 'closed' })
const withPetitions: Partial<Pack> = { petitions: [aPackPetition(), draftPetition, closedPetition] }

test.each(['petition', 'letter'] as const)('an open ask of kind %s may not name a draft petition', (kind) => {
  expect(packFaults(asking({ kind, petition: 'draft-petition' }, withPetitions))).toEqual([
    'asks.json: ask-1: is open and names the petition "draft-petition", which is a draft; open that too, or set petition to null',
  ])
})

test.each<[string, Partial<PackAsk>]>([
  ['a draft may name a draft petition', { state: 'draft', petition: 'draft-petition' }],
  ['an open ask may name a closed petition', { petition: 'closed-petition' }],
])('%s', (_what, change) => {
  expect(packFaults(asking(change, withPetitions))).toEqual([])
})

test('each ask of a pack is looked at, and named by its id', () => {
  const faults = packFaults(aPack({ asks: [anAsk(), anAsk({ id: 'ask-2', kind: 'petition' })] }))

  expect(faults).toEqual(['asks.json: ask-2: is a petition; name the petition’s slug'])
})

test('an ask stands once in a pack', () => {
  const faults = packFaults(aPack({ asks: [anAsk(), anAsk()] }))

  expect(faults).toEqual(['asks.json: the id "ask-1" stands twice; give one of them another'])
})
