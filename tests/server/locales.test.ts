import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { consentIn } from '../../server/contract/consent.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { aSignForm } from '../support/builders.ts'
import { begunDraft, postFields, typedLetter } from '../support/letter-pages.ts'
import { bringMembers, commonsAsk } from '../support/letters.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, newestMail, rowsOf, unlimited } from '../support/steps.ts'

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => { window: { document: Document } } }
const htmlOf = ({ body }: Reply) => new JSDOM(body).window.document

const origin = 'http://localhost:3000'
const petition = `/petitions/${petitionSlug}`
const locales = ['en', 'de', 'fr', 'he']
const pack = readPack(bundledPack)
/** What the campaign says; it is in English only. */
const campaignWords = new Set([
  ...pack.facts.flatMap(({ display, note }) => [display, note]),
  ...pack.timeline.flatMap(({ what, readerNote }) => [what, readerNote]),
  ...pack.petitions.flatMap(({ versions }) => versions.flatMap(({ title, requests }) => [title, ...requests])),
  ...pack.campaign.about.flatMap(({ heading, paragraphs }) => [heading, ...paragraphs]),
  pack.campaign.title,
  pack.campaign.position.heading,
  pack.campaign.position.statement,
])
/** What the site itself says in German, as its catalogues have it, where it is not the same in English. */
const germanWords = new Set(
  ['web/i18n/de.po', 'web/i18n/static/de.po'].flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(/^msgid "([^"]+)"\nmsgstr "([^"]+)"$/gm)].flatMap(([, id, words]) =>
      words === id ? [] : [words],
    ),
  ),
)
/** Addresses that are the same in every language. */
const withoutLanguage = /^\/(?:api|feed\.atom)/

let site: TestSite
let plain: TestSite
beforeAll(async () => {
  site = await startSite({ ...unlimited, REVIEWED_LOCALES: 'de,fr,he' })
  plain = await startSite(unlimited)
})
afterAll(() => Promise.all([site.close(), plain.close()]))

const get = (path: string, from: TestSite = site) => from.get(path, { accept: 'text/html' })
const open = async (path: string) => htmlOf(await get(path))
const attributeOf = (page: Document, selector: string, name: string) => page.querySelector(selector)?.getAttribute(name)
const attributesOf = (page: Document, selector: string, name: string) =>
  [...page.querySelectorAll(selector)].map((one) => one.getAttribute(name) ?? '')
const leavesOf = (page: Document) => [...page.querySelectorAll('main *')].filter((one) => one.children.length === 0)
const spokenIn = (element: Element) => element.closest('[lang]')?.getAttribute('lang')
const languageOf = (page: Document) => [page.documentElement.lang, page.documentElement.dir]

describe('a page in a language that is offered', () => {
  test.each([
    ['/de', '/', 'de', 'ltr'],
    ['/de/', '/', 'de', 'ltr'],
    ['/de?source=news', '/', 'de', 'ltr'],
    ['/de/facts', '/facts', 'de', 'ltr'],
    ['/de/facts?topic=uk', '/facts', 'de', 'ltr'],
    ['/de/facts/uk-no-law-2014', '/facts/uk-no-law-2014', 'de', 'ltr'],
    [`/fr${petition}`, petition, 'fr', 'ltr'],
    ['/fr/verify', '/verify', 'fr', 'ltr'],
    ['/he/timeline', '/timeline', 'he', 'rtl'],
    ['/he/write/who', '/write/who', 'he', 'rtl'],
    ['/facts', '/facts', 'en', 'ltr'],
  ])('%s is the page of %s in %s, which runs %s', async (address, path, locale, direction) => {
    const reply = await get(address)

    expect(reply.statusCode).toBe(200)
    expect(languageOf(htmlOf(reply))).toEqual([locale, direction])
    expect(attributesOf(htmlOf(reply), '.languages a', 'href')).toEqual(locales.map((other) => localPath(other, path)))
  })

  test.each([
    ['/de', '/'],
    [`/fr${petition}`, petition],
    ['/he/timeline', '/timeline'],
    ['/timeline', '/timeline'],
  ])('%s has its own address and names those in all languages, English for any other', async (address, path) => {
    const page = await open(address)

    const alternates = [...page.querySelectorAll('link[hreflang]')].map((link) => [
      link.getAttribute('hreflang'),
      link.getAttribute('href'),
    ])
    expect(attributeOf(page, 'link[rel="canonical"]', 'href')).toBe(`${origin}${address}`)
    expect(alternates).toEqual([
      ...locales.map((locale) => [locale, `${origin}${localPath(locale, path)}`]),
      ['x-default', `${origin}${path}`],
    ])
  })

  test('every page that names itself in other languages is there in them', async () => {
    const english = [
      '/',
      '/facts',
      '/laws',
      '/write',
      '/corrections',
      '/about',
      '/accessibility',
      '/privacy',
      '/problems/busy',
      '/api/docs',
    ]
    const named = (await Promise.all(english.map(open))).flatMap((page) => attributesOf(page, 'link[hreflang]', 'href'))

    const replies = await Promise.all([...new Set(named)].map(async (href) => [(await get(href.slice(origin.length))).statusCode, href]))

    expect(replies.filter(([status]) => status !== 200)).toEqual([])
  })

  test('what is not found is said in the language that it was asked for in', async () => {
    const reply = await get('/de/facts/no-such-claim')

    expect(reply.statusCode).toBe(404)
    expect(languageOf(htmlOf(reply))).toEqual(['de', 'ltr'])
  })

  test('an address that ends in a stroke is no second page', async () => {
    const page = await open('/de/facts/')

    expect(attributeOf(page, 'link[rel="canonical"]', 'href')).toBe(`${origin}/de/facts`)
  })
})

