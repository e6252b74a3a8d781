import { globSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FormatOptions, ImportRecord, LegislatorRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { openstates } from '../../../../../server/features/legislators/formats/openstates.ts'
import { fixtureOf, isRealAbsent, realFile, realPath, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (name: string) => fixtureOf('openstates', name)
const ada = fixture('Ada-Example.yml').toString('utf8')

const legislatorsOf = (records: ImportRecord[]) => records.filter((it): it is LegislatorRecord => it.kind === 'legislator')
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [it.reason] : []))
const divisionsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'division' ? [[it.chamber, it.key, it.name]] : []))

/** Reads files as one whole set of data. */
const read = (files: Record<string, string | Buffer>, options: Partial<FormatOptions> = {}) =>
  readRecords(openstates, files, { settings: { source: 'openstates:wy' }, ...options })

type Role = Record<string, unknown>
const seat: Role = {
  type: 'lower',
  jurisdiction: 'ocd-jurisdiction/country:us/state:wy/government',
  district: '3',
  start_date: '2025-01-06',
}

/** Somebody with these roles, as JSON. */
function person(roles: Role[], more: Record<string, unknown> = {}): string {
  return JSON.stringify({ id: 'ocd-person/1', name: 'Ada Example', roles, sources: [], ...more })
}

const readRoles = (...roles: Role[]) => read({ 'ada.yml': person(roles.map((role) => ({ ...seat, ...role }))) })

test('gives a member of a state’s chamber, with the chamber and the division before them', async () => {
  const records = await read({ 'Ada-Example.yml': ada })

  expect(records).toEqual([
    {
      kind: 'chamber',
      key: 'us-wy-upper',
      name: 'Wyoming legislature, upper chamber',
      legislature: 'Wyoming legislature',
      country: 'US',
      seatsPerDivision: null,
    },
    { kind: 'division', key: 'ocd:country:us/state:wy/sldu:7', chamber: 'us-wy-upper', name: 'Wyoming, district 7', country: 'US' },
    {
      kind: 'legislator',
      at: 'Ada-Example.yml',
      ids: [
        { scheme: 'openstates', value: 'ocd-person/11111111-0000-4000-8000-000000000001' },
        { scheme: 'wikidata', value: 'Q900000001' },
      ],
      chamber: 'us-wy-upper',
      division: { key: 'ocd:country:us/state:wy/sldu:7' },
      name: 'Ada Example',
      givenName: 'Ada',
      familyName: 'Example',
      party: 'Réd',
      website: 'https://ada.example.org/',
      startsOn: '2023-01-02',
      channels: [
        { kind: 'email', value: 'ada.example@example.org' },
        { kind: 'phone', value: '555-0101', label: 'Capitol office' },
        { kind: 'postal', value: 'State House\n1 Example Street\nExampleton, WY 80001', label: 'Capitol office' },
        { kind: 'postal', value: 'P.O. Box 1\nNorth Vale, WY 80002-0001', label: 'District office, mail' },
      ],
    },
  ])
})

test('gives members of Congress the keys and ids of congress-legislators, once, with the form as a form', async () => {
  const records = await read({ 'Bo-Sample.yml': fixture('Bo-Sample.yml') })

  expect(records.slice(0, 2)).toMatchObject([
    { kind: 'division', key: 'us-state:SD', chamber: 'us-senate' },
    { kind: 'division', key: 'us-cd:119:SD-0', chamber: 'us-house', parent: 'us-state:SD', validTo: '2027-01-03' },
  ])
  expect(records.slice(2)).toMatchObject([
    {
      ids: [{ scheme: 'bioguide', value: 'X000001' }, { scheme: 'openstates' }],
      chamber: 'us-house',
      division: { key: 'us-cd:119:SD-0' },
      startsOn: '2025-01-03',
      channels: [{ kind: 'web-form', value: 'https://sample.example.org/contact?form=/write' }, { kind: 'phone' }, { kind: 'postal' }],
    },
  ])
  expect(records[2]).not.toHaveProperty('endsOn')
})

