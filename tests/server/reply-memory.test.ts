import { afterEach, beforeEach, expect, test, vi } from 'vitest'
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