describe('what is the same in every language has one address', () => {
  test.each([
    '/de/api/v1/petitions',
    '/de/api/docs',
    '/de/log/key',
    '/de/feed.atom',
    '/de/sitemap.xml',
    '/de/cards/home.png',
    '/de/healthz',
    '/de/dev/mailbox',
    '/de/.well-known/security.txt',
    '/en/facts',
    '/xx/facts',
    '/de/de/facts',
    '/DE/facts',
    '/defacts',
  ])('%s is not there', async (address) => {
    expect((await get(address)).statusCode).toBe(404)
  })

  test('and is there without a language', async () => {
    const replies = await Promise.all(['/api/v1/petitions', '/log/key', '/feed.atom', '/sitemap.xml', '/api/docs'].map((path) => get(path)))

    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200])
  })
})

describe('without languages to offer', () => {
  test.each(['/de', '/de/facts', `/fr${petition}`, '/he/timeline'])('%s is not there', async (address) => {
    expect((await get(address, plain)).statusCode).toBe(404)
  })

  test('no page names another language', async () => {
    const pages = await Promise.all(['/', '/facts', petition, '/verify'].map((path) => get(path, plain)))

    expect(pages.filter(({ body }) => /hreflang|class="[^"]*languages/i.test(body))).toEqual([])
  })
})

