import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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

test('what comes from memory at once has every header of the first answer, and counts as a read', async () => {
  const limited = await startSite({ ...unlimited, LIMIT_READS_PER_MINUTE: '3' }, { replyCacheBytes: 10_000_000 })
  const replies: Awaited<ReturnType<typeof limited.get>>[] = []
  for (let i = 0; i < 4; i++) replies.push(await limited.get(count))
  const logged = limited.logLines.filter((line) => line.includes('"answered"'))
  await limited.close()

  const [first, second, third, fourth] = replies.map(({ headers }) => {
    const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...others } = headers
    return Object.fromEntries(Object.entries(others).map(([name, value]) => [name, String(value)]))
  })
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 429])
  expect(second).toEqual({ ...first, 'content-length': String(replies[0]?.rawPayload.length) })
  expect(third).toEqual(second)
  expect(second?.['content-security-policy']).toContain("default-src 'none'")
  expect(fourth?.['content-security-policy']).toBe(second?.['content-security-policy'])
  expect(replies[1]?.rawPayload).toEqual(replies[0]?.rawPayload)
  expect(logged).toHaveLength(4)
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
