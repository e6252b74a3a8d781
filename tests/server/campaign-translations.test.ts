import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { campaign } from '../../server/cli/campaign.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import type { PackTranslation } from '../../server/features/campaigns/pack-translation.ts'
import { readPack } from '../../server/features/campaigns/read-pack.ts'
import { translatableTexts } from '../../server/features/campaigns/translatable-texts.ts'
import { writePack } from '../../server/features/campaigns/write-pack.ts'
import { findPack } from '../../server/features/petitions/find-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'
import { aTranslation, inGerman } from '../support/translations.ts'

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => { window: { document: Document } } }

const petition = `/petitions/${petitionSlug}`
const claim = 'uk-no-law-2014'
const ask = 'who'

let site: TestSite
/** The bundled campaign, without a translation. */
let english: Pack
beforeAll(async () => {
  site = await startSite({ ...unlimited, REVIEWED_LOCALES: 'de' })
  english = (await findPack(site.ctx.db)) as Pack
})
afterAll(() => site.close())

const put = async (...translations: PackTranslation[]) => {
  const { faults } = await importCampaign(site.ctx, { pack: { ...english, translations }, isDryRun: false })
  expect(faults).toEqual([])
}
const open = async (path: string, from = site) => new JSDOM((await from.get(path, { accept: 'text/html' })).body).window.document
const leavesOf = (page: Document) => [...page.querySelectorAll('main *')].filter((one) => one.children.length === 0)
const spokenIn = (element: Element | null) => element?.closest('[lang]')?.getAttribute('lang')
/** What stands in an element, and in which language a reader is told that it is. */
const said = (page: Document, selector: string) => {
  const element = page.querySelector(selector)
  return [element?.textContent, spokenIn(element)]
}
const factOf = (id: string) => english.facts.find((fact) => fact.id === id) as Pack['facts'][number]
/** A claim as its German page says it. */
const claimIn = async (from: TestSite) => said(await open(`/de/facts/${claim}`, from), 'h1.claim')

const campaignPages = [
  '/',
  '/facts',
  `/facts/${claim}`,
  '/timeline',
  '/laws',
  '/write',
  `/write/${ask}`,
  '/write/uk-consent-gap/representatives',
  '/about',
  petition,
]
/** Sentences, so that none of them is the name of something else. */
const sentences = () =>
  new Set(translatableTexts(english).flatMap(({ words, isShown }) => (isShown && /\s.*\s.*\s/.test(words) ? [words] : [])))

describe('a campaign with a whole German translation that somebody has reviewed', () => {
  beforeEach(() => put(aTranslation(english)))

  test.each(campaignPages)('shows nothing on the German page of %s in English that it has words for', async (path) => {
    const page = await open(path === '/' ? '/de' : `/de${path}`)

    const translated = leavesOf(page).filter((leaf) => leaf.textContent?.startsWith(inGerman('')))
    const left = leavesOf(page).filter((leaf) => sentences().has(leaf.textContent ?? ''))
    expect(translated.length).toBeGreaterThan(0)
    expect(translated.filter((leaf) => spokenIn(leaf) !== 'de').map((leaf) => leaf.outerHTML)).toEqual([])
    expect(left.map((leaf) => leaf.outerHTML)).toEqual([])
  })

  test('names the page of a claim by its translation, also where it is shared', async () => {
    const page = await open(`/de/facts/${claim}`)

    expect(page.title).toContain(inGerman(factOf(claim).display))
    expect(page.querySelector('meta[property="og:title"]')?.getAttribute('content')).toBe(inGerman(factOf(claim).display))
  })

  test('leaves the text of a petition as it is signed, and says that it is English', async () => {
    const [text] = english.petitions.find(({ slug }) => slug === petitionSlug)?.versions ?? []
    const page = await open(`/de${petition}`)

    expect(said(page, 'h1')).toEqual([text?.title, 'en'])
    expect(said(page, 'ol.requests li')).toEqual([text?.requests[0], 'en'])
    expect(said(page, '.source p span')).toEqual([expect.stringContaining(inGerman('')), 'de'])
  })

  test('leaves titles of sources and names of bodies as they are', async () => {
    const event = english.timeline.find(({ id }) => english.campaign.changedSince.includes(id))
    const asked = english.asks.find(({ id }) => id === ask)

    expect(said(await open('/de/timeline'), `[id="${event?.id}"] .source-line a`)).toEqual([event?.source?.title, 'en'])
    expect(said(await open(`/de/write/${ask}`), '.kicker')).toEqual([asked?.targets.map(({ body }) => body).join('; '), 'en'])
  })

  test('is English on English pages, to programs, and on cards and feeds', async () => {
    const bodies = await Promise.all(
      ['/', '/facts', '/timeline', '/api/v1/facts', '/api/v1/timeline', '/api/v1/asks', '/feed.atom'].map((path) => site.get(path)),
    )

    expect(bodies.filter(({ statusCode }) => statusCode !== 200)).toEqual([])
    expect(bodies.filter(({ body }) => body.includes(inGerman('')))).toEqual([])
  })

  test('shows it in no language that the site does not offer', async () => {
    await put(aTranslation(english), aTranslation(english, { locale: 'fr' }))

    expect((await site.get('/fr/facts', { accept: 'text/html' })).statusCode).toBe(404)
    expect(await claimIn(site)).toEqual([inGerman(factOf(claim).display), 'de'])
  })

  test('keeps it when a page is asked for again, and drops it when a pack comes without', async () => {
    const before = await claimIn(site)
    await put()

    expect(before).toEqual([inGerman(factOf(claim).display), 'de'])
    expect(await claimIn(site)).toEqual([factOf(claim).display, 'en'])
  })
})

