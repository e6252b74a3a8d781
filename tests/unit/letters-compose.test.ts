import { describe, expect, it } from 'vitest'
import type { Ask, Fact, TimelineItem } from '../../server/contract/campaigns.ts'
import { offeredPoints } from '../../server/features/campaigns/ask-rules.ts'
import { companionsOf, isContested, isFact, isPublic } from '../../server/features/campaigns/ledger-rules.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import type { PublicLedger } from '../../server/features/campaigns/read-ledger.ts'
import { bundledPack, checkPack } from '../../server/features/campaigns/read-pack.ts'
import type { LetterParts } from '../../server/features/letters/compose-letter.ts'
import { composeLetter } from '../../server/features/letters/compose-letter.ts'
import { bodyText } from '../../server/features/letters/letter-text.ts'
import { recipientOfOffice } from '../../server/features/letters/recipients.ts'
import { aFact, anAsk, anEvent, anOffice, aPack } from '../support/builders.ts'

/** The ledger of a pack as `readLedger` gives it from a database, by the same rules. */
function ledgerOf({ campaign, facts: allFacts, timeline, corrections }: Pack): PublicLedger {
  const bodies = { facts: allFacts.filter(isPublic), timeline: timeline.filter(isPublic) }
  const facts = new Map(bodies.facts.map((body): [string, Fact] => [body.id, { ...body, note: body.note ?? null, era: 'article-2014' }]))
  const events = new Map(bodies.timeline.map((body): [string, TimelineItem] => [body.id, body]))
  return {
    campaignId: '01a2b3c4-0000-7000-8000-000000000001',
    language: 'en',
    campaign,
    facts: [...facts.values()],
    events: [...events.values()],
    corrections,
    fact: (id) => facts.get(id) ?? null,
    event: (id) => events.get(id) ?? null,
    isContested: (fact) => isContested(fact) || fact.mustShowWith.some((id) => facts.get(id)?.kind === 'denial'),
    worded: (ask) => ask,
    companionsOf({ id }) {
      const items = bodies.facts.filter((body) => body.id === id).flatMap((body) => companionsOf(body, bodies))
      return {
        facts: items.filter(isFact).flatMap((item) => facts.get(item.id) ?? []),
        events: items.filter((item) => !isFact(item)).flatMap((item) => events.get(item.id) ?? []),
      }
    },
  }
}

function askOf(pack: Pack, index = 0): Ask {
  const body = pack.asks[index] ?? anAsk()
  return { ...body, offices: [], talkingPoints: offeredPoints(body, pack) }
}

type Written = Partial<Omit<LetterParts['written'], 'points'>>

/** The letter that picks these points of the pack's first ask, by their places. */
function lettered(pack: Pack, places: number[], written: Written = {}, given: Partial<LetterParts> = {}) {
  const ask = askOf(pack)
  return composeLetter({
    ask,
    ledger: ledgerOf(pack),
    recipient: recipientOfOffice(anOffice()),
    written: {
      givenName: 'Ana',
      own: 'My own words.',
      email: 'ana@example.org',
      points: places.map((place) => ask.talkingPoints[place]?.id ?? ''),
      ...written,
    },
    day: '2026-11-24',
    campaign: { name: 'Countersign', operator: null, url: 'https://example.org/', contact: null },
    ...given,
  })
}

/** A pack with these facts and events whose ask has one point for each list of citations. */
const citing = (cites: string[][], { facts = [aFact()], timeline = [anEvent()] }: Partial<Pack> = {}): Pack =>
  aPack({
    facts,
    timeline,
    asks: [anAsk({ talkingPoints: cites.map((ids, place) => ({ text: `Point ${place + 1}.`, cites: ids })) })],
  })
const lettersText = (pack: Pack, places: number[]) => bodyText(lettered(pack, places))

const denial = aFact({ id: 'denial-1', kind: 'denial', display: 'They deny it.', attributedTo: { name: 'An office', role: 'accused' } })
const contested = aFact({ id: 'contested', kind: 'allegation', confidence: 'alleged', mustShowWith: ['denial-1'] })
const plain = aFact({ id: 'plain', display: 'Plain.', attributedTo: { name: 'Somebody', role: 'witness' } })

