import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dispatchLetters } from '../../server/features/letters/dispatch-letters.ts'
import { closeAsk } from '../../server/features/letters/organize-letters.ts'
import { mintLetterToken } from '../../server/features/letters/read-letter.ts'
import { dayMs, hourMs, minuteMs } from '../../server/lib/clock.ts'
import {
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  giveOfficeAddress,
  letterOf,
  putLive,
  sendDue,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'
const organizers = 'contact@example.org'
const minister = 'minister@example.org'
/** A letter to an office, as anybody may write it. */
const toMinister = { recipient: 'office:uk-health-secretary', country: undefined, postcode: undefined, town: undefined }
/** Caps that no test reaches by accident. */
const wide = { perOfficeHour: 1000, perOfficeDay: 1000 }

let site: TestSite
let ada: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
  await giveOfficeAddress(site, 'uk-health-secretary', minister)
})
afterAll(() => site.close())

/** Letters to Ada that may go now. */
async function dueLetters(count: number): Promise<string[]> {
  const ids: string[] = []
  for (let i = 0; i < count; i++) ids.push((await confirmedLetter(site, { recipient: ada })).id)
  site.clock.pass(apartMs)
  return ids
}

/** Takes from the queue what may go; answers how many. */
const dispatch = (letters = wide) => dispatchLetters({ ...site.ctx, config: { letters } })
const numberIn = async (state: string) =>
  (await rowsOf<{ n: number }>(site, 'select count(*)::int as n from letters where state = $1', [state]))[0]?.n

describe('caps of an office', () => {
  test('of 30 letters 20 go in the first hour and the rest after it', async () => {
    await dueLetters(30)
    const caps = { perOfficeHour: 20, perOfficeDay: 100 }
    const atOnce = await dispatch(caps)
    const again = await dispatch(caps)
    site.clock.pass(hourMs - 1)
    const justBefore = await dispatch(caps)
    site.clock.pass(1)
    const after = await dispatch(caps)

    expect([atOnce, again, justBefore, after]).toEqual([20, 0, 0, 10])
    expect(await numberIn('queued')).toBe(0)
  })

  test('by the day no more go than that, however many hours pass', async () => {
    await dueLetters(12)
    const caps = { perOfficeHour: 5, perOfficeDay: 8 }
    const hours: number[] = []
    for (let hour = 0; hour < 4; hour++) {
      hours.push(await dispatch(caps))
      site.clock.pass(hourMs)
    }
    site.clock.pass(dayMs - 4 * hourMs)
    const nextDay = await dispatch(caps)

    expect(hours).toEqual([5, 3, 0, 0])
    expect(nextDay).toBe(4)
  })

  test('who confirmed first goes first', async () => {
    const first = await confirmedLetter(site, { recipient: ada })
    site.clock.pass(minuteMs)
    const second = await confirmedLetter(site, { recipient: ada })
    site.clock.pass(apartMs)
    await dispatch({ perOfficeHour: 1, perOfficeDay: 1 })

    expect(await letterOf(site, first.id)).toMatchObject({ state: 'sending' })
    expect(await letterOf(site, second.id)).toMatchObject({ state: 'queued' })
  })

  test('one office’s full hour keeps no other office waiting', async () => {
    await confirmedLetter(site, toMinister)
    await dueLetters(3)

    expect(await dispatch({ perOfficeHour: 2, perOfficeDay: 2 })).toBe(3)
  })

  test('several dispatchers at the same moment keep them together', async () => {
    await dueLetters(30)
    const caps = { perOfficeHour: 20, perOfficeDay: 100 }
    const taken = await Promise.all([dispatch(caps), dispatch(caps), dispatch(caps)])

    expect(taken.reduce((sum, count) => sum + count)).toBe(20)
    expect(await numberIn('sending')).toBe(20)
    expect(await rowsOf(site, `select 1 from letter_events where state = 'sending'`)).toHaveLength(20)
  })

  test('a letter that was taken and failed counts as well', async () => {
    await dueLetters(2)
    await dispatch({ perOfficeHour: 1, perOfficeDay: 9 })
    await site.ctx.pool.query(`update letters set state = 'failed' where state = 'sending'`)

    expect(await dispatch({ perOfficeHour: 1, perOfficeDay: 9 })).toBe(0)
  })
})

describe('office hours', () => {
  test.each([
    ['2026-11-28T12:00:00Z', 'a Saturday', 0],
    ['2026-11-29T12:00:00Z', 'a Sunday', 0],
    ['2026-11-30T07:59:59Z', 'a Monday at 07:59 in London', 0],
    ['2026-11-30T08:00:00Z', 'a Monday at 08:00 in London', 1],
    ['2026-11-30T17:59:59Z', 'a Monday at 17:59 in London', 1],
    ['2026-11-30T18:00:00Z', 'a Monday at 18:00 in London', 0],
    ['2027-07-05T06:59:59Z', 'a summer’s Monday at 07:59 in London', 0],
    ['2027-07-05T07:00:00Z', 'a summer’s Monday at 08:00 in London', 1],
  ])('at %s, %s, of one letter to a member there go %i', async (moment, _, count) => {
    await dueLetters(1)
    site.clock.set(moment)

    expect(await dispatch()).toBe(count)
  })

  test('a letter of a Saturday goes on Monday morning, by itself', async () => {
    site.clock.set('2026-11-28T12:00:00Z')
    await confirmedLetter(site, { recipient: ada })
    await sendDue(site)
    site.clock.set('2026-11-30T07:59:00Z')
    await sendDue(site)
    const before = site.mail.to(office).length
    site.clock.set('2026-11-30T08:00:00Z')
    await sendDue(site)

    expect(before).toBe(0)
    expect(site.mail.to(office)).toHaveLength(1)
  })

  test('tests go to the organizers at any hour, and at once', async () => {
    await site.ctx.pool.query('truncate live_asks')
    site.clock.set('2026-11-28T03:00:00Z')
    await confirmedLetter(site, { recipient: ada })
    await sendDue(site)

    expect(site.mail.to(organizers)).toHaveLength(1)
    expect(site.mail.to(office)).toEqual([])
  })

  test('offices that are closed keep none waiting that is open, however many they are', async () => {
    const [open] = await dueLetters(1)
    await site.ctx.pool.query(
      `insert into letters (id, campaign_id, ask_id, recipient, place, state, channel, locale, hold_reasons, created_at, confirmed_at,
                            not_before, expires_at, keeps_text, asked_times)
       select ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, campaign_id, ask_id, 'seat:' || 1000 + n, 'NZ', state, channel, locale,
              hold_reasons, created_at, confirmed_at - interval '1 hour', not_before, expires_at, keeps_text, asked_times
       from letters, generate_series(1, 600) n where id = $1`,
      [open],
    )

    expect(await dispatch()).toBe(1)
    expect(await letterOf(site, open ?? '')).toMatchObject({ state: 'sending' })
  })
})

