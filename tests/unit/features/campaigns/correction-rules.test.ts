import { expect, test } from 'vitest'
import { successionFaults } from '../../../../server/features/campaigns/correction-rules.ts'
import type { Pack, PackAsk, PackCorrection, PackFact, PackTimelineItem } from '../../../../server/features/campaigns/pack.ts'
import { packFaults } from '../../../../server/features/campaigns/rules.ts'
import { aCampaign, aFact, anAsk, anEvent, aPack } from '../../../support/builders.ts'

/** A correction of the display of `fact-1`, which says `Now.` */
const aCorrection = (given: Partial<PackCorrection> = {}): PackCorrection => ({
  item: 'fact-1',
  field: 'display',
  was: 'Before.',
  now: 'Now.',
  on: '2026-11-20',
  reason: 'It was wrong.',
  ...given,
})
const saying = (display: string, corrections: PackCorrection[] = []): Pack => aPack({ facts: [aFact({ display })], corrections })

test.each<[string, Pack]>([
  ['one correction', saying('Now.', [aCorrection()])],
  ['several of one wording, in order', saying('Later.', [aCorrection(), aCorrection({ was: 'Now.', now: 'Later.', on: '2026-11-21' })])],
  ['two of one day', saying('Later.', [aCorrection(), aCorrection({ was: 'Now.', now: 'Later.' })])],
  [
    'those of other wordings between, of other days',
    saying('Now.', [
      aCorrection(),
      aCorrection({ item: 'event-1', field: 'what', now: 'Something was said.' }),
      aCorrection({ field: 'asOf', now: '2014', on: '2026-11-22' }),
    ]),
  ],
  ['one that later ones undo', saying('Before.', [aCorrection(), aCorrection({ was: 'Now.', now: 'Before.' })])],
  [
    'one that a later one goes on from, past others',
    saying('Later.', [aCorrection(), aCorrection({ field: 'asOf', now: '2014' }), aCorrection({ was: 'Now.', now: 'Later.' })]),
  ],
  [
    'one whose words were taken away later',
    saying('Other.', [aCorrection({ item: 'fact-9' }), aCorrection({ item: 'fact-9', was: 'Now.', now: null })]),
  ],
  [
    'one of several lines that was taken away',
    aPack({ asks: [anAsk()], corrections: [aCorrection({ item: 'ask-1', field: 'ask', now: null })] }),
  ],
  ['what the accused say', aPack({ corrections: [aCorrection({ item: 'position', field: 'statement', now: 'They deny it.' })] })],
  [
    'the notes for readers',
    aPack({
      facts: [aFact({ note: 'An average.' })],
      timeline: [anEvent({ readerNote: 'A treaty.' })],
      corrections: [
        aCorrection({ field: 'note', now: 'An average.' }),
        aCorrection({ item: 'event-1', field: 'readerNote', now: 'A treaty.' }),
      ],
    }),
  ],
  ['something that was taken away', saying('Now.', [aCorrection({ item: 'fact-9', now: null })])],
  [
    'a fact that must not be published any more',
    aPack({ facts: [aFact(), aFact({ id: 'fact-2', use: 'do-not-publish' })], corrections: [aCorrection({ item: 'fact-2', now: null })] }),
  ],
  [
    'each wording that readers see of an event and an ask',
    aPack({
      timeline: [anEvent({ status: 'in force' })],
      asks: [anAsk()],
      corrections: [
        aCorrection({ item: 'event-1', field: 'date', now: '2022-04-28' }),
        aCorrection({ item: 'event-1', field: 'status', now: 'in force' }),
        aCorrection({ item: 'ask-1', field: 'whyNow', now: 'Nobody has.' }),
        aCorrection({ item: 'ask-1', field: 'lawToday', now: 'No law says so.' }),
        aCorrection({ item: 'ask-1', field: 'talkingPoints', now: 'Something was said.' }),
        aCorrection({ item: 'ask-1', field: 'talkingPoints', now: 'Something happened.' }),
        aCorrection({ item: 'ask-1', field: 'title', now: 'Look into it' }),
        aCorrection({ item: 'ask-1', field: 'ask', now: 'Look into it.' }),
        aCorrection({ item: 'ask-1', field: 'letterRequestLine', now: 'Please look into it.' }),
      ],
    }),
  ],
])('a pack that lists %s is sound', (_what, pack) => {
  expect(packFaults(pack)).toEqual([])
})

