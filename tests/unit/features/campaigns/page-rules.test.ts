import { expect, test } from 'vitest'
import type { Pack, PackCampaign, PackFact, PackLaw } from '../../../../server/features/campaigns/pack.ts'
import { packFaults } from '../../../../server/features/campaigns/rules.ts'
import { aCampaign, aFact, anEvent, aPack, aPackPetition } from '../../../support/builders.ts'

/** A pack whose campaign shows what is given. */
const showing = (campaign: Partial<PackCampaign>, rest: Partial<Pack> = {}): Pack => aPack({ campaign: aCampaign(campaign), ...rest })

const remembered: Partial<Pack> = { timeline: [anEvent({ verified: 'from memory' })] }
const ofThatTime: Partial<Pack> = { timeline: [anEvent({ era: 'context', date: '2013-12-12' }), anEvent({ id: 'event-2' })] }

const aFigure = (id: string, given: Partial<PackFact> = {}) =>
  aFact({ id, kind: 'figure', figure: { value: 3, unit: 'weeks', qualifier: null }, ...given })
const denial = aFact({ id: 'denial-1', kind: 'denial' })
const anEstimate = (id: string) => aFigure(id, { confidence: 'estimated', mustShowWith: ['denial-1'] })
/** A picture with a bar for each of these facts. */
const pictureOf = (...facts: string[]): Partial<PackCampaign> => ({
  pictures: [
    {
      id: 'waiting',
      title: 'They wait for weeks',
      unit: 'weeks',
      caveat: 'Not the same year.',
      bars: facts.map((fact) => ({ fact, label: 'Somewhere', value: 3, display: 'three weeks' })),
    },
  ],
})

const aLaw = (given: Partial<PackLaw> = {}): Partial<PackCampaign> => ({
  laws: [{ event: 'event-1', country: 'GB', part: null, measure: 'offence', does: 'Makes it an offence.', ...given }],
})
const lawInForce = anEvent({ kind: 'law', status: 'in force' })

test.each<[string, Pack]>([
  ['nothing but a key fact and a petition', aPack()],
  ['what changed since', showing({ changedSince: ['event-1'] })],
  ['views against its case, of any time', showing({ counterViews: ['event-1'] }, ofThatTime)],
  ['a picture of two facts', showing(pictureOf('here', 'there'), { facts: [aFact(), aFigure('here'), aFigure('there')] })],
  [
    'a picture of two estimates that must stand together, without a bar for the denial',
    showing(pictureOf('low', 'high'), { facts: [aFact(), anEstimate('low'), anEstimate('high'), denial] }),
  ],
  [
    'a picture without the companions that have no figure',
    showing(pictureOf('here', 'there'), {
      facts: [aFact(), aFigure('here', { mustShowWith: ['fact-1', 'event-1'] }), aFigure('there')],
    }),
  ],
  ['a law of a country', showing(aLaw(), { timeline: [lawInForce] })],
  ['a law of a part of a country', showing(aLaw({ part: 'Scotland' }), { timeline: [lawInForce] })],
  ['a treaty between states', showing(aLaw({ country: null, measure: 'treaty' }), { timeline: [lawInForce] })],
  ['a lead petition that is closed', aPack({ petitions: [aPackPetition({ state: 'closed' })] })],
])('a campaign that shows %s is sound', (_what, pack) => {
  expect(packFaults(pack)).toEqual([])
})

test.each<[string, Pack, string]>([
  [
    'what changed since is no event',
    showing({ changedSince: ['fact-1'] }),
    'changedSince: "fact-1" is not in timeline.json; correct the id',
  ],
  [
    'what changed since is from memory',
    showing({ changedSince: ['event-1'] }, remembered),
    'changedSince: "event-1" is kept from memory only; find its source first',
  ],
  [
    'what changed since was before the article',
    showing({ changedSince: ['event-1'] }, ofThatTime),
    'changedSince: "event-1" is not after the article; take it out',
  ],
  [
    'a view against its case is no event',
    showing({ counterViews: ['event-9'] }),
    'counterViews: "event-9" is not in timeline.json; correct the id',
  ],
  [
    'a view against its case is from memory',
    showing({ counterViews: ['event-1'] }, remembered),
    'counterViews: "event-1" is kept from memory only; find its source first',
  ],
  [
    'a topic has no name',
    aPack({ facts: [aFact({ topics: ['topic', 'other'] })] }),
    'topics: "other" is used by facts and has no name; add one',
  ],
  [
    'a topic is used by nothing',
    showing({
      topics: [
        { slug: 'topic', name: 'Topic' },
        { slug: 'other', name: 'Other' },
      ],
    }),
    'topics: "other" is used by no fact; take it out',
  ],
  [
    'a picture shows what is no fact',
    showing(pictureOf('here', 'event-1'), { facts: [aFact(), aFigure('here')] }),
    'pictures: waiting: "event-1" is not in facts.json; correct the id',
  ],
  [
    'a picture shows what must not be published',
    showing(pictureOf('here', 'hidden'), { facts: [aFact(), aFigure('here'), aFigure('hidden', { use: 'do-not-publish' })] }),
    'pictures: waiting: "hidden" must not be published; leave it out',
  ],
  [
    'a picture shows one estimate without the other',
    showing(pictureOf('counted', 'low'), { facts: [aFact(), aFigure('counted'), anEstimate('low'), anEstimate('high'), denial] }),
    'pictures: waiting: shows "low" without "high", which must stand beside it; add that bar',
  ],
  [
    'a picture shows a figure without the one that it names',
    showing(pictureOf('other', 'here'), {
      facts: [aFact(), aFigure('other'), aFigure('here', { mustShowWith: ['there'] }), aFigure('there')],
    }),
    'pictures: waiting: shows "here" without "there", which must stand beside it; add that bar',
  ],
  [
    'a picture shows what has no figure',
    showing(pictureOf('here', 'fact-1'), { facts: [aFact(), aFigure('here')] }),
    'pictures: waiting: "fact-1" has no figure; leave it out',
  ],
  ['a law is no event', showing(aLaw({ event: 'fact-1' })), 'laws: "fact-1" is not in timeline.json; correct the id'],
  ['a law is something else', showing(aLaw()), 'laws: "event-1" is of kind statement; only laws stand in the map of laws'],
  [
    'a law is from memory',
    showing(aLaw(), { timeline: [{ ...lawInForce, verified: 'from memory' }] }),
    'laws: "event-1" is kept from memory only; find its source first',
  ],
  [
    'a law is of no country',
    showing(aLaw({ country: 'UK' }), { timeline: [lawInForce] }),
    'laws: "event-1" names UK, which is no country code; correct it',
  ],
  [
    'the lead petition is not there',
    showing({ leadPetition: 'other-petition' }),
    'leadPetition: "other-petition" is not in the pack; name one of its petitions',
  ],
  [
    'the lead petition is a draft',
    aPack({ petitions: [aPackPetition({ state: 'draft', openedAt: null })] }),
    'leadPetition: "test-petition" is a draft; open it or name another',
  ],
])('when %s, the fault says where and what', (_what, pack, fault) => {
  expect(packFaults(pack)).toEqual([`campaign.json: ${fault}`])
})
