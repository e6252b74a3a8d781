import { describe, expect, test } from 'vitest'
import { epOpendata } from '../../../../../server/features/legislators/formats/ep-opendata.ts'
import { europarl } from '../../../../../server/features/legislators/formats/europarl.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const [list, details] = [fixtureOf('ep-opendata', 'show-current.json'), fixtureOf('ep-opendata', '900001.json')]
const read = (files: Record<string, string | Uint8Array>) => readRecords(epOpendata, files)

const member = {
  identifier: '7',
  label: 'Ada EXAMPLE',
  givenName: 'Ada',
  familyName: 'Example',
  'api:country-of-representation': 'MT',
  'api:political-group': 'EX',
}
const listOf = (...items: unknown[]) => JSON.stringify({ data: items, '@context': [] })

const ada = {
  kind: 'legislator',
  at: 'show-current.json record 1',
  ids: [{ scheme: 'europarl', value: '900001' }],
  chamber: 'eu-parliament',
  division: { key: 'iso:GR' },
  name: 'Ada Example',
  givenName: 'Ada',
  familyName: 'Example',
  party: 'EX&S',
  channels: [],
}
const contact = {
  kind: 'contact',
  at: '900001.json record 1',
  id: { scheme: 'europarl', value: '900001' },
  origin: 'contact',
  channels: [
    { kind: 'email', value: 'ada.example@example.org' },
    { kind: 'phone', value: '+32225550101', label: 'Brussels' },
    { kind: 'phone', value: '+33385550101', label: 'Strasbourg' },
  ],
}

test('the list gives members in their member states, EL being Greece', async () => {
  const records = await read({ 'show-current.json': list })

  expect(records).toEqual([
    { kind: 'division', key: 'iso:GR', chamber: 'eu-parliament', name: 'Greece', country: 'GR', isCountryWide: true },
    ada,
    { kind: 'division', key: 'iso:NL', chamber: 'eu-parliament', name: 'Netherlands', country: 'NL', isCountryWide: true },
    expect.objectContaining({ name: "Ben van 't Sample", familyName: "van 't Sample" }),
    { kind: 'partial', reason: 'The files hold 2 members of the European Parliament, which is not all of them.' },
  ])
})

test('details are contacts after all members, from the mandate that is not over', async () => {
  const records = await read({ '900001.json': details, 'show-current.json': list })

  expect(records.slice(-2)).toEqual([contact, expect.objectContaining({ kind: 'partial' })])
  expect(records[1]).toEqual(ada)
})

test('a reply that has list and details in one is both', async () => {
  const records = await read({ 'x.json': listOf({ ...member, hasEmail: ['mailto:ada@example.org'] }) })

  expect(records.slice(1, 3)).toMatchObject([
    { kind: 'legislator', name: 'Ada Example' },
    { kind: 'contact', id: { value: '7' }, channels: [{ kind: 'email', value: 'ada@example.org' }] },
  ])
})

test('both sources of the Parliament are one set of the same people', async () => {
  const full = await readRecords(europarl, { 'list.xml': fixtureOf('europarl', 'full-list_en.xml') })

  const current = await read({ 'show-current.json': list })

  const people = (records: typeof full) => records.flatMap((it) => (it.kind === 'legislator' ? [[it.ids[0], it.name, it.division]] : []))
  expect(epOpendata.sourceOf({})).toBe(europarl.sourceOf({}))
  expect(people(current)).toEqual(people(full).slice(0, 2))
})

test('without the parts of a name, the label gives it', async () => {
  const [, found] = await read({ 'x.json': listOf({ ...member, givenName: null, label: "Ada D'EXAMPLE" }) })

  expect(found).toMatchObject({ name: "Ada D'Example", givenName: 'Ada', familyName: "D'Example" })
})

