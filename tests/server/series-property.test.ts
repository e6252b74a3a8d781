import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PetitionSeries } from '../../server/contract/petitions.ts'
import { inTransaction } from '../../server/db/database.ts'
import { insertVoid } from '../../server/features/ledger/queries.ts'
import type { Unsequenced } from '../../server/features/ledger/sequence-petition.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { minuteMs } from '../../server/lib/clock.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const queries = ['by=hour', 'by=day', 'split=country', 'split=division']
const countries = ['GB', 'FR', 'TD'] as const

/** What happens between two looks: time passes, people of some countries sign, some of those counted withdraw. */
const step = fc.record({
  passedMinutes: fc.integer({ min: 1, max: 40 * 60 }),
  signed: fc.array(fc.constantFrom(...countries), { maxLength: 12 }),
  withdrawn: fc.array(fc.nat({ max: 1000 }), { maxLength: 4 }),
})

/** Plays a petition's history through the real sequencer; the signatures themselves are of no account here. */
async function play(steps: { passedMinutes: number; signed: string[]; withdrawn: number[] }[]) {
  const slug = `history-${randomUUID()}`
  const petitionId = await site.addPetition({ slug })
  const standing: { entryIndex: number; country: string }[] = []
  let waiting: Unsequenced[] = []
  const source = {
    listUnsequenced: async () => waiting,
    markSequenced: async (_tx: unknown, _id: string, numbered: { emailIndex: Buffer; entryIndex: number }[]) => {
      for (const { emailIndex, entryIndex } of numbered) {
        const signature = waiting.find((other) => other.emailIndex === emailIndex)
        standing.push({ entryIndex, country: signature?.country ?? '' })
      }
      waiting = []
    },
  }
  const published: Record<string, PetitionSeries[]> = {}
  for (const { passedMinutes, signed, withdrawn } of steps) {
    site.clock.pass(passedMinutes * minuteMs)
    waiting = signed.map((country) => aCounted(country))
    for (const pick of withdrawn) {
      const [gone] = standing.length > 0 ? standing.splice(pick % standing.length, 1) : []
      if (!gone) continue
      await inTransaction(site.ctx.db, (tx) => insertVoid(tx, { petitionId, reason: 'signer', source: null, class: 'online', ...gone }))
    }
    await sequencePetition(site.ctx, { petitionId, slug, countIntervalSeconds: 1, source })
    for (const query of queries) {
      const reply = await site.get(`/api/v1/petitions/${slug}/series?${query}`)
      published[query] = [...(published[query] ?? []), reply.json()]
    }
  }
  return { published, count: standing.length }
}

function aCounted(country: string): Unsequenced {
  return {
    id: randomUUID(),
    emailIndex: randomBytes(16),
    salt: randomBytes(32),
    textSha256: randomBytes(32),
    class: 'online',
    country,
    source: null,
  }
}

/** The rows that stand for all of the count: of a breakdown those of its last day. */
function summed({ items }: PetitionSeries): PetitionSeries['items'] {
  if (items[0]?.place === undefined) return items
  const last = items
    .map(({ to }) => to)
    .sort()
    .at(-1)
  return items.filter(({ to }) => to === last)
}

const keyOf = ({ from, to, place = '' }: PetitionSeries['items'][number]) => `${place} ${place === '' ? from : ''} ${to.slice(0, 10)}`

test('over random histories rows add up to the count of their checkpoint, and no row changes by 1 to 4 between two publications', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const { published, count } = await play(steps)

      for (const all of Object.values(published)) {
        for (const series of all) {
          const sum = summed(series).reduce((total, { count: shown }) => total + shown, series.notShown)
          expect(sum).toBe(series.count)
        }
        for (const [i, series] of all.entries()) {
          const before = new Map((all[i - 1]?.items ?? []).map((item) => [keyOf(item), item.count]))
          const changes = series.items.map((item) => Math.abs(item.count - (before.get(keyOf(item)) ?? item.count)))
          expect(changes.filter((change) => change >= 1 && change <= 4)).toEqual([])
        }
      }
      expect(published['by=hour']?.at(-1)?.count).toBe(count)
    }),
    { numRuns: 15 },
  )
}, 120_000)
