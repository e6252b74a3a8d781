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
const aSlot = (given: object) => ({ openedAt: null, openedByJob: null, noticeAt: null, noticeByJob: null, ...given })

test.each([
  ['nobody has asked for a mail yet', null, 'open'],
  ['only codes were tried', aSlot({}), 'open'],
  ['the last mail was just now', aSlot({ openedAt: now, openedByJob: 1 }), 'wait'],
  ['the last mail is younger than ten minutes', aSlot({ openedAt: new Date(now.getTime() - 599_999), openedByJob: 1 }), 'wait'],
  ['the last mail is ten minutes old', aSlot({ openedAt: minutesAgo(10), openedByJob: 1 }), 'open'],
  ['this very job opened it', aSlot({ openedAt: now, openedByJob: 2 }), 'again'],
  ['this very job opened it long ago', aSlot({ openedAt: minutesAgo(60), openedByJob: 2 }), 'again'],
])('when %s, a submission is to %s', (_when, slot, decision) => {
  expect(slotDecision(slot, 2, now)).toBe(decision)
})

test.each([
  ['nothing was said yet', null, true],
  ['only a confirmation was sent', aSlot({ openedAt: now, openedByJob: 1 }), true],
  ['it was said just now', aSlot({ noticeAt: now, noticeByJob: 1 }), false],
  ['it was said 23 hours 59 minutes ago', aSlot({ noticeAt: minutesAgo(24 * 60 - 1), noticeByJob: 1 }), false],
  ['it was said a day ago', aSlot({ noticeAt: minutesAgo(24 * 60), noticeByJob: 1 }), true],
  ['this very job said it', aSlot({ noticeAt: now, noticeByJob: 2 }), true],
])('when %s, whether "already signed" may be said: %s', (_when, slot, expected) => {
  expect(isNoticeDue(slot, 2, now)).toBe(expected)
})

test('one address looks different in each petition, table and day', () => {
  const address = 'test@example.org'
  const tomorrow = new Date('2026-11-24T00:00:00Z')

  const indexes = [
    emailIndexOf(keys, 'petition-1', address),
    emailIndexOf(keys, 'petition-2', address),
    slotIndexOf(keys, 'petition-1', address),
    slotIndexOf(keys, 'petition-2', address),
    capIndexOf(keys, address, now),
    capIndexOf(keys, address, tomorrow),
    refusalIndexOf(keys, address),
    emailIndexOf(testKeys(8), 'petition-1', address),
  ].map((index) => index.toString('hex'))

  expect(new Set(indexes).size).toBe(8)
})

test.each(['Test.Person@gmail.com', 'testperson+x@googlemail.com', 'TESTPERSON@GMAIL.COM'])(
  '%s is the signer testperson@gmail.com',
  (address) => {
    expect(emailIndexOf(keys, 'petition-1', address)).toEqual(emailIndexOf(keys, 'petition-1', 'testperson@gmail.com'))
    expect(slotIndexOf(keys, 'petition-1', address)).toEqual(slotIndexOf(keys, 'petition-1', 'testperson@gmail.com'))
    expect(capIndexOf(keys, address, now)).toEqual(capIndexOf(keys, 'testperson@gmail.com', now))
    expect(refusalIndexOf(keys, address)).toEqual(refusalIndexOf(keys, 'testperson@gmail.com'))
  },
)

test('a code has six digits, stays the same in its round and changes with the next', () => {
  const slot = slotIndexOf(keys, 'petition-1', 'test@example.org')
  const codes = Array.from({ length: 1000 }, (_, round) => codeOf(keys, slot, round))

  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  expect(codeOf(keys, slot, 1)).toBe(codes[1])
  expect(new Set(codes).size).toBeGreaterThan(990)
})

test('another address has another code in the same round', () => {
  const one = codeOf(keys, slotIndexOf(keys, 'petition-1', 'one@example.org'), 1)
  const other = codeOf(keys, slotIndexOf(keys, 'petition-1', 'other@example.org'), 1)

  expect(one).not.toBe(other)
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
