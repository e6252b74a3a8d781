import { describe, expect, test } from 'vitest'
import { lostFigures } from '../../../../server/features/campaigns/lost-figures.ts'
import type { Pack } from '../../../../server/features/campaigns/pack.ts'
import type { PackTranslation } from '../../../../server/features/campaigns/pack-translation.ts'
import { bundledPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { packFaults, packWarnings } from '../../../../server/features/campaigns/rules.ts'
import { translatableTexts } from '../../../../server/features/campaigns/translatable-texts.ts'
import { inWordsOf, shownTranslation } from '../../../../server/features/campaigns/translation-rules.ts'
import { aCampaign, aFact, anAsk, anEvent, aPack } from '../../../support/builders.ts'
import { aTranslation, inGerman } from '../../../support/translations.ts'

type Text = PackTranslation['texts'][number]

const pack = aPack({ facts: [aFact({ note: 'Of 1,200 people.' })], asks: [anAsk()] })
const whole = aTranslation(pack)
const textOf = (item: string, field: string) => whole.texts.find((text) => text.item === item && text.field === field) as Text
const display = textOf('fact:fact-1', 'display')
/** The pack with a translation of these texts. */
const withTexts = (texts: Text[], given: Partial<PackTranslation> = {}): Pack => ({
  ...pack,
  translations: [{ ...whole, texts, ...given }],
})
const replaced = (given: Partial<Text>, of = display) => whole.texts.map((text) => (text === of ? { ...text, ...given } : text))
const without = (...left: Text[]) => whole.texts.filter((text) => !left.includes(text))
const fieldsOf = (given: Pack, item: string) => translatableTexts(given).flatMap((one) => (one.item === item ? [one.field] : []))
const shownFieldsOf = (given: Pack, item: string) =>
  translatableTexts(given).flatMap((one) => (one.item === item && one.isShown ? [one.field] : []))

describe('what can be translated', () => {
  test('is what pages show of a claim, and nothing that is for editors', () => {
    const fact = aFact({ asOf: 'late 2014', place: 'Nowhere', note: 'A note.', caution: 'Careful.', externalCheck: 'Read.' })

    expect(fieldsOf(aPack({ facts: [fact] }), 'fact:fact-1')).toEqual([
      'display',
      'claim',
      'note',
      'attributedTo.name',
      'attributedTo.role',
      'asOf',
      'place',
    ])
  })

  test('is of an event what happened and where, and where it stands in law unless pages have words for that', () => {
    const fields = (status: string | null) =>
      fieldsOf(
        aPack({ timeline: [anEvent({ country: 'Nowhere', status, note: 'For editors.', readerNote: 'For readers.' })] }),
        'event:event-1',
      )

    expect(fields('in force since 1 May 2008')).toEqual(['what', 'country', 'status', 'readerNote'])
    expect([fields('in force'), fields('non-binding'), fields(null)]).toEqual(Array(3).fill(['what', 'country', 'readerNote']))
  })

  test('is of an ask all but the names of the bodies that it goes to, and what organizers note', () => {
    const organizerChecks = [{ text: 'Look it up.', ticked: null }]

    expect(
      fieldsOf(aPack({ asks: [anAsk({ organizerChecks, finders: [{ name: 'A list', url: 'https://example.org/' }] })] }), 'ask:ask-1'),
    ).toEqual([
      'title',
      'targets.0.addressee',
      'targets.0.jurisdiction',
      'ask.0',
      'whyNow',
      'lawToday.summary',
      'lawToday.confidence',
      'talkingPoints.0.text',
      'talkingPoints.1.text',
      'letterRequestLine',
    ])
  })

  test('is of the campaign what its pages say themselves, place by place', () => {
    const bar = { fact: 'fact-1', label: 'A bar', value: 0.5, display: 'half' }
    const campaign = aCampaign({
      pictures: [
        { id: 'picture-1', title: 'They differ', unit: 'people', caveat: 'Not summed.', bars: [bar, { ...bar, display: '2,000' }] },
      ],
      laws: [{ event: 'event-1', country: 'GB', part: 'Wales', measure: 'offence', does: 'Forbids.' }],
      support: [{ text: 'Call somebody.', url: null }],
      about: [{ heading: 'Who we are', paragraphs: ['We are.', 'We stay.'] }],
      glossary: [{ term: 'A word', meaning: 'What it means.' }],
      letterRules: ['Be polite.'],
    })

    expect(fieldsOf(aPack({ campaign }), 'campaign')).toEqual([
      'title',
      'summary',
      'position.heading',
      'position.statement',
      'topics.0.name',
      'pictures.0.title',
      'pictures.0.unit',
      'pictures.0.caveat',
      'pictures.0.bars.0.label',
      'pictures.0.bars.1.label',
      'pictures.0.bars.0.display',
      'pictures.0.bars.1.display',
      'laws.0.part',
      'laws.0.does',
      'support.0.text',
      'about.0.heading',
      'about.0.paragraphs.0',
      'about.0.paragraphs.1',
      'glossary.0.term',
      'glossary.0.meaning',
    ])
  })

  test('is no text of a petition, whose words are what is signed', () => {
    expect(translatableTexts(pack).filter(({ words }) => words === 'Test request to a test office' || words === 'Test office')).toEqual([])
  })

  test.each([
    ['2014', false],
    ['2013–2014', false],
    ['2014-05', false],
    ['c. 2014', true],
    ['65,000', true],
    ['95%', true],
  ])('%s needs a translation: %s', (asOf, needsOne) => {
    expect(fieldsOf(aPack({ facts: [aFact({ asOf })] }), 'fact:fact-1').includes('asOf')).toBe(needsOne)
  })

  test('is needed of what pages show only: not of a draft, nor of a point that no letter offers', () => {
    const hearsay = { text: 'Hearsay.', cites: ['event-2'] }
    const timeline = [anEvent(), anEvent({ id: 'event-2', sourceLevel: 'secondary' })]
    const asks = [anAsk({ talkingPoints: [hearsay, ...anAsk().talkingPoints] }), anAsk({ id: 'ask-2', state: 'draft' })]
    const given = aPack({ timeline, asks })

    expect(fieldsOf(given, 'ask:ask-1')).toContain('talkingPoints.0.text')
    expect(shownFieldsOf(given, 'ask:ask-1').filter((field) => field.startsWith('talkingPoints.'))).toEqual([
      'talkingPoints.1.text',
      'talkingPoints.2.text',
    ])
    expect(fieldsOf(given, 'ask:ask-2')).toContain('title')
    expect(shownFieldsOf(given, 'ask:ask-2')).toEqual([])
  })
})

describe('what is wrong with a translation', () => {
  const place = 'translations/de.json: fact:fact-1:'
  test.each<[string, Text[], string]>([
    [
      'an item that there is not',
      [{ ...display, item: 'fact:fact-9' }],
      'translations/de.json: fact:fact-9: is not in the pack; correct the id or take its texts out',
    ],
    [
      'an item of no kind',
      [{ ...display, item: 'fact-1' }],
      'translations/de.json: fact-1: is not in the pack; correct the id or take its texts out',
    ],
    [
      'a field that there is not',
      [{ ...display, field: 'caution' }],
      `${place} has no text in "caution" that pages show; correct the field or take it out`,
    ],
    [
      'a place that a list does not have',
      [{ ...textOf('ask:ask-1', 'ask.0'), field: 'ask.1' }],
      'translations/de.json: ask:ask-1: has no text in "ask.1" that pages show; correct the field or take it out',
    ],
    ['a field twice', [display, display], `${place} has "display" twice; take one away`],
    ['an empty text', [{ ...display, text: ' ' }], `${place} "display" is empty; translate it, or take it out`],
    [
      'a figure left out',
      [{ ...display, text: 'Der Artikel berichtete davon.' }],
      `${place} "display" lacks the figure 2014 of the English wording; add it`,
    ],
    [
      'a figure left out of an older wording',
      [{ ...display, was: 'It was 7.', text: 'Es war so.' }],
      `${place} "display" lacks the figure 7 of the English wording; add it`,
    ],
  ])('%s is a fault with file, id and fix', (_what, texts, fault) => {
    expect(packFaults(withTexts(texts))).toEqual([fault])
  })

  test.each<[string, Partial<Pack>]>([
    ['fact:fact-2', { facts: [aFact(), aFact({ id: 'fact-2', use: 'do-not-publish' })] }],
    ['event:event-2', { timeline: [anEvent(), anEvent({ id: 'event-2', verified: 'from memory' })] }],
  ])('%s must not be published, so not in a translation either', (item, given) => {
    const texts = [{ item, field: item.startsWith('fact') ? 'display' : 'what', was: 'A.', text: 'B.' }]

    expect(packFaults({ ...aPack(given), translations: [{ ...whole, texts }] })).toEqual([
      `translations/de.json: ${item}: must not be published; take its texts out`,
    ])
  })

  test('several texts of one item that there is not are one fault', () => {
    const texts = ['display', 'claim'].map((field) => ({ ...display, item: 'fact:fact-9', field }))

    expect(packFaults(withTexts(texts))).toHaveLength(1)
  })

  test('a whole one, one without a text and one of an older wording are no faults', () => {
    expect([whole.texts, [], replaced({ was: 'Another wording.' })].flatMap((texts) => packFaults(withTexts(texts)))).toEqual([])
  })
})

test.each([
  ['65,000 people in 2014', '2014 waren es 65.000', []],
  ['65,000 people', '65 000 personnes', []],
  ['65,000 people', '65’000 Menschen', []],
  ['1,200,000 of 1.5 million', '1.200.000 von 1,5 Millionen', []],
  ['in 1600 places', 'an 1.600 Orten', []],
  ['3 weeks, not 3 years', 'nicht drei Jahre, sondern 3 Wochen', []],
  ['65,000 people', '56.000 Menschen', ['65,000']],
  ['65,000 people', '165.000 Menschen', ['65,000']],
  ['5% in 2013–14', '50 % in 2013', ['5', '14']],
  ['1.5 million', '15 Millionen', ['1.5']],
  ['twice', 'zweimal', []],
])('of “%s” the translation “%s” lacks %j', (english, translation, figures) => {
  expect(lostFigures(english, translation)).toEqual(figures)
})

describe('what keeps a translation from being shown', () => {
  const hidden = (given: Pack) => given.translations.map((one) => shownTranslation(one, given))

  test('nothing, when it is whole and reviewed', () => {
    const shown = shownTranslation(whole, pack)

    expect(shown?.language).toBe('de')
    expect(packWarnings(withTexts(whole.texts))).toEqual([])
  })

  test('nobody has reviewed it', () => {
    const given = withTexts(whole.texts, { reviewed: null })

    expect(hidden(given)).toEqual([null])
    expect(packWarnings(given)).toEqual([
      'translations/de.json: pages keep to English: it is whole and not reviewed; once somebody has read it, set "reviewed" to the day and their initials',
    ])
  })

  test('texts are missing: how many, and which is the first', () => {
    const given = withTexts(without(display, textOf('campaign', 'title')))

    expect(hidden(given)).toEqual([null])
    expect(packWarnings(given)).toEqual([
      `translations/de.json: pages keep to English: of ${whole.texts.length} texts that they show 2 are missing (the first is "title" of campaign) and 0 old; translate those`,
    ])
  })

  test('a text is translated from an older wording: which, and what it is now', () => {
    const given = withTexts(replaced({ was: 'In 2014 it said something else.' }))

    expect(hidden(given)).toEqual([null])
    expect(packWarnings(given)).toEqual([
      `translations/de.json: fact:fact-1: "display" is translated from an older wording; translate it anew, then set "was" to the present one: "${display.was}"`,
      `translations/de.json: pages keep to English: of ${whole.texts.length} texts that they show 0 are missing and 1 old; translate those`,
    ])
  })

  test('not what pages do not show yet: an old text of a draft is said, and the rest is shown', () => {
    const draft = { ...pack, asks: [...pack.asks, anAsk({ id: 'ask-2', state: 'draft' })] }
    const texts = [...whole.texts, { item: 'ask:ask-2', field: 'title', was: 'Look at it', text: 'Sieh hin' }]
    const given = { ...draft, translations: [{ ...whole, texts }] }

    expect(hidden(given)).not.toEqual([null])
    expect(packWarnings(given)).toEqual([
      'translations/de.json: ask:ask-2: "title" is translated from an older wording; translate it anew, then set "was" to the present one: "Look into it"',
    ])
  })
})

test('an item in the words of a translation has all its words, and is otherwise as it was', () => {
  const shown = shownTranslation(whole, pack)
  const [ask = anAsk()] = pack.asks

  const translated = inWordsOf(shown, 'ask:ask-1', ask)

  expect(translated).toEqual({
    ...ask,
    title: inGerman(ask.title),
    targets: [{ body: 'A parliament', addressee: inGerman('the signer’s own member'), jurisdiction: inGerman('Nowhere') }],
    ask: ask.ask.map(inGerman),
    whyNow: inGerman(ask.whyNow),
    lawToday: { ...ask.lawToday, summary: inGerman(ask.lawToday.summary), confidence: inGerman('read') },
    talkingPoints: ask.talkingPoints.map(({ text, cites }) => ({ text: inGerman(text), cites })),
    letterRequestLine: inGerman(ask.letterRequestLine),
  })
  expect(ask).toEqual(anAsk())
  expect(inWordsOf(null, 'ask:ask-1', ask)).toBe(ask)
})

test('a whole translation of the bundled pack is one that it takes and shows', () => {
  const bundled = readPack(bundledPack)
  const translation = aTranslation(bundled)

  expect(translation.texts.length).toBeGreaterThan(500)
  expect(packFaults({ ...bundled, translations: [translation] })).toEqual([])
  expect(shownTranslation(translation, bundled)).not.toBeNull()
})
