import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSignForm } from '../support/builders.ts'
import { begunDraft, ownPageOf } from '../support/letter-pages.ts'
import { bringMembers, commonsAsk, confirmedLetter, handedIn } from '../support/letters.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { signed, unlimited } from '../support/steps.ts'

let site: TestSite
/** Of one person each. */
let personal: string[]
/** Of these, those that a mail links to. */
let mailed: string[]
beforeAll(async () => {
  site = await startSite(unlimited)
  const { mail } = await signed(site)
  const { ada } = await bringMembers(site)
  const draft = await begunDraft(site, commonsAsk, { recipient: ada })
  const letterToConfirm = `/letters/confirm/${(await handedIn(site, { recipient: ada })).token}`
  const letter = ownPageOf(site, (await confirmedLetter(site, { recipient: ada })).id)
  mailed = [`/confirm/${mail.confirmToken}`, `/not-me/${mail.refuseToken}`, letterToConfirm]
  const whomToWriteTo = `/write/${commonsAsk}/representatives`
  personal = [...mailed, `/petitions/${petitionSlug}/check-your-email`, draft, `${draft}/check-your-email`, letter, whomToWriteTo]
})
afterAll(() => site.close())

const cached = [
  '/',
  '/petitions',
  `/petitions/${petitionSlug}`,
  `/petitions/${petitionSlug}?source=news-1`,
  `/petitions/${petitionSlug}/figures`,
  '/facts',
  '/facts/tohti-1995-live-removal',
  '/facts/china-wait-three-weeks',
  '/timeline',
  '/laws',
  '/write',
  '/write/uk-consent-gap',
  '/corrections',
  '/about',
  '/accessibility',
  '/verify',
  '/privacy',
  '/problems/busy',
  '/api/docs',
]
/** The same for everybody, and nothing that anybody should find by searching. */
const unlisted = [`/petitions/${petitionSlug}/thanks`]
const failed = [
  '/nothing-here',
  '/petitions/no-such-petition',
  '/problems/no-such-problem',
  '/confirm/made-up',
  '/not-me/made-up',
  '/letters/made-up',
  '/letters/confirm/made-up',
  `/write/${commonsAsk}/letter/made-up`,
]

const open = (path: string) => site.get(path, { accept: 'text/html' })
const all = async () => Promise.all([...cached, ...unlisted, ...personal, ...failed, '/dev/mailbox'].map(open))
/** The markup, without the data that is handed to the browser. */
const hashOf = (text: string) => createHash('sha256').update(text).digest('base64')
const markupOf = (reply: Reply) => reply.body.replace(/<script type="application\/(?:ld\+)?json"[^>]*>.*?<\/script>/gs, '')
/** What a reader sees of the entry with that id. */
function entryOf(reply: Reply, id: string): string {
  const entry = new RegExp(`<li[^>]*id="${id}"[^>]*>.*?</li>`, 's').exec(markupOf(reply))?.[0] ?? ''
  return entry.replace(/<[^>]*>/g, '').replace(/&#x27;/g, "'")
}

test.each([...cached, ...unlisted])('%s is a page for everybody: cacheable, without a cookie', async (path) => {
  const reply = await open(path)

  expect(reply.statusCode).toBe(200)
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(reply.headers['cache-control']).toBe('public, max-age=5, stale-while-revalidate=30, stale-if-error=86400')
  expect(reply.headers['set-cookie']).toBeUndefined()
})

test('search engines are shown the pages for everybody, and kept off those that follow a signature', async () => {
  const [listed, hidden] = await Promise.all([Promise.all(cached.map(open)), Promise.all([...unlisted, ...personal, ...failed].map(open))])

  expect(listed.every(({ body }) => body.includes('rel="canonical"') && !body.includes('noindex'))).toBe(true)
  expect(hidden.every(({ body }) => body.includes('<meta name="robots" content="noindex">') && !body.includes('rel="canonical"'))).toBe(
    true,
  )
})

test('the title of the page after signing tells nobody who sees the tab or the history that somebody signed', async () => {
  const { body } = await open(`/petitions/${petitionSlug}/thanks`)

  expect(body).toContain('<title>What happens now – Test site</title>')
})

test('a page for everybody is the same for everybody, whatever they send along', async () => {
  const plain = await open(`/petitions/${petitionSlug}`)
  const other = await site.get(`/petitions/${petitionSlug}`, {
    accept: 'text/html',
    cookie: 'pending=x; session=y',
    'user-agent': 'other',
    referer: 'https://other.example.org',
  })

  expect(other.body).toBe(plain.body)
})

test('pages of one person are not stored and not indexed', async () => {
  const replies = await Promise.all(personal.map(open))

  expect(replies.map(({ statusCode }) => statusCode)).toEqual(personal.map(() => 200))
  expect(replies.map(({ headers }) => headers['cache-control'])).toEqual(personal.map(() => 'no-store'))
  expect(replies.every(({ body }) => body.includes('<meta name="robots" content="noindex">'))).toBe(true)
})

test('the token in an address that a mail links to is not written into its page', async () => {
  const replies = await Promise.all(mailed.map(open))

  const tokens = mailed.map((path) => path.split('/').at(-1) ?? '')
  expect(tokens.filter((token) => token.length < 40)).toEqual([])
  expect(tokens.filter((token, place) => replies[place]?.body.includes(token))).toEqual([])
})

test.each(failed)('what went wrong at %s is shown on a page that is not stored', async (path) => {
  const reply = await open(path)

  expect([404, 410]).toContain(reply.statusCode)
  expect(reply.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(reply.headers['cache-control']).toBe('no-store')
})

test('a program that asks for the same gets a problem document', async () => {
  const reply = await site.get('/nothing-here')

  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.json()).toMatchObject({ type: '/problems/not-found', status: 404 })
})

test('every page has all headers that keep it to itself', async () => {
  const replies = await all()

  for (const { headers } of replies) {
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), browsing-topics=()',
    })
    const policy = String(headers['content-security-policy']).split(';')
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
      ]),
    )
    expect(policy.join()).not.toMatch(/unsafe|\*|https?:|data:|blob:|nonce/)
    expect(policy.filter((rule) => rule.includes('sha256'))).toEqual([
      expect.stringMatching(/^script-src 'self' 'sha256-[\w+/]{43}='$/),
      expect.stringMatching(/^style-src 'self' 'sha256-[\w+/]{43}='$/),
    ])
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers['server']).toBeUndefined()
  }
})

