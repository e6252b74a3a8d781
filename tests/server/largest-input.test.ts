import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSignature, aSignForm } from '../support/builders.ts'
import { begunDraft, postFields, typedLetter } from '../support/letter-pages.ts'
import { aLetter, officeAsk, unOffice } from '../support/letters.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { numberOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const page = `/petitions/${petitionSlug}`
const kilobyte = 1024
const largestProof = '+'.repeat(4000)

/** The longest text that each field takes, in one script. */
function longest(character: string, letter: string) {
  const [mailbox, label, last] = [64, 63, 61].map((length) => letter.repeat(length / letter.length))
  return {
    givenName: character.repeat(100),
    familyName: character.repeat(100),
    email: `${mailbox}@${label}.${label}.${last}`,
    postcode: letter.repeat(12 / letter.length),
    comment: character.repeat(500),
    source: 'x'.repeat(40),
  }
}

/** JSON at its longest: each character of a text as its escape, `😀` as `\ud83d\ude00`. */
function escapedJson(fields: Record<string, unknown>): string {
  const escaped = (text: string) => `"${text.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)}"`
  const pairs = Object.entries(fields).map(([name, value]) => `${escaped(name)}:${typeof value === 'string' ? escaped(value) : value}`)
  return `{${pairs.join(',')}}`
}

const scripts: [string, ReturnType<typeof longest>][] = [
  ['Chinese', longest('漢', '漢')],
  ['emoji', { ...longest('😀', '字'), postcode: '𠮷'.repeat(12) }],
]

test.each(scripts)('the largest valid form in %s is taken', async (_script, fields) => {
  const before = await numberOf(site, 'submissions')

  const reply = await site.postForm(page, aSignForm({ ...fields, publicName: 'yes', updates: 'yes', altcha: largestProof }))

  expect(reply.statusCode).toBe(303)
  expect(await numberOf(site, 'submissions')).toBe(before + 1)
})

test.each(scripts)('the largest valid JSON in %s is taken, with every character escaped', async (_script, fields) => {
  const payload = escapedJson(aSignature({ ...fields, email: `x${fields.email.slice(1)}`, altcha: largestProof }))
  const headers = { 'content-type': 'application/json' }

  const reply = await site.app.inject({ method: 'POST', url: `/api/v1${page}/signatures`, payload, headers })

  expect(reply.statusCode).toBe(202)
})

/** The longest letter that the contract takes, to an office. */
function longestLetter(character: string) {
  const names = Object.fromEntries(['givenName', 'familyName', 'street', 'town'].map((name) => [name, character.repeat(100)]))
  return { ...names, subject: character.repeat(150), own: character.repeat(6000) }
}

test.each(['漢', '😀'])('the largest letter is taken from its form, in %s', async (character) => {
  const path = await begunDraft(site, officeAsk, { recipient: unOffice })

  const reply = await postFields(site, path, { ...typedLetter(longestLetter(character)), country: '', postcode: '', action: 'send' })

  expect(reply.statusCode).toBe(303)
})

test.each([
  ['Chinese with every character escaped', (letter: Record<string, unknown>) => escapedJson(letter), '漢'],
  ['emoji as they are', (letter: Record<string, unknown>) => JSON.stringify(letter), '😀'],
])('the largest letter is taken as JSON, in %s', async (_how, jsonOf, character) => {
  const { points: _points, country: _country, postcode: _postcode, ...letter } = aLetter({ ask: officeAsk, recipient: unOffice })

  const reply = await site.app.inject({
    method: 'POST',
    url: '/api/v1/letters',
    payload: jsonOf({ ...letter, ...longestLetter(character) }),
    headers: { 'content-type': 'application/json' },
  })

  expect(reply.statusCode).toBe(202)
})

test('a comment of 500 characters with line ends is taken, though browsers send each as two', async () => {
  const comment = `${'a\r\n'.repeat(249)}ab`

  const taken = await site.postForm(page, aSignForm({ comment }))
  const refused = await site.postForm(page, aSignForm({ comment: `${comment}c` }))

  expect([taken.statusCode, refused.statusCode]).toEqual([303, 422])
})

test('a body of 64 kB is read, and one byte more is not', async () => {
  const formOf = (bytes: number) => ({ givenName: 'x'.repeat(bytes - 'givenName='.length) })

  const read = await site.postForm(page, formOf(64 * kilobyte))
  const tooLarge = await site.postForm(page, formOf(64 * kilobyte + 1))

  expect([read.statusCode, tooLarge.statusCode]).toEqual([422, 413])
  expect(tooLarge.body).toContain('Nothing that this site asks for needs more than 64 kB')
})

test('a form of 10 MB is refused', async () => {
  const reply = await site.postForm(page, aSignForm({ comment: 'x'.repeat(10_000_000) }))

  expect(reply.statusCode).toBe(413)
})
