import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Pack, PackCorrection, PackPetition } from '../../server/features/campaigns/pack.ts'
import { bundledPack } from '../../server/features/campaigns/read-pack.ts'
import { writePack } from '../../server/features/campaigns/write-pack.ts'
import { findPack } from '../../server/features/petitions/find-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import { aFact, anAsk, aPack, aPackPetition, aSignature, aText } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

const tables = ['campaigns', 'facts', 'timeline_items', 'asks', 'offices', 'petitions', 'petition_texts']
const lists = ['facts', 'timeline', 'asks', 'offices', 'petitions', 'translations']
const unchanged = lists.map((what) => ({ what, added: [], changed: [], gone: [] }))

/** A pack with one of its facts, and one of its petitions, changed. */
const withFact = (pack: Pack, id: string, change: Partial<Pack['facts'][number]>): Pack => ({
  ...pack,
  facts: pack.facts.map((fact) => (fact.id === id ? { ...fact, ...change } : fact)),
})
const withPetition = (pack: Pack, slug: string, change: (petition: PackPetition) => Partial<PackPetition>): Pack => ({
  ...pack,
  petitions: pack.petitions.map((petition) => (petition.slug === slug ? { ...petition, ...change(petition) } : petition)),
})

describe('a site with a campaign', () => {
  let site: TestSite
  let before: Pack
  /** A claim that readers see. */
  let claim: Pack['facts'][number]
  beforeEach(async () => {
    site = await startSite(unlimited)
    before = await stored()
    claim = before.facts.find(({ id }) => id === before.campaign.keyFacts[0]) as Pack['facts'][number]
  })
  afterEach(() => site.close())

  const stored = async () => (await findPack(site.ctx.db)) as Pack
  const contents = () => Promise.all(tables.map((table) => rowsOf(site, `select * from ${table} as t order by t::text`)))
  const put = (pack: Pack, isDryRun = false) => importCampaign(site.ctx, { pack, isDryRun })
  const aCorrection = (given: Partial<PackCorrection> = {}): PackCorrection => ({
    item: claim.id,
    field: 'display',
    was: claim.display,
    now: 'Corrected.',
    on: '2026-11-24',
    reason: 'It was wrong.',
    ...given,
  })
  const corrected = (): Pack => ({ ...withFact(before, claim.id, { display: 'Corrected.' }), corrections: [aCorrection()] })

  test('gives its campaign back as the pack that it was loaded from, byte for byte', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-export-'))
    const names = readdirSync(bundledPack, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))

    writePack(folder, before)
    const written = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
    const pairs = names.map((name) => [bundledPack, folder].map((place) => readFileSync(join(place, name), 'utf8')))
    rmSync(folder, { recursive: true })

    expect(written.sort()).toEqual(names.sort())
    expect(pairs.length).toBeGreaterThan(5)
    for (const [original, exported] of pairs) expect(exported).toBe(original)
  })

  test('takes the same pack again and stays as it is', async () => {
    const then = await contents()

    const imported = await put(before)

    expect(imported).toEqual({ faults: [], changes: unchanged })
    expect(await contents()).toEqual(then)
  })

  test('says at a try what would change, and changes nothing', async () => {
    const then = await contents()
    const next = { ...corrected(), asks: [...before.asks, anAsk({ id: 'ask-9', supportingFacts: [], laterDevelopments: [] })] }

    const imported = await put(next, true)

    expect(imported).toEqual({
      faults: [],
      changes: unchanged.map((list) => ({
        ...list,
        changed: list.what === 'facts' ? [claim.id] : [],
        added: list.what === 'asks' ? ['ask-9'] : [],
      })),
    })
    expect(await contents()).toEqual(then)
  })

  test.each([false, true])('refuses a changed claim without a correction and changes nothing (a try: %s)', async (isDryRun) => {
    const then = await contents()

    const { faults } = await put(withFact(before, claim.id, { display: 'Corrected.' }), isDryRun)

    expect(faults).toEqual([
      `corrections.json: "${claim.id}" is published and its "display" changes; add a correction with the day, the reason and what it was: "${claim.display}"`,
    ])
    expect(await contents()).toEqual(then)
  })

  test('takes a changed claim with a correction, shows it, and keeps what it was', async () => {
    const { faults, changes } = await put(corrected())

    const shown = await site.get(`/api/v1/facts/${claim.id}`)
    const after = await stored()
    expect(faults).toEqual([])
    expect(changes.find(({ what }) => what === 'facts')?.changed).toEqual([claim.id])
    expect(shown.json()).toMatchObject({ id: claim.id, display: 'Corrected.' })
    expect(after).toEqual({ ...before, ...corrected() })
    expect(after.corrections).toEqual([expect.objectContaining({ was: claim.display })])
  })

  test('takes the next correction of a claim after the first, and keeps both', async () => {
    await put(corrected())
    const next = [...corrected().corrections, aCorrection({ was: 'Corrected.', now: 'Corrected again.' })]

    const { faults } = await put({ ...withFact(before, claim.id, { display: 'Corrected again.' }), corrections: next })

    expect(faults).toEqual([])
    expect((await stored()).corrections).toEqual(next)
  })

  test('keeps a published correction: a pack without it is refused', async () => {
    await put(corrected())
    const then = await contents()

    const { faults } = await put({ ...corrected(), corrections: [] })

    expect(faults).toEqual([
      `corrections.json: the correction of "${claim.id}" of 2026-11-24 is published and stays; put it back as it was`,
    ])
    expect(await contents()).toEqual(then)
  })

  test('no longer shows a claim that a pack takes away, and keeps what it was', async () => {
    const added = aFact({ id: 'fact-9', topics: claim.topics })
    await put({ ...before, facts: [...before.facts, added] })
    const gone = { display: added.display, claim: added.claim, attributedTo: 'A reporter', asOf: '2014', confidence: 'reported' }
    const corrections = Object.entries(gone).map(([field, was]) => aCorrection({ item: 'fact-9', field, was, now: null }))

    const { faults, changes } = await put({ ...before, corrections })

    expect(faults).toEqual([])
    expect(changes.find(({ what }) => what === 'facts')?.gone).toEqual(['fact-9'])
    expect((await site.get('/api/v1/facts/fact-9')).statusCode).toBe(404)
    expect((await stored()).corrections).toEqual(corrections)
  })

  test('takes no second campaign', async () => {
    const then = await contents()

    const { faults } = await put(aPack())

    expect(faults).toEqual(['campaign.json: this site has the campaign "forced-organ-harvesting" and takes no second one, "test-campaign"'])
    expect(await contents()).toEqual(then)
  })

  const file = `petitions/${petitionSlug}.json`
  const signedText = `${file}: version 1 is published and signed; leave it as it was, and add the new text as the next version`
  test.each<[string, (petition: PackPetition) => Partial<PackPetition>, string]>([
    ['has another title', ({ versions }) => ({ versions: versions.map((text) => ({ ...text, title: 'Another title' })) }), signedText],
    [
      'asks for more',
      ({ versions }) => ({ versions: versions.map((text) => ({ ...text, requests: [...text.requests, 'More.'] })) }),
      signedText,
    ],
    ['is another version', ({ versions }) => ({ versions: versions.map((text) => ({ ...text, version: 2 })) }), signedText],
    [
      'goes to somebody else',
      () => ({ addressee: 'Another office' }),
      `${file}: the addressee of a published petition stays "United Nations High Commissioner for Human Rights"`,
    ],
  ])('refuses a published text that %s', async (_what, change, fault) => {
    const then = await contents()

    const { faults } = await put(withPetition(before, petitionSlug, change))

    expect(faults).toEqual([fault])
    expect(await contents()).toEqual(then)
  })

  test('does not make a draft of what is published', async () => {
    await put({ ...before, petitions: [...before.petitions, aPackPetition()] })
    const then = await contents()

    const { faults } = await put({ ...before, petitions: [...before.petitions, aPackPetition({ state: 'draft', openedAt: null })] })

    expect(faults).toEqual(['petitions/test-petition.json: is published and cannot become a draft again; close it instead'])
    expect(await contents()).toEqual(then)
  })

  test('takes a new version of a text, which is the one that is signed from then on', async () => {
    await site.sign(aSignature())
    const second = { version: 2, publishedAt: '2026-11-24T00:00:00Z', ...aText({ title: 'A new title' }) }

    const { faults } = await put(withPetition(before, petitionSlug, ({ versions }) => ({ versions: [...versions, second] })))
    await site.sign(aSignature())

    const shown = (await site.get(`/api/v1/petitions/${petitionSlug}`)).json()
    const signed = await rowsOf(site, 'select t.version from submissions s join petition_texts t on t.id = s.text_id order by t.version')
    expect(faults).toEqual([])
    expect(shown).toMatchObject({ title: 'A new title', textVersion: { version: 2, publishedAt: '2026-11-24T00:00:00.000Z' } })
    expect(signed).toEqual([{ version: 1 }, { version: 2 }])
  })

  test('keeps a draft petition to itself until a pack opens it', async () => {
    const draft = aPackPetition({ state: 'draft', openedAt: null })
    const isListed = async () => (await site.get('/api/v1/petitions')).body.includes('"test-petition"')

    await put({ ...before, petitions: [...before.petitions, draft] })
    const whileDraft = [
      (await site.get('/api/v1/petitions/test-petition')).statusCode,
      (await site.sign(aSignature(), draft.slug)).statusCode,
    ]
    const isDraftListed = await isListed()
    const { faults } = await put({ ...before, petitions: [...before.petitions, aPackPetition()] })
    const whileOpen = [
      (await site.get('/api/v1/petitions/test-petition')).statusCode,
      (await site.sign(aSignature(), draft.slug)).statusCode,
    ]

    expect(faults).toEqual([])
    expect(whileDraft).toEqual([404, 404])
    expect(isDraftListed).toBe(false)
    expect(whileOpen).toEqual([200, 202])
    expect(await isListed()).toBe(true)
  })

  test('has the words of a draft as the newest pack has them: nobody has signed them', async () => {
    const withDraft = (title: string, addressee: string): Pack => {
      const { versions, ...draft } = aPackPetition({ state: 'draft', openedAt: null, addressee })
      return { ...before, petitions: [...before.petitions, { ...draft, versions: versions.map((text) => ({ ...text, title })) }] }
    }
    await put(withDraft('First words', 'First office'))
    const next = withDraft('Second words', 'Second office')

    const { faults, changes } = await put(next)

    expect(faults).toEqual([])
    expect(changes.find(({ what }) => what === 'petitions')?.changed).toEqual(['test-petition'])
    expect((await stored()).petitions).toEqual(expect.arrayContaining(next.petitions))
  })

  test('has the versions of a draft as the newest pack has them, and opens it with those', async () => {
    const withVersions = (state: 'draft' | 'open', ...titles: string[]): Pack => {
      const versions = titles.map((title, n) => ({ version: n + 1, publishedAt: '2026-11-01T00:00:00Z', ...aText({ title }) }))
      return { ...before, petitions: [...before.petitions, aPackPetition({ state, versions })] }
    }
    await put(withVersions('draft', 'First words', 'Second words'))

    const { faults } = await put(withVersions('open', 'Other words'))

    expect(faults).toEqual([])
    expect((await stored()).petitions).toEqual(expect.arrayContaining(withVersions('open', 'Other words').petitions))
    expect((await site.get('/api/v1/petitions/test-petition')).json()).toMatchObject({ title: 'Other words', textVersion: { version: 1 } })
  })

  test('takes over what a published text cites and its date, which nobody signs, and what was signed stays', async () => {
    await site.sign(aSignature())
    const texts = () => rowsOf(site, 'select id, petition_id, version, sha256 from petition_texts order by id')
    const then = await texts()
    const next = withPetition(before, petitionSlug, ({ versions }) => ({
      versions: versions.map((text) => ({
        ...text,
        publishedAt: '2026-11-02T03:04:05Z',
        closing: [],
        background: [...text.background, ...text.closing].map(({ text }) => ({ text, cites: [claim.id] })),
      })),
    }))
    const moved = withPetition(before, petitionSlug, ({ versions }) => ({
      versions: versions.map((text) => ({
        ...text,
        publishedAt: '2026-11-02T03:04:05Z',
        background: text.background.map((paragraph) => ({ ...paragraph, cites: [...paragraph.cites].reverse() })),
      })),
    }))

    const refused = await put(next)
    const { faults, changes } = await put(moved)

    expect(refused.faults).toEqual([signedText])
    expect(faults).toEqual([])
    expect(changes.find(({ what }) => what === 'petitions')?.changed).toEqual([petitionSlug])
    expect((await stored()).petitions).toEqual(moved.petitions)
    expect(await texts()).toEqual(then)
  })

  test('closes a petition that a pack closes', async () => {
    const { faults } = await put(withPetition(before, petitionSlug, () => ({ state: 'closed' })))

    const reply = await site.sign(aSignature())
    expect(faults).toEqual([])
    expect(reply.json()).toMatchObject({ type: '/problems/petition-closed' })
  })

  test('keeps a petition that a pack does not have', async () => {
    await site.addPetition({ slug: 'of-this-site' })

    const { faults, changes } = await put(before)

    expect(faults).toEqual([])
    expect(changes).toEqual(unchanged)
    expect((await site.get('/api/v1/petitions/of-this-site')).statusCode).toBe(200)
  })

  test('refuses a pack that takes away what such a petition rests on', async () => {
    await put({ ...before, facts: [...before.facts, aFact({ id: 'fact-9', topics: claim.topics })] })
    const text = aText({ background: [{ text: 'A paragraph.', cites: ['fact-9'] }] })
    await site.addPetition({ slug: 'of-this-site', versions: [{ version: 1, publishedAt: new Date('2026-11-01T00:00:00Z'), text }] })
    const then = await contents()

    const { faults } = await put(before)

    expect(faults).toContain(
      'petitions/of-this-site.json: version 1: cites "fact-9", which is in neither facts.json nor timeline.json; correct the id',
    )
    expect(await contents()).toEqual(then)
  })
})
