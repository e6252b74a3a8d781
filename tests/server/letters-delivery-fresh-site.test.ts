import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerTasks } from '../../server/features/ledger/tasks.ts'
import { listHeld, releaseLetter } from '../../server/features/letters/organize-letters.ts'
import { letterTasks } from '../../server/features/letters/tasks.ts'
import { signatureTasks } from '../../server/features/signatures/tasks.ts'
import { hourMs } from '../../server/lib/clock.ts'
import type { Mailer } from '../../server/mail/mailer.ts'
import { importFiles, memberSettings, membersCsv, membersOf, postcodeSettings, postcodesCsv } from '../support/legislator-lists.ts'
import { aLetter, commonsAsk, mailBySmtp } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import type { SmtpSink } from '../support/smtp-server.ts'
import { startSmtpSink } from '../support/smtp-server.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

const organizers = 'contact@example.org'
const members = 'ABCDE'
const memberAddresses = [...members].map((letter) => `${letter}@example.org`)

let site: TestSite
let sink: SmtpSink
let mailer: Mailer
beforeAll(async () => {
  site = await startSite({ ...unlimited, MAIL_FROM: 'letters@act.example.org' })
  sink = await startSmtpSink()
  mailer = mailBySmtp(site, sink)
  await importFiles(site.ctx, 'csv', { 'people.csv': membersCsv(membersOf(members)) }, { settings: memberSettings() })
  const postcodes = [...members].map((_, place): [string, string] => [postcodeOf(place), `X${place + 1}`])
  await importFiles(site.ctx, 'csv', { 'postcodes.csv': postcodesCsv(postcodes) }, { settings: postcodeSettings })
})
afterAll(async () => {
  await mailer.close()
  await sink.close()
  await site.close()
})

function postcodeOf(place: number): string {
  return `ZE${place + 1} 0AA`
}

async function seatOf(place: number): Promise<string> {
  const sql = 'select s.id from seats s join divisions d on d.id = s.division_id where d.key = $1'
  const [seat] = await rowsOf<{ id: number }>(site, sql, [`gss:X${place + 1}`])
  return `seat:${seat?.id}`
}

/** The newest link in the mails to an address, by what stands before it. */
async function linkTo(address: string, before: string): Promise<string> {
  const { text = '' } = await simpleParser(sink.to(address).at(-1)?.raw ?? '')
  return new RegExp(`${before}(\\S+)`).exec(text)?.[1] ?? ''
}

/** Somebody writes and confirms by the API alone. */
async function writeByApi(place: number, given: Record<string, unknown> = {}): Promise<string> {
  const letter = aLetter({ recipient: await seatOf(place), postcode: postcodeOf(place), ...given })
  await site.post('/api/v1/letters', letter)
  await site.work()
  const reply = await site.post('/api/v1/letters/confirmations', { token: await linkTo(letter.email, '/letters/confirm/') })
  return reply.json().state
}

/** Somebody writes and confirms by the pages, as a browser without script does. */
async function writeByForm(place: number): Promise<number> {
  const { email, ...letter } = aLetter({ postcode: postcodeOf(place) })
  const { country, postcode, givenName, familyName, town, own } = letter as Record<string, string>
  const begun = await site.postForm(`/write/${commonsAsk}/letter`, { recipient: await seatOf(place), country, postcode } as Record<
    string,
    string
  >)
  const typed = { country, postcode, givenName, familyName, town, own, email, action: 'send', consent: 'yes', age: 'yes' } as Record<
    string,
    string
  >
  await site.postForm(String(begun.headers['location']), typed)
  await site.work()
  const confirmed = await site.postForm(`/letters/confirm/${await linkTo(email, '/letters/confirm/')}`, {})
  return confirmed.statusCode
}

/** Time goes by with all that runs by the clock. */
async function pass(hours: number): Promise<void> {
  const tasks = [
    ...ledgerTasks(site.ctx),
    ...signatureTasks(site.ctx, { isKnownElsewhere: async () => false }),
    ...letterTasks(site.ctx),
  ].filter(({ every }) => every)
  for (let hour = 0; hour < hours; hour++) {
    site.clock.pass(hourMs)
    for (const task of tasks) await task.run({})
    await site.work()
  }
}

test('a fresh site with lists and a mail server writes to no legislator, whatever is written, confirmed and released', async () => {
  const states = [await writeByApi(0), await writeByApi(1), await writeByApi(2, { own: 'ANSWER ME AT LAST! '.repeat(10) })]
  const statuses = [await writeByForm(3), await writeByForm(4), await writeByForm(0)]
  for (const { id } of await listHeld(site.ctx.db)) await releaseLetter(site.ctx, { id, by: 'TT' })
  await pass(48)

  const recipients = sink.accepted.flatMap((mail) => mail.recipients)
  const inHeaders = await Promise.all(
    sink.accepted.map(async ({ raw }) => {
      const { to, cc, bcc } = await simpleParser(raw)
      return [to, cc, bcc].flatMap((field) => [field ?? []].flat().map(({ text }) => text)).join()
    }),
  )
  const sent = await rowsOf<{ state: string; test: boolean }>(
    site,
    'select state, is_test as test from letters where submitted_at is not null',
  )
  expect(states).toEqual(['queued', 'queued', 'held'])
  expect(statuses).toEqual([303, 303, 303])
  expect(recipients.filter((recipient) => memberAddresses.includes(recipient))).toEqual([])
  expect(inHeaders.filter((header) => memberAddresses.some((address) => header.includes(address)))).toEqual([])
  expect(sink.to(organizers)).toHaveLength(6)
  expect(sent).toEqual(Array(6).fill({ state: 'sent', test: true }))
})