test('takes the Congress of the setting, or of the day', async () => {
  const files = { 'Bo-Sample.yml': fixture('Bo-Sample.yml') }

  const byDay = divisionsOf(await read(files, { today: '2027-01-03' }))
  const bySetting = divisionsOf(await read(files, { settings: { congress: '118' } }))

  expect(byDay[1]?.[1]).toBe('us-cd:120:SD-0')
  expect(bySetting[1]?.[1]).toBe('us-cd:118:SD-0')
})

test('a senator stands for the state that is named', async () => {
  const federal = { type: 'upper', jurisdiction: 'ocd-jurisdiction/country:us/government' }

  const records = await readRoles({ ...federal, district: 'North Dakota' })
  const wrong = await readRoles({ ...federal, district: 'Puerto Rico' })

  expect(records).toMatchObject([
    { kind: 'division', key: 'us-state:ND' },
    { kind: 'legislator', chamber: 'us-senate', division: { key: 'us-state:ND' } },
  ])
  expect(faultsOf(wrong)).toEqual(['Ada Example: ‘Puerto Rico’ is no state with senators.'])
})

test.each([
  [
    'Nebraska’s one chamber',
    { type: 'legislature', jurisdiction: 'state:ne', district: '16' },
    'us-ne-legislature',
    'state:ne/sldu:16',
    'Nebraska, district 16',
  ],
  [
    'a named district',
    { type: 'lower', jurisdiction: 'state:vt', district: 'Chittenden-2' },
    'us-vt-lower',
    'state:vt/sldl:chittenden-2',
    'Vermont, Chittenden-2',
  ],
  [
    'a name with marks',
    { type: 'lower', jurisdiction: 'state:ma', district: '1st Barnstable, Nantucket' },
    'us-ma-lower',
    'state:ma/sldl:1st_barnstable~_nantucket',
    'Massachusetts, 1st Barnstable, Nantucket',
  ],
  [
    'a lettered district',
    { type: 'upper', jurisdiction: 'state:ak', district: 'A' },
    'us-ak-upper',
    'state:ak/sldu:a',
    'Alaska, district A',
  ],
  [
    'a number that is no text',
    { type: 'lower', jurisdiction: 'state:wy', district: 12 },
    'us-wy-lower',
    'state:wy/sldl:12',
    'Wyoming, district 12',
  ],
  [
    'a ward',
    { type: 'legislature', jurisdiction: 'district:dc', district: 'Ward 2' },
    'us-dc-legislature',
    'district:dc/ward:2',
    'District of Columbia, Ward 2',
  ],
  [
    'all of the District',
    { type: 'legislature', jurisdiction: 'district:dc', district: 'At-Large' },
    'us-dc-legislature',
    'district:dc',
    'District of Columbia, at large',
  ],
  [
    'all of a territory',
    { type: 'upper', jurisdiction: 'territory:pr', district: 'At-Large' },
    'us-pr-upper',
    'territory:pr/sldu:at-large',
    'Puerto Rico, at large',
  ],
])('finds the division of %s', async (_, role, chamber, key, name) => {
  const records = await readRoles({ ...role, jurisdiction: `ocd-jurisdiction/country:us/${role.jurisdiction}/government` })

  expect(divisionsOf(records)).toEqual([[chamber, `ocd:country:us/${key}`, name]])
})

test('the chairman of the District’s council stands for all of it, with a seat of that name', async () => {
  const records = await read({ 'Dee-Chair.yml': fixture('Dee-Chair.yml') })

  expect(legislatorsOf(records)).toMatchObject([{ division: { key: 'ocd:country:us/district:dc' }, seatLabel: 'Chairman' }])
})

