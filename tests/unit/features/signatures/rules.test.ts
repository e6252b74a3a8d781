import { expect, test } from 'vitest'
import {
  capIndexOf,
  codeOf,
  emailIndexOf,
  isDisposable,
  isNoticeDue,
  isSameCode,
  refusalIndexOf,
  slotDecision,
  slotIndexOf,
} from '../../../../server/features/signatures/rules.ts'
import { testKeys } from '../../../support/keys.ts'

const keys = testKeys()
const now = new Date('2026-11-23T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const [own, other] = ['00112233-4455-4677-8899-aabbccddeeff', 'ffeeddcc-bbaa-4988-b766-554433221100']
const aSlot = (given: object) => ({ openedAt: null, submissionId: null, noticeAt: null, noticeSubmissionId: null, ...given })

test.each([
  ['nobody has asked for a mail yet', null, 'open'],
  ['only codes were tried', aSlot({}), 'open'],
  ['the last mail was just now', aSlot({ openedAt: now, submissionId: other }), 'wait'],
  ['the last mail is younger than ten minutes', aSlot({ openedAt: new Date(now.getTime() - 599_999), submissionId: other }), 'wait'],
  ['the last mail is ten minutes old', aSlot({ openedAt: minutesAgo(10), submissionId: other }), 'open'],
  ['this very submission opened it', aSlot({ openedAt: now, submissionId: own }), 'again'],
  ['this very submission opened it long ago', aSlot({ openedAt: minutesAgo(60), submissionId: own }), 'again'],
])('when %s, a submission is to %s', (_when, slot, decision) => {
  expect(slotDecision(slot, own, now)).toBe(decision)
})

test.each([
  ['nothing was said yet', null, true],
  ['only a confirmation was sent', aSlot({ openedAt: now, submissionId: other }), true],
  ['it was said just now', aSlot({ noticeAt: now, noticeSubmissionId: other }), false],
  ['it was said 23 hours 59 minutes ago', aSlot({ noticeAt: minutesAgo(24 * 60 - 1), noticeSubmissionId: other }), false],
  ['it was said a day ago', aSlot({ noticeAt: minutesAgo(24 * 60), noticeSubmissionId: other }), true],
  ['this very submission caused it', aSlot({ noticeAt: now, noticeSubmissionId: own }), true],
])('when %s, whether "already signed" may be said: %s', (_when, slot, expected) => {
  expect(isNoticeDue(slot, own, now)).toBe(expected)
})

test('one address looks different in each petition, table and day, and for each kind of mail', () => {
  const address = 'test@example.org'
  const tomorrow = new Date('2026-11-24T00:00:00Z')

  const indexes = [
    emailIndexOf(keys, 'petition-1', address),
    emailIndexOf(keys, 'petition-2', address),
    slotIndexOf(keys, 'petition-1', address),
    slotIndexOf(keys, 'petition-2', address),
    capIndexOf(keys, 'confirmation', address, now),
    capIndexOf(keys, 'confirmation', address, tomorrow),
    capIndexOf(keys, 'signer-link', address, now),
    refusalIndexOf(keys, address),
    emailIndexOf(testKeys(8), 'petition-1', address),
  ].map((index) => index.toString('hex'))

  expect(new Set(indexes).size).toBe(9)
})

test.each(['Test.Person@gmail.com', 'testperson+x@googlemail.com', 'TESTPERSON@GMAIL.COM'])(
  '%s is the signer testperson@gmail.com',
  (address) => {
    expect(emailIndexOf(keys, 'petition-1', address)).toEqual(emailIndexOf(keys, 'petition-1', 'testperson@gmail.com'))
    expect(slotIndexOf(keys, 'petition-1', address)).toEqual(slotIndexOf(keys, 'petition-1', 'testperson@gmail.com'))
    expect(capIndexOf(keys, 'confirmation', address, now)).toEqual(capIndexOf(keys, 'confirmation', 'testperson@gmail.com', now))
    expect(refusalIndexOf(keys, address)).toEqual(refusalIndexOf(keys, 'testperson@gmail.com'))
  },
)

test('a code has six digits, is always the same for its submission and another for another', () => {
  const ids = Array.from({ length: 1000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`)

  const codes = ids.map((id) => codeOf(keys, id))

  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(codeOf(keys, ids[1] ?? '')).toBe(codes[1])
  expect(new Set(codes).size).toBeGreaterThan(990)
})

test('with another key a submission has another code', () => {
  expect(codeOf(testKeys(8), own)).not.toBe(codeOf(keys, own))
})

test.each([
  ['123456', true],
  ['123457', false],
  ['12345', false],
  ['1234567', false],
  ['', false],
  ['１２３４５６', false],
])('the code %s compared with 123456: %s', (given, expected) => {
  expect(isSameCode(given, '123456')).toBe(expected)
})

test('a throw-away address is known, an ordinary one is not taken for it', () => {
  expect(isDisposable('test@mailinator.com')).toBe(true)
  expect(isDisposable('test@example.org')).toBe(false)
})
