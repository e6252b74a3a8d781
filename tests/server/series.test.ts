import { afterEach, beforeEach, expect, test } from 'vitest'
import { dayMs, hourMs } from '../../server/lib/clock.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, newestMail, unlimited } from '../support/steps.ts'

let site: TestSite
beforeEach(async () => {
  site = await startSite(unlimited)
})
afterEach(() => site.close())

const series = async (query: string) => (await site.get(`/api/v1/petitions/${petitionSlug}/series?${query}`)).json()

async function signMany(n: number, country = 'GB'): Promise<string[]> {
  const emails: string[] = []
  for (let i = 0; i < n; i++) emails.push((await confirmed(site, { country })).email)
  await site.sequence()
  site.clock.pass(1000)
  return emails
}

async function withdraw(email: string): Promise<void> {
  await site.post('/api/v1/me/links', { email })
  await site.work()
  await site.postForm(`/me/${newestMail(site, email).signerToken}`, { action: 'withdraw', petition: petitionSlug })
  await site.sequence()
  site.clock.pass(1000)
}

test('a petition that nobody has signed has an empty series of each kind', async () => {
  const all = await Promise.all(['by=hour', 'by=day', 'split=country', 'split=division'].map(series))

  expect(all.map(({ items, notShown, count, checkpointSize }) => ({ items, notShown, count, checkpointSize }))).toEqual(
    Array(4).fill({ items: [], notShown: 0, count: 0, checkpointSize: 0 }),
  )
})

test('by hour, what is counted in the running hour is not shown separately, and becomes a row when the hour is over', async () => {
  await signMany(3)
  const during = await series('by=hour')
  site.clock.pass(hourMs)
  const after = await series('by=hour')

  expect(during).toMatchObject({ items: [], notShown: 3, count: 3, checkpointSize: 3 })
  expect(after).toMatchObject({
    items: [{ from: '2026-11-23T12:00:00.000Z', to: '2026-11-23T13:00:00.000Z', count: 3 }],
    notShown: 0,
    count: 3,
  })
})

test('a withdrawal lessens its own hour and leaves the hour of the signature as it was published', async () => {
  const [first = ''] = await signMany(2)
  site.clock.pass(hourMs)
  const before = await series('by=hour')
  await withdraw(first)
  site.clock.pass(hourMs)
  const after = await series('by=hour')

  expect(after.items[0]).toEqual(before.items[0])
  expect(after.items.map(({ count }: { count: number }) => count)).toEqual([2, -1])
  expect(after).toMatchObject({ notShown: 0, count: 1 })
})

test('by day, only days that are over have a row', async () => {
  await signMany(2)
  site.clock.pass(dayMs)
  await signMany(1)
  const result = await series('by=day')

  expect(result).toMatchObject({
    items: [{ from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z', count: 2 }],
    notShown: 1,
    count: 3,
  })
})

test('by country, rows are rounded down to steps of five, refreshed by the hour, and add up', async () => {
  await signMany(7)
  await signMany(3, 'FR')
  const during = await series('split=country')
  site.clock.pass(hourMs)
  const after = await series('split=country')

  expect(during).toMatchObject({ items: [], notShown: 0, count: 0 })
  expect(after.items).toEqual([{ from: expect.any(String), to: '2026-11-23T13:00:00.000Z', place: 'GB', count: 5 }])
  expect(after).toMatchObject({ notShown: 5, count: 10, checkpointSize: 10 })
})

test('divisions are not known yet, so all of the count is not shown separately', async () => {
  await signMany(6)
  site.clock.pass(hourMs)

  expect(await series('split=division')).toMatchObject({ items: [], notShown: 6, count: 6 })
})

test('the same as CSV: a header, the rows, what no row shows, and all', async () => {
  await signMany(6)
  site.clock.pass(hourMs)
  const reply = await site.get(`/api/v1/petitions/${petitionSlug}/series?split=country&format=csv`)

  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
  const [head, row, rest, all, end] = reply.body.split('\r\n')
  expect(head).toBe('from,to,place,count')
  expect(row).toMatch(/^\S+Z,2026-11-23T13:00:00\.000Z,GB,5$/)
  expect(rest).toBe(',,not shown separately,1')
  expect(all).toMatch(/^,2026-11-23T\S+Z,"all, in a log of 6 entries",6$/)
  expect(end).toBe('')
})

test.each(['', 'by=week', 'by=hour&split=country', 'split=name', 'by=hour&format=xml', 'by=hour&place=GB'])(
  'a series that cannot be asked for (%s) is refused with what to ask',
  async (query) => {
    const reply = await site.get(`/api/v1/petitions/${petitionSlug}/series?${query}`)

    expect(reply.statusCode).toBe(422)
    expect(reply.json().errors[0].fix).not.toBe('')
  },
)

test('the series of an unknown petition is not found', async () => {
  expect((await site.get('/api/v1/petitions/no-such/series?by=day')).statusCode).toBe(404)
})
