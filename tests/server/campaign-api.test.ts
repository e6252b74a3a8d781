import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Ask, Fact, TimelineItem } from '../../server/contract/campaigns.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import { findPack } from '../../server/features/petitions/find-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import { aFact, anAsk, anEvent } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

/** For editors alone: readers must find it nowhere. */
const internal = 'Only for editors'

let site: TestSite
let pack: Pack
beforeAll(async () => {
  site = await startSite(unlimited)
  pack = withExamples((await findPack(site.ctx.db)) as Pack)
  await importCampaign(site.ctx, { pack, isDryRun: false })
})
afterAll(() => site.close())

/** The bundled campaign, and one of each thing that matters to what is shown. */
function withExamples(bundled: Pack): Pack {
  const example = { topics: ['example'], sourceText: internal, externalCheck: internal }
  const points = [
    { text: 'It happened.', cites: ['example-fact'] },
    { text: 'It was said.', cites: ['example-second-hand', 'example-event', 'example-copy'] },
    { text: 'It is hearsay.', cites: ['example-second-hand'] },
  ]
  const cites = { lawToday: { summary: 'No law.', sources: ['example-event'], confidence: 'read' }, supportingFacts: ['example-fact'] }
  const ask = { ...cites, laterDevelopments: [], talkingPoints: points, tone: internal }
  return {
    ...bundled,
    campaign: { ...bundled.campaign, topics: [...bundled.campaign.topics, { slug: 'example', name: 'Example' }] },
    facts: [
      ...bundled.facts,
      aFact({ id: 'example-fact', kind: 'law', ...example }),
      aFact({
        id: 'example-figure',
        kind: 'figure',
        figure: { value: 3, unit: internal, qualifier: null },
        note: 'For readers.',
        ...example,
      }),
      aFact({ id: 'example-hidden', use: 'do-not-publish', ...example }),
    ],
    timeline: [
      ...bundled.timeline,
      anEvent({ id: 'example-event', factIds: ['example-hidden', 'example-fact'], readerNote: 'For readers.', note: internal }),
      anEvent({ id: 'example-copy', era: 'context', sourceLevel: 'mirror' }),
      anEvent({ id: 'example-second-hand', sourceLevel: 'secondary' }),
      anEvent({ id: 'example-memory', verified: 'from memory', source: null }),
    ],
    asks: [
      ...bundled.asks,
      anAsk({ id: 'example-open', ...ask, organizerChecks: [{ text: internal, ticked: null }] }),
      anAsk({ id: 'example-draft', state: 'draft', ...ask }),
    ],
  }
}

const listOf = async <Item>(path: string) => (await site.get(path)).json<{ items: Item[]; nextCursor: string | null }>()
const idsOf = (items: { id: string }[]) => items.map(({ id }) => id)

test.each(['/api/v1/facts', '/api/v1/facts/example-fact', '/api/v1/timeline', '/api/v1/asks', '/api/v1/asks/example-open'])(
  '%s is JSON for everybody, cacheable for a while',
  async (path) => {
    const { statusCode, headers } = await site.get(path)

    expect(statusCode).toBe(200)
    expect(headers['content-type']).toMatch(/^application\/json/)
    expect(headers['cache-control']).toBe('public, max-age=60, stale-while-revalidate=600, stale-if-error=86400')
    expect(headers['set-cookie']).toBeUndefined()
  },
)

test.each(['/api/v1/facts', '/api/v1/facts/example-figure', '/api/v1/timeline', '/api/v1/asks', '/api/v1/asks/example-open'])(
  '%s holds nothing that is for editors alone',
  async (path) => {
    const { body } = await site.get(path)

    expect(body).not.toContain(internal)
    expect(body).not.toMatch(/"(sourceText|externalCheck|figure|organizerChecks|ticked|tone|supportingFacts|laterDevelopments|verified)":/)
  },
)

test('no note of editors to an event is in the timeline', async () => {
  const notes = pack.timeline.flatMap(({ note }) => note ?? [])

  const { body } = await site.get('/api/v1/timeline')

  expect(notes.length).toBeGreaterThan(10)
  expect(notes.filter((note) => body.includes(JSON.stringify(note)))).toEqual([])
})