describe('inside a language', () => {
  const german = [
    '/de',
    '/de/facts',
    '/de/facts/uk-no-law-2014',
    '/de/timeline',
    '/de/laws',
    '/de/write',
    '/de/write/who',
    '/de/corrections',
  ]
  const further = [
    `/de${petition}`,
    `/de${petition}/figures`,
    `/de${petition}/thanks`,
    '/de/petitions',
    '/de/me',
    '/de/about',
    '/de/nothing-here',
  ]

  test.each([...german, ...further])('the links and forms of %s stay in it', async (address) => {
    const page = await open(address)

    const inside = [
      ...attributesOf(page, 'a[href^="/"]:not([hreflang])', 'href').filter((href) => !withoutLanguage.test(href)),
      ...attributesOf(page, 'form[action]', 'action'),
    ]
    expect(inside.length).toBeGreaterThan(10)
    expect(inside.filter((href) => !/^\/de(?:[/?#]|$)/.test(href))).toEqual([])
  })

  test('all that German pages link to is there, and in German', async () => {
    const pages = await Promise.all(['/de', '/de/facts/uk-no-law-2014', '/de/write', `/de${petition}`].map(open))
    const linked = new Set(pages.flatMap((page) => attributesOf(page, 'a[href^="/de"]', 'href')).map((href) => href.split('#')[0] ?? ''))

    const replies = await Promise.all([...linked].map((href) => get(href)))

    expect(linked.size).toBeGreaterThan(30)
    expect(replies.filter(({ statusCode, body }) => statusCode !== 200 || !body.includes('<html lang="de"'))).toEqual([])
  })

  const said = ['/de', '/de/facts', '/de/timeline', '/he/laws', '/fr/write/who', '/de/about', `/he${petition}`, `/de${petition}/thanks`]

  test.each(said)('what the campaign says on %s is marked as English', async (address) => {
    const page = await open(address)

    const holders = leavesOf(page).filter((leaf) => campaignWords.has(leaf.textContent ?? ''))
    expect(holders.length).toBeGreaterThan(0)
    expect(holders.filter((leaf) => spokenIn(leaf) !== 'en').map((leaf) => leaf.outerHTML)).toEqual([])
  })

  test.each(['/de', '/de/facts', '/de/facts/uk-no-law-2014', '/de/timeline', '/de/write/who', `/de${petition}`])(
    'what the site itself says on %s in German is not marked as English',
    async (address) => {
      const page = await open(address)

      const holders = leavesOf(page).filter((leaf) => germanWords.has(leaf.textContent ?? ''))
      const mistaken = holders.filter((leaf) => spokenIn(leaf) !== 'de').map((leaf) => leaf.outerHTML)
      expect(holders.length).toBeGreaterThan(0)
      expect([...new Set(mistaken)]).toEqual([])
    },
  )
})

describe('who signs in German', () => {
  const sign = (form: Record<string, string> = aSignForm()) => site.postForm(`/de${petition}`, form)

  test('is led to the German page about the mail, whose form leads on in German', async () => {
    const posted = await sign()
    const page = await open(String(posted.headers.location))

    expect([posted.statusCode, posted.headers.location]).toEqual([303, `/de${petition}/check-your-email`])
    expect(languageOf(page)).toEqual(['de', 'ltr'])
    expect(attributeOf(page, 'form', 'action')).toBe(`/de${petition}/check-your-email`)
  })

  test('can type the code there, and is forgotten by the browser then', async () => {
    const form = aSignForm()
    const [cookie] = (await sign(form)).cookies
    await site.work()
    const { text } = newestMail(site, form['email'] ?? '').message

    const code = /\b\d{3} \d{3}\b/.exec(text)?.[0] ?? ''
    const typed = await site.postForm(`/de${petition}/check-your-email`, { code }, { cookie: `${cookie?.name}=${cookie?.value}` })

    expect([typed.statusCode, typed.headers.location]).toEqual([303, `/de${petition}/thanks`])
    expect(typed.cookies).toMatchObject([{ name: cookie?.name, value: '', path: cookie?.path }])
  })

  test('is known again there: the browser sends its cookie to the German page', async () => {
    const posted = await sign()

    // Only to addresses below its path (RFC 6265 section 5.1.4).
    expect(String(posted.headers.location).startsWith(posted.cookies[0]?.path ?? 'none')).toBe(true)
  })

  test('gets a form with errors back in German, with what was typed, to send to the German address', async () => {
    const refused = await sign(aSignForm({ givenName: 'Ada', email: 'no address' }))
    const page = htmlOf(refused)

    expect(refused.statusCode).toBe(422)
    expect(languageOf(page)).toEqual(['de', 'ltr'])
    expect(attributeOf(page, 'form', 'action')).toBe(`/de${petition}#errors`)
    expect(attributeOf(page, 'input[name="givenName"]', 'value')).toBe('Ada')
    expect(attributesOf(page, '[role="alert"] a, .error-summary a', 'href')).toEqual(['#email'])
  })

  test('reads and agrees to the German words, and their version is stored', async () => {
    const page = await open(`/de${petition}`)
    const before = await rowsOf(site, 'select id from submissions')
    await sign()
    const after = await rowsOf<{ id: string; consent_version: string }>(site, 'select id, consent_version from submissions')

    const [added] = after.filter(({ id }) => !before.some((row) => row['id'] === id))
    expect(page.body.textContent).toContain(consentIn('de').sign)
    expect(added?.consent_version).toBe(consentIn('de').version)
    expect(consentIn('de').version).toMatch(/\.de$/)
  })

  test('gets a German mail whose links lead to German pages, up to the thanks', async () => {
    const form = aSignForm()
    await sign(form)
    await site.work()
    const { message, confirmToken } = newestMail(site, form['email'] ?? '')
    const page = await open(`/de/confirm/${confirmToken}`)
    const confirming = await site.postForm(`/de/confirm/${confirmToken}`, {})

    const links = [...message.text.matchAll(/http:\/\/localhost:3000(\/\S+)/g)].map(([, path = '']) => path)
    expect(links).toContain(`/de/confirm/${confirmToken}`)
    expect(links.filter((path) => !path.startsWith('/de/'))).toEqual([])
    expect(message.html).toContain('lang="de"')
    expect(languageOf(page)).toEqual(['de', 'ltr'])
    expect([confirming.statusCode, confirming.headers.location]).toEqual([303, `/de${petition}/thanks`])
  })

  test('asks for the link to their own page in German and gets a German one', async () => {
    const { email } = await confirmed(site)
    const asked = await site.postForm('/de/me', { email })
    await site.work()
    const { message, signerToken } = newestMail(site, email)

    expect([asked.statusCode, asked.headers.location]).toEqual([303, '/de/me?sent=yes'])
    expect(message.text).toContain(`${origin}/de/me/${signerToken}`)
    expect(message.html).toContain('lang="de"')
    expect(languageOf(await open(`/de/me/${signerToken}`))).toEqual(['de', 'ltr'])
  })
})

test('who writes a letter in German stays there, over composer, mail and confirmation, and the letter is in English', async () => {
  const { ada } = await bringMembers(site)
  const path = await begunDraft(site, commonsAsk, { recipient: ada }, '/de')
  const sent = await postFields(site, path, { ...typedLetter({ email: 'schreibt@example.net' }), action: 'send' })
  await site.work()
  const { message } = newestMail(site, 'schreibt@example.net')
  const links = [...message.text.matchAll(/http:\/\/localhost:3000(\/\S+)/g)].map(([, link = '']) => link)
  const confirming = await site.postForm(links.find((link) => link.startsWith('/de/letters/confirm/')) ?? '', {})
  const addresses = [path, String(sent.headers.location), String(confirming.headers.location)]
  const pages = await Promise.all(addresses.map(open))

  expect([...addresses, ...links].filter((address) => !address.startsWith('/de/'))).toEqual([])
  expect(message.html).toMatch(/<html[^>]* lang="de".*lang="en"/s)
  expect(pages.map(languageOf)).toEqual(pages.map(() => ['de', 'ltr']))
  expect(pages.flatMap((page) => attributesOf(page, 'form[action]', 'action')).filter((action) => !action.startsWith('/de/'))).toEqual([])
})

test('a program that signs, and who signs on an English page, agree to the English words', async () => {
  await plain.sign({ ...aSignForm(), consent: true, age: undefined })
  await plain.postForm(petition, aSignForm())

  const stored = await rowsOf(plain, 'select distinct consent_version from submissions')
  expect(stored).toEqual([{ consent_version: consentIn('en').version }])
})

test('a mail that was asked for in a language that is offered no more comes in English, with links that are there', async () => {
  const form = aSignForm()
  await plain.postForm(petition, form)
  await rowsOf(plain, 'update submissions set consent_version = $1', [consentIn('de').version])
  await plain.work()
  const confirmation = newestMail(plain, form['email'] ?? '')
  await plain.post('/api/v1/confirmations', { token: confirmation.confirmToken })
  await plain.post('/api/v1/me/links', { email: form['email'] })
  await rowsOf(plain, "update signer_links set locale = 'de'")
  await plain.work()
  const link = newestMail(plain, form['email'] ?? '')

  expect(confirmation.message.text).toContain(`${origin}/confirm/${confirmation.confirmToken}`)
  expect(link.message.text).toContain(`${origin}/me/${link.signerToken}`)
  expect([confirmation, link].map(({ message }) => message.html.includes('lang="en"'))).toEqual([true, true])
  expect([confirmation, link].filter(({ message }) => message.text.includes('/de/'))).toEqual([])
})

describe('pages in memory', () => {
  let kept: TestSite
  beforeAll(async () => {
    kept = await startSite({ ...unlimited, REVIEWED_LOCALES: 'de,he' }, { replyCacheBytes: 10_000_000 })
  })
  afterAll(() => kept.close())

  test('are kept apart by language, through the routes and at once', async () => {
    const address = await kept.listen()
    const read = async (path: string) => (await fetch(`${address}${path}`)).text()
    const paths = ['/facts', '/de/facts', '/he/facts']

    const made = await Promise.all(paths.map(read))
    const again = await Promise.all(paths.map(read))

    expect(made.map((html) => /<html lang="(\w+)"/.exec(html)?.[1])).toEqual(['en', 'de', 'he'])
    expect(again).toEqual(made)
  })

  test('change in every language when the count changes', async () => {
    const paths = ['/', '/de', petition, `/de${petition}`, `/he${petition}`]
    const etags = async () => (await Promise.all(paths.map((path) => get(path, kept)))).map(({ headers }) => headers.etag)
    const before = await etags()
    await confirmed(kept)
    await kept.sequence()
    await vi.waitFor(async () => expect((await kept.get(`/api/v1/petitions/${petitionSlug}/count`)).json().count).toBe(1))
    const after = await etags()

    expect(after.filter((etag, i) => etag === before[i])).toEqual([])
    expect(new Set(before).size).toBe(paths.length)
  })
})

function localPath(locale: string, path: string): string {
  if (locale === 'en') return path
  return path === '/' ? `/${locale}` : `/${locale}${path}`
}
