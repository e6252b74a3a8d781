import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PackFact, PackPicture, PackTimelineItem } from '../../server/features/campaigns/pack.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { formatEventDate } from '../../web/i18n/format.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

/*
 * Shown is a claim of the ledger where its `display` stands: as a card, on its own page, or among the
 * sources of a text. There its entry holds who says it, as of when, the ledger's verb, its note and
 * what must be seen with it. It is named, not shown, in four places: as a companion of another claim
 * (with who says it and as of when), as a link in an event that gathers it (with the denial), as the
 * denial beside another claim, and in the line for who cites it. Nowhere else it may stand. Likewise
 * an event is shown where its `what` stands: in a card or among sources; as a companion it is named.
 */

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => { window: { document: Document } } }
const documentOf = (html: string) => new JSDOM(html).window.document

const pack = readPack(bundledPack)
const hidden = pack.facts.filter(({ use }) => use === 'do-not-publish')
const remembered = pack.timeline.filter(({ verified }) => verified !== true)
const shownFacts = pack.facts.filter(({ use }) => use !== 'do-not-publish')
const shownEvents = pack.timeline.filter(({ verified }) => verified === true)
const graphic = shownFacts.filter((fact) => fact.graphic)
const denial = pack.facts.find(({ kind }) => kind === 'denial') as PackFact
const estimates = shownFacts.filter(({ id }) => ['gutmann-65000-estimate', 'trey-130000-estimate'].includes(id))
const sources = shownEvents.flatMap(({ source, moreSources }) => [...(source ? [source] : []), ...moreSources])
const advocacy = new Set(sources.flatMap(({ isAdvocacy, url }) => (isAdvocacy ? [url] : [])))

const each = (id: string, ...words: (string | null | undefined)[]) => words.flatMap((text) => (text ? [{ id, text }] : []))
/** What stands only behind a closed panel. */
const graphicWords = [
  ...graphic.flatMap(({ id, display, claim, note }) => each(id, display, claim, note)),
  ...shownEvents.filter(({ factIds }) => graphic.some(({ id }) => factIds.includes(id))).flatMap(({ id, what }) => each(id, what)),
]
/** What stands nowhere: `sourceText` and `externalCheck` are what editors wrote of the article. */
const secrets = [
  ...hidden.flatMap(({ id, display, claim }) => each(id, id, display, claim)),
  ...remembered.flatMap(({ id, what }) => each(id, id, what)),
  ...pack.facts.flatMap(({ id, sourceText, externalCheck }) => each(id, sourceText, externalCheck)),
]

let site: TestSite
/** Every page by its address: its markup, and what a browser makes of it. */
const pages = new Map<string, { html: string; document: Document }>()
let listed: { facts: PackFact[]; events: PackTimelineItem[] }
/** All that is not a page and that everybody can read. */
let others: Map<string, string>
beforeAll(async () => {
  site = await startSite(unlimited)
  const sitemap = (await site.get('/sitemap.xml')).body
  await walk(['/', ...[...sitemap.matchAll(/<loc>http:\/\/localhost:3000([^<]*)<\/loc>/g)].map(([, path = '']) => path)])
  const read = async (path: string) => (await site.get(path)).json().items
  listed = { facts: await read('/api/v1/facts'), events: await read('/api/v1/timeline') }
  const paths = ['/sitemap.xml', '/feed.atom', '/robots.txt', '/api/v1/facts', '/api/v1/timeline', '/api/v1/asks', '/api/v1/petitions']
  others = new Map(await Promise.all(paths.map(async (path) => [path, plainTextOf(await site.get(path))] as const)))
}, 180_000)
afterAll(() => site.close())

const pageAt = (path: string) => pages.get(path)?.document as Document
type Look = (document: Document, path: string) => string[]
const everyPage = (look: Look) => [...pages].flatMap(([path, { document }]) => look(document, path))

