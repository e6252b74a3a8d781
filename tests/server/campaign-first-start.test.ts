import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../server/db/database.ts'
import { inTransaction, openDatabase } from '../../server/db/database.ts'
import type { Pack } from '../../server/features/campaigns/pack.ts'
import { replaceCampaign } from '../../server/features/campaigns/queries.ts'
import { bundledPack, readPack } from '../../server/features/campaigns/read-pack.ts'
import { findPack } from '../../server/features/petitions/find-pack.ts'
import { importCampaign } from '../../server/features/petitions/import-campaign.ts'
import { loadBundledCampaign } from '../../server/features/petitions/load-bundled-campaign.ts'
import { insertPetition } from '../../server/features/petitions/queries.ts'
import { anAsk, anOffice, aPack } from '../support/builders.ts'
import { settableClock } from '../support/clock.ts'
import type { TestDatabase } from '../support/database.ts'
import { createTestDatabase } from '../support/database.ts'
import format1 from '../support/format-1-campaign.json' with { type: 'json' }
import { aTranslation } from '../support/translations.ts'

const tables = ['campaigns', 'facts', 'timeline_items', 'asks', 'offices', 'petitions', 'petition_texts']
const first = <T>(items: T[]): T => items[0] as T

describe('a database without a campaign', () => {
  let database: TestDatabase
  let opened: ReturnType<typeof openDatabase>
  let ctx: { db: Database; clock: ReturnType<typeof settableClock> }
  beforeEach(async () => {
    database = await createTestDatabase()
    opened = openDatabase({ url: database.url, maxConnections: 4, onConnectionLost: () => {} })
    ctx = { db: opened.db, clock: settableClock() }
  })
  afterEach(async () => {
    await opened.pool.end()
    await database.drop()
  })

  const sizes = async () => {
    const counted = await Promise.all(tables.map((table) => opened.pool.query(`select count(*)::int as n from ${table}`)))
    return counted.map(({ rows }) => first(rows).n)
  }

  test('holds one campaign after two imports at once', async () => {
    const given = aPack({ asks: [anAsk()], offices: [anOffice()] })
    const pack = { ...given, translations: [aTranslation(given)] }

    const both = await Promise.all([1, 2].map(() => importCampaign(ctx, { pack, isDryRun: false })))

    expect(both.map(({ faults }) => faults)).toEqual([[], []])
    expect(both.filter(({ changes }) => changes.every(({ added }) => added.length === 1))).toHaveLength(1)
    expect(await sizes()).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(await findPack(ctx.db)).toMatchObject(pack)
  })

  test('holds one campaign after two first starts at once', async () => {
    const both = await Promise.all([loadBundledCampaign(ctx), loadBundledCampaign(ctx)])

    const bundled = readPack(bundledPack)
    const { facts, timeline, asks, offices, petitions } = bundled
    expect(both).toContain(bundled.campaign.title)
    expect(both.filter((loaded) => loaded !== null && loaded !== bundled.campaign.title)).toEqual([])
    expect(await sizes()).toEqual([1, facts.length, timeline.length, asks.length, offices.length, petitions.length, petitions.length])
    expect(await findPack(ctx.db)).toMatchObject(bundled)
  })

  test('is filled at the first start only: what organizers have imported stays', async () => {
    await importCampaign(ctx, { pack: aPack(), isDryRun: false })

    expect(await loadBundledCampaign(ctx)).toBeNull()
    expect(await findPack(ctx.db)).toMatchObject(aPack())
  })

  /** The campaign as the first releases of this program stored it. */
  async function loadFormat1(): Promise<void> {
    const { campaign, facts, timeline, petition } = format1
    const { versions, openedAt, ...row } = petition
    await inTransaction(ctx.db, async (tx) => {
      const content = { ...aPack(), campaign, facts, timeline } as unknown as Pack
      const campaignId = await replaceCampaign(tx, content, new Date('2026-11-23T12:00:00Z'))
      const texts = versions.map(({ version, publishedAt, ...text }) => ({ version, publishedAt: new Date(publishedAt), text }))
      await insertPetition(tx, { ...row, state: 'open', campaignId, openedAt: new Date(openedAt), closesAt: null, versions: texts })
    })
  }

  test('of format 1 is brought up to this format without a fault, and what was signed is signed still', async () => {
    await loadFormat1()
    const texts = async () => (await opened.pool.query('select id, petition_id, sha256 from petition_texts where version = 1')).rows
    const signed = first(await texts())

    const loaded = await loadBundledCampaign(ctx)
    const again = await loadBundledCampaign(ctx)

    expect(loaded).toBe(readPack(bundledPack).campaign.title)
    expect(again).toBeNull()
    expect(await findPack(ctx.db)).toMatchObject(readPack(bundledPack))
    expect(await texts()).toContainEqual(signed)
    expect((await opened.pool.query('select slug from campaigns')).rows).toEqual([{ slug: format1.campaign.slug }])
  })

  test('of format 1 whose words were changed by hand stays as it is, and the error says why', async () => {
    await loadFormat1()
    await opened.pool.query(`update facts set body = body || '{"display":"By hand."}' where id = $1`, [first(format1.facts).id])
    const then = await sizes()

    await expect(loadBundledCampaign(ctx)).rejects.toThrow(
      `the campaign is of an older format; import a pack of format 4 that has these corrections:\n  corrections.json: "${first(format1.facts).id}" is published and its "display" changes; add a correction with the day, the reason and what it was: "By hand."`,
    )

    expect((await findPack(ctx.db))?.campaign.format).toBe(1)
    expect(await sizes()).toEqual(then)
  })

  test('of format 1 whose words were changed by hand is brought up by a pack that has the correction', async () => {
    await loadFormat1()
    const { id } = first(format1.facts)
    await opened.pool.query(`update facts set body = body || '{"display":"By hand."}' where id = $1`, [id])
    const bundled = readPack(bundledPack)
    const now = bundled.facts.find((fact) => fact.id === id)?.display ?? ''
    const correction = { item: id, field: 'display', was: 'By hand.', now, on: '2026-11-24', reason: 'It was changed by hand.' }

    const { faults } = await importCampaign(ctx, {
      pack: { ...bundled, corrections: [...bundled.corrections, correction] },
      isDryRun: false,
    })

    expect(faults).toEqual([])
    expect(await loadBundledCampaign(ctx)).toBeNull()
    expect((await findPack(ctx.db))?.corrections).toContainEqual(correction)
  })

  test('of format 1 and another name is not taken for the bundled one', async () => {
    await loadFormat1()
    await opened.pool.query(`update campaigns set slug = 'other', body = body || '{"slug":"other"}'`)

    await expect(loadBundledCampaign(ctx)).rejects.toThrow(
      'campaign.json: this site has the campaign "other" and takes no second one, "forced-organ-harvesting"',
    )

    expect((await findPack(ctx.db))?.campaign.format).toBe(1)
  })
})
