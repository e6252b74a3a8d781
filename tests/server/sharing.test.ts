import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { getFactCard } from '../../server/features/pages/sharing/get-cards.ts'
import { aText } from '../support/builders.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, rowsOf, unlimited } from '../support/steps.ts'

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as {
  JSDOM: new (text: string, options?: { contentType: string }) => { window: { document: Document } }
}
/** A parser of XML reads to the end only what is well-formed; else it throws. */
const xmlOf = ({ body }: Reply) => new JSDOM(body, { contentType: 'application/xml' }).window.document
const htmlOf = ({ body }: Reply) => new JSDOM(body).window.document
const textsOf = (within: Document | Element, selector: string) => [...within.querySelectorAll(selector)].map((one) => one.textContent ?? '')

const pack = readPack(bundledPack)
const locales = ['en', 'de', 'fr', 'he']
const origin = 'http://localhost:3000'
const inEach = (path: string) => locales.map((locale) => `${origin}${locale === 'en' ? path : `/${locale}${path === '/' ? '' : path}`}`)
const graphicId = 'tohti-1995-live-removal'
const graphic = pack.facts.find(({ id }) => id === graphicId)
const titleWithMarkup = 'Fish & <chips> "for" all'
const corrections = [
  {
    item: 'uk-wait-three-years',
    field: 'display',
    was: 'Ten & <more>',
    now: 'Three',
    on: '2026-11-25',
    reason: 'Misread: 10 > 3 & not <so>.',
  },
  { item: graphicId, field: 'display', was: 'What stood there before.', now: 'What stands now.', on: '2026-11-26', reason: 'Its reason.' },
]

let site: TestSite
beforeAll(async () => {
  site = await startSite({ ...unlimited, REVIEWED_LOCALES: 'de,fr,he' })
  const text = aText({ title: titleWithMarkup, summary: 'A & <b>.' })
  await site.addPetition({
    slug: 'marked-up',
    addressee: 'Office of <this> & that',
    versions: [{ version: 1, publishedAt: new Date('2026-11-24T12:00:00Z'), text }],
  })
  await site.addPetition({ slug: 'still-a-draft', state: 'draft', openedAt: null })
  await site.addPetition({ slug: 'closed-one', state: 'closed', closesAt: new Date('2026-11-02T00:00:00Z') })
  await rowsOf(site, 'update campaigns set corrections = $1', [JSON.stringify(corrections)])
})
afterAll(() => site.close())

const get = (path: string) => site.get(path, { accept: 'text/html' })

describe('the sitemap', () => {
  const locations = async () => textsOf(xmlOf(await site.get('/sitemap.xml')), 'loc')

  test('lists each public page once in each language that is offered, and nothing else', async () => {
    const plain = [
      '/',
      '/facts',
      '/timeline',
      '/laws',
      '/petitions',
      '/write',
      '/corrections',
      '/about',
      '/verify',
      '/privacy',
      '/accessibility',
    ]
    const slugs = [...pack.petitions.map(({ slug }) => slug), 'marked-up', 'closed-one']
    const facts = pack.facts.filter(({ use }) => use !== 'do-not-publish')
    const asks = pack.asks.filter(({ state }) => state === 'open')

    const listed = await locations()

    expect(listed.toSorted()).toEqual(
      [
        ...plain,
        ...slugs.flatMap((slug) => [`/petitions/${slug}`, `/petitions/${slug}/figures`]),
        ...facts.map(({ id }) => `/facts/${id}`),
        ...asks.map(({ id }) => `/write/${id}`),
      ]
        .flatMap(inEach)
        .sort(),
    )
  })

  test('names with each address the same page in all languages', async () => {
    const urls = [...xmlOf(await site.get('/sitemap.xml')).querySelectorAll('url')]
    const alternates = urls.map((url) => [...url.getElementsByTagName('xhtml:link')].map((link) => link.getAttribute('href')))

    expect(urls.map((url) => alternates[urls.indexOf(url)]?.includes(url.querySelector('loc')?.textContent ?? ''))).toEqual(
      urls.map(() => true),
    )
    expect(alternates.find((hrefs) => hrefs.includes(`${origin}/facts`))).toEqual(inEach('/facts'))
  })

  test('lists addresses that are there, that say of themselves that they are these, and that may be found', async () => {
    const german = (await locations()).filter((location) => /\/de(?:\/|$)/.test(location))

    const replies = await Promise.all(german.map((location) => get(location.slice(origin.length))))

    expect(replies.map(({ body }) => /<link rel="canonical" href="([^"]*)">/.exec(body)?.[1])).toEqual(german)
    expect(replies.filter(({ statusCode, body }) => statusCode !== 200 || body.includes('noindex'))).toEqual([])
  })

  test('in one language names no others', async () => {
    const plain = await startSite(unlimited)

    const reply = await plain.get('/sitemap.xml')
    await plain.close()

    expect(textsOf(xmlOf(reply), 'loc').filter((location) => /:3000\/(?:de|fr|he)\b/.test(location))).toEqual([])
    expect(reply.body).not.toContain('hreflang')
  })

  test('is XML that may be kept for a while', async () => {
    const { headers } = await site.get('/sitemap.xml')

    expect(headers).toMatchObject({
      'content-type': 'application/xml; charset=utf-8',
      'cache-control': expect.stringMatching(/^public, max-age=300,/),
    })
  })
})

