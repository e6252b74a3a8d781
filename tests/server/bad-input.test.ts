import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { aSignature } from '../support/builders.ts'
import { aLetter } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { numberOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())
afterEach(async () => {
  for (const table of ['submissions', 'signatures', 'signer_links', 'letters'])
    expect(await numberOf(site, table), `${table} stored`).toBe(0)
  expect(await numberOf(site, 'graphile_worker.jobs'), 'jobs stored').toBe(0)
})

const url = `/api/v1/petitions/${petitionSlug}/signatures`
const send = (payload: string | Buffer | undefined, contentType: string | undefined) =>
  site.app.inject({
    method: 'POST',
    url,
    ...(payload === undefined ? {} : { payload }),
    headers: contentType === undefined ? {} : { 'content-type': contentType },
  })

const json = 'application/json'
const whole = JSON.stringify(aSignature())
const tenMegabytes = JSON.stringify(aSignature({ comment: 'x'.repeat(10_000_000) }))

test.each<[string, string | Buffer | undefined, string | undefined, number, string]>([
  ['half a document', '{"givenName":', json, 400, 'malformed-body'],
  ['no document', 'hello', json, 400, 'malformed-body'],
  ['two documents', `${whole}${whole}`, json, 400, 'malformed-body'],
  ['an empty body', '', json, 400, 'malformed-body'],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), json, 400, 'malformed-body'],
  ['a __proto__ field', '{"__proto__":{"consent":true},"givenName":"Test"}', json, 400, 'malformed-body'],
  ['a constructor with a prototype', '{"constructor":{"prototype":{"consent":true}}}', json, 400, 'malformed-body'],
  ['ten megabytes', tenMegabytes, json, 413, 'body-too-large'],
  ['a name of 100,000 letters', JSON.stringify(aSignature({ givenName: 'x'.repeat(100_000) })), json, 413, 'body-too-large'],
  ['plain text', whole, 'text/plain', 415, 'unsupported-media-type'],
  ['a form', 'givenName=Test', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
  ['a multipart form', '--x\r\n', 'multipart/form-data; boundary=x', 415, 'unsupported-media-type'],
  ['XML', '<a/>', 'application/xml', 415, 'unsupported-media-type'],
  ['a content type that is none', whole, 'nonsense', 415, 'unsupported-media-type'],
  ['no content type', whole, undefined, 415, 'unsupported-media-type'],
])('%s is answered with a problem that says what to do', async (_what, payload, contentType, status, slug) => {
  const reply = await send(payload, contentType)

  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.json()).toEqual({
    type: `/problems/${slug}`,
    title: expect.stringMatching(/\w/),
    status,
    detail: expect.stringMatching(/\w/),
    instance: expect.stringMatching(/^[0-9a-f-]{36}$/),
  })
})

test.each<[string, unknown, string]>([
  ['an array', [aSignature()], '/'],
  ['null', null, '/'],
  ['a string', 'x', '/'],
  ['a number', 1, '/'],
])('%s in place of an object is named as the whole document', async (_what, body, pointer) => {
  const reply = await site.post(url, body)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ type: '/problems/invalid-input', errors: [{ pointer, code: 'wrong-type' }] })
})

test('no body at all is named as the whole document', async () => {
  const reply = await send(undefined, undefined)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ type: '/problems/invalid-input', errors: [{ pointer: '/' }] })
})