test('the walk reaches every public page: each claim, each open ask and petition, and what the pages link to', () => {
  const asks = pack.asks.filter(({ state }) => state === 'open').map(({ id }) => `/write/${id}`)
  const petitions = pack.petitions.filter(({ state }) => state !== 'draft').map(({ slug }) => `/petitions/${slug}`)

  expect([...pages.keys()]).toEqual(expect.arrayContaining([...shownFacts.map(({ id }) => `/facts/${id}`), ...asks, ...petitions]))
  expect([...pages.keys()]).toEqual(expect.arrayContaining(['/', '/facts', '/timeline', '/laws', '/corrections', '/facts?topic=estimates']))
})

test('the public list has all claims and events but those that must not be published, without notes for editors', () => {
  expect(listed.facts.map(({ id }) => id)).toEqual(shownFacts.map(({ id }) => id))
  expect(listed.events.map(({ id }) => id)).toEqual(shownEvents.map(({ id }) => id))
  expect(listed.facts.filter((fact) => 'sourceText' in fact || 'externalCheck' in fact)).toEqual([])
})

test('a claim stands nowhere without who says it, as of when, how sure it is, and its note', () => {
  expect(everyPage(claimFaults)).toEqual([])
})

test('what must be seen with a claim stands beside it, or among the same sources', () => {
  expect(everyPage(companionFaults)).toEqual([])
})

test('a contested claim stands nowhere without the denial, which is in the entry itself where the evidence is', () => {
  expect(everyPage(denialFaults)).toEqual([])
})

test('every claim is in the list of the evidence and on a page of its own', () => {
  const isShownAt = (path: string, claim: PackFact) =>
    standings(pageAt(path), path).some(({ fact, standing }) => fact === claim && standing?.as === 'entry')

  expect(shownFacts.filter((fact) => !isShownAt('/facts', fact) || !isShownAt(`/facts/${fact.id}`, fact))).toEqual([])
})

test('graphic testimony stands only behind a closed panel that tells what is in it', () => {
  expect(everyPage(openFaults)).toEqual([])
})

test('no preview holds anything graphic: title, description, card, picture, machine-readable data, feed or sitemap', async () => {
  const cards = await Promise.all(graphic.map(({ id }) => site.get(`/cards/facts/${id}.png`)))

  expect(everyPage(previewFaults)).toEqual([])
  expect(['/feed.atom', '/sitemap.xml'].flatMap((path) => foundIn(others.get(path) ?? '', graphicWords))).toEqual([])
  expect(cards.map(({ statusCode }) => statusCode)).toEqual(graphic.map(() => 404))
  expect(graphic.filter(({ id }) => !textsOf(pageAt(`/facts/${id}`)).includes('http://localhost:3000/cards/home.png'))).toEqual([])
})

test('what must not be published, what is known from memory only, and what editors wrote of the article are nowhere', () => {
  expect(everyPage(secretFaults)).toEqual([])
  expect([...others.values()].flatMap((text) => foundIn(text, secrets))).toEqual([])
})

test('those who doubt or deny are on the page of the evidence, each with the link to its source', () => {
  const doubts = pageAt('/facts').querySelector('section[aria-labelledby="doubts"]') as Element
  const views = shownEvents.filter(({ id }) => pack.campaign.counterViews.includes(id))

  expect(views).toHaveLength(pack.campaign.counterViews.length)
  expect(views.filter(({ what }) => holdersOf(doubts, what).length === 0)).toEqual([])
  expect(views.filter(({ source }) => !linksTo(doubts, source?.url ?? ''))).toEqual([])
})

test('the two estimates stand together wherever one of them stands', () => {
  expect(estimates).toHaveLength(2)
  expect(everyPage(estimateFaults)).toEqual([])
})

test('every event stands with its date, its source, and then or now', () => {
  expect(everyPage(eventFaults)).toEqual([])
})

test('every law on the map stands with its date and its source', () => {
  const laws = shownEvents.filter(({ id }) => pack.campaign.laws.some(({ event }) => event === id))
  const faults = laws.flatMap((law) => sourceFaults(law, pageAt('/laws').querySelector(`[id="${law.id}"]`) as Element, '/laws'))

  expect(laws.length).toBeGreaterThan(15)
  expect(faults).toEqual([])
})

