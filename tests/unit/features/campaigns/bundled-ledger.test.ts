import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bundledPack, readPack } from '../../../../server/features/campaigns/read-pack.ts'
import { checkout } from '../../../support/program.ts'

declare module 'vitest' {
  interface TaskMeta {
    /** Why a test is skipped. */
    note?: string
  }
}

type Item = Record<string, unknown> & { id: string }
type WithSources = Item & { status: string | null; source: Item | null; moreSources: Item[] }
type Ledger = {
  facts: (Item & { mustShowWith: string[] })[]
  inconsistencies: Item[]
  articleTimeline: (Item & { place: string | null })[]
  otherEvents: WithSources[]
  counterViews: string[]
  asks: (Item & { organizerChecks: string[] })[]
  letterRules: string[]
}

/** The ledger that the campaign was made from lies beside the repository, not in it. */
const ledgerFolder = join(checkout, '..', 'shared', 'content')

function readLedger(): Ledger {
  const read = (name: string) => JSON.parse(readFileSync(join(ledgerFolder, name), 'utf8'))
  const [facts, timeline, calls] = ['facts.json', 'timeline.json', 'calls.json'].map(read)
  return {
    facts: facts.facts,
    inconsistencies: facts.inconsistencies,
    articleTimeline: timeline.articleTimeline,
    otherEvents: [...timeline.contextVerified, ...timeline.laterDevelopments, ...timeline.fromMemoryOnly],
    counterViews: timeline.counterViews,
    asks: calls.asks,
    letterRules: calls.meta.letterRules,
  }
}

const idsOf = (items: { id: string }[]) => items.map(({ id }) => id)
/** The same with more beside it. */
const atLeast = (item: object) => expect.objectContaining(item)

describe.skipIf(!existsSync(ledgerFolder))(
  'the bundled pack holds the ledger complete',
  { meta: { note: 'the ledger that it was made from is not beside this checkout' } },
  () => {
    test('every fact, word for word; what must stand with it may be more', () => {
      const { facts } = readLedger()
      // The ledger has it as enacted; a resolution of a parliament is no law.
      const reported = { 'european-parliament-resolution-2013': { confidence: 'reported' } }

      const expected = facts.map((fact) =>
        atLeast({ ...fact, mustShowWith: expect.arrayContaining(fact.mustShowWith), ...reported[fact.id as keyof typeof reported] }),
      )

      expect(facts).toHaveLength(56)
      expect(readPack(bundledPack).facts).toEqual(expected)
    })

    test('every place where the article contradicts itself or others', () => {
      expect(readPack(bundledPack).inconsistencies).toEqual(readLedger().inconsistencies)
    })

    test('every event of the article, word for word', () => {
      const { articleTimeline } = readLedger()
      const { timeline } = readPack(bundledPack)

      const expected = articleTimeline.map(({ place, ...event }) =>
        atLeast({ ...event, country: place, era: 'article-2014', verified: true }),
      )

      expect(timeline.filter(({ era }) => era === 'article-2014')).toEqual(expected)
    })

    test('every event around the article, word for word with its sources; statuses may be added and ties disclosed', () => {
      const { otherEvents } = readLedger()
      const { timeline } = readPack(bundledPack)

      const expected = otherEvents.map(({ source, moreSources, status, ...event }) =>
        atLeast({
          ...event,
          status: status ?? expect.toBeOneOf([null, expect.any(String)]),
          source: source && atLeast(source),
          moreSources: moreSources.map(atLeast),
        }),
      )

      expect(timeline.filter(({ era }) => era !== 'article-2014')).toEqual(expected)
    })

    test('every ask with its points, citations and checks, word for word', () => {
      const { asks } = readLedger()
      const bundled = readPack(bundledPack).asks

      const expected = asks.map(({ organizerChecks, ...ask }) =>
        atLeast({ ...ask, organizerChecks: organizerChecks.map((text) => atLeast({ text })) }),
      )

      expect(bundled).toEqual(expected)
    })

    test('the views against its case, and the rules of letters', () => {
      const { counterViews, letterRules } = readLedger()
      const { campaign, timeline } = readPack(bundledPack)

      expect(campaign.counterViews).toEqual(counterViews)
      expect(campaign.letterRules).toEqual(letterRules)
      expect(idsOf(timeline)).toEqual(expect.arrayContaining(counterViews))
    })
  },
)