test('the facts are all that may be published, in the order of the ledger', async () => {
  const shown = pack.facts.filter(({ use }) => use !== 'do-not-publish')

  const { items, nextCursor } = await listOf<Fact>('/api/v1/facts')

  expect(shown.length).toBeLessThan(pack.facts.length - 1)
  expect(idsOf(items)).toEqual(idsOf(shown))
  expect(nextCursor).toBeNull()
})

test('a fact is shown with who says it, as of when, how sure, and what readers need beside it', async () => {
  const reply = await site.get('/api/v1/facts/example-figure')

  expect(reply.json()).toEqual({
    id: 'example-figure',
    kind: 'figure',
    display: 'In 2014 the article reported that something happened.',
    claim: 'The article says that something happened.',
    attributedTo: { name: 'A reporter', role: 'news outlet' },
    asOf: '2014',
    place: null,
    topics: ['example'],
    confidence: 'reported',
    use: 'card',
    caution: null,
    note: 'For readers.',
    graphic: false,
    mustShowWith: [],
    era: 'article-2014',
  })
})

test.each<[string, string[]]>([
  ['topic=example', ['example-fact', 'example-figure']],
  ['topic=example&kind=law', ['example-fact']],
  ['topic=example&era=article-2014', ['example-fact', 'example-figure']],
  ['topic=example&era=after-article', []],
  ['topic=no-such-topic', []],
  ['topic=example&limit=1', ['example-fact']],
  ['topic=example&cursor=example-fact', ['example-figure']],
  ['topic=example&cursor=example-figure', []],
  ['topic=example&cursor=no-such-fact', ['example-fact', 'example-figure']],
])('facts with %s are those and no others', async (query, ids) => {
  const { items } = await listOf<Fact>(`/api/v1/facts?${query}`)

  expect(idsOf(items)).toEqual(ids)
})

test('facts of a kind are all of that kind', async () => {
  const denials = pack.facts.filter(({ kind }) => kind === 'denial')

  const { items } = await listOf<Fact>('/api/v1/facts?kind=denial')

  expect(denials.length).toBeGreaterThan(0)
  expect(idsOf(items)).toEqual(idsOf(denials))
})

test('the timeline is all that was verified, in its order, and each era has its part', async () => {
  const verified = pack.timeline.filter(({ verified }) => verified === true)
  const eras = ['article-2014', 'context', 'after-article']

  const { items } = await listOf<TimelineItem>('/api/v1/timeline')
  const parts = await Promise.all(eras.map((era) => listOf<TimelineItem>(`/api/v1/timeline?era=${era}`)))

  expect(verified.length).toBeLessThan(pack.timeline.length)
  expect(idsOf(items)).toEqual(idsOf(verified))
  expect(parts.map((part) => idsOf(part.items))).toEqual(eras.map((era) => idsOf(verified.filter((event) => event.era === era))))
})

test('an event is shown with its source and what readers need, and names no fact that must not be published', async () => {
  const { items } = await listOf<TimelineItem>('/api/v1/timeline')

  expect(items.find(({ id }) => id === 'example-event')).toEqual({
    id: 'example-event',
    date: '2022-04-28',
    precision: 'day',
    what: 'Something was said.',
    country: null,
    kind: 'statement',
    role: null,
    status: null,
    source: { title: 'A page', publisher: 'A publisher', url: 'https://example.org/page' },
    moreSources: [],
    sourceLevel: 'primary',
    factIds: ['example-fact'],
    readerNote: 'For readers.',
    era: 'after-article',
  })
})

test('the asks are those that are open, in the order of the pack', async () => {
  const open = pack.asks.filter(({ state }) => state === 'open')

  const { items } = await listOf<Ask>('/api/v1/asks')

  expect(open.length).toBeLessThan(pack.asks.length)
  expect(idsOf(items)).toEqual(idsOf(open))
})