test('a source that campaigns on the matter is labelled wherever it is linked', () => {
  expect(advocacy.size).toBeGreaterThan(5)
  expect(everyPage(advocacyFaults)).toEqual([])
})

test('a picture of figures says of each who says it and as of when, how to read it, and what is denied', () => {
  expect(pack.campaign.pictures.flatMap((picture) => pictureFaults(picture, pageAt('/facts')))).toEqual([])
})

describe('the walk sees when something is missing', () => {
  const contested = '[id="gutmann-targeted-since-1997"]'
  const panel = '[id="tohti-1995-live-removal"] details'
  const find = (document: Document, selector: string) => document.querySelector(selector) as Element
  const remove = (selector: string) => (document: Document) => find(document, selector).remove()
  const write = (selector: string, text: string) => (document: Document) => {
    find(document, selector).textContent = text
  }
  const add = (text: string) => (document: Document) => {
    find(document, 'main').append(Object.assign(document.createElement('p'), { textContent: text }))
  }
  const attribution = `${contested} .fact-body > p.quiet`
  const event = 'li.event[id="later-2021-china-reply"]'

  test.each<[string, string, (document: Document) => void, RegExp]>([
    ['who says it', '/facts', write(attribution, '1997 onward, said in late 2014 · alleged'), /1997: .* who says it/],
    ['as of when', '/facts', write(attribution, 'Ethan Gutmann · alleged'), /1997: .* as of when/],
    ['the verb', '/facts', write(attribution, 'Ethan Gutmann · 1997 onward, said in late 2014 · reported'), /1997: .* how sure/],
    ['the denial', '/facts', remove(`${contested} .denial`), /1997: .* without the denial/],
    ['the denial on its own page', '/facts/gutmann-targeted-since-1997', remove('.denial'), /1997: .* without the denial/],
    ['the note', '/facts', remove(`${contested} .reading-note`), /1997: .* without its note/],
    ['the badge', '/facts', remove(`${contested} .badge`), /1997: .* badge/],
    ['the other estimate', '/facts', remove('[id="trey-130000-estimate"] .companions'), /trey-130000-estimate: an estimate stands/],
    ['who made the other estimate', '/facts', remove('[id="trey-130000-estimate"] .companions span.quiet'), /gutmann-65000-estimate: /],
    ['the law that came later', '/facts/uk-no-law-2014', remove('.companions'), /uk-no-law-2014: .*later-2022-uk/],
    ['the attribution among sources', '/petitions/un-human-rights-commissioner', remove('.source .quiet'), /kilgour-matas-report: /],
    ['the position of those accused', '/petitions/un-human-rights-commissioner', remove('.position'), /targeting-falun-gong: .* denial/],
    ['the denial of an event', '/timeline', remove('[id="a-1997"] .denial'), /1997: .* without the denial/],
    ['the entry', '/about', add(denial.display), /china-denies-live-or-conscience: stands where nothing belongs to it/],
    ['the panel, closed', '/facts', (document) => find(document, panel).setAttribute('open', ''), /tohti-1995-live-removal: .* open/],
    ['the panel', '/facts', (document) => find(document, panel).replaceWith(...find(document, panel).childNodes), /live-removal: .* open/],
    ['the content note', '/facts', remove(`${panel} summary`), /tohti-1995-live-removal: .* open/],
    ['a title without it', '/about', write('title', graphicWords[0]?.text ?? ''), /report-alleges-on-demand-state-sanctioned: .* preview/],
    ['a page without the unpublished', '/about', add(hidden[0]?.display ?? ''), /gutmann-self-assessment-of-book/],
    ['a page without what is known from memory', '/about', add(remembered[0]?.what ?? ''), /memory-2007-tts/],
    ['a page without editors’ checks', '/about', add(`x ${shownFacts[1]?.externalCheck}`), /kilgour-matas-report/],
    ['a page without editors’ places', '/about', add(shownFacts[1]?.sourceText ?? ''), /kilgour-matas-report/],
    ['the date', '/timeline', remove(`${event} .event-when strong`), /later-2021-china-reply: .* date/],
    ['then or now', '/timeline', remove(`${event} .badge`), /later-2021-china-reply: .* badge/],
    ['the source', '/timeline', remove(`${event} .source-line a`), /later-2021-china-reply: .* source/],
    ['whose source it is', '/timeline', remove(`${event} .source-line strong`), /labelled/],
  ])('%s', (_what, path, change, expected) => {
    const document = documentOf(pages.get(path)?.html ?? '')
    change(document)

    const looks = [claimFaults, companionFaults, denialFaults, openFaults, previewFaults, estimateFaults, eventFaults]
    const found = [...looks, advocacyFaults, secretFaults].flatMap((look) => look(document, path))

    expect(found.join('\n')).toMatch(expected)
  })
})

