import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ChannelRecord, ImportRecord, LegislatorRecord } from '../../server/features/legislators/formats/format.ts'
import { districtDivision, stateDivision } from '../../server/features/legislators/formats/us-divisions.ts'
import { dayMs } from '../../server/lib/clock.ts'
import type { TestLists } from '../support/legislator-lists.ts'
import { aDivision, aMember, formatOf, openLists } from '../support/legislator-lists.ts'

/** Somebody who sits for a division of a chamber, known by their name. */
const member = (chamber: string, key: string, name: string, given: Partial<LegislatorRecord> = {}): LegislatorRecord =>
  aMember({ ids: [{ scheme: 'test', value: name }], name, chamber, division: { key }, ...given })
const lying = (country: string, postcode: string, division: string | null, endedOn?: string): ImportRecord => ({
  kind: 'postcode',
  country,
  postcode,
  division,
  ...(endedOn === undefined ? {} : { endedOn }),
})
const email = (value: string): ChannelRecord => ({ kind: 'email', value })

const ada = member('uk-commons', 'gss:X1', 'Ada Example', {
  honorific: 'Dr',
  salutation: 'Dr Example',
  party: 'Meadow',
  languages: ['en', 'cy'],
  website: 'https://ada.example.org/',
  endsOn: '2029-07-04',
  channels: [email('ada@example.org'), { kind: 'postal', value: '1 Example Street\nVale', label: 'Office' }],
})
const offices: ImportRecord = {
  kind: 'contact',
  at: 'a file',
  id: { scheme: 'test', value: 'Ada Example' },
  origin: 'offices',
  channels: [{ kind: 'phone', value: '020 555 0101' }, email('ada@example.org')],
}

const britain: ImportRecord[] = [
  ...[1, 2, 3, 4].map((n) => aDivision(`gss:X${n}`, `Vale ${n}`)),
  ...[ada, member('uk-commons', 'gss:X2', 'Bo Example'), member('uk-commons', 'gss:X3', 'Cy Example', { endsOn: '2026-11-23' }), offices],
  ...[lying('GB', 'EX1 1AA', 'gss:X1'), lying('GB', 'EX1 1AB', 'gss:X1'), lying('GB', 'EX1 1AB', 'gss:X2')],
  ...[
    lying('GB', 'EX3 3AA', 'gss:X3'),
    lying('GB', 'EX4 4AA', 'gss:X4'),
    lying('GB', 'EX2 2AA', 'gss:X2', '2020-01-31'),
    lying('GB', 'EX9 9ZZ', null),
    lying('GB', 'NPT 0AD', 'gss:X1'),
  ],
]
const senators = ['WA', 'OR'].flatMap((state) => ['One', 'Two'].map((name) => member('us-senate', `us-state:${state}`, `${name} ${state}`)))
const unitedStates: ImportRecord[] = [
  ...['WA', 'OR', 'DC'].map(stateDivision),
  ...[districtDivision(119, 'WA', 4), districtDivision(119, 'WA', 5), districtDivision(119, 'OR', 2), districtDivision(119, 'DC', 0)],
  ...[
    member('us-house', 'us-cd:119:WA-4', 'Wa Four'),
    member('us-house', 'us-cd:119:WA-5', 'Wa Five'),
    member('us-house', 'us-cd:119:OR-2', 'Or Two'),
    member('us-house', 'us-cd:119:DC-0', 'Dee Cee'),
  ],
  ...senators,
  ...[lying('US', '98901', 'us-cd:119:WA-4'), lying('US', '99326', 'us-cd:119:WA-4'), lying('US', '99326', 'us-cd:119:WA-5')],
  ...[lying('US', '97635', 'us-cd:119:WA-4'), lying('US', '97635', 'us-cd:119:OR-2'), lying('US', '20001', 'us-cd:119:DC-0')],
]
const elsewhere: ImportRecord[] = [
  aDivision('ca:1', 'Vale', { chamber: 'ca-commons', country: 'CA' }),
  aDivision('au:1', 'Vale', { chamber: 'au-house', country: 'AU' }),
  aDivision('iso:FR', 'France', { chamber: 'eu-parliament', country: 'FR', isCountryWide: true }),
  aDivision('nz:1', 'Vale', { chamber: 'nz-house', country: 'NZ' }),
  ...[member('ca-commons', 'ca:1', 'Ca Example'), member('au-house', 'au:1', 'Au Example')],
  ...['Eva', 'Eve'].map((name) => member('eu-parliament', 'iso:FR', `${name} Exemple`)),
  ...[lying('CA', 'K1A 0A6', 'ca:1'), lying('AU', '0800', 'au:1'), lying('NZ', '6011', 'nz:1')],
]

