import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Mailer } from '../../server/mail/mailer.ts'
import {
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  letterOf,
  mailBySmtp,
  putLive,
  sendDue,
} from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import type { SmtpSink } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

const office = 'ada.office@example.org'

let site: TestSite
let ada: string
let sink: SmtpSink
let mailer: Mailer
beforeAll(async () => {
  site = await startSite({ ...unlimited, PUBLIC_URL: 'https://sign.example.org', MAIL_FROM: 'letters@act.example.org' })
  ;({ ada } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
  sink = await startSmtpSink()
  mailer = mailBySmtp(site, sink, 300)
})
afterEach(async () => {
  await mailer.close()
  await sink.close()
})
afterAll(() => site.close())

/** A confirmed letter to Ada that may go now. */
async function dueLetter(given: Record<string, unknown> = {}): Promise<{ id: string; email: string }> {
  const letter = await confirmedLetter(site, { recipient: ada, ...given })
  site.clock.pass(apartMs)
  return letter
}

const statesOf = async (id: string) => (await letterOf(site, id)).events.map(({ state }) => state)
/** Subjects of the mails to a writer. */
const newsOf = (email: string) => sink.to(email).map(({ raw }) => /^Subject: (.*)$/m.exec(raw)?.[1])
const idsOf = () => sink.to(office).map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1])
const refusedAddresses = () => rowsOf(site, 'select address, status, reply from refused_addresses')

test('a letter that the server takes is sent: once, and its writer hears of it once', async () => {
  sink.meetNext(office, { at: 'DATA', does: '250 2.0.0 OK: queued as 4Wc1Qk' })
  const { id, email } = await dueLetter()
  await sendDue(site)
  await sendDue(site)

  const { state, isTest, arrivedAt, events } = await letterOf(site, id)
  expect(sink.to(office)).toHaveLength(1)
  expect({ state, isTest, arrivedAt }).toEqual({ state: 'sent', isTest: false, arrivedAt: site.clock.now() })
  expect(events.map((event) => event.state)).toEqual(['confirmed', 'queued', 'sending', 'sent'])
  expect(events.at(-1)?.evidence).toMatchObject({ code: 250, reply: '250 2.0.0 OK: queued as 4Wc1Qk', isTest: false })
  expect(newsOf(email)).toEqual(['Your letter has been sent'])
})

test('a job that runs again after its letter was sent sends nothing', async () => {
  const { id } = await dueLetter()
  await sendDue(site)
  await rowsOf(site, `select graphile_worker.add_job('send-letter', json_build_object('letterId', $1::text))`, [id])
  await sendDue(site)

  expect(sink.to(office)).toHaveLength(1)
  expect(await statesOf(id)).toEqual(['confirmed', 'queued', 'sending', 'sent'])
})

test('a server that takes its time, but no longer than our patience, is waited for', async () => {
  const slow = await startSmtpSink({ delayMs: 200 })
  const patient = mailBySmtp(site, slow, 2000)
  const { id } = await dueLetter()
  await sendDue(site)
  await patient.close()
  await slow.close()

  expect(slow.to(office)).toHaveLength(1)
  expect(await letterOf(site, id)).toMatchObject({ state: 'sent' })
})

test('a server that asks to wait is tried again, and gets the letter once', async () => {
  sink.meetNext(office, { at: 'RCPT', does: '451 4.7.1 Greylisted, come back later' })
  const { id, email } = await dueLetter()
  await sendDue(site)
  const first = await letterOf(site, id)
  const newsThen = newsOf(email)
  await sendDue(site)
  await sendDue(site)

  expect(first.state).toBe('sending')
  expect(first.events.at(-1)?.evidence).toEqual({ code: 451, reply: '451 4.7.1 Greylisted, come back later', delayed: true })
  expect(newsThen).toEqual([])
  expect(sink.to(office)).toHaveLength(1)
  expect(await statesOf(id)).toEqual(['confirmed', 'queued', 'sending', 'sending', 'sent'])
  expect(newsOf(email)).toEqual(['Your letter has been sent'])
})

test.each(['silence', 'leave'])(
  'after a %s instead of an answer the letter is not said to be sent; the second attempt is recognised as the same mail',
  async (does) => {
    sink.meetNext(office, { at: 'DATA', does })
    const { id, email } = await dueLetter()
    await sendDue(site)
    const first = await letterOf(site, id)
    const newsThen = newsOf(email)
    await sendDue(site)

    expect(first.state).toBe('sending')
    expect(first.events.at(-1)?.evidence).toEqual({ code: null, reply: '', delayed: true })
    expect(newsThen).toEqual([])
    expect(idsOf()).toHaveLength(2)
    expect(new Set(idsOf()).size).toBe(1)
    expect(await statesOf(id)).toEqual(['confirmed', 'queued', 'sending', 'sending', 'sent'])
    expect(newsOf(email)).toEqual(['Your letter has been sent'])
  },
)

test('two letters have two Message-IDs', async () => {
  await dueLetter()
  await dueLetter()
  await sendDue(site)

  expect(new Set(idsOf()).size).toBe(2)
})

