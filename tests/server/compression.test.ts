import type { IncomingHttpHeaders } from 'node:http'
import { request } from 'node:http'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { signedInBrowser, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
let address: string
beforeAll(async () => {
  site = await startSite({ ...unlimited, REVIEWED_LOCALES: 'he' }, { replyCacheBytes: 50_000_000 })
  address = await site.listen()
})
afterAll(() => site.close())

type Read = { status: number; headers: IncomingHttpHeaders; body: Buffer }

/** Reads over a connection what is sent, without inflating it. */
function read(path: string, headers: Record<string, string> = {}): Promise<Read> {
  return new Promise((resolve, reject) => {
    const asked = request(`${address}${path}`, { headers }, async (reply) => {
      const parts: Buffer[] = []
      for await (const part of reply) parts.push(part)
      resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: Buffer.concat(parts) })
    })
    asked.on('error', reject).end()
  })
}

const gzip = { 'accept-encoding': 'gzip' }
/** Reads what is answered in this way: by its route, or at once from memory. The log tells it, perhaps a moment later. */
async function readAnswered(way: string, path: string, headers: Record<string, string> = {}): Promise<Read> {
  const reply = await read(path, headers)
  await vi.waitFor(() => {
    const line = site.logLines.findLast((one) => one.includes('"answered"')) ?? '{}'
    expect('reqId' in JSON.parse(line) ? 'by its route' : 'at once').toBe(way)
  })
  return reply
}

/** The same address asked for without and with gzip; whatever it is, it is at hand afterwards. */
async function readBoth(path: string): Promise<{ plain: Read; compressed: Read }> {
  return { plain: await read(path), compressed: await read(path, gzip) }
}

/** Headers without those of the connection and the moment. */
function lasting(headers: Record<string, unknown>) {
  const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...others } = headers
  return others
}

const shared = [
  `/petitions/${petitionSlug}`,
  '/timeline',
  '/he/timeline',
  `/api/v1/petitions/${petitionSlug}`,
  '/sitemap.xml',
  '/feed.atom',
  '/problems/busy',
]

describe.each(shared)('%s', (path) => {
  test('comes compressed to who takes that, and the same when inflated', async () => {
    const { plain, compressed } = await readBoth(path)

    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(compressed.headers['content-encoding']).toBe('gzip')
    expect(gunzipSync(compressed.body).equals(plain.body)).toBe(true)
    expect(compressed.body.length).toBeLessThan(plain.body.length)
    expect([plain, compressed].map(({ headers, body }) => headers['content-length'] === String(body.length))).toEqual([true, true])
  })

  test('has a name of its own for each spelling, and tells caches to keep them apart', async () => {
    const { plain, compressed } = await readBoth(path)

    expect(compressed.headers.etag).not.toBe(plain.headers.etag)
    expect([plain, compressed].map(({ headers }) => headers.vary)).toEqual(['accept-encoding', 'accept-encoding'])
    expect([plain, compressed].every(({ headers }) => /^"[\w-]+"$/.test(String(headers.etag)))).toBe(true)
  })

  test('comes from memory at once as it comes from the route, in both spellings', async () => {
    await readBoth(path)
    const byRoute = [await site.get(path), await site.get(path, gzip)]
    const atOnce = [await readAnswered('at once', path), await readAnswered('at once', path, gzip)]

    expect(atOnce.map(({ status }) => status)).toEqual([200, 200])
    expect(atOnce.map(({ headers }) => lasting(headers))).toEqual(byRoute.map(({ headers }) => lasting(headers)))
    expect(atOnce.map(({ body }, n) => byRoute[n]?.rawPayload.equals(body))).toEqual([true, true])
  })
})

describe('how somebody says what they take', () => {
  test.each([['gzip'], ['gzip, deflate, br, zstd'], ['br;q=1.0, gzip;q=0.8, *;q=0.1'], ['deflate,gzip'], ['gzip;q=0.001'], ['gzip ; q=1']])(
    '“%s” takes gzip',
    async (taken) => {
      const { headers } = await read('/timeline', { 'accept-encoding': taken })

      expect(headers['content-encoding']).toBe('gzip')
    },
  )

  test.each([
    ['gzip;q=0'],
    ['gzip; q=0'],
    ['gzip;q=0.0, br'],
    ['gzip;q=0.000'],
    ['br, gzip;q=0'],
    ['identity'],
    ['br'],
    ['deflate'],
    [''],
    ['x-gzip-like'],
  ])('“%s” does not', async (taken) => {
    const { status, headers, body } = await read('/timeline', { 'accept-encoding': taken })

    expect([status, headers['content-encoding']]).toEqual([200, undefined])
    expect(body.toString('utf8')).toContain('<!doctype html>')
  })

  test('who says nothing gets the page as it is, though others were sent it compressed', async () => {
    await read('/timeline', gzip)

    const { headers, body } = await read('/timeline')

    expect(headers['content-encoding']).toBeUndefined()
    expect(body.toString('utf8')).toContain('<!doctype html>')
  })
})