describe('time apart', () => {
  const delaysOf = async () =>
    (await rowsOf<{ ms: number }>(site, 'select extract(epoch from not_before - confirmed_at)::float * 1000 as ms from letters')).map(
      ({ ms }) => ms,
    )

  test('letters of a live ask are set apart by up to ten minutes', async () => {
    for (let i = 0; i < 12; i++) await confirmedLetter(site, { recipient: ada })

    const delays = await delaysOf()
    expect(new Set(delays).size).toBeGreaterThan(6)
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...delays)).toBeLessThanOrEqual(10 * minuteMs)
  })

  test('one whose time has not come stays, and goes when it has', async () => {
    const { id } = await confirmedLetter(site, { recipient: ada })
    const { notBefore } = await letterOf(site, id)
    site.clock.set(new Date((notBefore?.getTime() ?? 0) - 1))
    const before = await dispatch()
    site.clock.pass(1)

    expect([before, await dispatch()]).toEqual([0, 1])
  })

  test('tests for the organizers are not', async () => {
    await site.ctx.pool.query('truncate live_asks')
    for (let i = 0; i < 5; i++) await confirmedLetter(site, { recipient: ada })

    expect(await delaysOf()).toEqual([0, 0, 0, 0, 0])
  })
})

describe('what may not go', () => {
  test('of two asks to one office the letters of the one that is live go there, those of the other to the organizers', async () => {
    const live = await confirmedLetter(site, toMinister)
    const other = await confirmedLetter(site, { ...toMinister, ask: 'uk-publish-data' })
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(await letterOf(site, live.id)).toMatchObject({ state: 'sent', isTest: false })
    expect(await letterOf(site, other.id)).toMatchObject({ state: 'sent', isTest: true, arrivedAt: null })
    expect(site.mail.to(minister).map(({ replyTo }) => replyTo?.address)).toEqual([live.email])
    expect(site.mail.to(organizers).map(({ replyTo }) => replyTo?.address)).toEqual([other.email])
  })

  test('an ask that is closed again sends nothing more to its office, whatever waits', async () => {
    await dueLetters(2)
    await closeAsk(site.ctx, commonsAsk)
    await sendDue(site)

    expect(site.mail.to(office)).toEqual([])
    expect(site.mail.to(organizers)).toHaveLength(2)
  })

  test('what was written for an ask that organizers have withdrawn waits, and goes when it is open again', async () => {
    const [id = ''] = await dueLetters(1)
    const setState = (state: string) =>
      site.ctx.pool.query(`update asks set body = jsonb_set(body, '{state}', to_jsonb($2::text)) where id = $1`, [commonsAsk, state])
    await setState('draft')
    await sendDue(site)
    const whileWithdrawn = await letterOf(site, id)
    await setState('open')
    await sendDue(site)

    expect(whileWithdrawn).toMatchObject({ state: 'queued' })
    expect(await letterOf(site, id)).toMatchObject({ state: 'sent' })
  })

  test('a letter to an address that refused mail is for its writer’s own hand, in whatever letters the address is', async () => {
    await site.ctx.pool.query(`insert into refused_addresses values ($1, now(), '5.1.1', '550 5.1.1 no such user')`, [office])
    const { id, email, state } = await confirmedLetter(site, { recipient: ada })
    site.clock.pass(apartMs)
    await sendDue(site)

    expect(state).toBe('confirmed')
    expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
    expect(site.mail.to(office)).toEqual([])
    expect(site.mail.to(email)).toEqual([])
  })

  test('one that waited when its office’s address refused another takes another way at the last moment', async () => {
    const [id = ''] = await dueLetters(1)
    await site.ctx.pool.query(`insert into refused_addresses values ($1, now(), '5.1.1', '550 5.1.1 no such user')`, [office])
    await sendDue(site)

    const { state, channel, events } = await letterOf(site, id)
    expect({ state, channel }).toEqual({ state: 'confirmed', channel: 'print' })
    expect(events.at(-1)?.evidence).toEqual({ why: 'no-address', channel: 'print' })
    expect(site.mail.to(office)).toEqual([])
  })

  test('a letter that its writer took back while it waited does not go', async () => {
    const [id = ''] = await dueLetters(1)
    await site.postForm(`/letters/${mintLetterToken(site.ctx, id)}`, { action: 'recall' })
    await sendDue(site)

    expect(await letterOf(site, id)).toMatchObject({ state: 'cancelled' })
    expect(site.mail.to(office)).toEqual([])
  })
})