test.each<[string, Pack, string]>([
  [
    'says something else than stands',
    saying('Other.', [aCorrection()]),
    '0: fact-1: says that "display" is now "Now.", and the pack has "Other."; make them the same',
  ],
  [
    'is not the newest of its wording',
    saying('Now.', [aCorrection(), aCorrection({ was: 'Now.', now: 'Later.', on: '2026-11-21' })]),
    '1: fact-1: says that "display" is now "Later.", and the pack has "Now."; make them the same',
  ],
  [
    'is not gone on from by the later one',
    saying('Later.', [aCorrection(), aCorrection({ was: 'Other.', now: 'Later.' })]),
    '0: fact-1: says that "display" is now "Now.", and the pack has "Later."; make them the same',
  ],
  [
    'is gone on from only before it',
    saying('Other.', [aCorrection({ was: 'Now.', now: 'Other.' }), aCorrection()]),
    '1: fact-1: says that "display" is now "Now.", and the pack has "Other."; make them the same',
  ],
  [
    'is gone on from in another field',
    saying('Other.', [aCorrection(), aCorrection({ field: 'claim', was: 'Now.', now: aFact().claim })]),
    '0: fact-1: says that "display" is now "Now.", and the pack has "Other."; make them the same',
  ],
  [
    'says that a point is gone which stands',
    aPack({
      asks: [anAsk()],
      corrections: [aCorrection({ item: 'ask-1', field: 'talkingPoints', was: 'Something was said.', now: null })],
    }),
    '0: ask-1: says that "talkingPoints" is now nothing, and the pack has "Something happened."; make them the same',
  ],
  [
    'is of what must not be published',
    aPack({
      facts: [aFact(), aFact({ id: 'hidden', use: 'do-not-publish' })],
      corrections: [aCorrection({ item: 'hidden', field: 'asOf', now: '2014' })],
    }),
    '0: hidden: says that "asOf" is now "2014", and the pack has nothing; make them the same',
  ],
  [
    'says that something is gone which stands, in the words that it had',
    saying('Now.', [aCorrection({ was: 'Now.', now: null })]),
    '0: fact-1: says that "display" is now nothing, and the pack has "Now."; make them the same',
  ],
  [
    'says that something is gone which stands',
    saying('Now.', [aCorrection({ now: null })]),
    '0: fact-1: says that "display" is now nothing, and the pack has "Now."; make them the same',
  ],
  [
    'names what is not there',
    aPack({ corrections: [aCorrection({ item: 'fact-9' })] }),
    '0: fact-9: says that "display" is now "Now.", and the pack has nothing; make them the same',
  ],
  [
    'names a field that readers do not see',
    aPack({ corrections: [aCorrection({ field: 'sourceText', now: 'P1' })] }),
    '0: fact-1: says that "sourceText" is now "P1", and the pack has nothing; make them the same',
  ],
  [
    'is of a draft',
    aPack({ asks: [anAsk({ state: 'draft' })], corrections: [aCorrection({ item: 'ask-1', field: 'whyNow', now: 'Nobody has.' })] }),
    '0: ask-1: says that "whyNow" is now "Nobody has.", and the pack has nothing; make them the same',
  ],
  [
    'is older than the one before it',
    saying('Later.', [aCorrection({ on: '2026-11-21' }), aCorrection({ was: 'Now.', now: 'Later.' })]),
    '1: is older than the one before it; put them in order',
  ],
])('when a correction %s, the fault says so', (_what, pack, fault) => {
  expect(packFaults(pack)).toEqual([`corrections.json: /corrections/${fault}`])
})