describe('who has it already', () => {
  const path = '/laws'
  const namesOf = async () => {
    const { plain, compressed } = await readBoth(path)
    return { plain: String(plain.headers.etag), compressed: String(compressed.headers.etag) }
  }

  // Another query is another address, which is not at hand yet, and the same page.
  test.each([
    ['by its route', `${path}?one`, `${path}?two`],
    ['at once', path, path],
  ])('is told so (%s) for the spelling that they have, by its own name', async (way, plainPath, compressedPath) => {
    const names = await namesOf()

    const plain = await readAnswered(way, plainPath, { 'if-none-match': names.plain })
    const compressed = await readAnswered(way, compressedPath, { ...gzip, 'if-none-match': names.compressed })

    expect([plain, compressed].map(({ status, body }) => [status, body.length])).toEqual([
      [304, 0],
      [304, 0],
    ])
    expect([plain, compressed].map(({ headers }) => headers.etag)).toEqual([names.plain, names.compressed])
    expect([plain, compressed].map(({ headers }) => headers.vary)).toEqual(['accept-encoding', 'accept-encoding'])
  })

  test('and asks for the other spelling gets it whole', async () => {
    const names = await namesOf()

    const compressed = await read(path, { ...gzip, 'if-none-match': names.plain })
    const plain = await read(path, { 'if-none-match': names.compressed })

    expect([compressed.status, compressed.headers['content-encoding']]).toEqual([200, 'gzip'])
    expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined])
  })

  test('in both spellings is told so whichever they take', async () => {
    const both = Object.values(await namesOf()).join(', ')

    const replies = await Promise.all([read(path, { 'if-none-match': both }), read(path, { ...gzip, 'if-none-match': both })])

    expect(replies.map(({ status }) => status)).toEqual([304, 304])
  })
})

describe('what is never compressed', () => {
  test('pages of one person: nothing secret is compressed beside what somebody else may choose', async () => {
    const { email, cookie } = await signedInBrowser(site)
    const confirmToken = site.mail.to(email).at(-1)?.confirmToken
    const own = await signerPathOf(site, email)
    const headers = { ...gzip, accept: 'text/html', cookie }

    const pages = [`/petitions/${petitionSlug}/check-your-email`, `/confirm/${confirmToken}`, '/me', own, '/nothing-here']
    const replies = await Promise.all(pages.map((path) => read(path, headers)))

    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 404])
    expect(replies.map((reply) => [reply.headers['cache-control'], reply.headers['content-encoding']])).toEqual(
      replies.map(() => ['no-store', undefined]),
    )
    expect(replies.every(({ body }) => body.length > 1400)).toBe(true)
  })

  test('a form that comes back with what was typed', async () => {
    const reply = await site.postForm(`/petitions/${petitionSlug}`, { givenName: 'Typed' }, gzip)

    expect([reply.statusCode, reply.headers['content-encoding']]).toEqual([422, undefined])
  })

  test.each(['/cards/home.png', `/api/v1/petitions/${petitionSlug}/count`, '/robots.txt'])(
    '%s, which would not become smaller by a packet',
    async (path) => {
      const reply = await read(path, gzip)

      expect([reply.status, reply.headers['content-encoding']]).toEqual([200, undefined])
    },
  )
})

describe('files for the browser', () => {
  const assets = async () => {
    const page = (await read('/')).body.toString('utf8')
    return [/import\("(\/assets\/[^"]+\.js)"\)/.exec(page)?.[1] ?? '']
  }

  test.each([
    ['br', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
    ['gzip, deflate, br', 'br', brotliDecompressSync],
  ])('are sent to who takes “%s” as they were compressed at the build, in %s', async (taken, encoding, inflate) => {
    for (const path of await assets()) {
      const plain = await read(path)
      const compressed = await read(path, { 'accept-encoding': taken })

      expect(compressed.headers).toMatchObject({
        'content-encoding': encoding,
        'content-type': plain.headers['content-type'],
        'cache-control': 'public, max-age=31536000, immutable',
        vary: expect.stringMatching(/accept-encoding/i),
      })
      expect(inflate(compressed.body).equals(plain.body)).toBe(true)
      expect(compressed.body.length).toBeLessThan(plain.body.length / 2)
    }
  })

  test('are sent as they are to who takes nothing else', async () => {
    for (const path of await assets()) {
      const { status, headers } = await read(path, { 'accept-encoding': 'identity' })

      expect([status, headers['content-encoding']]).toEqual([200, undefined])
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
    }
  })
})