test.each<[string, Record<string, unknown>, string, string]>([
  ['an unknown field', { isAdmin: true }, '/isAdmin', 'unknown-field'],
  ['an unknown field with a slash and a tilde', { 'a/b~c': 1 }, '/a~1b~0c', 'unknown-field'],
  ['an unknown field of 10,000 letters', { ['x'.repeat(10_000)]: 1 }, `/${'x'.repeat(60)}`, 'unknown-field'],
  ['a missing name', { givenName: undefined }, '/givenName', 'required'],
  ['an empty name', { givenName: '' }, '/givenName', 'required'],
  ['a name of blanks', { givenName: ' \t ' }, '/givenName', 'required'],
  ['a name that is a number', { givenName: 7 }, '/givenName', 'wrong-type'],
  ['a name that is an object', { givenName: { $ne: null } }, '/givenName', 'wrong-type'],
  ['a name that is null', { givenName: null }, '/givenName', 'wrong-type'],
  ['NUL in a name', { givenName: 'Te\u0000st' }, '/givenName', 'forbidden-characters'],
  ['NUL in a family name', { familyName: '\u0000' }, '/familyName', 'forbidden-characters'],
  ['NUL in a comment', { comment: 'a\u0000b' }, '/comment', 'forbidden-characters'],
  ['an escape sequence', { comment: '\u001b[31m' }, '/comment', 'forbidden-characters'],
  ['a line end in a name', { givenName: 'Test\r\nBcc: other@example.net' }, '/givenName', 'forbidden-characters'],
  ['a lone surrogate in a name', { givenName: 'Te\ud800st' }, '/givenName', 'forbidden-characters'],
  ['a lone surrogate in a comment', { comment: '\udfff' }, '/comment', 'forbidden-characters'],
  ['text that runs backwards', { givenName: 'Te\u202est' }, '/givenName', 'forbidden-characters'],
  ['text that is isolated', { familyName: 'Te\u2067st' }, '/familyName', 'forbidden-characters'],
  ['a name of 101 letters', { givenName: 'x'.repeat(101) }, '/givenName', 'too-long'],
  ['a name of 101 emoji', { givenName: '😀'.repeat(101) }, '/givenName', 'too-long'],
  ['a comment of 501 letters', { comment: 'x'.repeat(501) }, '/comment', 'too-long'],
  ['no address', { email: undefined }, '/email', 'required'],
  ['what is no address', { email: 'nobody' }, '/email', 'email-invalid'],
  ['an address with NUL', { email: 'test\u0000@example.org' }, '/email', 'email-invalid'],
  ['an address with a lone surrogate', { email: 'te\ud800st@example.org' }, '/email', 'email-invalid'],
  ['two addresses', { email: 'test@example.org,other@example.net' }, '/email', 'email-invalid'],
  ['a list of addresses', { email: ['test@example.org'] }, '/email', 'wrong-type'],
  ['an address of 10,000 letters', { email: `${'x'.repeat(10_000)}@example.org` }, '/email', 'email-invalid'],
  ['a country in words', { country: 'Germany' }, '/country', 'country-unknown'],
  ['a country in small letters', { country: 'gb' }, '/country', 'country-unknown'],
  ['a postcode with a quote', { postcode: "1'; --" }, '/postcode', 'postcode-invalid'],
  ['a choice that is none', { publicName: 'loud' }, '/publicName', 'choice-unknown'],
  ['yes in place of true', { updates: 'yes' }, '/updates', 'wrong-type'],
  ['no consent', { consent: undefined }, '/consent', 'consent-required'],
  ['consent refused', { consent: false }, '/consent', 'consent-required'],
  ['consent as a string', { consent: 'true' }, '/consent', 'consent-required'],
  ['a source with blanks', { source: 'a b' }, '/source', 'source-invalid'],
  ['a proof that is too long', { altcha: 'x'.repeat(5000) }, '/altcha', 'too-long'],
])('%s is refused with its field and its fix', async (_what, given, pointer, code) => {
  const reply = await site.sign(aSignature(given))

  expect(reply.statusCode).toBe(422)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  expect(reply.json()).toMatchObject({
    type: '/problems/invalid-input',
    status: 422,
    errors: [{ pointer, code, detail: expect.stringMatching(/\w/), fix: expect.stringMatching(/\w/) }],
  })
})

