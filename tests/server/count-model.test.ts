import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Problem } from '../../server/contract/problem.ts'
import { auditLog } from '../../server/features/ledger/audit-log.ts'
import { sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { eraseSigner, withdrawSignature } from '../../server/features/signatures/change-signature.ts'
import { confirmByToken } from '../../server/features/signatures/confirm-signature.ts'
import { listUnsequenced, markSequenced } from '../../server/features/signatures/queries.ts'
import { signerIndexOf } from '../../server/features/signatures/rules.ts'
import { dayMs } from '../../server/lib/clock.ts'
import type { Command, PetitionState, Reply, State } from '../support/count-model.ts'
import { countOf, emptyState, isSigned, petitionOf, playTogether, sort } from '../support/count-model.ts'
import type { CrashPoint } from '../support/crash-points.ts'
import { armAt, crashPoints, disarm, installCrashPoints } from '../support/crash-points.ts'
import { confirmTokenOf, signDirectly, signerLinkOf } from '../support/shortcuts.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
  await installCrashPoints(site.ctx.pool)
})
afterAll(() => site.close())

const petitions = 2
const people = 3

/** A command before it is known which submissions there are: `pick` chooses among those of the person. */
type Wish = { do: 'sign' | 'confirm' | 'withdraw' | 'erase' | 'sequence'; petition: number; person: number; pick: number }
/** What is asked for at the same moment, and where each sequencer of it crashes or dawdles, if it gets there. */
type Moment = { wishes: Wish[]; trouble: { at: CrashPoint; does: 'fail' | 'dawdle' } | null } | 'mail'

const wish: fc.Arbitrary<Wish> = fc.record({
  do: fc.constantFrom('sign', 'sign', 'confirm', 'confirm', 'withdraw', 'withdraw', 'erase', 'sequence', 'sequence', 'sequence'),
  petition: fc.nat({ max: petitions - 1 }),
  person: fc.nat({ max: people - 1 }),
  pick: fc.nat({ max: 5 }),
})
/** At most one command to count each petition: it is given to two sequencers at once. */
const wishes = fc.uniqueArray(wish, {
  minLength: 1,
  maxLength: 5,
  size: 'max',
  comparator: (a, b) => a.do === 'sequence' && b.do === 'sequence' && a.petition === b.petition,
})
const trouble = fc.record({ at: fc.constantFrom(...crashPoints), does: fc.constantFrom('fail', 'dawdle') })
const moment: fc.Arbitrary<Moment> = fc.oneof(
  { weight: 7, arbitrary: fc.record({ wishes, trouble: fc.option(trouble, { freq: 2 }) }) },
  { weight: 1, arbitrary: fc.constant('mail' as const) },
)
/** Who stands signed in which petition when a history begins. */
type Opening = { petition: number; person: number; isCounted: boolean }[]
const opening: fc.Arbitrary<Opening> = fc.array(
  fc.record({ petition: fc.nat({ max: petitions - 1 }), person: fc.nat({ max: people - 1 }), isCounted: fc.boolean() }),
  { maxLength: 8, size: 'max' },
)
const moments = fc.array(moment, { minLength: 1, maxLength: 12, size: 'max' })

/** The petitions and addresses of one history, and what it has come to. */
type History = {
  petitions: { id: string; slug: string }[]
  emails: string[]
  /** Every submission that was ever made, in its order. */
  made: { id: string; petition: number; person: number }[]
  /** Submissions whose mail job has not run. */
  unmailed: Set<string>
  /** Links to their own page that people asked for. */
  links: { id: string; person: number }[]
  state: State
}

async function newHistory(): Promise<History> {
  const run = randomUUID()
  const slugs = Array.from({ length: petitions }, (_, n) => `model-${run}-${n}`)
  return {
    petitions: await Promise.all(slugs.map(async (slug) => ({ slug, id: await site.addPetition({ slug }) }))),
    emails: Array.from({ length: people }, (_, n) => `person-${n}-${run}@example.org`),
    made: [],
    unmailed: new Set(),
    links: [],
    state: emptyState(petitions),
  }
}

