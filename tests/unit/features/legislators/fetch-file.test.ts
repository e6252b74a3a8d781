import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { FetchLimits, MayConnect } from '../../../../server/features/legislators/fetching/fetch-file.ts'
import { fetchFile, isPublic, standardLimits } from '../../../../server/features/legislators/fetching/fetch-file.ts'
import { UnreadableFile } from '../../../../server/features/legislators/formats/format.ts'
import type { FileServer } from '../../../support/file-server.ts'
import { startFileServer } from '../../../support/file-server.ts'

/** Names that resolve as a test says; each answer is given once. */
const names = vi.hoisted(() => new Map<string, { address: string; family: number }[][]>())
vi.mock('node:dns/promises', async (original) => {
  const dns = await original<typeof import('node:dns/promises')>()
  return { ...dns, lookup: (host: string, options: { all: true }) => names.get(host)?.shift() ?? dns.lookup(host, options) }
})

let server: FileServer
beforeEach(async () => {
  server = await startFileServer()
})
afterEach(async () => {
  names.clear()
  await server.close()
})

const anywhere: MayConnect = () => true
/** The public internet, and the test's server as if it were there. */
const outside: MayConnect = (ip) => ip === '127.0.0.1' || isPublic(ip)

async function read(address: string, mayConnect: MayConnect | undefined = anywhere, limits: Partial<FetchLimits> = {}) {
  const { name, bytes } = await fetchFile(address, { limits: { ...standardLimits, maxBytes: 1024 * 1024, ...limits }, mayConnect })
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  return { name, text: Buffer.concat(chunks).toString() }
}

/** The sentence with which an address is refused. */
async function refusal(address: string, mayConnect?: MayConnect, limits?: Partial<FetchLimits>): Promise<string> {
  const outcome = await read(address, mayConnect, limits).then(
    () => 'it was read',
    (error: unknown) => error,
  )
  return outcome instanceof UnreadableFile ? outcome.message : `not refused: ${String(outcome)}`
}