let lists: TestLists
beforeAll(async () => {
  lists = await openLists()
  for (const records of [britain, unitedStates, elsewhere]) await lists.bring(formatOf(records, String(records.length)), { list: '' })
})
afterAll(() => lists.close())

const get = (query: Record<string, string>) => lists.get(`/api/v1/legislators?${new URLSearchParams(query)}`)
/** Divisions, names and kinds of notices of an answer. */
async function answer(query: Record<string, string>) {
  const reply = await get(query)
  const { divisions, legislators, needsChoice, notices } = reply.json()
  const codesOf = (list: Record<string, string>[], field: string) => list.map((item) => item[field])
  return { divisions: codesOf(divisions, 'key'), people: codesOf(legislators, 'name'), needsChoice, notices: codesOf(notices, 'code') }
}

test('a postcode is answered with its division, who sits there, and how to write to them', async () => {
  const reply = await get({ country: 'GB', postcode: 'EX1 1AA' })

  expect(reply.statusCode).toBe(200)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.json()).toEqual({
    divisions: [{ key: 'gss:X1', name: 'Vale 1', chamber: 'uk-commons', country: 'GB' }],
    legislators: [
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        seat: expect.any(Number),
        division: 'gss:X1',
        chamber: 'uk-commons',
        name: 'Ada Example',
        honorific: 'Dr',
        salutation: 'Dr Example',
        party: 'Meadow',
        languages: ['en', 'cy'],
        website: 'https://ada.example.org/',
        termEndsOn: '2029-07-04',
        isTermOver: false,
        channels: [
          { kind: 'email', value: 'ada@example.org', label: null },
          { kind: 'postal', value: '1 Example Street\nVale', label: 'Office' },
          { kind: 'phone', value: '020 555 0101', label: null },
        ],
      },
    ],
    needsChoice: false,
    vacant: [],
    chambers: [{ key: 'uk-commons', name: 'House of Commons', legislature: 'UK Parliament', updatedOn: '2026-11-23' }],
    notices: [],
  })
})

test.each<[string, string, string]>([
  ['GB', 'ex11aa', 'Ada Example'],
  ['GB', '  Ex1   1aA ', 'Ada Example'],
  ['GB', 'EX1-1AA', 'Ada Example'],
  ['GB', 'EX1\u00a01AA', 'Ada Example'],
  ['GB', 'ＥＸ１ １ＡＡ', 'Ada Example'],
  ['GB', 'npt 0ad', 'Ada Example'],
  ['US', '98901', 'Wa Four'],
  ['US', '98901-1234', 'Wa Four'],
  ['US', '98901–1234', 'Wa Four'],
  ['US', '98901 1234', 'Wa Four'],
  ['US', '989011234', 'Wa Four'],
  ['CA', 'k1a 0a6', 'Ca Example'],
  ['CA', 'K1A-0A6', 'Ca Example'],
  ['AU', '0800', 'Au Example'],
])('in %s the postcode %j finds %s', async (country, postcode, name) => {
  expect((await answer({ country, postcode })).people).toContain(name)
})

test.each<[string, string, string, string]>([
  ['GB', '98901', 'United Kingdom', 'Write it like SW1A 0AA.'],
  ['GB', 'EX1 1A', 'United Kingdom', 'Write it like SW1A 0AA.'],
  ['GB', 'EX1 1AA extra', 'United Kingdom', 'Write it like SW1A 0AA.'],
  ['US', '9890', 'United States', 'Write it like 20500.'],
  ['US', '98901-12', 'United States', 'Write it like 20500.'],
  ['US', '٩٨٩٠١', 'United States', 'Write it like 20500.'],
  ['CA', 'D1A 0A6', 'Canada', 'Write it like K1A 0A6.'],
  ['AU', '800', 'Australia', 'Write it like 2600.'],
  ['FR', '7500\u0000', 'France', 'Write its letters and digits alone.'],
  ['FR', "' or 1=1 --", 'France', 'Write its letters and digits alone.'],
])('in %s the postcode %j is wrong, and what one looks like is said', async (country, postcode, name, fix) => {
  const reply = await get({ country, postcode })

  expect(reply.statusCode).toBe(422)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.json()).toMatchObject({
    type: '/problems/invalid-input',
    errors: [{ pointer: '/postcode', code: 'postcode', detail: `This is not a postcode of ${name}.`, fix }],
  })
})