describe('the points of a letter', () => {
  it('are word for word the pack’s, in the order in which they were picked', () => {
    const { points, request } = lettered(aPack({ asks: [anAsk()] }), [1, 0])

    expect(points.map(({ text }) => text)).toEqual(['Something was said.', 'Something happened.'])
    expect(request).toBe('Please look into it.')
  })

  it('are left out where the ask has no such point, as when its words were changed', () => {
    const pack = aPack({ asks: [anAsk()] })
    const reworded = aPack({ asks: [anAsk({ talkingPoints: [{ text: 'Something else happened.', cites: ['fact-1'] }] })] })
    const ids = askOf(pack).talkingPoints.map(({ id }) => id)

    expect(lettered(pack, [], {}, { ask: askOf(reworded) }).points).toEqual([])
    expect(
      composeLetter({
        ask: askOf(reworded),
        ledger: ledgerOf(reworded),
        recipient: recipientOfOffice(anOffice()),
        written: { givenName: 'Ana', own: 'Own.', email: 'ana@example.org', points: [...ids, 'f'.repeat(16)] },
        day: '2026-11-24',
        campaign: { name: 'Countersign', operator: null, url: 'https://example.org/', contact: null },
      }).points,
    ).toEqual([])
  })

  it('stand once, however often they are picked', () => {
    expect(lettered(aPack({ asks: [anAsk()] }), [0, 0, 1, 0]).points.map(({ text }) => text)).toEqual([
      'Something happened.',
      'Something was said.',
    ])
  })

  it('may be none', () => {
    const letter = lettered(aPack({ asks: [anAsk()] }), [])

    expect(letter).toMatchObject({ points: [], beside: [], sources: [], request: 'Please look into it.' })
  })
})

describe('the sources of a letter', () => {
  it('are numbered in the order in which it names them, each once', () => {
    const pack = citing([['event-1'], ['plain', 'event-1'], ['fact-1']], { facts: [aFact(), plain] })
    const { points, sources } = lettered(pack, [0, 1, 2])

    expect(points.map((point) => point.sources)).toEqual([[0], [1, 0], [2]])
    expect(sources.map(({ title }) => title)).toEqual([
      'A page',
      'Somebody, as of 2014, in “An article”',
      'A reporter, as of 2014, in “An article”',
    ])
  })

  it('are one where two claims have the very same', () => {
    const pack = citing([['fact-1', 'fact-2'], ['fact-2']], { facts: [aFact(), aFact({ id: 'fact-2' })] })
    const { points, sources } = lettered(pack, [0, 1])

    expect(sources).toHaveLength(1)
    expect(points.map((point) => point.sources)).toEqual([[0], [0]])
  })

  it('say who says it, as of when, and where it can be read', () => {
    const { sources } = lettered(citing([['fact-1', 'event-1']]), [0])

    expect(sources).toEqual([
      { title: 'A reporter, as of 2014, in “An article”', publisher: 'A publisher', date: '2014', url: 'https://example.org/article' },
      { title: 'A page', publisher: 'A publisher', date: '2022-04-28', url: 'https://example.org/page' },
    ])
  })

  it('lead to the copy that was read, where the page itself could not be', () => {
    const source = { title: 'A page', publisher: 'A publisher', url: 'https://example.org/page', copyRead: 'https://example.net/copy' }

    expect(lettered(citing([['event-1']], { timeline: [anEvent({ source })] }), [0]).sources[0]?.url).toBe('https://example.net/copy')
  })
})