test('an ask offers the points that a letter may use, each without its second-hand sources', async () => {
  const reply = await site.get('/api/v1/asks/example-open')

  expect(reply.json()).toEqual({
    id: 'example-open',
    kind: 'letter',
    title: 'Look into it',
    targets: [{ body: 'A parliament', addressee: 'the signer’s own member', jurisdiction: 'Nowhere' }],
    offices: [],
    chambers: ['uk-commons'],
    ask: ['Look into it.'],
    whyNow: 'Nobody has.',
    lawToday: { summary: 'No law.', sources: ['example-event'], confidence: 'read' },
    talkingPoints: [
      { id: '4c517f5f3ba4c215', text: 'It happened.', cites: ['example-fact'] },
      { id: '2f0483fe4eabd4e1', text: 'It was said.', cites: ['example-event', 'example-copy'] },
    ],
    letterRequestLine: 'Please look into it.',
    hasForm: true,
    petition: null,
    finders: [],
  })
})

test('no point of any ask cites what is second-hand, from memory or not to be published', async () => {
  const facts = await listOf<Fact>('/api/v1/facts')
  const { items: events } = await listOf<TimelineItem>('/api/v1/timeline')
  const citable = [...idsOf(facts.items), ...idsOf(events.filter(({ sourceLevel }) => sourceLevel !== 'secondary'))]

  const { items } = await listOf<Ask>('/api/v1/asks')

  const points = items.flatMap(({ talkingPoints }) => talkingPoints)
  expect(points.length).toBeGreaterThan(10)
  expect(points.filter(({ cites }) => cites.length === 0)).toEqual([])
  expect(points.flatMap(({ cites }) => cites).filter((id) => !citable.includes(id))).toEqual([])
})

test.each([
  '/api/v1/facts/no-such-fact',
  '/api/v1/facts/example-hidden',
  '/api/v1/facts/example-event',
  '/api/v1/facts/Not%20an%20id',
  '/api/v1/asks/no-such-ask',
  '/api/v1/asks/example-draft',
])('there is nothing at %s', async (path) => {
  const reply = await site.get(path)

  expect(reply.statusCode).toBe(404)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.json()).toMatchObject({ type: '/problems/not-found', status: 404 })
})

test.each<[string, string, string]>([
  ['/api/v1/facts?colour=red', '/colour', 'unknown-field'],
  ['/api/v1/facts?kind=rumour', '/kind', 'choice-unknown'],
  ['/api/v1/facts?era=future', '/era', 'choice-unknown'],
  ['/api/v1/facts?limit=0', '/limit', 'too-short'],
  ['/api/v1/facts?limit=201', '/limit', 'too-long'],
  ['/api/v1/facts?limit=many', '/limit', 'wrong-type'],
  [`/api/v1/facts?topic=${'x'.repeat(81)}`, '/topic', 'too-long'],
  [`/api/v1/facts?cursor=${'x'.repeat(201)}`, '/cursor', 'too-long'],
  ['/api/v1/facts?topic=a&topic=b', '/topic', 'wrong-type'],
  ['/api/v1/timeline?kind=law', '/kind', 'unknown-field'],
  ['/api/v1/timeline?era=future', '/era', 'choice-unknown'],
  ['/api/v1/asks?state=draft', '/state', 'unknown-field'],
])('%s is refused with its field and its fix', async (path, pointer, code) => {
  const reply = await site.get(path)

  expect(reply.statusCode).toBe(422)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.json()).toMatchObject({
    type: '/problems/invalid-input',
    errors: [{ pointer, code, detail: expect.stringMatching(/\w/), fix: expect.stringMatching(/\w/) }],
  })
})

test.each(['/api/v1/facts', '/api/v1/timeline', '/api/v1/asks'])('%s read page by page is the whole, and nothing twice', async (path) => {
  const { items: whole } = await listOf<{ id: string }>(path)
  const read: string[] = []

  let cursor: string | null = ''
  while (cursor !== null) {
    const page: { items: { id: string }[]; nextCursor: string | null } = await listOf(`${path}?limit=3${cursor && `&cursor=${cursor}`}`)
    expect(page.items.length).toBeLessThanOrEqual(3)
    read.push(...idsOf(page.items))
    cursor = page.nextCursor
  }

  expect(whole.length).toBeGreaterThan(3)
  expect(read).toEqual(idsOf(whole))
})

test('the last page has no cursor, also when it is full', async () => {
  const { nextCursor: middle } = await listOf<Fact>('/api/v1/facts?topic=example&limit=1')
  const { nextCursor: last } = await listOf<Fact>('/api/v1/facts?topic=example&limit=2')

  expect([middle, last]).toEqual(['example-fact', null])
})