test.each<[string, string, string, string]>([
  ['a country that is none', 'country=XX', '/country', 'country-unknown'],
  ['a country in small letters', 'country=gb', '/country', 'country-unknown'],
  ['no country', 'postcode=EX1+1AA', '/country', 'required'],
  ['two countries', 'country=GB&country=US', '/country', 'wrong-type'],
  ['two postcodes', 'country=GB&postcode=EX1+1AA&postcode=EX1+1AB', '/postcode', 'wrong-type'],
  ['a postcode without end', `country=GB&postcode=${'A'.repeat(21)}`, '/postcode', 'too-long'],
  ['a division without end', `country=GB&division=${'A'.repeat(201)}`, '/division', 'too-long'],
  ['a field that there is not', 'country=GB&name=Ada', '/name', 'unknown-field'],
  ['an address, which does not belong into one', 'country=GB&address=1+Example+Street', '/address', 'unknown-field'],
])('%s is refused', async (_what, query, pointer, code) => {
  const reply = await lists.get(`/api/v1/legislators?${query}`)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ type: '/problems/invalid-input', errors: [{ pointer, code }] })
})

test.each<[string, Record<string, string>, string]>([
  ['of a country without a list', { country: 'AD' }, 'no-list'],
  ['of a country without a list, with a postcode', { country: 'AD', postcode: 'AD500' }, 'no-list'],
  ['of a country of which only divisions are known', { country: 'NZ', postcode: '6011' }, 'no-list'],
  ['without a postcode where one is needed', { country: 'GB' }, 'postcode-needed'],
  ['with an empty postcode where one is needed', { country: 'GB', postcode: '' }, 'postcode-needed'],
  ['of a postcode that is not known', { country: 'GB', postcode: 'EX7 7AA' }, 'postcode-unknown'],
  ['of a postcode that lies in no division', { country: 'GB', postcode: 'EX9 9ZZ' }, 'postcode-outside'],
])('somebody %s is told so', async (_what, query, code) => {
  const reply = await get(query)

  expect(reply.statusCode).toBe(200)
  expect(reply.json()).toMatchObject({
    legislators: [],
    vacant: [],
    needsChoice: false,
    notices: [{ code, text: expect.stringMatching(/\.$/) }],
  })
})

test('of a ZIP code that is not known it is said which have no district', async () => {
  const { notices } = (await get({ country: 'US', postcode: '00000' })).json()

  expect(notices).toEqual([{ code: 'postcode-unknown', text: expect.stringContaining('post office boxes') }])
})

test('a postcode that was ended is answered with where it lay, and with when', async () => {
  const reply = await get({ country: 'GB', postcode: 'EX2 2AA' })

  expect(reply.json()).toMatchObject({
    legislators: [{ name: 'Bo Example' }],
    notices: [{ code: 'postcode-ended', text: expect.stringContaining('(2020-01-31)') }],
  })
})

test('where everybody in the country stands in one division, no postcode is needed', async () => {
  const found = { divisions: ['iso:FR'], people: ['Eva Exemple', 'Eve Exemple'], needsChoice: false, notices: [] }

  expect(await answer({ country: 'FR' })).toEqual(found)
  expect(await answer({ country: 'FR', postcode: '75001' })).toEqual(found)
})

test('a postcode in several divisions of a chamber asks which, and the choice leaves that alone', async () => {
  const asked = await answer({ country: 'GB', postcode: 'EX1 1AB' })
  const chosen = await answer({ country: 'GB', postcode: 'EX1 1AB', division: 'gss:X2' })

  expect(asked).toEqual({
    divisions: ['gss:X1', 'gss:X2'],
    people: ['Ada Example', 'Bo Example'],
    needsChoice: true,
    notices: ['several-divisions'],
  })
  expect(chosen).toEqual({ divisions: ['gss:X2'], people: ['Bo Example'], needsChoice: false, notices: [] })
})