/** Pages of one person, what is for programs, and more than one topic to choose from. */
const notWalked = /^\/(?:me|dev|api\/v1|feed\.atom)(?:\/|$)|^\/facts\?topic=(?!estimates)/

/** Opens these pages, and all that they link to. */
async function walk(paths: string[]): Promise<void> {
  const unread = [...new Set(paths)].filter((path) => !pages.has(path))
  if (unread.length === 0) return
  for (const path of unread) {
    const reply = await site.get(path, { accept: 'text/html' })
    expect([reply.statusCode, path]).toEqual([200, path])
    pages.set(path, { html: reply.body, document: documentOf(reply.body) })
  }
  const links = unread.flatMap((path) => [...pageAt(path).querySelectorAll('a[href^="/"]')])
  await walk(links.map((link) => link.getAttribute('href')?.split('#')[0] ?? '').filter((href) => !notWalked.test(href)))
}

/** What a reader sees of an element: kept, since a page is read many times over, and asked only once nothing changes any more. */
const texts = new WeakMap<Node, string>()
function textOf(node: Node | null): string {
  if (!node || node.nodeName === 'SCRIPT' || node.nodeName === '#comment') return ''
  const text = texts.get(node) ?? (node.nodeValue ?? [...node.childNodes].map(textOf).join('')).replace(/\s+/g, ' ')
  texts.set(node, text)
  return text
}

/** The innermost elements that a text stands in. */
function holdersOf(within: Element, text: string): Element[] {
  if (!textOf(within).includes(text)) return []
  const inner = [...within.children].flatMap((child) => holdersOf(child, text))
  return inner.length > 0 ? inner : [within]
}

const isContested = ({ kind, confidence, mustShowWith }: PackFact) =>
  ['allegation', 'testimony'].includes(kind) ||
  ['alleged', 'estimated', 'testified'].includes(confidence) ||
  pack.facts.some((fact) => fact.kind === 'denial' && mustShowWith.includes(fact.id))

type Standing = { as: 'entry' | 'companion' | 'link' | 'denial' | 'citation'; entry: Element }

/** How a claim stands there, and the element that all that belongs to it stands in; null where it must not stand. */
function standingOf(holder: Element, { id, kind, display }: PackFact, path: string): Standing | null {
  const companion = holder.closest('.companions > p')
  if (companion) return { as: 'companion', entry: companion }
  const denied = holder.closest('.denial')
  if (denied && kind === 'denial') return { as: 'denial', entry: denied }
  if (holder.localName === 'textarea') return { as: path === `/facts/${id}` ? 'citation' : 'denial', entry: holder }
  const event = holder.closest('.event')
  if (event) return holder.getAttribute('href') === `/facts/${id}` && textOf(holder) === display ? { as: 'link', entry: event } : null
  const entry = holder.closest(`li[id="${id}"], li[id="source-${id}"]`) ?? (path === `/facts/${id}` ? holder.closest('article') : null)
  return entry && { as: 'entry', entry }
}

const standings = (document: Document, path: string) =>
  shownFacts.flatMap((fact) => holdersOf(document.body, fact.display).map((holder) => ({ fact, standing: standingOf(holder, fact, path) })))

