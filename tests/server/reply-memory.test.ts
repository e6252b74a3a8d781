import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { aText } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeEach(async () => {
  site = await startSite(unlimited, { replyCacheBytes: 10_000_000 })
})
afterEach(() => site.close())

const count = `/api/v1/petitions/${petitionSlug}/count`
const shown = [
  count,
  `/api/v1/petitions/${petitionSlug}`,
  '/api/v1/petitions',
  `/petitions/${petitionSlug}`,
  `/petitions/${petitionSlug}/thanks`,
  '/petitions',
  '/',
]
const openAll = () => Promise.all(shown.map((path) => site.get(path, { accept: 'text/html' })))

test('count and pages come from memory with a strong ETag until a checkpoint is published, and then anew', async () => {
  const before = await openAll()
  const again = await openAll()
  await confirmed(site)
  await site.sequence()
  // The news of the checkpoint comes over the database's own channel.
  await vi.waitFor(async () => expect((await site.get(count)).json().count).toBe(1))
  const after = await openAll()

  expect(before.every(({ headers }) => /^"[\w-]{22}"$/.test(String(headers.etag)))).toBe(true)
  expect(again.map(({ body }) => body)).toEqual(before.map(({ body }) => body))
  expect(after.map(({ headers }) => headers.etag).filter((etag, i) => etag === before[i]?.headers.etag)).toEqual([])
})

test('a checkpoint of one petition leaves the pages of another in memory', async () => {
  await site.addPetition({ slug: 'other' })
  const before = await site.get('/petitions/other')
  await confirmed(site)
  await site.sequence()
  await vi.waitFor(async () => expect((await site.get(count)).json().count).toBe(1))
  // A second later a page made anew would carry another time in its form.
  site.clock.pass(1000)
  const after = await site.get('/petitions/other')

  expect(after.headers.etag).toBe(before.headers.etag)
})

test('the source of a link is part of the page, and no other part of the query is', async () => {
  const [plain, news, odd] = await Promise.all(
    ['', '?source=news', '?utm=1&source=<script>'].map((query) => site.get(`/petitions/${petitionSlug}${query}`)),
  )

  expect(news?.body).toContain('name="source" value="news"')
  expect(plain?.body).not.toContain('name="source"')
  expect(odd?.headers.etag).toBe(plain?.headers.etag)
})

test('a form that comes back with errors is never kept', async () => {
  const failed = await site.postForm(`/petitions/${petitionSlug}`, { givenName: 'Typed by one person' })
  const page = await site.get(`/petitions/${petitionSlug}`)

  expect(failed.headers['cache-control']).toBe('no-store')
  expect(failed.headers.etag).toBeUndefined()
  expect(page.body).not.toContain('Typed by one person')
})

/** What is read over a connection, with the headers but for those of the connection itself. */
async function readAtHand(address: string, headers: Record<string, string> = {}) {
  const reply = await fetch(address, { headers })
  const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...others } = Object.fromEntries(reply.headers)
  return { status: reply.status, headers: others, body: await reply.text() }
}

async function limitedTo(reads: number, env: Record<string, string> = {}) {
  return startSite({ ...unlimited, LIMIT_READS_PER_MINUTE: String(reads), ...env }, { replyCacheBytes: 10_000_000 })
}

test('what comes from memory at once has every header of the first answer, and counts as a read', async () => {
  const limited = await limitedTo(3)
  const address = `${await limited.listen()}${count}`
  const replies = []
  for (let i = 0; i < 4; i++) replies.push(await readAtHand(address))
  const logged = limited.logLines.filter((line) => line.includes('"answered"')).map((line) => JSON.parse(line))
  await limited.close()

  const [first, second, third, fourth] = replies
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429])
  expect([second, third]).toEqual([first, first])
  expect(second?.headers['content-security-policy']).toContain("default-src 'none'")
  expect(fourth?.headers['content-security-policy']).toBe(second?.headers['content-security-policy'])
  expect(logged.map(({ route, status }) => [route, status])).toEqual(
    [200, 200, 200, 429].map((status) => ['/api/v1/petitions/:slug/count', status]),
  )
})

test('who has the reply already is told so at once, without its body', async () => {
  const address = `${await site.listen()}${count}`
  const first = await readAtHand(address)
  const again = await readAtHand(address, { 'if-none-match': `"other", W/${first.headers['etag']}` })

  const { 'content-length': _length, ...headers } = first.headers
  expect(again).toEqual({ status: 304, headers, body: '' })
})

test('behind a proxy the reads of each caller are counted apart', async () => {
  const limited = await limitedTo(2, { TRUST_PROXY: '127.0.0.1,::1' })
  const address = `${await limited.listen()}${count}`
  const statuses = []
  for (const caller of ['192.0.2.1', '192.0.2.1', '192.0.2.1', '192.0.2.2']) {
    statuses.push((await readAtHand(address, { 'x-forwarded-for': caller })).status)
  }
  await limited.close()

  expect(statuses).toEqual([200, 200, 429, 200])
})

test('a server that is stopping leaves every request to its routes, which close the connection', async () => {
  let isStopping = false
  const app = await buildApp(site.ctx, { streams: site.streams, cache: site.cache, listener: site.listener, isStopping: () => isStopping })
  const address = `${await app.listen()}${count}`
  await readAtHand(address)
  await readAtHand(address)
  isStopping = true
  await readAtHand(address)
  await app.close()

  const throughRoute = site.logLines.filter((line) => line.includes('"answered"')).map((line) => 'reqId' in JSON.parse(line))
  expect(throughRoute).toEqual([true, false, true])
})

test('a page with letters of many scripts comes from memory byte for byte', async () => {
  await site.addPetition({
    slug: 'scripts',
    versions: [{ version: 1, publishedAt: new Date('2026-11-01T00:00:00Z'), text: aText({ title: 'Größe – 漢字 – Ελληνικά – 😀' }) }],
  })

  const [made, kept] = [await site.get('/petitions/scripts'), await site.get('/petitions/scripts')]

  expect(kept.rawPayload).toEqual(made.rawPayload)
  expect(kept.body).toContain('Größe – 漢字 – Ελληνικά – 😀')
})
