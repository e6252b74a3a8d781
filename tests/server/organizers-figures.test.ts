import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../support/organizers.ts'
import { anOrganizer, campaignId } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
let analyst: SignedIn
let path: string
beforeAll(async () => {
  site = await startSite(unlimited)
  site.clock.set('2026-11-24T10:30:00Z')
  analyst = await anOrganizer(site, 'analyst')
  path = `/api/v1/organize/campaigns/${await campaignId(site)}`
})
afterAll(() => site.close())

async function publish(): Promise<void> {
  site.clock.pass(1000)
  await site.sequence()
}

test('the overview has the count of the checkpoint, the rates by the hour, and what waits', async () => {
  await confirmed(site, { country: 'GB' })
  await confirmed(site, { country: 'GB' })
  await publish()
  site.clock.set('2026-11-24T11:10:00Z')
  await confirmed(site, { country: 'FR' })
  await publish()
  await confirmed(site, { country: 'FR' })

  const overview = (await analyst.get(`${path}/overview`)).json()

  const petition = overview.petitions.find(({ slug }: { slug: string }) => slug === petitionSlug)
  expect(petition).toMatchObject({
    count: 3,
    checkpointSize: 3,
    waiting: 1,
    held: 0,
    rate: { thisHour: 1, lastHour: 2, hourBefore: 0, lastDay: 2, dayBefore: 0 },
  })
  expect(petition.goal).toBeGreaterThan(3)
  expect(overview).toMatchObject({ mail: { failing: 0 }, letters: [], alarms: [] })
  await publish()
})

test('the parts of a count add up to it, by country, source and class', async () => {
  await confirmed(site, { country: 'DE', source: 'flyer' })
  await publish()

  const figures = (await analyst.get(`${path}/petitions/${petitionSlug}/figures?by=hour`)).json()

  const { count } = figures.petition
  const sum = (parts: { count: number }[]) => parts.reduce((total, part) => total + part.count, 0)
  expect([figures.countries, figures.divisions, figures.sources, figures.classes].map(sum)).toEqual([count, count, count, count])
  expect(figures.sources).toContainEqual({ name: 'flyer', count: 1 })
  expect(
    figures.items.reduce((total: number, { signed: some, voided }: { signed: number; voided: number }) => total + some - voided, 0),
  ).toBe(count)
})

test('how many saw, signed, were mailed and confirmed is told by day and mail service, of nobody in particular', async () => {
  await site.get(`/petitions/${petitionSlug}`, { accept: 'text/html' })
  await site.get('/', { accept: 'text/html' })
  await signed(site, { email: 'not-yet@gmail.com' })
  await site.ctx.funnel.flush()

  const { funnel } = (await analyst.get(`${path}/petitions/${petitionSlug}/figures`)).json()

  expect(funnel).toMatchObject({ viewed: 2, submitted: 6, mailed: 6, confirmed: 5, letters: 0 })
  expect(funnel.byProvider).toContainEqual({ provider: 'gmail', submitted: 1, mailed: 1, confirmed: 0 })
  expect(funnel.byDay).toMatchObject([{ day: '2026-11-24', submitted: 6 }])
  const columns = await rowsOf<{ name: string }>(
    site,
    `select column_name as name from information_schema.columns where table_name = 'funnel_hours'`,
  )
  expect(columns.map(({ name }) => name).sort()).toEqual(['confirmed', 'hour', 'mailed', 'petition_id', 'provider', 'submitted', 'viewed'])
})

test('a mail that keeps failing is an alarm', async () => {
  site.mail.failNext(new Error('no route'))
  await signed(site, {})

  const { alarms, mail } = (await analyst.get(`${path}/overview`)).json()

  expect(mail).toMatchObject({ waiting: 1, failing: 1 })
  expect(alarms).toMatchObject([{ kind: 'mail', of: 1, many: 1 }])
})
