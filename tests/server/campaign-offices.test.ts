import { createRequire } from 'node:module'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Ask } from '../../server/contract/campaigns.ts'
import { inTransaction } from '../../server/db/database.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import type { PackOffice } from '../../server/features/campaigns/pack-office.ts'
import { replaceCampaign } from '../../server/features/campaigns/queries.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { findPack } from '../../server/features/petitions/find-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import { loadBundledCampaign } from '../../server/features/petitions/load-bundled-campaign.ts'
import { anAsk, anOffice, aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => { window: { document: Document } } }

const bundled = readPack(bundledPack)
const byPost = anOffice({ id: 'by-post', email: null, source: { ...anOffice().source, copyRead: anOffice().source.url } })
const byForm = anOffice({
  id: 'by-form',
  body: 'Another body',
  office: 'Chair',
  addressAs: 'Chair',
  postal: null,
  form: 'https://example.org/form',
})

describe('a site with offices', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await startSite(unlimited)
    await put({})
  })
  afterAll(() => site.close())

  const cites = {
    supportingFacts: [],
    laterDevelopments: [],
    lawToday: bundled.asks[0]?.lawToday,
    talkingPoints: bundled.asks[0]?.talkingPoints,
  }
  /** The bundled campaign with an ask that goes to two offices in another order than the pack has them, and one that goes to none. */
  const withOffices = (offices: PackOffice[]): Pack => ({
    ...bundled,
    offices: [...bundled.offices, ...offices],
    asks: [
      ...bundled.asks,
      anAsk({ ...(cites as object), id: 'to-offices', kind: 'institution', offices: ['by-form', 'by-post'] }),
      anAsk({ ...(cites as object), id: 'to-nobody-else' }),
    ],
  })
  const put = (change: Partial<PackOffice>) =>
    importCampaign(site.ctx, { pack: withOffices([{ ...byPost, ...change }, byForm]), isDryRun: false })
  const documentAt = async (path: string) => new JSDOM((await site.get(path, { accept: 'text/html' })).body).window.document
  const textOf = (element: Element | null | undefined) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

  test('answers an ask with its offices, in the order of the ask, and with no name of a person', async () => {
    const reply = await site.get('/api/v1/asks/to-offices')

    expect(reply.json<Ask>().offices).toEqual([
      {
        id: 'by-form',
        body: 'Another body',
        office: 'Chair',
        addressAs: 'Chair',
        place: 'GB',
        postal: null,
        email: 'minister@example.org',
        form: 'https://example.org/form',
        source: { title: 'Contact', publisher: 'A ministry', url: 'https://example.org/contact' },
        checkedOn: '2026-11-01',
      },
      { ...byPost, source: { ...byPost.source, copyRead: 'https://example.org/contact' } },
    ])
  })

  test('answers an ask that goes to who represents one without offices', async () => {
    const reply = await site.get('/api/v1/asks/to-nobody-else')

    expect(reply.json<Ask>().offices).toEqual([])
  })

  test('shows them on the page of the ask, each with its envelope, its ways and where it was looked up', async () => {
    const document = await documentAt('/write/to-offices')

    const [form, post] = [...document.querySelectorAll('.office')]
    expect(document.querySelectorAll('.office')).toHaveLength(2)
    expect([...(post?.querySelectorAll('address br') ?? [])]).toHaveLength(3)
    expect(textOf(post?.querySelector('address'))).toBe('Minister of TestsA ministry1 Test StreetTesttown')
    expect(textOf(form?.querySelector('address'))).toBe('ChairAnother body')
    expect([...(form?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'))).toEqual([
      'mailto:minister@example.org',
      'https://example.org/form',
      'https://example.org/contact',
    ])
    expect([...(post?.querySelectorAll('a') ?? [])].map((link) => link.getAttribute('href'))).toEqual(['https://example.org/contact'])
    expect(textOf(form?.querySelector('.source-line'))).toBe('Checked on 1 November 2026, source: Contact (A ministry)')
    expect(textOf(post?.querySelector('.source-line'))).toContain('Checked on 1 November 2026 in a stored copy')
  })

  test('shows none on the page of an ask that goes to none', async () => {
    const document = await documentAt('/write/to-nobody-else')

    expect(document.querySelectorAll('.office, address')).toHaveLength(0)
  })

  test('says what an import changes of them, and needs no correction for an address', async () => {
    const { faults, changes } = await put({ postal: ['2 Test Street', 'Testtown'], checkedOn: '2026-11-20' })

    const shown = (await site.get('/api/v1/asks/to-offices')).json<Ask>().offices
    expect(faults).toEqual([])
    expect(changes.filter(({ added, changed, gone }) => added.length + changed.length + gone.length > 0)).toEqual([
      { what: 'offices', added: [], changed: ['by-post'], gone: [] },
    ])
    expect(shown[1]).toMatchObject({ postal: ['2 Test Street', 'Testtown'], checkedOn: '2026-11-20' })
  })

  test('gives them back as the pack has them', async () => {
    await put({})

    expect(await findPack(site.ctx.db)).toMatchObject({ offices: withOffices([byPost, byForm]).offices })
  })
})

describe('a site that was filled with format 2', () => {
  let site: TestSite
  beforeAll(async () => {
    site = await startSite(unlimited)
    await site.sign(aSignature())
    const { petitions: _kept, ...campaign } = bundled
    const format2 = {
      ...campaign,
      campaign: { ...bundled.campaign, format: 2 },
      asks: bundled.asks.map(({ offices: _offices, ...ask }) => ask),
      offices: [],
    } as unknown as Pack
    await inTransaction(site.ctx.db, (tx) => replaceCampaign(tx, format2, site.ctx.clock.now()))
  })
  afterAll(() => site.close())

  test('has the offices after the next start, once, and what was signed is signed still', async () => {
    const signed = () => rowsOf(site, 'select t.id, t.sha256 from submissions s join petition_texts t on t.id = s.text_id')
    const before = await signed()
    const empty = await rowsOf(site, 'select id from offices')

    const loaded = await loadBundledCampaign(site.ctx)
    const again = await loadBundledCampaign(site.ctx)

    expect([empty, loaded, again]).toEqual([[], bundled.campaign.title, null])
    expect(await findPack(site.ctx.db)).toMatchObject(bundled)
    expect(before).toHaveLength(1)
    expect(await signed()).toEqual(before)
    expect((await site.get('/api/v1/asks/un-high-commissioner')).json<Ask>().offices.map(({ id }) => id)).toEqual([
      'un-human-rights-commissioner',
    ])
  })
})