const fact = (given: Partial<PackFact> = {}): Partial<Pack> => ({ facts: [aFact(given)] })
const event = (given: Partial<PackTimelineItem> = {}): Partial<Pack> => ({ timeline: [anEvent({ status: 'in force', ...given })] })
const ask = (given: Partial<PackAsk> = {}): Partial<Pack> => ({ asks: [anAsk(given)] })
const points = anAsk().talkingPoints
const position = (statement: string): Partial<Pack> => ({
  campaign: aCampaign({ position: { ...aCampaign().position, statement } }),
})
const claimFields = ['display', 'claim', 'attributedTo', 'asOf', 'confidence']

/** What is published, what comes after it, and the correction that it needs, without its day and reason. */
const changes: [string, Partial<Pack>, Partial<Pack>, Pick<PackCorrection, 'item' | 'field' | 'was' | 'now'>][] = [
  [
    'a claim’s wording',
    fact(),
    fact({ display: 'New.' }),
    { item: 'fact-1', field: 'display', was: 'In 2014 the article reported that something happened.', now: 'New.' },
  ],
  [
    'who says a claim',
    fact(),
    fact({ attributedTo: { name: 'An office', role: 'state' } }),
    { item: 'fact-1', field: 'attributedTo', was: 'A reporter', now: 'An office' },
  ],
  ['the time of a claim', fact(), fact({ asOf: 'late 2014' }), { item: 'fact-1', field: 'asOf', was: '2014', now: 'late 2014' }],
  [
    'how sure a claim is',
    fact({ kind: 'law' }),
    fact({ kind: 'law', confidence: 'enacted' }),
    { item: 'fact-1', field: 'confidence', was: 'reported', now: 'enacted' },
  ],
  [
    'what is claimed',
    fact(),
    fact({ claim: 'New.' }),
    { item: 'fact-1', field: 'claim', was: 'The article says that something happened.', now: 'New.' },
  ],
  [
    'the note beside a claim',
    fact({ note: 'An average.' }),
    fact({ note: 'A median.' }),
    { item: 'fact-1', field: 'note', was: 'An average.', now: 'A median.' },
  ],
  [
    'that there is a note beside a claim',
    fact({ note: 'An average.' }),
    fact(),
    { item: 'fact-1', field: 'note', was: 'An average.', now: null },
  ],
  [
    'the note beside an event',
    event({ readerNote: 'A treaty.' }),
    event({ readerNote: 'A law.' }),
    { item: 'event-1', field: 'readerNote', was: 'A treaty.', now: 'A law.' },
  ],
  [
    'what the accused say',
    position('They deny it.'),
    position('They say no.'),
    { item: 'position', field: 'statement', was: 'They deny it.', now: 'They say no.' },
  ],
  ['what an ask is called', ask(), ask({ title: 'New' }), { item: 'ask-1', field: 'title', was: 'Look into it', now: 'New' }],
  ['a line of an ask', ask(), ask({ ask: ['New.'] }), { item: 'ask-1', field: 'ask', was: 'Look into it.', now: 'New.' }],
  [
    'the request of a letter',
    ask(),
    ask({ letterRequestLine: 'Please do.' }),
    { item: 'ask-1', field: 'letterRequestLine', was: 'Please look into it.', now: 'Please do.' },
  ],
  ['an event’s wording', event(), event({ what: 'New.' }), { item: 'event-1', field: 'what', was: 'Something was said.', now: 'New.' }],
  ['an event’s date', event(), event({ date: '2022-04-29' }), { item: 'event-1', field: 'date', was: '2022-04-28', now: '2022-04-29' }],
  [
    'whether an event binds',
    event(),
    event({ status: 'repealed' }),
    { item: 'event-1', field: 'status', was: 'in force', now: 'repealed' },
  ],
  ['that an event binds', event(), event({ status: null }), { item: 'event-1', field: 'status', was: 'in force', now: null }],
  ['why an ask is made now', ask(), ask({ whyNow: 'New.' }), { item: 'ask-1', field: 'whyNow', was: 'Nobody has.', now: 'New.' }],
  [
    'what an ask says of the law',
    ask(),
    ask({ lawToday: { ...anAsk().lawToday, summary: 'New.' } }),
    { item: 'ask-1', field: 'lawToday', was: 'No law says so.', now: 'New.' },
  ],
  [
    'a point of an ask',
    ask(),
    ask({ talkingPoints: [...points.slice(0, 1), { text: 'New.', cites: ['event-1'] }] }),
    { item: 'ask-1', field: 'talkingPoints', was: 'Something was said.', now: 'New.' },
  ],
]
const day = { on: '2026-11-20', reason: 'It was wrong.' }

