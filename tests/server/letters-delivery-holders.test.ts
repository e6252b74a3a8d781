import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { MailDelayed } from '../../server/mail/mailer.ts'
import type { MemberRow } from '../support/legislator-lists.ts'
import { importFiles, memberSettings, membersCsv } from '../support/legislator-lists.ts'
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
import { unlimited } from '../support/steps.ts'

const place = { division: 'E14001063', 'division-name': 'Aldertown' }
const first = { id: '1', name: 'Ada Example', ...place }
const ben = { id: '2', name: 'Ben Sample', division: 'E14001064', 'division-name': 'Bramblebury' }
const successor = { id: '3', name: 'Cleo Madeup', ...place, email: 'cleo.office@example.org' }
const otherWay = 'Your letter could not be sent by e-mail'

let site: TestSite
let ada: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada } = await bringMembers(site))
})
beforeEach(async () => {
  await clearLetters(site)
  await importMembers({ ...first, email: 'ada.office@example.org' })
  await putLive(site, commonsAsk)
})
afterAll(() => site.close())

/** The list of members comes in again, with these. */
async function importMembers(...rows: MemberRow[]): Promise<void> {
  const options = { settings: memberSettings(), mayVanish: true }
  const { refused } = await importFiles(site.ctx, 'csv', { 'people.csv': membersCsv([...rows, ben]) }, options)
  if (refused) throw new Error(refused)
}

async function dueLetter(given: Record<string, unknown> = {}): Promise<{ id: string; email: string }> {
  const letter = await confirmedLetter(site, { recipient: ada, ...given })
  site.clock.pass(apartMs)
  return letter
}

/** Mails to anybody but writers. */
const letters = () => site.mail.mails.filter(({ replyTo }) => replyTo !== undefined)

test('a letter whose addressee has left is not sent to who came after them; its writer decides, and is told once', async () => {
  const { id, email } = await dueLetter()
  await importMembers(successor)
  await sendDue(site)
  await sendDue(site)

  const { state, channel, packetCipher, events } = await letterOf(site, id)
  expect(letters()).toEqual([])
  expect({ state, channel }).toEqual({ state: 'confirmed', channel: 'print' })
  expect(packetCipher).not.toBeNull()
  expect(events.at(-1)?.evidence).toEqual({ why: 'holder-changed', channel: 'print' })
  expect(site.mail.to(email).map(({ message }) => message.subject)).toEqual([otherWay])
})

test('who writes after the change writes to who came after', async () => {
  await importMembers(successor)
  await dueLetter()
  await sendDue(site)

  expect(letters().map(({ to }) => to)).toEqual(['cleo.office@example.org'])
  expect(letters()[0]?.message.text).toContain('Dear Cleo Madeup,')
})

test('a letter to a seat that nobody holds any more goes nowhere', async () => {
  const { id, email } = await dueLetter()
  await importMembers()
  await sendDue(site)

  expect(letters()).toEqual([])
  expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
  expect(site.mail.to(email).map(({ message }) => message.subject)).toEqual([otherWay])
})

test('an addressee who stays and has another address gets the letter there', async () => {
  const { id } = await dueLetter()
  await importMembers({ ...first, email: 'ada.new@example.org' })
  await sendDue(site)

  expect(letters().map(({ to }) => to)).toEqual(['ada.new@example.org'])
  expect(await letterOf(site, id)).toMatchObject({ state: 'sent' })
})

test('an addressee who stays and has no address any more is written to on paper', async () => {
  const { id } = await dueLetter()
  await importMembers(first)
  await sendDue(site)

  const { state, channel, events } = await letterOf(site, id)
  expect(letters()).toEqual([])
  expect({ state, channel }).toEqual({ state: 'confirmed', channel: 'print' })
  expect(events.at(-1)?.evidence).toMatchObject({ why: 'no-address' })
})

test('a change between a first attempt and the next is seen', async () => {
  const { id } = await dueLetter()
  site.mail.failNext(new MailDelayed('EENVELOPE 451', 451, '451 later'))
  await sendDue(site)
  const then = await letterOf(site, id)
  await importMembers(successor)
  await sendDue(site)

  expect(then.state).toBe('sending')
  expect(letters()).toEqual([])
  expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
})

test('a letter to an office that the campaign has dropped goes nowhere', async () => {
  await giveOfficeAddress(site, 'uk-health-secretary', 'minister@example.org')
  const { id } = await dueLetter({ recipient: 'office:uk-health-secretary', country: undefined, postcode: undefined })
  await site.ctx.pool.query(`delete from offices where id = 'uk-health-secretary'`)
  await sendDue(site)

  expect(letters()).toEqual([])
  expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed', channel: 'print' })
})

test('a test is for the addressee whom its writer meant as well', async () => {
  await site.ctx.pool.query('truncate live_asks')
  const { id } = await dueLetter()
  await importMembers(successor)
  await sendDue(site)

  expect(letters()).toEqual([])
  expect(await letterOf(site, id)).toMatchObject({ state: 'confirmed' })
})