/** An entry without what is said of other claims in it. */
function ownPartOf(entry: Element): Element {
  const own = entry.cloneNode(true) as Element
  for (const other of own.querySelectorAll('.event, .companions, .cite-line, section.position')) other.remove()
  return own
}

function claimFaults(document: Document, path: string): string[] {
  return standings(document, path).flatMap(({ fact, standing }) => {
    const faults = standing ? standingFaults(fact, standing) : ['stands where nothing belongs to it']
    return faults.map((fault) => `${path}: ${fact.id}: ${fault}`)
  })
}

function standingFaults(fact: PackFact, { as, entry }: Standing): string[] {
  const { attributedTo, asOf, confidence, note, display } = fact
  if (as === 'link' || as === 'denial') return []
  const own = ownPartOf(entry)
  const lines = [...own.querySelectorAll('p.quiet')].map(textOf).filter((line) => !line.includes(display))
  const line = as === 'entry' ? (lines.find((one) => one.includes(attributedTo.name) || one.includes(asOf)) ?? '') : textOf(entry)
  const isMissing: [boolean, string][] = [
    [!line.includes(attributedTo.name), 'who says it'],
    [!line.includes(asOf), 'as of when'],
    [as === 'entry' && !line.includes(confidence), 'how sure it is'],
    [as === 'entry' && !textOf(own).includes(note ?? ''), 'its note'],
    [as !== 'citation' && !isBadged(entry, '2014 article'), 'its badge'],
  ]
  return isMissing.flatMap(([isSo, what]) => (isSo ? [`stands without ${what}`] : []))
}

function companionFaults(document: Document, path: string): string[] {
  return standings(document, path).flatMap(({ fact, standing }) => {
    if (standing?.as !== 'entry') return []
    const others = [...pack.facts, ...pack.timeline].filter(({ id, kind }) => fact.mustShowWith.includes(id) && kind !== 'denial')
    const beside = textOf(standing.entry.matches('.source') ? document.body : standing.entry)
    const missing = others.filter((other) => !beside.includes('display' in other ? other.display : other.what))
    return missing.map(({ id }) => `${path}: ${fact.id}: stands without ${id}`)
  })
}

const isBadged = (entry: Element, words: string) => [...entry.querySelectorAll('.badge')].some((badge) => textOf(badge) === words)

/** Where the evidence is, the denial stands in the entry itself; elsewhere, the position of those accused on the page. */
function denialFaults(document: Document, path: string): string[] {
  const onPage = [...document.querySelectorAll('.position')].map(textOf).join()
  const isOnPage = onPage.includes(pack.campaign.position.statement) || onPage.includes(denial.display)
  return standings(document, path).flatMap(({ fact, standing }) => {
    if (!standing || !isContested(fact)) return []
    const isAtItself = /^\/facts/.test(path) || standing.as === 'link' || standing.as === 'citation'
    const entry = standing.as === 'companion' ? standing.entry.closest('.fact-body') : standing.entry
    const isDenied = isAtItself ? textOf(standing.as === 'entry' ? ownPartOf(entry as Element) : entry).includes(denial.display) : isOnPage
    return isDenied ? [] : [`${path}: ${fact.id}: stands without the denial`]
  })
}

/** Behind a panel: inside one that is closed, whose line in sight says what it holds. */
function isBehindPanel(element: Element | null): boolean {
  const panel = element?.closest('details')
  if (!panel) return false
  const summary = panel.querySelector(':scope > summary')
  const isClosed = !panel.hasAttribute('open') && textOf(summary).includes('Content note') && !summary?.contains(element ?? null)
  return isClosed || isBehindPanel(panel.parentElement)
}

function openFaults(document: Document, path: string): string[] {
  const open = graphicWords.filter(({ text }) => holdersOf(document.body, text).some((holder) => !isBehindPanel(holder)))
  return open.map(({ id, text }) => `${path}: ${id}: stands open: ${text}`)
}

const foundIn = (text: string, words: typeof secrets) => words.filter((one) => text.includes(one.text)).map(({ id }) => id)