test.each<[string, Record<string, unknown>, string, string]>([
  ['an unknown field', { isConfirmed: true }, '/isConfirmed', 'unknown-field'],
  ['no ask', { ask: undefined }, '/ask', 'required'],
  ['an ask that is no name', { ask: '../who' }, '/ask', 'choice-unknown'],
  ['nobody', { recipient: undefined }, '/recipient', 'required'],
  ['an address for a recipient', { recipient: 'ada.office@example.org' }, '/recipient', 'recipient-unknown'],
  ['a seat beyond all numbers', { recipient: 'seat:9999999999' }, '/recipient', 'recipient-unknown'],
  ['a country in words', { country: 'Germany' }, '/country', 'country-unknown'],
  ['a postcode of 21 letters', { postcode: 'x'.repeat(21) }, '/postcode', 'too-long'],
  ['no words', { own: ' \n ' }, '/own', 'required'],
  ['6,001 characters', { own: '😀'.repeat(6001) }, '/own', 'too-long'],
  ['a lone surrogate', { own: 'I write \ud800 because.' }, '/own', 'forbidden-characters'],
  ['words that run backwards', { own: 'I write \u202eesuaceb.' }, '/own', 'forbidden-characters'],
  ['a subject of 151 letters', { subject: 'x'.repeat(151) }, '/subject', 'too-long'],
  ['a subject with a header', { subject: 'Hello\r\nBcc: other@example.net' }, '/subject', 'forbidden-characters'],
  ['a point that is none', { points: ['first'] }, '/points/0', 'choice-unknown'],
  ['five points', { points: Array.from({ length: 5 }, () => '0123456789abcdef') }, '/points', 'too-many-points'],
  ['points that are no list', { points: 'all' }, '/points', 'wrong-type'],
  ['what is no address', { email: 'nobody' }, '/email', 'email-invalid'],
  ['no consent', { consent: false }, '/consent', 'letter-consent-required'],
])('a letter with %s is refused with its field and its fix', async (_what, given, pointer, code) => {
  const reply = await site.post('/api/v1/letters', aLetter(given))

  expect(reply.statusCode).toBe(422)
  expect(reply.json().errors).toEqual([{ pointer, code, detail: expect.stringMatching(/\w/), fix: expect.stringMatching(/\w/) }])
})

test('all faults are named at once, in the order of the form', async () => {
  const reply = await site.sign({ email: 'x', country: 'x', givenName: '', extra: 1 })

  expect(reply.json().errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
    '/givenName',
    '/email',
    '/country',
    '/consent',
    '/extra',
  ])
})

test('a problem never repeats what was sent', async () => {
  const reply = await site.sign(aSignature({ email: 'canary-in-error@', givenName: 'Canaria\u0000', comment: 'x'.repeat(600) }))

  expect(reply.statusCode).toBe(422)
  expect(reply.body).not.toMatch(/canary|Canaria|xxx/)
})

const bodies = fc.oneof(
  fc.json(),
  fc.string({ unit: 'binary' }),
  fc
    .record(
      {
        givenName: fc.anything(),
        email: fc.anything(),
        country: fc.anything(),
        consent: fc.anything(),
        petition: fc.string(),
        code: fc.string(),
        token: fc.string(),
      },
      { requiredKeys: [] },
    )
    .map((value) => JSON.stringify(value) ?? ''),
)

test('whatever is posted to the API is a problem of the caller and never a fault of ours', async () => {
  const path = fc.constantFrom(
    ...[url, '/api/v1/confirmations', '/api/v1/me/links', '/api/v1/letters', '/api/v1/letters/drafts', '/api/v1/letters/confirmations'],
  )

  await fc.assert(
    fc.asyncProperty(path, bodies, async (to, payload) => {
      const reply = await site.app.inject({ method: 'POST', url: to, payload, headers: { 'content-type': json } })

      expect([400, 410, 413, 422]).toContain(reply.statusCode)
    }),
    { numRuns: 300 },
  )
})