describe('a campaign keeps to English, and says so on German pages,', () => {
  test('while nobody has reviewed the translation', async () => {
    await put(aTranslation(english, { reviewed: null }))

    expect(await claimIn(site)).toEqual([factOf(claim).display, 'en'])
  })

  test('while a single text is missing, and be it one that the page does not show', async () => {
    const { texts } = aTranslation(english)
    await put(aTranslation(english, { texts: texts.filter(({ item, field }) => item !== 'campaign' || field !== 'title') }))

    expect(await claimIn(site)).toEqual([factOf(claim).display, 'en'])
  })
})

describe('a campaign whose wording is corrected', () => {
  let other: TestSite
  beforeAll(async () => {
    other = await startSite({ ...unlimited, REVIEWED_LOCALES: 'de' })
  })
  afterAll(() => other.close())

  test('is in English again until that is translated anew, and quotes the old wording in English', async () => {
    const was = factOf(claim).display
    const now = 'It was said in 2014.'
    const renewed: Pack = {
      ...english,
      facts: english.facts.map((fact) => (fact.id === claim ? { ...fact, display: now } : fact)),
      corrections: [{ item: claim, field: 'display', was, now, on: '2026-11-24', reason: 'It was wrong.' }],
    }
    const take = (translation: PackTranslation) =>
      importCampaign(other.ctx, { pack: { ...renewed, translations: [translation] }, isDryRun: false })

    const stale = await take(aTranslation(english))
    const whileStale = await claimIn(other)
    const fresh = await take(aTranslation(renewed))

    expect([...stale.faults, ...fresh.faults]).toEqual([])
    expect(whileStale).toEqual([now, 'en'])
    expect(await claimIn(other)).toEqual([inGerman(now), 'de'])
    expect(said(await open(`/de/facts/${claim}`, other), '.corrections del span')).toEqual([was, 'en'])
  })
})

describe('a pack with a translation', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-translations-'))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  test('comes out of a site as it went in, byte for byte, its texts in their order', async () => {
    const { texts } = aTranslation(english)
    const translation = aTranslation(english, { reviewed: null, texts: texts.slice(0, 9).reverse() })
    const places = ['before', 'after'].map((name) => join(folder, name))
    const [before = '', after = ''] = places
    writePack(before, { ...english, translations: [translation] })

    await put(...readPack(before).translations)
    writePack(after, (await findPack(site.ctx.db)) as Pack)

    const [original, exported] = places.map((place) => readFileSync(join(place, 'translations/de.json'), 'utf8'))
    expect(exported).toBe(original)
    expect(original).toMatch(/^\{\n {2}"locale": "de",\n {2}"reviewed": null,\n {2}"texts": \[\n {4}\{\n {6}"item": /)
  })

  test('is checked without settings or database: what is wrong, and what keeps it from being shown', async () => {
    const { texts } = aTranslation(english)
    const [first, second, ...others] = texts
    writePack(folder, {
      ...english,
      translations: [
        aTranslation(english, { texts: [{ ...first, was: 'Older.' }, { ...second, text: '' }, ...others.slice(1)] as typeof texts }),
      ],
    })
    const lines: string[] = []

    const code = await campaign(
      () => {
        throw new Error('no settings are needed')
      },
      ['check', folder],
      (line) => lines.push(line),
      site.clock,
    )

    expect(code).toBe(1)
    expect(lines.filter((line) => line.includes('translations/'))).toEqual([
      'BAD  translations/de.json: campaign: "summary" is empty; translate it, or take it out',
      `note translations/de.json: campaign: "title" is translated from an older wording; translate it anew, then set "was" to the present one: "${english.campaign.title}"`,
      `note translations/de.json: pages keep to English: of ${texts.length} texts that they show 1 are missing (the first is "${others[0]?.field}" of ${others[0]?.item}) and 1 old; translate those`,
    ])
  })
})