describe('the denial', () => {
  it('comes with a contested claim, with its source, whoever picked the point', () => {
    const letter = lettered(citing([['contested']], { facts: [contested, denial] }), [0])

    expect(letter.beside).toEqual([{ text: 'They deny it.', sources: [1] }])
    expect(letter.sources[1]?.title).toContain('An office')
  })

  it.each(['alleged', 'estimated', 'testified'] as const)('comes with what is %s', (confidence) => {
    const facts = [aFact({ confidence, mustShowWith: ['denial-1'] }), denial]

    expect(lettered(citing([['fact-1']], { facts }), [0]).beside).toMatchObject([{ text: 'They deny it.' }])
  })

  it('stands once, for however many contested claims', () => {
    const facts = [contested, { ...contested, id: 'other' }, denial]

    expect(lettersText(citing([['contested'], ['other']], { facts }), [0, 1]).match(/They deny it\./g)).toHaveLength(1)
  })

  it('is not said again where a picked point says it', () => {
    const facts = [contested, denial]
    const pack = citing([['contested'], ['denial-1']], { facts })

    expect(lettered(pack, [0, 1]).beside).toEqual([])
    expect(lettered(pack, [0]).beside).toHaveLength(1)
  })

  it('is said where a point cites it as the other side and speaks of something else', () => {
    const pack = citing([['fact-1', 'denial-1'], ['denial-1']], { facts: [aFact(), denial] })

    expect(lettered(pack, [0]).beside).toEqual([{ text: 'They deny it.', sources: [1] }])
    expect(lettered(pack, [0, 1]).beside).toEqual([])
  })

  it('is that of those whom the claim is about, where several deny', () => {
    const others = aFact({ id: 'denial-2', kind: 'denial', display: 'The others deny it.' })
    const facts = [denial, others, { ...contested, mustShowWith: ['denial-2'] }]

    expect(lettered(citing([['contested']], { facts }), [0]).beside.map(({ text }) => text)).toEqual(['The others deny it.'])
  })

  it('may be an event of the ledger', () => {
    const timeline = [anEvent(), anEvent({ id: 'denied', kind: 'denial', what: 'The embassy denied it.' })]
    const facts = [{ ...contested, mustShowWith: ['denied'] }]

    expect(lettered(citing([['contested']], { facts, timeline }), [0]).beside).toEqual([{ text: 'The embassy denied it.', sources: [1] }])
  })

  it('comes also where the contested claim is not cited but has to stand beside what is', () => {
    const facts = [aFact({ mustShowWith: ['contested'] }), { ...contested, display: 'It is alleged.' }, denial]

    expect(lettered(citing([['fact-1']], { facts }), [0]).beside.map(({ text }) => text)).toEqual(['They deny it.', 'It is alleged.'])
  })

  it('is left out where nothing is contested', () => {
    expect(lettered(citing([['fact-1']], { facts: [aFact(), denial] }), [0]).beside).toEqual([])
  })
})

describe('what has to stand beside a claim', () => {
  it('is there, with its source', () => {
    const facts = [aFact({ mustShowWith: ['plain', 'event-1'] }), plain]
    const letter = lettered(citing([['fact-1']], { facts }), [0])

    expect(letter.beside).toEqual([
      { text: 'Plain.', sources: [1] },
      { text: 'Something was said.', sources: [2] },
    ])
  })

  it('is not said again where a point cites it', () => {
    const facts = [aFact({ mustShowWith: ['plain'] }), plain]

    expect(lettered(citing([['fact-1', 'plain']], { facts }), [0]).beside).toEqual([])
  })

  it('holds rival estimates together, though they do not name one another', () => {
    const figure = { value: 1000, unit: 'cases' } as NonNullable<Pack['facts'][number]['figure']>
    const estimate = aFact({ confidence: 'estimated', figure, mustShowWith: ['denial-1'] })
    const facts = [estimate, { ...estimate, id: 'rival', display: 'Others estimate more.' }, denial]

    expect(lettersText(citing([['fact-1']], { facts }), [0])).toContain('Others estimate more.')
  })

  it('tells readers what they need to read claim and event rightly, each once', () => {
    const facts = [aFact({ note: 'Mind the year.' }), { ...plain, note: 'Mind the year.' }]
    const timeline = [anEvent({ readerNote: 'Since repealed.' })]

    expect(lettered(citing([['fact-1', 'plain', 'event-1']], { facts, timeline }), [0]).beside).toEqual([
      { text: 'Mind the year.', sources: [] },
      { text: 'Since repealed.', sources: [] },
    ])
  })

  it('is nothing that must not be published, nor a note for editors', () => {
    const facts = [aFact({ mustShowWith: ['hidden'] }), aFact({ id: 'hidden', use: 'do-not-publish', display: 'Never to be seen.' })]
    const timeline = [anEvent({ note: 'For editors only.' })]

    expect(lettersText(citing([['fact-1', 'event-1']], { facts, timeline }), [0])).not.toMatch(/Never to be seen|For editors only/)
  })
})

