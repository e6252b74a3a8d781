import { expect, test } from 'vitest'
import { clientPrefix, isLoopback } from '../../../server/lib/client-prefix.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::FFFF:192.0.2.1', '192.0.2.1'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['2001:db8::ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
  ['2001:db8:0:0:1:2:3:4', '2001:db8:0:0::/64'],
  ['2001:0DB8:0000:0000::1', '2001:db8:0:0::/64'],
  ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
  ['2001:db8:1:2:3::', '2001:db8:1:2::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::', '0:0:0:0::/64'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
  ['999.0.0.1', 'unknown'],
])('%s counts as %s', (ip, prefix) => {
  expect(clientPrefix(ip)).toBe(prefix)
})

test.each([
  ['127.0.0.1', true],
  ['127.9.9.9', true],
  ['::1', true],
  ['::ffff:127.0.0.1', true],
  ['192.0.2.1', false],
  ['::ffff:192.0.2.1', false],
  ['2001:db8::1', false],
  ['1270.0.0.1', false],
  ['', false],
])('whether %s is this machine itself: %s', (ip, expected) => {
  expect(isLoopback(ip)).toBe(expected)
})

test('an IPv4 address written in hexadecimal as IPv6 counts as that IPv4 address', () => {
  expect(clientPrefix('::ffff:c000:201')).toBe('192.0.2.1')
})
