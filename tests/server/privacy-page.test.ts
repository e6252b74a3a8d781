import { getTableColumns } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ledgerRollups, pendingVoids } from '../../server/features/ledger/tables.ts'
import { draftLifeMs, pageLifeMs, textLifeMs, windowLifeDays } from '../../server/features/letters/rules.ts'
import { letterFingerprints, letterSketches } from '../../server/features/letters/similarity/tables.ts'
import { letterEvents, letters } from '../../server/features/letters/tables.ts'
import {
  mailCaps,
  mailRefusals,
  mailSlots,
  signatures,
  signerLinks,
  submissions,
  usedProofs,
} from '../../server/features/signatures/tables.ts'
import { dayMs } from '../../server/lib/clock.ts'
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
const held = 'Since when those who run the campaign look into your signature, if they do'
const versions = 'The version of the petition’s text, the version of what you agreed to, and when you did'
const arrival = 'How you came here, and the kind of mail service'
const choices = 'Whether your name may be shown, and whether you want news'
const mailed = 'When an address was last mailed, and how many codes were tried'
const today = 'How many mails an address has had today'
const refused = 'That you want no mail from us'
const link = 'A request for a link to your own page'
const sums = 'Sums for each hour'
const voids = 'That you have withdrawn'
const proofs = 'Proofs of work that were used'

const words = 'Your words, name and place, and the letter as it went'
const writer = 'Your address for letters'
const addressee = 'Addressee and their country, request, the way that it goes, and where it is'
const events = 'What happened to the letter, when, and why it had to be looked at'
const moments = 'When you began it, handed it in and confirmed it, and when we mailed you'
const answers = 'Whether you had an answer, how often we asked, and whether you keep the text'
const likeness = 'What the letter was like'

const given = {
  id: number,
  petitionId: null,
  emailIndex: address,
  textId: versions,
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
  class: arrival,
  salt: entry,
}

/** Under which row of the page each column is told; null for what says nothing of a person. */
const told: Record<string, Record<string, string | null>> = {
  submissions: { ...given, expiresAt: number, mailRefusedCode: 'That your mail server refused our mail for good' },
  signatures: { ...given, confirmedAt: 'When you confirmed', entryIndex: entry, heldAt: held },
  signerLinks: { id: link, addressIndex: link, emailCipher: link, isMailed: link, expiresAt: link, locale: link },
  mailSlots: {
    slotIndex: mailed,
    submissionId: mailed,
    attempts: mailed,
    openedAt: mailed,
    noticeAt: mailed,
    noticeSubmissionId: mailed,
    touchedAt: mailed,
  },
  mailCaps: { addressIndex: today, day: today, mails: today },
  mailRefusals: { addressIndex: refused, refusedAt: refused },
  usedProofs: { proofIndex: proofs, usedAt: proofs },
  ledgerRollups: { petitionId: null, hour: sums, country: sums, division: sums, source: sums, class: sums, signed: sums, voided: sums },
  pendingVoids: { petitionId: null, entryIndex: voids, reason: voids, country: voids, source: voids, class: voids },
  letters: {
    id: addressee,
    campaignId: null,
    askId: addressee,
    recipient: addressee,
    seatId: addressee,
    place: addressee,
    state: addressee,
    channel: addressee,
    isTest: addressee,
    addressIndex: writer,
    addressCipher: writer,
    packetCipher: words,
    locale: moments,
    holdReasons: events,
    createdAt: moments,
    submittedAt: moments,
    consentVersion: moments,
    mailedAt: moments,
    confirmedAt: moments,
    notBefore: addressee,
    dispatchedAt: events,
    arrivedAt: events,
    expiresAt: words,
    keepsText: answers,
    answer: answers,
    askedTimes: answers,
  },
  letterEvents: { id: null, letterId: events, at: events, state: events, evidence: events },
  letterSketches: { letter: likeness, day: likeness, hashes: likeness },
  letterFingerprints: { hash: likeness, letter: likeness },
}

test('the privacy page tells of every column that is kept about a signer or the writer of a letter', () => {
  const ofSigners = { submissions, signatures, signerLinks, mailSlots, mailCaps, mailRefusals, usedProofs, ledgerRollups, pendingVoids }
  const tables = { ...ofSigners, letters, letterEvents, letterSketches, letterFingerprints }
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
  [link, 'A day.'],
  [voids, 'Until the next published count.'],
  ['Network address, for limits', 'A minute; for signatures an hour.'],
  [words, `A draft: ${draftLifeMs / dayMs} days after its last change. A letter that is not confirmed: ${draftLifeMs / dayMs} days.`],
  [words, `A confirmed one: ${textLifeMs / dayMs} days, unless you keep it, and then ${pageLifeMs / dayMs} at most`],
  [likeness, `${windowLifeDays} days.`],
  ['Network address, while a page shows the live count', 'As long as the page is connected.'],
  [
    'A cookie with your e-mail address and the number of your signature, after you have signed',
    '30 minutes, or until you have typed the code.',
  ],
])('the privacy page says how long: %s', (what, howLong) => {
  const row = rows.find(([first = '']) => first.startsWith(what))

  expect(row).toHaveLength(3)
  expect(row?.[2]).toContain(howLong)
})