test.each(changes)('%s is published and changes only with a correction', (_what, before, after, { item, field, was, now }) => {
  const [published, successor] = [aPack(before), aPack(after)]

  expect(successionFaults(published, successor)).toEqual([
    `corrections.json: "${item}" is published and its "${field}" ${now === null ? 'goes' : 'changes'}; add a correction with the day, the reason and what it was: "${was}"`,
  ])
})

test.each(changes)('%s changes with a correction that keeps what it was', (_what, before, after, words) => {
  const [published, successor] = [aPack(before), aPack({ ...after, corrections: [{ ...words, ...day }] })]

  expect(successionFaults(published, successor)).toEqual([])
  expect(packFaults(successor)).toEqual([])
})

test.each<[string, Partial<Pack>, Partial<Pack>, string[]]>([
  ['a fact is taken out', { facts: [aFact()] }, { facts: [] }, claimFields],
  ['a fact is hidden', fact(), fact({ use: 'do-not-publish' }), claimFields],
  ['an event is taken out', event(), { timeline: [] }, ['what', 'date', 'status']],
  ['an event is from memory after all', event(), event({ verified: 'from memory' }), ['what', 'date', 'status']],
  [
    'an open ask is a draft again',
    ask(),
    ask({ state: 'draft' }),
    ['title', 'whyNow', 'ask', 'lawToday', 'talkingPoints', 'talkingPoints', 'letterRequestLine'],
  ],
  ['an ask is taken out', ask(), {}, ['title', 'whyNow', 'ask', 'lawToday', 'talkingPoints', 'talkingPoints', 'letterRequestLine']],
])('when %s, each of its wordings needs a correction', (_what, before, after, fields) => {
  const faults = successionFaults(aPack(before), aPack(after))

  expect(faults).toEqual(fields.map((field) => expect.stringContaining(`is published and its "${field}" goes; add a correction`)))
})

test.each<[string, Partial<Pack>, Partial<Pack>]>([
  ['what nobody saw', fact({ use: 'do-not-publish' }), fact({ use: 'do-not-publish', display: 'New.' })],
  ['an event from memory', event({ verified: 'from memory' }), event({ verified: 'from memory', what: 'New.' })],
  ['a draft', ask({ state: 'draft' }), ask({ state: 'draft', whyNow: 'New.' })],
  ['what only editors read', fact(), fact({ sourceText: 'P2', externalCheck: 'Read.', caution: 'Careful.' })],
  ['that an event says now whether it binds', event({ status: null }), event()],
  ['the order of the facts', { facts: [aFact(), aFact({ id: 'fact-2' })] }, { facts: [aFact({ id: 'fact-2' }), aFact()] }],
  ['that there is more', {}, { ...ask(), facts: [aFact(), aFact({ id: 'fact-2' })], timeline: [anEvent(), anEvent({ id: 'event-2' })] }],
  ['that a claim has a note now', fact(), fact({ note: 'An average.' })],
  ['the order of the points of an ask', ask(), ask({ talkingPoints: points.toReversed() })],
  ['that an ask has more lines', ask(), ask({ ask: ['Look into it.', 'And again.'] })],
  ['who signs for the accused', {}, { campaign: aCampaign({ position: { ...aCampaign().position, heading: 'What they say' } }) }],
  ['a draft that is opened', ask({ state: 'draft' }), ask()],
])('%s may change without a correction', (_what, before, after) => {
  expect(successionFaults(aPack(before), aPack(after))).toEqual([])
})

