import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signPetition } from '../../server/features/signatures/sign-petition.ts'
import { hourMs, secondMs } from '../../server/lib/clock.ts'
import { aSignature } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, rowsOf, signerPathOf, unlimited } from '../support/steps.ts'

const start = '2026-11-23T12:00:00Z'
const signers = 4

let site: TestSite
let people: { email: string; path: string }[]
beforeAll(async () => {
  site = await startSite(unlimited)
  people = []
  for (let n = 0; n < signers; n++) {
    // Each has signed something, and so has a link; the petitions of the test are others.
    const { email } = await confirmed(site, {}, petitionSlug)
    people.push({ email, path: await signerPathOf(site, email) })
  }
})
afterAll(() => site.close())

type Rollup = { hour: Date; country: string; division: string; source: string; class: string; signed: number; voided: number }
const rollupsOf = (petitionId: string) =>
  rowsOf<Rollup>(
    site,
    `select hour, country, division, source, class, signed::int, voided::int from ledger_rollups where petition_id = $1
     order by hour, country, source`,
    [petitionId],
  )

const signNow = async (slug: string, person: number, given: { country: string; source: string | undefined }) => {
  const { email } = people[person] ?? { email: '' }
  const signature = { ...aSignature({ email }), country: given.country, source: given.source, publicName: 'none', updates: false } as never
  const id = await signPetition(site.ctx, { slug, signature, flags: [], locale: 'en' })
  await site.ctx.confirmationWriter.write({ id, choices: null })
}
const withdrawNow = (slug: string, person: number) => site.postForm(people[person]?.path ?? '', { action: 'withdraw', petition: slug })

test('an entry is rolled up in the hour of its checkpoint, and its void in the hour of the void', async () => {
  const id = await site.addPetition({ slug: 'by-hour' })
  site.clock.set('2026-11-23T12:59:58Z')
  await signNow('by-hour', 0, { country: 'GB', source: 'news-1' })
  await signNow('by-hour', 1, { country: 'GB', source: undefined })
  await site.sequence()
  site.clock.set('2026-11-23T13:00:00Z')
  await signNow('by-hour', 2, { country: 'FR', source: undefined })
  await withdrawNow('by-hour', 0)
  await site.sequence()

  const rollups = await rollupsOf(id)

  const [first, second] = [new Date('2026-11-23T12:00:00Z'), new Date('2026-11-23T13:00:00Z')]
  const common = { division: '', class: 'online' }
  expect(rollups).toEqual([
    { ...common, hour: first, country: 'GB', source: '', signed: 1, voided: 0 },
    { ...common, hour: first, country: 'GB', source: 'news-1', signed: 1, voided: 0 },
    { ...common, hour: second, country: 'FR', source: '', signed: 1, voided: 0 },
    { ...common, hour: second, country: 'GB', source: 'news-1', signed: 0, voided: 1 },
  ])
})

test('checkpoints of one hour add to its roll-ups', async () => {
  const id = await site.addPetition({ slug: 'one-hour' })
  site.clock.set(start)
  for (const person of [0, 1, 2]) {
    await signNow('one-hour', person, { country: 'GB', source: undefined })
    site.clock.pass(secondMs)
    await site.sequence()
  }

  expect(await rollupsOf(id)).toMatchObject([{ country: 'GB', signed: 3, voided: 0 }])
})

const person = fc.integer({ min: 0, max: signers - 1 })
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('sign' as const),
      person,
      country: fc.constantFrom('GB', 'FR', 'DE'),
      source: fc.constantFrom(undefined, 'news-1', 'radio'),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('withdraw' as const), person }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('count' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('hour' as const) }) },
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** Who has signed from where, as somebody would keep it who watched each step. */
type Model = Map<number, string>

async function take(slug: string, model: Model, step: Step): Promise<void> {
  if (step.kind === 'sign') {
    await signNow(slug, step.person, step)
    if (!model.has(step.person)) model.set(step.person, `${step.country} ${step.source ?? ''}`)
  }
  if (step.kind === 'withdraw') {
    await withdrawNow(slug, step.person)
    model.delete(step.person)
  }
  if (step.kind === 'hour') site.clock.pass(hourMs)
  if (step.kind === 'count') {
    site.clock.pass(secondMs)
    await site.sequence()
  }
}

/** What the roll-ups add up to, for all and for each place. */
function sumsOf(rollups: Rollup[]) {
  const places = new Map<string, number>()
  for (const { country, source, signed, voided } of rollups) {
    const place = `${country} ${source}`
    places.set(place, (places.get(place) ?? 0) + signed - voided)
  }
  const sum = (pick: (rollup: Rollup) => number) => rollups.reduce((total, rollup) => total + pick(rollup), 0)
  return {
    count: sum(({ signed, voided }) => signed - voided),
    voided: sum(({ voided }) => voided),
    size: sum(({ signed, voided }) => signed + voided),
    places: Object.fromEntries([...places].filter(([, count]) => count !== 0)),
  }
}

function placesOf(model: Model): Record<string, number> {
  const places: Record<string, number> = {}
  for (const place of model.values()) places[place] = (places[place] ?? 0) + 1
  return places
}

test('whatever people do, at every checkpoint the roll-ups add up to it, and each place to those who stand there', async () => {
  let history = 0
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      history++
      const slug = `history-${history}`
      site.clock.set(start)
      const petitionId = await site.addPetition({ slug })
      const model: Model = new Map()
      for (const step of [...steps, { kind: 'count' as const }]) {
        await take(slug, model, step)
        if (step.kind !== 'count') continue
        const [checkpoint] = await rowsOf(
          site,
          'select count::int, voided::int, size::int from checkpoints where petition_id = $1 order by size desc limit 1',
          [petitionId],
        )
        expect(sumsOf(await rollupsOf(petitionId))).toEqual({ count: 0, voided: 0, size: 0, ...checkpoint, places: placesOf(model) })
        expect(model.size).toBe(checkpoint?.['count'] ?? 0)
      }
    }),
    { numRuns: 30 },
  )
})