/** Signs, confirms, … for real. A sign's id is known only afterwards. */
async function carryOut(history: History, { do: kind, petition, person, pick }: Wish, crashAt: CrashPoint | null, token: string) {
  const slug = history.petitions[petition]?.slug ?? ''
  const replied = (command: Command, reply: Reply = 'done') => ({ command, reply })
  switch (kind) {
    case 'sign': {
      const id = await signDirectly(site.ctx, { slug, email: history.emails[person] ?? '' })
      history.made.push({ id, petition, person })
      history.unmailed.add(id)
      return replied({ do: 'sign', petition, person, id })
    }
    case 'confirm': {
      const own = history.made.filter((other) => other.petition === petition && other.person === person)
      const id = own.at(pick % Math.max(1, own.length))?.id ?? randomUUID()
      return replied({ do: 'confirm', id }, await confirm(id))
    }
    case 'withdraw':
      await withdrawSignature(site.ctx, { token, petition: slug })
      return replied({ do: 'withdraw', petition, person })
    case 'erase':
      await eraseSigner(site.ctx, { token })
      return replied({ do: 'erase', person })
    case 'sequence':
      return replied(
        { do: 'sequence', petition, crashAt },
        await sequenceTwice(history.petitions[petition] as { id: string; slug: string }),
      )
  }
}

/** By the link, clicked twice at once. */
async function confirm(id: string): Promise<Reply> {
  const token = confirmTokenOf(site.ctx, id)
  const click = () =>
    confirmByToken(site.ctx, { token, choices: null }).then(
      (): Reply => 'done',
      (error: unknown): Reply => {
        if (error instanceof Problem && error.slug === 'link-not-valid') return error.slug
        throw error
      },
    )
  const [first, second] = await Promise.all([click(), click()])
  // Between two clicks the signature may have been withdrawn, but nothing makes a link good again.
  return first === 'done' || second === 'done' ? 'done' : 'link-not-valid'
}

/** By two sequencers at once: one counts, the other keeps off. */
async function sequenceTwice({ id, slug }: { id: string; slug: string }): Promise<Reply> {
  const once = () =>
    sequencePetition(site.ctx, { petitionId: id, slug, countIntervalSeconds: 1, source: { listUnsequenced, markSequenced } }).then(
      ({ outcome }): Reply => (outcome === 'published' ? 'published' : 'nothing'),
      (error: Error): Reply => {
        if (error.message.startsWith('stopped by the test')) return 'crashed'
        throw error
      },
    )
  const replies = await Promise.all([once(), once()])
  expect(replies.filter((reply) => reply === 'published').length).toBeLessThan(2)
  return replies.find((reply) => reply !== 'nothing') ?? 'nothing'
}

/** One moment of a history: all its commands at once, then a look whether some order of them explains what is there. */
async function liveThrough(history: History, given: Exclude<Moment, 'mail'>): Promise<void> {
  const { wishes, trouble } = given
  const crashAt = trouble?.does === 'fail' ? trouble.at : null
  const links = await Promise.all(wishes.map(({ person }) => signerLinkOf(site.ctx, history.emails[person] ?? '')))
  history.links.push(...links.map(({ id }, n) => ({ id, person: wishes[n]?.person ?? -1 })))
  const madeBefore = history.made.length
  if (trouble) await armAt(site.ctx.pool, trouble.at, trouble.does)
  const played = await Promise.all(wishes.map((one, n) => carryOut(history, one, crashAt, links[n]?.token ?? '')))
  if (trouble) await disarm(site.ctx.pool)

  const stored = await storedState(history)
  expect(playTogether(history.state, played)).toContainEqual(stored)
  history.state = stored
  for (const { do: kind, person } of wishes) if (kind === 'erase') await expectErased(history, person, history.made.slice(madeBefore))
  for (const { do: kind, petition } of wishes) if (kind === 'sequence') await expectCounted(history, petition)
}

async function storedState(history: History): Promise<State> {
  return {
    petitions: await Promise.all(
      history.petitions.map(async ({ id }) => {
        const personOf = (index: Buffer) =>
          history.emails.findIndex((email) => signerIndexOf(site.ctx.keys, id, email).emailIndex.equals(index))
        const submissions = await rowsOf<{ id: string; email_index: Buffer }>(
          site,
          'select id, email_index from submissions where petition_id = $1',
          [id],
        )
        const signatures = await rowsOf<{ id: string; email_index: Buffer; counted: boolean }>(
          site,
          'select id, email_index, entry_index is not null as counted from signatures where petition_id = $1',
          [id],
        )
        const [voids] = await rowsOf<{ n: number }>(site, 'select count(*)::int as n from pending_voids where petition_id = $1', [id])
        const [checkpoint] = await rowsOf<{ size: number; voided: number }>(
          site,
          'select size::int, voided::int from checkpoints where petition_id = $1 order by size desc limit 1',
          [id],
        )
        const state: PetitionState = {
          submissions: submissions.map((row) => ({ id: row.id, person: personOf(row.email_index) })),
          signatures: signatures.map((row) => ({ id: row.id, person: personOf(row.email_index), isCounted: row.counted })),
          pendingVoids: voids?.n ?? -1,
          size: checkpoint?.size ?? 0,
          voided: checkpoint?.voided ?? 0,
        }
        sort(state)
        return state
      }),
    ),
  }
}

