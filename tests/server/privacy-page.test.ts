import { getTableColumns } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mailCaps, mailRefusals, mailSlots, signatures, usedProofs } from '../../server/features/signatures/tables.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

let site: TestSite
let rows: string[][]
beforeAll(async () => {
  site = await startSite(unlimited)
  const { body } = await site.get('/privacy')
  const markup = body.slice(0, body.indexOf('<script type="application/json"')).replaceAll('<!-- -->', '')
  rows = [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<td>(.*?)<\/td>/gs)].map(([, cell = '']) => cell),
  )
})
afterAll(() => site.close())

const address = 'E-mail address'
const number = 'Until when our newest link works'
const entry = 'The number of your entry in the public log'
const versions = 'The version of the petition’s text, the version of what you agreed to, and when you did'
const arrival = 'How you came here, and the kind of mail service'
const choices = 'Whether your name may be shown, and whether you want news'
const mailed = 'When an address was last mailed, and how many codes were tried'
const today = 'How many mails an address has had today'
const refused = 'That you want no mail from us'
const proofs = 'Proofs of work that were used'

/** Under which row of the page each column is told; null for what says nothing of a person. */
const told: Record<string, Record<string, string | null>> = {
  signatures: {
    id: number,
    petitionId: null,
    emailIndex: address,
    textId: versions,
    state: 'When you confirmed',
    emailCipher: address,
    packetCipher: 'Name, postcode, comment',
    country: 'Country',
    source: arrival,
    mailProvider: arrival,
    flags: 'Marks that help to find programs',
    publicName: choices,
    wantsUpdates: choices,
    consentVersion: versions,
    consentedAt: versions,
    confirmedAt: 'When you confirmed',
    expiresAt: number,
    class: arrival,
    salt: entry,
    entryIndex: entry,
    mailRefusedCode: 'That your mail server refused our mail for good',
  },
  mailSlots: {
    slotIndex: mailed,
    round: mailed,
    attempts: mailed,
    openedAt: mailed,
    openedByJob: null,
    noticeAt: mailed,
    noticeByJob: null,
    touchedAt: mailed,
  },
  mailCaps: { addressIndex: today, day: today, confirmations: today },
  mailRefusals: { addressIndex: refused, refusedAt: refused },
  usedProofs: { proofIndex: proofs, usedAt: proofs },
}

test('the privacy page tells of every column that is kept about a signer', () => {
  const tables = { signatures, mailSlots, mailCaps, mailRefusals, usedProofs }
  const kept = Object.entries(tables).map(([name, table]) => [name, Object.keys(getTableColumns(table)).sort()])
  const named = Object.values(told)
    .flatMap((columns) => Object.values(columns))
    .filter((what) => what !== null)

  expect(kept).toEqual(Object.entries(told).map(([name, columns]) => [name, Object.keys(columns).sort()]))
  expect([...new Set(named)].filter((what) => !rows.some(([first = '']) => first.startsWith(what)))).toEqual([])
})

test.each([
  [address, 'Unconfirmed: 30 days after our newest mail.'],
  [today, 'Until the day (UTC) is over.'],
  [mailed, '30 days after the last mail or code.'],
  [refused, 'Until you take it back.'],
  [proofs, '10 minutes.'],
  ['Network address, for limits', 'A minute; for signatures an hour.'],
  ['Network address, while a page shows the live count', 'As long as the page is connected.'],
  ['A cookie with your e-mail address, after you have signed', '30 minutes, or until you have typed the code.'],
])('the privacy page says how long: %s', (what, howLong) => {
  const row = rows.find(([first = '']) => first.startsWith(what))

  expect(row).toHaveLength(3)
  expect(row?.[2]).toContain(howLong)
})