test('while the server is not there nothing is sent and nothing is lost', async () => {
  const { id, email } = await dueLetter()
  await mailer.close()
  await sink.close()
  mailer = mailBySmtp(site, sink, 300)
  await sendDue(site)
  const then = await letterOf(site, id)
  sink = await startSmtpSink()
  mailer = mailBySmtp(site, sink, 300)
  await sendDue(site)

  expect(then.state).toBe('sending')
  expect(then.events.at(-1)?.evidence).toEqual({ code: null, reply: '', delayed: true })
  expect(sink.to(office)).toHaveLength(1)
  expect(newsOf(email)).toEqual(['Your letter has been sent'])
})

test.each([
  ['the recipient', 'RCPT', '550 5.1.1 no such user', '550'],
  ['the message', 'DATA', '554 5.7.1 not wanted here', '554'],
] as const)(
  'a server that refuses %s for good gets no letter of this office again; their writers are told another way, once each',
  async (_, at, does, code) => {
    sink.meetNext(office, { at, does })
    const refused = await dueLetter()
    const waiting = await confirmedLetter(site, { recipient: ada })
    await sendDue(site)
    site.clock.pass(apartMs)
    await sendDue(site)
    const later = await confirmedLetter(site, { recipient: ada })

    expect(sink.to(office)).toEqual([])
    expect(await statesOf(refused.id)).toEqual(['confirmed', 'queued', 'sending', 'failed', 'confirmed'])
    expect((await letterOf(site, refused.id)).events[3]?.evidence).toEqual({ code: Number(code), reply: does, isTest: false })
    expect(await refusedAddresses()).toEqual([{ address: office, status: code, reply: does }])
    expect(await statesOf(waiting.id)).toEqual(['confirmed', 'queued', 'confirmed'])
    for (const { id, email } of [refused, waiting]) {
      expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print', arrivedAt: null })
      expect(newsOf(email)).toEqual(['Your letter could not be sent by e-mail'])
    }
    expect(await letterOf(site, later.id)).toMatchObject({ state: 'confirmed', channel: 'print' })
  },
)

test('a server that asks to wait again and again is given up after twenty times: the letter takes another way, the office stays open', async () => {
  sink.meetNext(office, ...Array.from({ length: 25 }, () => ({ at: 'RCPT', does: '451 4.3.0 later' }) as const))
  const { id, email } = await dueLetter()
  for (let attempt = 1; attempt <= 19; attempt++) await sendDue(site)
  const before = await letterOf(site, id)
  for (let attempt = 20; attempt <= 22; attempt++) await sendDue(site)

  const { events, ...letter } = await letterOf(site, id)
  expect(before.state).toBe('sending')
  expect(letter).toMatchObject({ state: 'confirmed', channel: 'print' })
  expect(events.filter(({ evidence }) => evidence['delayed'] === true)).toHaveLength(20)
  expect(newsOf(email)).toEqual(['Your letter could not be sent by e-mail'])
  expect(await refusedAddresses()).toEqual([])
})

test('the organizers’ own mailbox that refuses a test says nothing of the office', async () => {
  await site.ctx.pool.query('truncate live_asks')
  sink.meetNext('contact@example.org', { at: 'RCPT', does: '550 5.1.1 no such user' })
  const first = await confirmedLetter(site, { recipient: ada })
  await sendDue(site)
  await confirmedLetter(site, { recipient: ada })
  await sendDue(site)

  expect(await letterOf(site, first.id)).toMatchObject({ state: 'failed' })
  expect(await refusedAddresses()).toEqual([])
  expect(sink.to(office)).toEqual([])
  expect(sink.to('contact@example.org')).toHaveLength(1)
})

test('what the server says is kept without the addresses that it names', async () => {
  const writer = { email: 'quillon.tamsworthy@example.net' }
  sink.meetNext(
    office,
    { at: 'RCPT', does: `451 4.7.1 <${office}> waits for quillon.tamsworthy (${writer.email})` },
    { at: 'DATA', does: `250 queued from ${writer.email.toUpperCase()} and ada.office, QUILLON.TAMSWORTHY` },
  )
  const { id } = await dueLetter(writer)
  await sendDue(site)
  await sendDue(site)

  const { state, events } = await letterOf(site, id)
  expect(state).toBe('sent')
  expect(events.map(({ evidence }) => evidence['reply']).filter(Boolean)).toEqual([
    '451 4.7.1 <address> waits for address (address)',
    '250 queued from address and address, address',
  ])
  expect(JSON.stringify(events)).not.toMatch(/tamsworthy|example\.net/i)
})

test('no log line and no failed job holds an address or a word of a letter', async () => {
  sink.meetNext(office, { at: 'RCPT', does: '451 4.7.1 later' }, { at: 'RCPT', does: '550 5.1.1 no such user' })
  const { email } = await dueLetter({
    email: 'quillon.tamsworthy@example.net',
    familyName: 'Tamsworthy',
    own: 'My kidney is my own, says Quillon.',
  })
  await sendDue(site)
  const jobs = await rowsOf<{ job: string }>(site, 'select j::text as job from graphile_worker._private_jobs j')
  await sendDue(site)

  const kept = [...site.logLines, ...jobs.map(({ job }) => job)].join('\n')
  expect(jobs.map(({ job }) => job).join()).toContain('451')
  expect(kept).not.toMatch(/tamsworthy|kidney|ada\.office/i)
  expect(kept).not.toContain(email)
})