test('no page holds an inline script or style that the policy does not name by its hash, or a handler', async () => {
  const replies = await all()

  for (const reply of replies) {
    // The one sheet that the policy names by its hash is in the head of every page.
    const [head, ...bodies] = markupOf(reply).split('</style>')
    const sheet = head?.split('<style>')[1] ?? ''
    expect(String(reply.headers['content-security-policy'])).toContain(hashOf(sheet))
    const rest = head?.split('<style>')[0] + bodies.join('</style>')
    const loader = /<script data-loader="">(.*?)<\/script>/.exec(rest)
    if (loader) expect(String(reply.headers['content-security-policy'])).toContain(hashOf(loader[1] ?? ''))
    const markup = rest.replace(loader?.[0] ?? '', '')
    expect(markup).not.toMatch(/<style|\sstyle=|javascript:/i)
    expect(markup).not.toMatch(/<[a-z][^>]*\son[a-z]+=/i)
    expect(markup).not.toMatch(/<script(?![^>]*\ssrc="\/)[^>]*>/i)
  }
})

test('no page loads anything from anybody else', async () => {
  const replies = await all()

  for (const reply of replies) {
    const loaded = [
      ...markupOf(reply).matchAll(
        /<(?:script|img|iframe|source|video|audio|link(?! rel="(?:canonical|alternate)"))\b[^>]*\s(?:src|href)="([^"]*)"/g,
      ),
    ]
    expect(loaded.map(([, address]) => address).filter((address) => !/^\/[^/]/.test(address ?? ''))).toEqual([])
  }
})

test('what a petition says cannot end its element or become markup', async () => {
  const hostile = '</script><script>alert(1)</script><img src=x onerror=alert(1)>'
  await site.addPetition({
    slug: 'hostile-text',
    versions: [
      {
        version: 1,
        publishedAt: new Date('2026-11-01T00:00:00Z'),
        text: { title: hostile, summary: hostile, background: [{ text: hostile, cites: [] }], requests: [hostile], closing: [] },
      },
    ],
  })

  const replies = await Promise.all([open('/petitions/hostile-text'), open('/petitions'), open('/petitions/hostile-text/thanks')])

  for (const { body } of replies) expect(body).not.toMatch(/<script>|<img src=x/)
})