test('a point that goes from among others needs a correction, and one with it is sound', () => {
  const before = aPack(ask({ talkingPoints: [...points, { text: 'More.', cites: ['fact-1'] }] }))
  const words = { item: 'ask-1', field: 'talkingPoints', was: 'More.', now: null, ...day }

  expect(successionFaults(before, aPack(ask()))).toEqual([
    'corrections.json: "ask-1" is published and its "talkingPoints" changes; add a correction with the day, the reason and what it was: "More."',
  ])
  expect(successionFaults(before, aPack({ ...ask(), corrections: [words] }))).toEqual([])
  expect(packFaults(aPack({ ...ask(), corrections: [words] }))).toEqual([])
})

test.each<[string, Partial<Pack>]>([
  ['an ask has the id of a fact', ask({ id: 'fact-1' })],
  ['an ask has the id of the position', ask({ id: 'position' })],
  ['a fact has the id of the position', { facts: [aFact({ id: 'position' })] }],
])('no wording escapes its correction because %s', (_what, other) => {
  const published = (display: string, statement: string): Pack =>
    aPack({ ...other, ...position(statement), facts: [aFact({ display }), ...(other.facts ?? [])] })

  const pack = published('New.', 'They say no.')
  const faults = [...packFaults(pack), ...successionFaults(published('Old.', 'They deny it.'), pack)]

  // Refused for its id, or each of the two wordings is asked for.
  expect(faults.some((fault) => fault.includes('stands twice')) || faults.filter((fault) => fault.includes('changes')).length === 2).toBe(
    true,
  )
})

test('what was corrected and came back is corrected again when it changes once more', () => {
  const there = aCorrection({ was: 'First.', now: 'Second.' })
  const back = aCorrection({ was: 'Second.', now: 'First.' })

  expect(packFaults(saying('Third.', [there, back]))).toEqual([
    'corrections.json: /corrections/1: fact-1: says that "display" is now "First.", and the pack has "Third."; make them the same',
  ])
  expect(packFaults(saying('Third.', [there, back, aCorrection({ was: 'First.', now: 'Third.' })]))).toEqual([])
})

test('a correction of an earlier change does not cover the next one', () => {
  const faults = successionFaults(saying('Now.', [aCorrection()]), saying('Later.', [aCorrection()]))

  expect(faults).toEqual([
    'corrections.json: "fact-1" is published and its "display" changes; add a correction with the day, the reason and what it was: "Now."',
  ])
})

test('a correction that keeps other words than were published is not enough', () => {
  const faults = successionFaults(saying('Published.'), saying('Now.', [aCorrection({ was: 'Before.' })]))

  expect(faults).toEqual([
    'corrections.json: "fact-1" is published and its "display" changes; add a correction with the day, the reason and what it was: "Published."',
  ])
})

test.each<[string, PackCorrection[]]>([
  ['taken out', []],
  ['put in other words', [aCorrection({ reason: 'Another reason.' })]],
  ['given another outcome', [aCorrection({ now: null }), aCorrection({ was: 'Other.' })]],
  ['given another day', [aCorrection({ on: '2026-11-21' })]],
])('a published correction may not be %s', (_what, corrections) => {
  const faults = successionFaults(saying('Now.', [aCorrection()]), saying('Now.', corrections))

  expect(faults).toEqual(['corrections.json: the correction of "fact-1" of 2026-11-20 is published and stays; put it back as it was'])
})

test('a published correction stays the same one, whatever order its fields are stored in', () => {
  const { item, field, was, now, on, reason } = aCorrection()
  const asStored = { on, now, was, item, field, reason }

  expect(successionFaults(saying('Now.', [asStored]), saying('Now.', [aCorrection()]))).toEqual([])
})