test('executives and committees are passed over, also who once had a seat', async () => {
  const records = await read({ 'Cy-Governor.yml': fixture('Cy-Governor.yml'), 'committee.yml': fixture('committee.yml') })

  expect(records).toEqual([])
})

test('keeps a seat with an end that is to come, and one that ended lately with its end', async () => {
  const [coming] = legislatorsOf(await readRoles({ end_date: '2027-01-04' }))
  const [ended] = legislatorsOf(await readRoles({ end_date: '2026-07-01' }, { end_date: '2019-01-01', district: '9' }))

  expect(coming).toMatchObject({ endsOn: '2027-01-04' })
  expect(ended).toMatchObject({ endsOn: '2026-07-01', division: { key: 'ocd:country:us/state:wy/sldl:3' } })
})

test('leaves out who left long ago, and says so unless the file is among the retired', async () => {
  const former = person([{ ...seat, end_date: '2019-01-01' }])

  const listed = await read({ 'legislature/ada.yml': former })
  const retired = await read({ 'wy/retired/ada.yml': former })

  expect(listed).toEqual([
    {
      kind: 'fault',
      at: 'legislature/ada.yml',
      reason: 'Ada Example: The last seat ended on 2019-01-01, so that the person was left out.',
    },
  ])
  expect(retired).toEqual([])
})

test('gives each of two seats that run at once, and the same one once', async () => {
  const records = await readRoles({}, { start_date: '2023-01-02' }, { type: 'upper', district: '8' })

  expect(legislatorsOf(records).map((it) => it.division)).toEqual([
    { key: 'ocd:country:us/state:wy/sldl:3' },
    { key: 'ocd:country:us/state:wy/sldu:8' },
  ])
})

test('several people in one JSON file are read, and those who cannot be are named by number', async () => {
  const file = `[${person([seat])},${person([seat], { name: 'x'.repeat(201) })},${person([seat], { id: 'ocd-person/3', name: ['Cy'] })}]`

  const records = await read({ 'people.json': file })

  expect(legislatorsOf(records).map((it) => it.at)).toEqual(['people.json record 1'])
  expect(records.filter((it) => it.kind === 'fault')).toMatchObject([
    { at: 'people.json record 2', reason: 'The person’s name is longer than 200 characters, so that the person was left out.' },
    { at: 'people.json record 3', reason: expect.stringMatching(/^The person cannot be read: name: /) },
  ])
})

test.each([
  ['no district', { district: null }, 'The district of the role is missing.'],
  ['a district with a control character', { district: '3\u0007' }, 'The district of the role holds control characters.'],
  ['a town', { jurisdiction: 'ocd-jurisdiction/country:us/state:wy/place:cheyenne/government' }, /is neither Congress nor a state/],
  ['a state that is none', { jurisdiction: 'ocd-jurisdiction/country:us/state:zz/government' }, /is neither Congress nor a state/],
  ['an impossible day', { end_date: '2027-02-30' }, /is no date such as/],
  ['a seat that is yet to begin', { start_date: '2027-01-04' }, /The term begins only on 2027-01-04/],
  [
    'no district of Congress',
    { jurisdiction: 'ocd-jurisdiction/country:us/government', district: '__proto__' },
    /is no district of the House/,
  ],
])('a role with %s is a fault', async (_, role, reason) => {
  const records = await readRoles(role)

  expect(faultsOf(records)).toEqual([expect.stringMatching(reason)])
  expect(legislatorsOf(records)).toEqual([])
})

test('keeps a person whose lesser values are wrong, without those', async () => {
  const wrong = {
    email: 'ada at example.org',
    offices: [{ voice: 5550101, address: 'x'.repeat(1001) }],
    party: [{ name: 'x'.repeat(201) }],
  }

  const records = await read({ 'ada.yml': person([seat], wrong) })

  expect(legislatorsOf(records)).toMatchObject([{ name: 'Ada Example', channels: [] }])
  expect(faultsOf(records)).toEqual([
    'Ada Example: party is longer than 200 characters; it was left out.',
    'Ada Example: email is not one e-mail address: ‘ada at example.org’; it was left out.',
    'Ada Example: voice is not text; it was left out.',
    'Ada Example: address is longer than 1000 characters; it was left out.',
  ])
})