test('what is typed into a form cannot become markup when it comes back', async () => {
  const reply = await site.postForm(
    `/petitions/${petitionSlug}`,
    aSignForm({ givenName: '"><script>alert(1)</script>', comment: '</textarea><script>alert(1)</script>', email: '</script><b>' }),
  )

  expect(reply.statusCode).toBe(422)
  expect(reply.body).not.toMatch(/<script>|<b>/)
})

test('with HTTPS the cookie is secure and browsers are told to stay on HTTPS', async () => {
  const secure = await startSite({ ...unlimited, PUBLIC_URL: 'https://sign.example.org' })

  const posted = await secure.postForm(`/petitions/${petitionSlug}`, aSignForm())
  const page = await secure.get('/')
  await secure.close()

  expect(posted.cookies).toMatchObject([{ name: 'pending', secure: true }])
  expect(page.headers['strict-transport-security']).toBe('max-age=63072000')
  expect(page.headers['content-security-policy']).toContain('upgrade-insecure-requests')
})

test('files whose name holds a hash are kept for ever, and nothing outside their folder is served', async () => {
  const page = await open('/')
  const asset = /import\("(\/assets\/[^"]+\.js)"\)/.exec(page.body)?.[1] ?? ''

  const found = await site.get(asset)
  const outside = await Promise.all(
    ['/assets/../../package.json', '/assets/..%2f..%2f..%2fpackage.json', '/.vite/manifest.json', '/assets/', '/server/main.ts'].map(
      (path) => site.get(path),
    ),
  )

  expect(found.statusCode).toBe(200)
  expect(found.headers['cache-control']).toBe('public, max-age=31536000, immutable')
  expect(outside.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404])
})

test('counts and lists are cacheable for a moment, answers to what is sent are not', async () => {
  const count = await site.get(`/api/v1/petitions/${petitionSlug}/count`)
  const list = await site.get('/api/v1/petitions')
  const signature = await site.sign(aSignForm())

  expect(count.headers['cache-control']).toBe('public, max-age=1, stale-while-revalidate=10, stale-if-error=86400')
  expect(list.headers['cache-control']).toBe('public, max-age=5, stale-while-revalidate=30, stale-if-error=86400')
  expect(signature.headers['cache-control']).toBe('no-store')
})

test('the home page says beside each claim who says it, as of when, how sure it is and how to read it', async () => {
  const reply = await open('/')

  expect(entryOf(reply, 'deputy-minister-95-percent-2005')).toMatch(
    /^2014 article.*up to 95%.*“up to” 95%, of 2005, and about executed prisoners\. It is not an admission about prisoners of conscience\..*2005 · reported · source: VICE UK, 2014This claim by itself/,
  )
  expect(entryOf(reply, 'european-parliament-resolution-2013')).toMatch(
    /non-binding: it is not EU law\.European Parliament · 2013 · reported/,
  )
  expect(markupOf(reply)).toContain('China’s position')
})

test('a source of a petition says how binding it is, how near it is and whose it is', async () => {
  const reply = await open(`/petitions/${petitionSlug}`)

  const entry = (id: string) => entryOf(reply, `source-${id}`)
  expect(entry('ctx-2013-12-ep')).toContain('12 December 2013 · non-binding resolution')
  expect(entry('european-parliament-resolution-2013')).not.toContain('enacted')
  expect(entry('later-2024-china-regulations')).toContain('1 May 2024 · law in force')
  expect(entry('ctx-2008-cat')).toContain('(Falun Dafa Information Center, quoting the Committee) · advocacy source · second-hand source')
  expect(entry('ctx-2006-china-denial')).toMatch(/Xinhua\) \(china\.org\.cn\)$/)
  expect(entry('later-2021-un-experts')).toMatch(/\(OHCHR \(captured copy\)\) · copy read$/)
  expect(entry('gutmann-common-humanity')).toMatch(/China's Illegal Organ-Harvesting Trade Is Still Booming \(VICE UK, 2014\)$/)
  expect(entry('deputy-minister-95-percent-2005')).toContain('It is not an admission about prisoners of conscience.')
})

test('every page links to the source code of the site where its operator names it', async () => {
  const named = await startSite({ ...unlimited, SOURCE_URL: 'https://code.example.org/ours?a=1&b=2' })

  const replies = await Promise.all(['/', '/privacy', '/nothing-here'].map((path) => named.get(path, { accept: 'text/html' })))
  const unnamed = await open('/')
  await named.close()

  expect(replies.every(({ body }) => body.includes('<a href="https://code.example.org/ours?a=1&amp;b=2">Source code</a>'))).toBe(true)
  expect(unnamed.body).not.toContain('Source code')
})