test('a district of a ZIP code within one state leaves both senators', async () => {
  const asked = await answer({ country: 'US', postcode: '99326' })
  const chosen = await answer({ country: 'US', postcode: '99326', division: 'us-cd:119:WA-5' })

  expect(asked).toMatchObject({ needsChoice: true, people: ['One WA', 'Two WA', 'Wa Four', 'Wa Five'] })
  expect(chosen).toMatchObject({ needsChoice: false, people: ['One WA', 'Two WA', 'Wa Five'], notices: [] })
})

test('a district of a ZIP code in two states leaves the senators of its own', async () => {
  const asked = await answer({ country: 'US', postcode: '97635' })
  const chosen = await answer({ country: 'US', postcode: '97635', division: 'us-cd:119:OR-2' })

  expect(asked.divisions).toEqual(['us-cd:119:OR-2', 'us-cd:119:WA-4', 'us-state:OR', 'us-state:WA'])
  expect(asked.people).toHaveLength(6)
  expect(chosen).toEqual({
    divisions: ['us-cd:119:OR-2', 'us-state:OR'],
    people: ['One OR', 'Two OR', 'Or Two'],
    needsChoice: false,
    notices: [],
  })
})

test('a state of a ZIP code in two states leaves its own districts', async () => {
  expect(await answer({ country: 'US', postcode: '97635', division: 'us-state:WA' })).toEqual({
    divisions: ['us-cd:119:WA-4', 'us-state:WA'],
    people: ['One WA', 'Two WA', 'Wa Four'],
    needsChoice: false,
    notices: [],
  })
})

test('the District of Columbia has a delegate, and no senator who could be missing', async () => {
  expect(await answer({ country: 'US', postcode: '20001' })).toEqual({
    divisions: ['us-cd:119:DC-0', 'us-state:DC'],
    people: ['Dee Cee'],
    needsChoice: false,
    notices: [],
  })
})

test.each<[string, Record<string, string>]>([
  ['of another postcode', { country: 'GB', postcode: 'EX1 1AA', division: 'gss:X2' }],
  ['of another country', { country: 'GB', postcode: 'EX1 1AA', division: 'us-state:WA' }],
  ['without a postcode', { country: 'GB', division: 'gss:X1' }],
])('a division %s cannot be chosen', async (_what, query) => {
  const reply = await get(query)

  expect(reply.statusCode).toBe(422)
  expect(reply.json()).toMatchObject({ type: '/problems/invalid-input', errors: [{ pointer: '/division', code: 'division' }] })
})

test('a term that is over is flagged, with who held the seat', async () => {
  const reply = await get({ country: 'GB', postcode: 'EX3 3AA' })

  expect(reply.json()).toMatchObject({
    legislators: [{ name: 'Cy Example', termEndsOn: '2026-11-23', isTermOver: true }],
    notices: [{ code: 'term-over', text: expect.stringMatching(/^The term of Cy Example ended on 2026-11-23 /) }],
  })
})

test('a seat that nobody holds is said to be vacant', async () => {
  const reply = await get({ country: 'GB', postcode: 'EX4 4AA' })

  expect(reply.json()).toMatchObject({
    legislators: [],
    vacant: [{ division: 'gss:X4', chamber: 'uk-commons', seats: 1 }],
    notices: [{ code: 'seat-vacant', text: 'The seat of Vale 4 is vacant.' }],
  })
})

test('a list is called old once it is older than 120 days', async () => {
  lists.clock.pass(120 * dayMs)
  const young = await answer({ country: 'AU', postcode: '0800' })
  lists.clock.pass(dayMs)
  const { notices } = (await get({ country: 'AU', postcode: '0800' })).json()
  lists.clock.set('2026-11-23T12:00:00Z')

  expect(young.notices).toEqual([])
  expect(notices).toEqual([{ code: 'list-old', text: expect.stringContaining('is of 2026-11-23') }])
})

test('of a postcode that was looked up, nothing is stored or logged', async () => {
  const before = await lists.dump()
  lists.logLines.length = 0

  for (const postcode of ['EX1 1AA', 'EX7 7AA', 'EX99 nonsense']) await get({ country: 'GB', postcode })
  await lists.get('/api/v1/legislators?country=GB&postcode=EX1+1AA&unknown=EX1')

  expect(lists.logLines).not.toEqual([])
  expect(lists.logLines.filter((line) => /EX1|EX7|EX99|postcode|gss/i.test(line))).toEqual([])
  expect(await lists.dump()).toBe(before)
})
