import { expect, test } from 'vitest'
import { replyText } from '../../server/mail/reply-text.ts'

const known = ['ana.muster@example.org']

test.each([
  ['250 2.0.0 OK queued as 4Wc1Qk2Zx1', '250 2.0.0 OK queued as 4Wc1Qk2Zx1'],
  ['550-5.1.1 The account\r\n550 5.1.1 does not exist', '550-5.1.1 The account 550 5.1.1 does not exist'],
  ['550 5.1.1 <ana.muster@example.org>: User unknown', '550 5.1.1 <address>: User unknown'],
  ['550 No such user Ana.Muster here', '550 No such user address here'],
  ['550 SRS0=ab=cd=example.org=ana.muster@forward.example.net', '550 address'],
  ['550 "ana muster"@example.org, ben@[192.0.2.1]; (carl@example.net)', '550 address, address; (address)'],
  ['550 ana=muster=example.org@list.example.net', '550 address'],
  ['550 \u001b[31mno\u0000', '550 [31mno'],
  ['', ''],
])('of %j is kept %j', (reply, kept) => {
  expect(replyText(reply, known)).toBe(kept)
})

test('a short mailbox name is not looked for in other words', () => {
  expect(replyText('550 No me such user', ['me@example.org'])).toBe('550 No me such user')
})

test('a mailbox name that is a pattern is taken as it is', () => {
  expect(replyText('550 no user a.*b+(c here', ['a.*b+(c@example.org'])).toBe('550 no user address here')
})

test.each(['a', '@', '"', '"a"@', 'a@'])('a reply without end is cut to 500 units, soon: %j', (piece) => {
  const startedAt = performance.now()

  const kept = replyText(`550 ${piece.repeat(1_000_000)}`, known)

  expect(kept.length).toBeLessThanOrEqual(500)
  expect(performance.now() - startedAt).toBeLessThan(1000)
})