describe('the pack that comes with the platform', () => {
  const { pack } = checkPack(bundledPack)
  const asks = (pack?.asks ?? []).map((ask, index) => [ask.id, index] as const)

  it.each(asks)('says the denial and the day of every source in any letter that needs them: %s', (_id, index) => {
    const whole = pack ?? aPack()
    const ask = askOf(whole, index)
    const ledger = ledgerOf(whole)
    const letters = ask.talkingPoints.map(({ id }) => lettered(whole, [], {}, { ask, ledger, written: aWriting(id) }))
    const needing = ask.talkingPoints.flatMap(({ cites }, place) =>
      cites.some((id) => ledger.facts.some((fact) => fact.id === id && ledger.isContested(fact))) ? [letters[place]] : [],
    )

    expect(needing.filter((letter) => letter && !/\bden(y|ies|ied)\b/.test(bodyText(letter)))).toEqual([])
    expect(letters.flatMap(({ sources }) => sources).filter(({ date }) => !/\d{4}/.test(date))).toEqual([])
    expect(letters.filter(({ points }) => points.some(({ sources }) => sources.length === 0))).toEqual([])
  })
})

function aWriting(point: string): LetterParts['written'] {
  return { givenName: 'Ana', own: 'Own words.', email: 'ana@example.org', points: [point] }
}

describe('the writer’s part', () => {
  const pack = aPack({ asks: [anAsk()] })

  it('is not changed, but for how lines end', () => {
    expect(lettered(pack, [], { own: '  Dear “all”,\r\nline two\r\rline <three>\n' }).own).toBe('  Dear “all”,\nline two\n\nline <three>\n')
  })

  it.each([
    ['שלום, this is mixed', 'rtl'],
    ['12. – «سلام» and English', 'rtl'],
    ['ܫܠܡܐ', 'rtl'],
    ['Hello שלום', 'ltr'],
    ['Привет', 'ltr'],
    ['12 345', 'ltr'],
  ])('is marked by the side from which its first letter is read: %s', (own, direction) => {
    expect(lettered(pack, [], { own }).ownDirection).toBe(direction)
  })

  it.each([
    [{}, { name: 'Ana', familyName: null, place: [] }],
    [{ familyName: 'Example' }, { name: 'Ana Example', familyName: 'Example', place: [] }],
    [{ postcode: 'ZZ99 3WZ' }, { name: 'Ana', place: ['ZZ99 3WZ'] }],
    [{ town: 'Testtown' }, { name: 'Ana', place: ['Testtown'] }],
    [
      { street: '1 Test Street', town: 'Testtown', postcode: 'ZZ99 3WZ' },
      { name: 'Ana', place: ['1 Test Street', 'Testtown ZZ99 3WZ'] },
    ],
  ])('is signed with what was given: %j', (written, sender) => {
    expect(lettered(pack, [], written).sender).toMatchObject({ ...sender, givenName: 'Ana', email: 'ana@example.org' })
  })

  it('has its own subject, or else the title of the ask', () => {
    expect(lettered(pack, [], { subject: 'My subject' }).subject).toBe('My subject')
    expect(lettered(pack, []).subject).toBe('Look into it')
  })

  it('is addressed as the addressee is', () => {
    expect(lettered(pack, [])).toMatchObject({
      day: '2026-11-24',
      salutation: 'Dear Minister,',
      recipient: { name: 'Minister of Tests', body: 'A ministry', postal: ['A ministry', '1 Test Street', 'Testtown'] },
    })
  })
})