/** What of a page is seen elsewhere, or read out without being opened. */
const previewFaults = (document: Document, path: string) =>
  foundIn([document.title, ...textsOf(document, 'ld+json')].join('\n'), graphicWords).map((id) => `${path}: ${id}: stands in a preview`)

const secretFaults = (document: Document, path: string) =>
  foundIn([textOf(document.documentElement), ...textsOf(document)].join('\n'), secrets).map((id) => `${path}: ${id}: is no secret`)

/** Every attribute of a page, and its data for machines and for the browser: what no reader sees as text. */
function textsOf(document: Document, type = 'json'): string[] {
  const data = [...document.querySelectorAll(`script[type$="${type}"]`)].flatMap((script) => flat(JSON.parse(script.textContent ?? '')))
  return [...[...document.querySelectorAll('*')].flatMap((element) => [...element.attributes].map(({ value }) => value)), ...data]
}

const plainTextOf = ({ body, headers }: Reply) =>
  /json/.test(String(headers['content-type'])) ? flat(JSON.parse(body)).join('\n') : textOf(documentOf(body).documentElement)

function flat(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : []
}

function estimateFaults(document: Document, path: string): string[] {
  const entries = estimates
    .flatMap(({ display }) => holdersOf(document.body, display))
    .map((one) => one.closest('li.fact, article, .sources'))
  const alone = entries.filter((entry) => estimates.some(({ display }) => !textOf(entry).includes(display)))
  return alone.map((entry) => `${path}: ${entry?.id}: an estimate stands without the other`)
}

const badges = { 'article-2014': '2014 article', context: 'Background', 'after-article': 'After the article' }

function eventFaults(document: Document, path: string): string[] {
  return shownEvents.flatMap((event) =>
    holdersOf(document.body, event.what).flatMap((holder) => {
      const named = holder.closest('.companions > p')
      const entry = named ?? holder.closest('li.event, li.source')
      if (!entry) return [`${path}: ${event.id}: stands where nothing belongs to it`]
      const faults = isBadged(entry, badges[event.era]) ? [] : [`${path}: ${event.id}: stands without its badge`]
      return [...faults, ...sourceFaults(event, entry, path, named ? `/timeline#${event.id}` : undefined)]
    }),
  )
}

/** `href`: where it leads, which is to its source, or from where it is only named to where it is shown. */
function sourceFaults(event: PackTimelineItem, entry: Element, path: string, href = event.source?.url ?? ''): string[] {
  const date = textOf(entry).includes(formatEventDate('en', event)) ? [] : ['stands without its date']
  const source = linksTo(entry, href) ? [] : ['stands without its source']
  return [...date, ...source].map((fault) => `${path}: ${event.id}: ${fault}`)
}

const linksTo = (within: Element, href: string) => [...within.querySelectorAll('a')].some((link) => link.getAttribute('href') === href)

function advocacyFaults(document: Document, path: string): string[] {
  const links = [...document.querySelectorAll('a[href]')].filter((link) => !textOf(link.closest('p, li')).includes('advocacy source'))
  const hrefs = links.map((link) => link.getAttribute('href') ?? '')
  return hrefs.filter((href) => advocacy.has(href)).map((href) => `${path}: ${href} is not labelled`)
}

function pictureFaults({ id, bars, caveat }: PackPicture, document: Document): string[] {
  const figure = document.querySelector(`figure[id="${id}"]`) as Element
  const around = textOf(figure.parentElement)
  const rows = [...figure.querySelectorAll('tbody tr')].map(textOf)
  const faults = bars.flatMap(({ fact: factId, label, display }) => {
    const { attributedTo, asOf } = shownFacts.find((fact) => fact.id === factId) as PackFact
    const isWhole = rows.some((row) => [label, display, attributedTo.name, asOf].every((words) => row.includes(words)))
    return isWhole && linksTo(figure, `/facts/${factId}`) ? [] : [`${id}: ${factId}`]
  })
  return around.includes(caveat) && around.includes(denial.display) ? faults : [...faults, `${id}: without its caveat or the denial`]
}