test.each<[string, boolean]>([
  ['8.8.8.8', true],
  ['93.184.215.14', true],
  ['172.15.255.255', true],
  ['172.32.0.0', true],
  ['192.167.255.255', true],
  ['100.63.255.255', true],
  ['223.255.255.255', true],
  ['2606:4700:4700::1111', true],
  ['2a00:1450:4001::1', true],
  ['::ffff:8.8.8.8', true],
  ['0.0.0.0', false],
  ['10.0.0.1', false],
  ['100.64.0.1', false],
  ['127.0.0.1', false],
  ['127.255.255.254', false],
  ['169.254.169.254', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['192.0.0.192', false],
  ['192.0.2.1', false],
  ['192.168.0.1', false],
  ['198.18.0.1', false],
  ['224.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::127.0.0.1', false],
  ['::ffff:127.0.0.1', false],
  ['::FFFF:10.0.0.1', false],
  ['::ffff:7f00:1', false],
  ['64:ff9b::7f00:1', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['ff02::1', false],
  ['2001::1', false],
  ['2001:db8::1', false],
  ['2002:7f00:1::', false],
  ['2002:808:808::1', false],
  ['3fff::1', false],
  ['', false],
  ['localhost', false],
  ['127.1', false],
])('whether %j is an address of the public internet: %s', (ip, expected) => {
  expect(isPublic(ip)).toBe(expected)
})

test.each([
  'file:///etc/passwd',
  'ftp://example.org/list.csv',
  'data:text/csv,a',
  'javascript:0',
  '//example.org/a',
  'example.org/a',
  'http://[',
  '',
])('%j is no address to fetch from', async (address) => {
  expect(await refusal(address)).toBe(`${address} is not an address that begins with http:// or https://.`)
})

test('an address with a user name or a password is refused, and neither is repeated', async () => {
  const expected = 'The address must not hold a user name or a password.'

  expect([await refusal('https://ada:secret@example.org/'), await refusal('https://ada@example.org/')]).toEqual([expected, expected])
})

test.each<[string, string]>([
  ['the address itself', '127.0.0.1'],
  ['another of the machine', '127.9.9.9'],
  ['a number', '2130706433'],
  ['hexadecimal', '0x7f.1'],
  ['octal', '0177.0.0.1'],
  ['two parts', '127.1'],
  ['nothing but zero', '0'],
  ['IPv6', '[::1]'],
  ['IPv4 in IPv6', '[::ffff:127.0.0.1]'],
  ['6to4', '[2002:7f00:1::]'],
  ['a local link', '[fe80::1]'],
  ['a private network', '192.168.1.1'],
  ['a provider’s metadata', '169.254.169.254'],
  ['its name', 'localhost'],
])('this machine and its networks are refused, written as %s', async (_what, host) => {
  const { port } = new URL(server.url)

  expect(await refusal(`http://${host}:${port}/`, isPublic)).toMatch(
    / is an address of this machine or of a private network, from where nothing is fetched\.$/,
  )
  expect(server.requests).toHaveLength(0)
})

test('without a word about it, only the public internet is fetched from', async () => {
  await expect(fetchFile(server.url)).rejects.toThrow('is an address of this machine')
  expect(server.requests).toHaveLength(0)
})

test('a name that resolves to a private address, alone or among others, is refused', async () => {
  const inside = { address: '10.0.0.1', family: 4 }
  names.set('one.example.org', [[inside]])
  names.set('two.example.org', [[{ address: '93.184.215.14', family: 4 }, inside]])

  expect(await refusal('http://one.example.org/', isPublic)).toMatch(/^one\.example\.org is an address of this machine/)
  expect(await refusal('http://two.example.org/', isPublic)).toMatch(/^two\.example\.org is an address of this machine/)
})

test('the connection goes to the address that was allowed, whatever the name resolves to next', async () => {
  server.at('/list.csv', 'read')
  const inside = [{ address: '127.0.0.2', family: 4 }]
  names.set('turning.example.org', [[{ address: '127.0.0.1', family: 4 }], inside, inside])

  const { text } = await read(`http://turning.example.org:${new URL(server.url).port}/list.csv`, outside)

  expect(text).toBe('read')
  expect(server.requests[0]?.headers.host).toMatch(/^turning\.example\.org:/)
  expect(names.get('turning.example.org')).toHaveLength(2)
})

test('a name that is none is said', async () => {
  expect(await refusal('http://no-such-name.invalid/')).toMatch(/^The name no-such-name\.invalid cannot be resolved: /)
})

test('a file is read, and has the last part of its path for a name', async () => {
  server.at('/lists/members.csv?v=2', 'a,b\n')
  server.at('/', 'home')

  expect(await read(`${server.url}/lists/members.csv?v=2`)).toEqual({ name: 'members.csv', text: 'a,b\n' })
  expect(await read(server.url)).toEqual({ name: '127.0.0.1', text: 'home' })
})

test('redirects are followed, with nothing of one answer told to the next', async () => {
  server.at('/old', (reply) => reply.writeHead(301, { location: 'new?v=1', 'set-cookie': 'a=b' }).end())
  server.at('/new?v=1', (reply) => reply.writeHead(302, { location: `${server.url}/last.csv`, 'set-cookie': 'c=d' }).end('elsewhere'))
  server.at('/last.csv', 'read')

  expect(await read(`${server.url}/old`)).toEqual({ name: 'last.csv', text: 'read' })
  expect(server.requests.map(({ headers }) => Object.keys(headers).sort())).toEqual(
    Array(3).fill(['accept', 'accept-encoding', 'connection', 'host', 'user-agent']),
  )
})

test.each<[string, string, RegExp]>([
  ['a private network', 'http://10.0.0.1/', /^10\.0\.0\.1 is an address of this machine/],
  ['a provider’s metadata', 'http://169.254.169.254/latest/meta-data/', /^169\.254\.169\.254 is an address of this machine/],
  ['a name of this machine', 'http://inside.example.org/', /^inside\.example\.org is an address of this machine/],
  ['a file', 'file:///etc/passwd', /^file:\/\/\/etc\/passwd is not an address that begins with http/],
  ['a password', 'http://ada:secret@example.org/', /^The address must not hold a user name or a password\.$/],
  ['nonsense', 'http://[', /^http:\/\/\[ is not an address that begins with http/],
])('a redirect to %s is refused', async (_what, location, sentence) => {
  names.set('inside.example.org', [[{ address: '127.0.0.2', family: 4 }]])
  server.at('/', (reply) => reply.writeHead(302, { location }).end())

  expect(await refusal(server.url, outside)).toMatch(sentence)
})

test('redirects in a circle end', async () => {
  server.at('/a', (reply) => reply.writeHead(302, { location: '/b' }).end())
  server.at('/b', (reply) => reply.writeHead(302, { location: '/a' }).end())

  expect(await refusal(`${server.url}/a`, anywhere, { maxRedirects: 3 })).toBe(`${server.url}/a redirects more than 3 times.`)
  expect(server.requests).toHaveLength(4)
})

test.each([204, 206, 304, 302, 403, 404, 500, 503])('an answer %i is no file', async (status) => {
  server.at('/list', (reply) => reply.writeHead(status).end())

  expect(await refusal(`${server.url}/list`)).toBe(
    `${server.url}/list answered ${status}. Open it in a browser to see whether the address is still right.`,
  )
})

test('a file of the largest size is read, and one byte more is refused', async () => {
  server.at('/fits', 'x'.repeat(1024 * 1024))
  server.at('/larger', 'x'.repeat(1024 * 1024 + 1))

  expect((await read(`${server.url}/fits`)).text).toHaveLength(1024 * 1024)
  expect(await refusal(`${server.url}/larger`)).toBe(`${server.url}/larger is larger than 1 MB.`)
})

test('a compressed file is unpacked, and refused when it becomes too large', async () => {
  server.at('/packed', (reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a,b\n')))
  server.at('/bomb', (reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(50 * 1024 * 1024))))

  expect((await read(`${server.url}/packed`)).text).toBe('a,b\n')
  expect(await refusal(`${server.url}/bomb`)).toBe(`${server.url}/bomb is larger than 1 MB.`)
})

test.each<[string, (whole: Buffer) => { headers: Record<string, string>; body: Buffer }]>([
  ['of a length that was said', (whole) => ({ headers: { 'content-length': '100000' }, body: whole })],
  ['of no length', (whole) => ({ headers: {}, body: whole })],
  ['that is compressed', (whole) => ({ headers: { 'content-encoding': 'gzip' }, body: gzipSync(whole).subarray(0, 20) })],
])('a file %s that is cut in the middle is not taken for a whole one', async (_what, made) => {
  const { headers, body } = made(Buffer.from('a,b\n'.repeat(1000)))
  server.at('/cut', (reply) => reply.writeHead(200, headers).write(body, () => reply.destroy()))

  expect(await refusal(`${server.url}/cut`)).toMatch(/\/cut broke off/)
})

test('what says that it is compressed and is not, or is cut within, is not read', async () => {
  server.at('/plain', (reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end('a,b\n'))
  server.at('/short', (reply) => reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('a,b\n').subarray(0, 15)))

  expect(await refusal(`${server.url}/plain`)).toMatch(/\/plain broke off: incorrect header check$/)
  expect(await refusal(`${server.url}/short`)).toMatch(/\/short broke off: unexpected end of file$/)
})

test('a server that does not answer is not waited for', async () => {
  server.at('/silent', () => {})

  expect(await refusal(`${server.url}/silent`, anywhere, { idleMs: 50 })).toBe(
    `${server.url}/silent cannot be fetched: nothing came for 0.05 seconds`,
  )
})

test('a server that stops in the middle is not waited for', async () => {
  server.at('/stopping', (reply) => reply.writeHead(200, { 'content-length': '100' }).write('a,b\n'))

  expect(await refusal(`${server.url}/stopping`, anywhere, { idleMs: 50 })).toMatch(/\/stopping broke off: /)
})

test('a server that sends a little now and then is not listened to for ever', async () => {
  server.at('/dripping', (reply) => {
    const drips = setInterval(() => reply.write('a'), 5)
    reply.on('close', () => clearInterval(drips))
  })

  expect(await refusal(`${server.url}/dripping`, anywhere, { totalMs: 100 })).toMatch(/\/dripping broke off: /)
})

test('a server that is not there is said', async () => {
  await server.close()

  expect(await refusal(`${server.url}/`)).toMatch(/ cannot be fetched: .*ECONNREFUSED/)
})