/** What is published agrees with the model, and with itself. */
async function expectCounted(history: History, petition: number): Promise<void> {
  const { id, slug } = history.petitions[petition] as { id: string; slug: string }
  const { size, voided } = petitionOf(history.state, petition)
  const count = countOf(petitionOf(history.state, petition))
  expect((await site.get(`/api/v1/petitions/${slug}/count`)).json()).toMatchObject({ count, voided, checkpointSize: size })
  const series = (await site.get(`/api/v1/petitions/${slug}/series?by=hour`)).json()
  const sum = series.items.reduce((total: number, item: { count: number }) => total + item.count, series.notShown)
  expect([series.count, sum]).toEqual([count, count])
  expect(await auditLog(site.ctx, { id, slug })).toEqual([])
}

/** Of an erased address nothing is left but what it sent at the same moment. */
async function expectErased(history: History, person: number, madeSince: History['made']): Promise<void> {
  const indexes = history.petitions.map(({ id }) => signerIndexOf(site.ctx.keys, id, history.emails[person] ?? ''))
  const slots = await rowsOf(site, 'select 1 from mail_slots where slot_index = any($1)', [indexes.map(({ slotIndex }) => slotIndex)])
  const links = history.links.filter((link) => link.person === person).map(({ id }) => id)
  const keptLinks = await rowsOf(site, 'select id from signer_links where id = any($1)', [links])
  const kept = history.state.petitions.flatMap(({ submissions, signatures }) => [...submissions, ...signatures])
  const sentSince = madeSince.map(({ id }) => id)
  expect(links.length).toBeGreaterThan(0)
  expect([slots, keptLinks]).toEqual([[], []])
  expect(kept.filter((row) => row.person === person && !sentSince.includes(row.id))).toEqual([])
}

/** The queue is worked through. A day has passed since the last time, so no cap keeps a mail back. */
async function workMails(history: History): Promise<void> {
  const expected = history.state.petitions.flatMap((petition) => {
    const waiting = petition.submissions.filter(({ id }) => history.unmailed.has(id))
    return [...new Set(waiting.map(({ person }) => person))].map(
      (person) => `${isSigned(petition, person) ? 'already signed' : 'confirm'}: ${history.emails[person]}`,
    )
  })
  const before = site.mail.mails.length

  await site.work()

  const mails = site.mail.mails
    .slice(before)
    .filter(({ to }) => history.emails.includes(to))
    .map(({ to, confirmToken }) => `${confirmToken ? 'confirm' : 'already signed'}: ${to}`)
  const stored = await storedState(history)
  expect(mails.sort()).toEqual(expected.sort())
  expect(playTogether(history.state, [{ command: { do: 'mail', ids: [...history.unmailed] }, reply: 'done' }])).toEqual([stored])
  history.state = stored
  history.unmailed.clear()
}

/** Those of the opening sign and confirm, one after the other, some before a count and some after it. */
async function open(given: Opening): Promise<History> {
  const history = await newHistory()
  const live = (kind: Wish['do'], petition: number, person: number) =>
    liveThrough(history, { wishes: [{ do: kind, petition, person, pick: 0 }], trouble: null })
  const join = async (isCounted: boolean) => {
    for (const { petition, person } of given.filter((one) => one.isCounted === isCounted)) {
      await live('sign', petition, person)
      await live('confirm', petition, person)
    }
  }
  await join(true)
  for (const petition of history.petitions.keys()) await live('sequence', petition, 0)
  await join(false)
  return history
}

test('signing, confirming, withdrawing, erasing and counting, in any order and at once, with sequencers that crash: as a plain model says', async () => {
  await fc.assert(
    fc.asyncProperty(opening, moments, async (signed, later) => {
      const history = await open(signed)
      for (const given of later) {
        site.clock.pass(dayMs)
        if (given === 'mail') await workMails(history)
        else await liveThrough(history, given)
      }
    }),
    // A failure is shrunk for as long, then it is told with the seed.
    { numRuns: 16, interruptAfterTimeLimit: 90_000 },
  )
}, 120_000)