test.each([
  ['a country that is none', { 'api:country-of-representation': 'XX' }, 'is of ‘XX’, which is no member state'],
  ['a country that is no text', { 'api:country-of-representation': 1 }, 'no identifier, label or country'],
  ['no identifier', { identifier: undefined }, 'no identifier, label or country'],
  ['an address for an identifier', { identifier: 'person/7' }, 'has the id ‘person/7’, which is no number'],
  ['a name of 201 letters', { familyName: null, label: 'A'.repeat(201) }, 'longer than 200 characters'],
  ['a name that turns the writing around', { familyName: 'Exa\u202emple', label: 'Ada\u202e' }, 'holds control characters'],
])('a member with %s is left out, and nobody is ended for it', async (_, change, reason) => {
  const records = await read({ 'x.json': listOf({ ...member, ...change }, { ...member, identifier: '8' }) })

  expect(records).toContainEqual({ kind: 'fault', at: 'x.json record 1', reason: expect.stringContaining(reason) })
  expect(records.filter(({ kind }) => kind === 'legislator')).toMatchObject([{ ids: [{ value: '8' }] }])
  expect(records.at(-1)).toEqual({ kind: 'partial', reason: '1 members could not be read; the faults say which.' })
})

test('a former member among current ones is left out with a word', async () => {
  const records = await read({ 'x.json': listOf({ identifier: '8', label: 'Bea SAMPLE' }, member) })

  expect(records[0]).toMatchObject({ kind: 'fault', reason: expect.stringContaining('neither a current member nor the details') })
})

test.each([
  ['two addresses', { hasEmail: 'mailto:a@example.org,b@example.org' }, 'hasEmail is not one e-mail address'],
  ['an address with a subject', { hasEmail: 'mailto:a@example.org?subject=x' }, 'hasEmail is not one e-mail address'],
  ['an address that is no text', { hasEmail: { id: 1 } }, 'hasEmail is not text'],
  ['memberships of another shape', { hasMembership: 'x' }, 'hasMembership is not as the API describes it'],
])('details with %s lose that with a word', async (_, change, reason) => {
  const records = await read({ '7.json': listOf({ identifier: '7', ...change }) })

  expect(records).toContainEqual({ kind: 'fault', at: '7.json record 1', reason: expect.stringContaining(reason) })
  expect(records).toContainEqual(expect.objectContaining({ kind: 'contact', channels: [] }))
})

test('details of nobody are left out', async () => {
  const records = await read({ '7.json': listOf({ identifier: '../7', hasEmail: 'mailto:a@example.org' }) })

  expect(records.map(({ kind }) => kind)).toEqual(['fault', 'partial'])
})

test('a byte order mark and CRLF change nothing, ISO-8859-1 is read when the import says so', async () => {
  const text = listOf({ ...member, familyName: 'Exämple' }).replaceAll(',', ',\r\n')

  const marked = await read({ 'x.json': `\ufeff${text}` })
  const latin = await readRecords(epOpendata, { 'x.json': Buffer.from(text, 'latin1') }, { encoding: 'iso-8859-1' })

  expect(marked[1]).toMatchObject({ name: 'Ada Exämple' })
  expect(latin).toEqual(marked)
  await expect(read({ 'x.json': Buffer.from(text, 'latin1') })).rejects.toThrow(UnreadableFile)
})

test.each([
  ['show-current.json', list],
  ['900001.json', details],
])('%s cut anywhere is refused', async (name, whole) => {
  await expectSafeCuts(epOpendata, name, whole)
})

test.each([
  ['the list of all members ever', listOf({ identifier: '1', label: 'Ada EXAMPLE' })],
  ['an empty list', listOf()],
  ['an error of the API', '{"status":404}'],
  ['a number', '1'],
  ['null', 'null'],
  ['CSV', 'mep_identifier,mep_given_name\n7,Ada\n'],
  ['nothing', ''],
])('%s is refused with the name of the file', async (_, text) => {
  const reading = read({ 'x.json': text })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('x.json')
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  test('the CSV of the former portal, which says citizenship where it should say mandate, is refused', async () => {
    const reading = read({ 'data_v1_meps_9_en.csv': realFile('eu/opendata-portal/data_v1_meps_9_en.csv') })

    await expect(reading).rejects.toThrow(UnreadableFile)
  })
})