describe('robots.txt', () => {
  const personal = ['/me', '/me/abc', '/confirm/abc', '/not-me/abc', '/dev/mailbox', '/petitions/x/check-your-email', '/petitions/x/thanks']

  /** A test whether an address is kept from robots, by the rules of RFC 9309 for all of them. */
  async function readRules() {
    const { body } = await site.get('/robots.txt')
    const rules = [...body.matchAll(/^Disallow: (\S+)$/gm)].map(([, rule = '']) => new RegExp(`^${rule.replaceAll('*', '.*')}`))
    return { body, isKeptOff: (path: string) => rules.some((rule) => rule.test(path)) }
  }

  test('keeps robots off the pages of one person and off no page of the sitemap, and names the sitemap', async () => {
    const { body, isKeptOff } = await readRules()
    const listed = textsOf(xmlOf(await site.get('/sitemap.xml')), 'loc').map((location) => new URL(location).pathname)

    expect(body).toMatch(/^User-agent: \*$/m)
    expect(body).toContain(`Sitemap: ${origin}/sitemap.xml\n`)
    expect(personal.filter((path) => !isKeptOff(path))).toEqual([])
    expect(listed.filter(isKeptOff)).toEqual([])
  })

  test('keeps robots off the same pages in every language that is offered', async () => {
    const { isKeptOff } = await readRules()

    const german = personal.filter((path) => !path.startsWith('/dev/')).map((path) => `/de${path}`)

    expect(german.filter((path) => !isKeptOff(path))).toEqual([])
  })
})