const slugs = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 30 }).map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom('%00', 'a%00b', '%', '%ff', '%ED%A0%80', '..%2f..', '%2e%2e', "'", 'x'.repeat(300), '__proto__', '%E2%80%AE'),
)
const patterns = fc.constantFrom(
  (slug: string) => `/petitions/${slug}`,
  (slug: string) => `/petitions/${slug}/thanks`,
  (slug: string) => `/petitions/${slug}/check-your-email`,
  (slug: string) => `/petitions?cursor=${slug}`,
  (slug: string) => `/petitions/${petitionSlug}?source=${slug}`,
  (slug: string) => `/confirm/${slug}`,
  (slug: string) => `/not-me/${slug}`,
  (slug: string) => `/me/${slug}`,
  (slug: string) => `/me?sent=${slug}`,
  (slug: string) => `/me/made-up/receipts/${slug}`,
  (slug: string) => `/problems/${slug}`,
  (slug: string) => `/api/v1/petitions/${slug}`,
  (slug: string) => `/api/v1/petitions/${slug}/count`,
  (slug: string) => `/api/v1/petitions?cursor=${slug}`,
  (slug: string) => `/api/v1/petitions?limit=${slug}`,
  (slug: string) => `/${slug}`,
  (slug: string) => `/write/${slug}/representatives`,
  (slug: string) => `/write/${slug}/letter/made-up`,
  (slug: string) => `/write/uk-consent-gap/letter/${slug}`,
  (slug: string) => `/write/uk-consent-gap/letter/${slug}/check-your-email`,
  (slug: string) => `/letters/${slug}`,
  (slug: string) => `/letters/made-up?done=${slug}`,
  (slug: string) => `/letters/confirm/${slug}`,
  (slug: string) => `/api/v1/letters/${slug}/letter.pdf`,
  (slug: string) => `/api/v1/letters/made-up/letter.pdf?paper=${slug}`,
)

test('whatever address is asked for, the answer is no fault of ours', async () => {
  await fc.assert(
    fc.asyncProperty(patterns, slugs, async (pattern, slug) => {
      const reply = await site.get(pattern(slug), { accept: 'text/html' })

      expect(reply.statusCode).toBeLessThan(500)
    }),
    { numRuns: 300 },
  )
})

test('whatever is posted to the forms of letters is no fault of ours', async () => {
  const paths = ['/write/uk-consent-gap/representatives', '/write/uk-consent-gap/letter', '/write/uk-consent-gap/letter/made-up']
  const form = fc.dictionary(
    fc.constantFrom('country', 'postcode', 'division', 'recipient', 'action', 'own', 'points', 'answer'),
    fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('GB', 'seat:1', 'seat:-1', 'seat:1e9', 'office:x', 'erase', 'ZE1 0AA')),
  )

  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths, '/letters/made-up', '/letters/confirm/made-up'), form, async (to, fields) => {
      const reply = await site.postForm(to, fields)

      expect(reply.statusCode).toBeLessThan(500)
    }),
    { numRuns: 300 },
  )
})

test.each(['a%00b', '%00', "a'b", 'A', 'a--b'])('a petition page called %s is not found', async (slug) => {
  const replies = [
    await site.get(`/petitions/${slug}`, { accept: 'text/html' }),
    await site.get(`/petitions/${slug}/thanks`, { accept: 'text/html' }),
    await site.get(`/petitions/${slug}/check-your-email`, { accept: 'text/html' }),
    await site.postForm(`/petitions/${slug}`, {}),
    await site.postForm(`/petitions/${slug}/check-your-email`, {}),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404])
})

const cursorOf = (text: string) => Buffer.from(text).toString('base64url')

test.each([
  cursorOf('2026-11-01T00:00:00.000Z a\u0000b'),
  cursorOf('-271821-04-20T00:00:00.000Z a'),
  cursorOf('+275760-09-13T00:00:00.000Z a'),
  cursorOf('0000-01-01T00:00:00.000Z a'),
  cursorOf(`2026-11-01T00:00:00.000Z ${'x'.repeat(100)}`),
  cursorOf('nonsense'),
  '%00',
  'é',
])('a cursor that somebody made up begins the list anew or ends it: %s', async (cursor) => {
  const list = await site.get(`/api/v1/petitions?cursor=${encodeURIComponent(cursor)}`)
  const page = await site.get(`/petitions?cursor=${encodeURIComponent(cursor)}&cursor=x`)

  expect([list.statusCode, page.statusCode]).toEqual([200, 200])
})

test.each([
  ['limit=0', '/limit'],
  ['limit=201', '/limit'],
  ['limit=x', '/limit'],
  ['limit=1.5', '/limit'],
  [`cursor=${'x'.repeat(201)}`, '/cursor'],
  ['search=test', '/search'],
])('a list asked for with %s is refused with the parameter', async (query, pointer) => {
  const reply = await site.get(`/api/v1/petitions?${query}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ errors: [{ pointer }] })
})