test('says that the files are partial unless they are named as a whole set of data', async () => {
  const records = await readRecords(openstates, { 'Ada-Example.yml': ada })

  expect(records[0]).toMatchObject({ kind: 'partial' })
  expect(records.slice(1)).toEqual(await read({ 'Ada-Example.yml': ada }))
  expect(openstates.sourceOf({})).toBe('openstates')
  expect(openstates.sourceOf({ source: 'openstates:wy' })).toBe('openstates:wy')
})

test('a mark before the text and other line ends change nothing; another encoding must be named', async () => {
  const records = await read({ 'Ada-Example.yml': ada })
  const latin = Buffer.from(ada, 'latin1')

  expect(await read({ 'Ada-Example.yml': `\ufeff${ada}` })).toEqual(records)
  expect(await read({ 'Ada-Example.yml': ada.replaceAll('\n', '\r\n') })).toEqual(records)
  expect(await read({ 'Ada-Example.yml': latin }, { encoding: 'iso-8859-1' })).toEqual(records)
  await expect(read({ 'Ada-Example.yml': latin })).rejects.toThrow(/--encoding iso-8859-1/)
})

test('a file that is cut is refused, unless all that is used of it is there', async () => {
  const records = await read({ 'Ada-Example.yml': ada })

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: ada.length - 1 }), async (cut) => {
      const outcome = await read({ 'Ada-Example.yml': ada.slice(0, cut) }).catch((error: unknown) => error)

      expect(outcome instanceof UnreadableFile ? records : outcome).toEqual(records)
    }),
    { numRuns: 200 },
  )
})

test.each(['', 'no person', '[1]', '7', 'id: 7', 'id: ocd-jurisdiction/1', 'a: &a x\nid: *a', 'id: !!js/function "x"', '- a\nb'])(
  'refuses what is no person: %s',
  async (text) => {
    await expect(read({ 'x.yml': text })).rejects.toThrow(UnreadableFile)
  },
)

describe.skipIf(isRealAbsent)('files as published', withoutReal, () => {
  const filesOf = (state: string) =>
    Object.fromEntries(globSync(`us/openstates-people/${state}/*/*.yml`, { cwd: realPath() }).map((path) => [path, realFile(path)]))

  test.each([
    ['us', 20, { 'us-house': 17, 'us-senate': 3 }, { 'web-form': 20 }],
    ['dc', 13, { 'us-dc-legislature': 13 }, { email: 13 }],
    ['wy', 96, { 'us-wy-lower': 62, 'us-wy-upper': 31 }, { email: 93 }],
  ])('%s: each file is a legislator or an executive', async (state, files, chambers, writing) => {
    const found = filesOf(state)

    const records = await read(found)

    const legislators = legislatorsOf(records)
    const executives = Object.keys(found).filter((path) => path.includes('/executive/'))
    expect(Object.keys(found)).toHaveLength(files)
    expect(faultsOf(records)).toEqual([])
    expect([...executives, ...legislators.map((it) => it.at)].sort()).toEqual(Object.keys(found).sort())
    expect(tally(legislators.map((it) => it.chamber))).toEqual(chambers)
    expect(tally(legislators.flatMap((it) => it.channels.map(({ kind }) => kind)))).toMatchObject(writing)
  })

  test('one of the District’s council has a term that ended this year', async () => {
    const ended = legislatorsOf(await read(filesOf('dc'))).filter((it) => it.endsOn)

    expect(ended.map((it) => it.endsOn)).toEqual(['2026-07-01'])
  })
})

function tally(words: string[]): Record<string, number> {
  return Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((it) => it === word).length]))
}