describe('the feed', () => {
  const entries = async () => [...xmlOf(await site.get('/feed.atom')).querySelectorAll('entry')]
  const textIn = (entry: Element | undefined, selector: string) => entry?.querySelector(selector)?.textContent

  test('has every public petition and every correction, the newest first, each with an id of its own', async () => {
    const all = await entries()

    const dates = all.map((entry) => textIn(entry, 'updated') ?? '')
    const links = all.map((entry) => entry.querySelector('link')?.getAttribute('href'))
    const petitions = [...pack.petitions.map(({ slug }) => slug), 'marked-up', 'closed-one'].map((slug) => `${origin}/petitions/${slug}`)
    expect(links.toSorted()).toEqual([...petitions, `${origin}/corrections`, `${origin}/corrections`].sort())
    expect(dates).toEqual(dates.toSorted().reverse())
    expect(dates.every((date) => new Date(date).toISOString() === date)).toBe(true)
    expect(new Set(all.map((entry) => textIn(entry, 'id'))).size).toBe(all.length)
  })

  test('is as new as its newest entry, and says whose it is and where', async () => {
    const reply = await site.get('/feed.atom')
    const feed = xmlOf(reply)

    expect(reply.headers['content-type']).toBe('application/atom+xml; charset=utf-8')
    expect(textsOf(feed, 'feed > updated')).toEqual(['2026-11-26T00:00:00.000Z'])
    expect(textsOf(feed, 'feed > author > name')).toEqual(['Test operator'])
    expect(feed.querySelector('link[rel="self"]')?.getAttribute('href')).toBe(`${origin}/feed.atom`)
  })

  test('keeps markup in a title, an addressee or a reason as text', async () => {
    const all = await entries()

    const petition = all.find((entry) => textIn(entry, 'title') === titleWithMarkup)
    const correction = all.find((entry) => textIn(entry, 'summary') === corrections[0]?.reason)
    expect(textIn(petition, 'summary')).toBe('A petition to the Office of <this> & that')
    expect(textIn(correction, 'title')).toBe('Corrected: Reported in 2014: an average UK wait of about three years.')
    expect(all.filter((entry) => entry.querySelector('chips, this, so, more'))).toEqual([])
  })

  test('says of a correction of graphic testimony that there is one, and not what', async () => {
    const { body } = await site.get('/feed.atom')

    expect(body).toContain('<title>Corrected: A claim with a content note</title>')
    expect([graphic?.display, corrections[1]?.was, corrections[1]?.reason].filter((words) => body.includes(words ?? ''))).toEqual([])
  })

  test('is named by every page', async () => {
    const pages = await Promise.all(['/', '/de/facts', `/petitions/${petitionSlug}`].map(get))

    expect(pages.map((page) => htmlOf(page).querySelector('link[type="application/atom+xml"]')?.getAttribute('href'))).toEqual(
      pages.map(() => '/feed.atom'),
    )
  })
})

test('on the page of corrections nothing of graphic testimony stands open', async () => {
  const page = htmlOf(await get('/corrections'))

  const words = [graphic?.display ?? '', corrections[1]?.was ?? '']
  const holders = [...page.querySelectorAll('main *')].filter((one) => one.children.length === 0 && words.includes(one.textContent ?? ''))
  expect(page.querySelector(`a[href="/facts/${graphicId}"]`)).not.toBeNull()
  expect(holders.filter((one) => !one.closest('details:not([open])'))).toEqual([])
})

describe('a card', () => {
  const cards = [
    '/cards/home.png',
    `/cards/petitions/${petitionSlug}.png`,
    '/cards/petitions/marked-up.png',
    '/cards/facts/uk-no-law-2014.png',
  ]

  test.each(cards)('at %s is a PNG of 1200 by 630 pixels that may be kept, and is sent once', async (path) => {
    const { statusCode, headers, rawPayload } = await site.get(path)
    const again = await site.get(path, { 'if-none-match': String(headers.etag) })

    expect([statusCode, headers['content-type']]).toEqual([200, 'image/png'])
    expect(headers['cache-control']).toBe('public, max-age=600, stale-while-revalidate=86400, stale-if-error=86400')
    expect(rawPayload.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
    expect([rawPayload.readUInt32BE(16), rawPayload.readUInt32BE(20)]).toEqual([1200, 630])
    expect([again.statusCode, again.rawPayload.length]).toEqual([304, 0])
  })

  test.each([
    `/cards/facts/${graphicId}.png`,
    '/cards/facts/gutmann-self-assessment-of-book.png',
    '/cards/facts/no-such-claim.png',
    '/cards/petitions/no-such-petition.png',
    '/cards/petitions/still-a-draft.png',
    '/cards/other.png',
  ])('at %s is not there', async (path) => {
    const { statusCode, headers } = await site.get(path)

    expect([statusCode, headers['cache-control']]).toEqual([404, 'no-store'])
  })

  test('of a claim has who says it, as of when and how sure, what to know beside it, and the denial where it is contested', async () => {
    const contested = await getFactCard(site.ctx, 'gutmann-targeted-since-1997')
    const noted = await getFactCard(site.ctx, 'uk-no-law-2014')

    expect(contested.kicker).toBe('2014 article · alleged')
    expect(contested.title).toBe('Gutmann alleges prisoners of conscience have been targeted since 1997.')
    expect(contested.beside).toMatch(
      /^Ethan Gutmann, 1997 onward, said in late 2014\. China's government denies that .* The article \(2014\) does not say which prisoners he means/,
    )
    expect(noted.beside).toMatch(/Outdated: since 1 July 2022 the Health and Care Act 2022.*UK Health and Care Act 2022, section 170/)
  })

  test('of a petition shows the published count once there is one', async () => {
    const before = await site.get('/cards/petitions/marked-up.png')
    await confirmed(site, {}, 'marked-up')
    await site.sequence()
    const after = await site.get('/cards/petitions/marked-up.png')

    expect(after.headers.etag).not.toBe(before.headers.etag)
  })
})

describe('what a page tells those who share it', () => {
  const namesIn = (page: Document) =>
    Object.fromEntries(
      [...page.querySelectorAll('meta[property]')].map((meta) => [meta.getAttribute('property'), meta.getAttribute('content')]),
    )
  const descriptionIn = (page: Document) => page.querySelector('meta[name="description"]')?.getAttribute('content')
  const dataIn = (page: Document) => JSON.parse(page.querySelector('script[type="application/ld+json"]')?.textContent ?? '')

  test('a petition names its card, its address, and itself for people and for machines', async () => {
    const address = `${origin}/petitions/marked-up`

    const page = htmlOf(await get('/petitions/marked-up'))

    expect(page.querySelector('link[rel="canonical"]')?.getAttribute('href')).toBe(address)
    expect(descriptionIn(page)).toBe('A & <b>.')
    expect(namesIn(page)).toMatchObject({
      'og:title': titleWithMarkup,
      'og:description': 'A & <b>.',
      'og:url': address,
      'og:image': `${origin}/cards/petitions/marked-up.png`,
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:image:alt': titleWithMarkup,
      'og:site_name': 'Test site',
    })
    expect(page.querySelector('meta[name="twitter:card"]')?.getAttribute('content')).toBe('summary_large_image')
    expect(dataIn(page)).toMatchObject({ '@context': 'https://schema.org', name: titleWithMarkup, abstract: 'A & <b>.', url: address })
  })

  test('a contested claim is described with its denial, and graphic testimony by nothing of it', async () => {
    const [contested, closed] = (await Promise.all(['gutmann-targeted-since-1997', graphicId].map((id) => get(`/facts/${id}`)))).map(htmlOf)

    expect(descriptionIn(contested as Document)).toMatch(/^Gutmann alleges .* China's government denies that /)
    expect(namesIn(contested as Document)['og:image']).toBe(`${origin}/cards/facts/gutmann-targeted-since-1997.png`)
    expect(namesIn(closed as Document)['og:image']).toBe(`${origin}/cards/home.png`)
    expect(dataIn(closed as Document)).toMatchObject({ '@type': 'Claim', url: `${origin}/facts/${graphicId}` })
    expect(dataIn(closed as Document)).not.toHaveProperty('text')
  })

  test('in another language a page names its own address', async () => {
    const page = htmlOf(await get(`/fr/petitions/${petitionSlug}`))

    expect(namesIn(page)).toMatchObject({ 'og:url': `${origin}/fr/petitions/${petitionSlug}`, 'og:locale': 'fr' })
  })

  test('a page that nobody should find names neither address nor card', async () => {
    const pages = (await Promise.all([`/petitions/${petitionSlug}/thanks`, '/me', '/facts?topic=uk'].map(get))).map(htmlOf)

    expect(pages.map((page) => page.querySelectorAll('link[rel="canonical"], meta[property], link[hreflang]').length)).toEqual([0, 0, 0])
  })
})
