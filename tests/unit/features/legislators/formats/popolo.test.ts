import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ImportRecord, LegislatorRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { popolo } from '../../../../../server/features/legislators/formats/popolo.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

type Item = Record<string, unknown>
type Lists = Record<'persons' | 'organizations' | 'areas' | 'events' | 'memberships', Item[]>

const house = fixtureOf('popolo', 'everypolitician.json')
const inHouse = { settings: { chamber: 'nz-house' } }

const legislatorsOf = (records: ImportRecord[]) => records.filter((it): it is LegislatorRecord => it.kind === 'legislator')
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [it.reason] : []))
const kindsOf = (records: ImportRecord[]) => records.map((it) => it.kind)

/** Keeps the import from ending the terms of those who could not be read. */
const someAreMissing = { kind: 'partial', reason: 'Some who may sit could not be read; the faults say which.' }

/** The file with something changed in it. */
function changed(change: (lists: Lists) => void): string {
  const lists = JSON.parse(house.toString('utf8')) as Lists
  change(lists)
  return JSON.stringify(lists)
}

/** The people of the fixture with one of them changed, and a single membership, held by that person. */
function withOne(person: Item, membership: Item = {}): string {
  return changed((lists) => {
    lists.persons = [{ id: 'p1', name: 'Ada Example', ...person }]
    lists.memberships = [
      { person_id: 'p1', organization_id: 'legislature', area_id: 'area/north_vale', legislative_period_id: 'term/2', ...membership },
    ]
  })
}

const readOne = async (person: Item, membership?: Item) => readRecords(popolo, { 'house.json': withOne(person, membership) }, inHouse)

describe('EveryPolitician', () => {
  test('gives those who sit in the running period, with their division before them', async () => {
    const records = await readRecords(popolo, { 'house.json': house }, inHouse)

    expect(kindsOf(records)).toEqual(['division', 'legislator', 'division', 'legislator', 'fault', 'legislator'])
    expect(records[0]).toEqual({
      kind: 'division',
      key: 'popolo:nz-house:north-vale',
      chamber: 'nz-house',
      name: 'North Vale',
      country: 'NZ',
    })
    expect(records[1]).toEqual({
      kind: 'legislator',
      at: 'house.json membership 3',
      ids: [
        { scheme: 'popolo:nz-house', value: '11111111-0000-4000-8000-000000000001' },
        { scheme: 'wikidata', value: 'Q900000001' },
      ],
      chamber: 'nz-house',
      division: { key: 'popolo:nz-house:north-vale' },
      name: 'Ada Example',
      givenName: 'Ada',
      familyName: 'Example',
      honorific: 'Dr',
      party: 'Réds',
      website: 'https://ada.example.org/',
      startsOn: '2024-02-02',
      endsOn: '2027-06-30',
      channels: [
        { kind: 'email', value: 'ada@example.org' },
        { kind: 'phone', value: '555-0101' },
        { kind: 'postal', value: '1 Example Street\nExampleton' },
      ],
    })
  })

  test('puts members of a national list, or without any area, in a division of the whole country', async () => {
    const records = await readRecords(popolo, { 'house.json': house }, inHouse)

    expect(records[2]).toEqual({
      kind: 'division',
      key: 'iso:NZ/nz-house',
      chamber: 'nz-house',
      name: 'New Zealand',
      country: 'NZ',
      isCountryWide: true,
    })
    expect(legislatorsOf(records).map((it) => it.division)).toEqual([
      { key: 'popolo:nz-house:north-vale' },
      { key: 'iso:NZ/nz-house' },
      { key: 'iso:NZ/nz-house' },
    ])
  })

  test('takes an address of the web as a form, and drops what is no e-mail address with a word about it', async () => {
    const [, bo, cy] = legislatorsOf(await readRecords(popolo, { 'house.json': house }, inHouse))
    const faults = faultsOf(await readRecords(popolo, { 'house.json': house }, inHouse))

    expect(bo?.channels).toEqual([{ kind: 'web-form', value: 'https://example.org/write-to-bo' }])
    expect(cy?.channels).toEqual([])
    expect(cy).not.toHaveProperty('party')
    expect(faults).toEqual(['Cy Placeholder: email is not one e-mail address: ‘Cy <cy@example.net>’; it was left out.'])
  })

  test('gives the members of a period that has ended with the day on which it ended', async () => {
    const ended = changed((lists) => lists.events.push({ id: 'Q9', classification: 'general election', start_date: '2026-03' }))

    const byElection = legislatorsOf(await readRecords(popolo, { 'house.json': ended }, inHouse))
    const chosen = legislatorsOf(
      await readRecords(popolo, { 'house.json': house }, { settings: { chamber: 'nz-house', period: 'term/1' } }),
    )

    expect(byElection.map((it) => it.endsOn)).toEqual(['2027-06-30', '2026-03-31', '2026-03-31'])
    expect(chosen.map((it) => [it.name, it.endsOn])).toEqual([['Dee Former', '2023-02-28']])
  })

  test('says that a file may be out of date whose period began long ago and never ends', async () => {
    const records = await readRecords(popolo, { 'house.json': house }, { ...inHouse, today: '2036-01-01' })

    expect(records[0]).toEqual({
      kind: 'fault',
      at: 'house.json',
      reason: '‘term/2’ began on 2023-03-01 and has no end: the file may be out of date.',
    })
  })

  test('reads a period that is yet to begin only when asked to', async () => {
    const announced = changed((lists) => {
      lists.events.push({ id: 'term/3', classification: 'legislative period', organization_id: 'legislature', start_date: '2027-07-01' })
    })

    const records = legislatorsOf(await readRecords(popolo, { 'house.json': announced }, inHouse))

    expect(records.map((it) => [it.name, it.endsOn])).toEqual([
      ['Ada Example', '2027-06-30'],
      ['Bó Sample', '2027-07-01'],
      ['Cy Placeholder', '2027-07-01'],
    ])
  })

  test('asks for the chamber, and for what it must know of one that is not built in', async () => {
    const read = (settings: Record<string, string>) => readRecords(popolo, { 'house.json': house }, { settings })

    await expect(read({})).rejects.toThrow(/house\.json does not say .* --set chamber=…/)
    await expect(read({ chamber: 'ex-house' })).rejects.toThrow(/ex-house is not one of us-house.* --set chamber-name=…/)
    await expect(read({ chamber: '__proto__' })).rejects.toThrow(UnreadableFile)
    const [chamber] = await read({
      chamber: 'ex-house',
      'chamber-name': 'House',
      legislature: 'Parliament',
      country: 'FI',
      'seats-per-division': '2',
    })
    expect(chamber).toEqual({
      kind: 'chamber',
      key: 'ex-house',
      name: 'House',
      legislature: 'Parliament',
      country: 'FI',
      seatsPerDivision: 2,
    })
  })

  test('is never silent when nobody sits: it names the periods, or that there is none', async () => {
    const empty = changed((lists) => {
      lists.memberships = []
    })

    await expect(readRecords(popolo, { 'house.json': empty }, inHouse)).rejects.toThrow(/names nobody who sits in .* in ‘term\/2’/)
    await expect(readRecords(popolo, { 'house.json': house }, { settings: { chamber: 'nz-house', period: '9' } })).rejects.toThrow(
      /no period ‘9’\. Its periods are: ‘term\/1’, ‘term\/2’\./,
    )
  })

  test.each([
    [
      'a name that is too long',
      { name: 'x'.repeat(201) },
      'The person’s name is longer than 200 characters, so that the person was left out.',
    ],
    [
      'a name with a control character',
      { name: 'Ada\u0000' },
      'The person’s name holds control characters, so that the person was left out.',
    ],
    [
      'a name that turns the writing round',
      { name: 'Ada \u202eelpmaxE' },
      'The person’s name holds control characters, so that the person was left out.',
    ],
    ['no name', { name: ' ' }, 'The person’s name is empty, so that the person was left out.'],
    [
      'a name that is no text',
      { name: 7 },
      'Its person ‘p1’ is missing or cannot be read: name: Invalid input: expected string, received number.',
    ],
  ])('leaves a person out for %s, and says so', async (_, person, reason) => {
    const records = await readOne(person)

    expect(records).toEqual([{ kind: 'fault', at: 'house.json membership 1', reason }, someAreMissing])
  })

  test.each([
    ['an area that is not in the file', { area_id: 'area/nowhere' }, /^Its area ‘area\/nowhere’ is missing/],
    ['a day that no calendar has', { end_date: '2027-02-30' }, /^The start_date or end_date is no date/],
    ['a person who is not in the file', { person_id: '__proto__' }, /^Its person ‘__proto__’ is missing/],
    ['a membership without a person', { person_id: null }, /^It cannot be read: person_id/],
  ])('leaves a seat out for %s, and says so', async (_, membership, reason) => {
    const records = await readOne({}, membership)

    expect(kindsOf(records)).toEqual(['fault', 'partial'])
    expect(faultsOf(records)[0]).toMatch(reason)
  })

  test('a term that is yet to begin is a fault, and no reason to call the file partial', async () => {
    const records = await readOne({}, { start_date: '2027-01-01' })

    expect(records).toMatchObject([{ kind: 'fault', reason: expect.stringMatching(/^The term begins only on 2027-01-01/) }])
  })

  test('keeps a person whose lesser values are wrong, without those', async () => {
    const records = await readOne({
      given_name: 'x'.repeat(201),
      family_name: ['Example'],
      links: [{ note: 'website', url: 'javascript:alert(1)' }],
      contact_details: [
        { type: 'phone', value: 'none' },
        { type: 'address', value: 'x'.repeat(1001) },
      ],
    })

    expect(legislatorsOf(records)).toMatchObject([{ name: 'Ada Example', channels: [] }])
    expect(legislatorsOf(records)[0]).not.toHaveProperty('website')
    expect(faultsOf(records)).toEqual([
      'Ada Example: given_name is longer than 200 characters; it was left out.',
      'Ada Example: family_name is not text; it was left out.',
      'Ada Example: website is not a web address that begins with http:// or https://: ‘javascript:alert(1)’; it was left out.',
      'Ada Example: phone is not a telephone number: ‘none’; it was left out.',
      'Ada Example: address is longer than 1000 characters; it was left out.',
    ])
  })

  test('never gives two areas one key, nor one seat twice', async () => {
    const twins = changed((lists) => {
      lists.areas.push({ id: 'area/north-vale', name: 'Another Vale' })
      lists.memberships.push({ ...lists.memberships[2] }, { ...lists.memberships[2], area_id: 'area/north-vale' })
    })

    const records = await readRecords(popolo, { 'house.json': twins }, inHouse)

    expect(legislatorsOf(records).filter((it) => it.name === 'Ada Example')).toHaveLength(1)
    expect(faultsOf(records)).toContain('Its area ‘area/north-vale’ would have the same key as ‘area/north_vale’.')
  })
})

test('a mark before the text and other line ends change nothing', async () => {
  const records = await readRecords(popolo, { 'house.json': house }, inHouse)

  const marked = await readRecords(popolo, { 'house.json': `\ufeff${house}` }, inHouse)
  const crlf = await readRecords(popolo, { 'house.json': house.toString().replaceAll('\n', '\r\n') }, inHouse)

  expect(marked).toEqual(records)
  expect(crlf).toEqual(records)
})

test('another encoding is read when it is named, and refused with its name when it is not', async () => {
  const latin = Buffer.from(house.toString('utf8'), 'latin1')

  const named = legislatorsOf(await readRecords(popolo, { 'house.json': latin }, { ...inHouse, encoding: 'iso-8859-1' }))

  expect(named.map((it) => it.name)).toContain('Bó Sample')
  await expect(readRecords(popolo, { 'house.json': latin }, inHouse)).rejects.toThrow(/not text in utf-8.*--encoding iso-8859-1/)
})

test.each(['everypolitician.json', 'people.json'])('%s cut anywhere is refused as a whole', async (name) => {
  const file = fixtureOf('popolo', name)

  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: file.toString().trimEnd().length - 1 }), async (cut) => {
      await expect(readRecords(popolo, { 'house.json': file.subarray(0, cut) }, inHouse)).rejects.toThrow(UnreadableFile)
    }),
    { numRuns: 50 },
  )
})

test.each([
  '[]',
  '7',
  'null',
  '{}',
  '{"persons":{},"organizations":[],"memberships":[]}',
  '{"persons":[],"organizations":[],"memberships":[null]}',
])('refuses JSON of another shape: %s', async (text) => {
  await expect(readRecords(popolo, { 'other.json': text }, inHouse)).rejects.toThrow(/^other\.json is /)
})

describe.skipIf(isRealAbsent)('files as published', withoutReal, () => {
  test.each([
    ['northern-ireland-assembly', 'ni-assembly', 108, 18, 0, [undefined]],
    ['australia-representatives', 'au-house', 150, 150, 150, ['2016-07-02']],
    ['new-zealand-house', 'nz-house', 123, 72, 123, ['2017-12-31']],
    ['ireland-dail', 'ie-dail', 158, 40, 0, [undefined]],
  ])('EveryPolitician’s %s is read whole', async (name, chamber, members, divisions, emails, ends) => {
    const records = await readRecords(popolo, { 'p.json': realFile(`popolo/everypolitician/${name}.json`) }, { settings: { chamber } })

    const legislators = legislatorsOf(records)
    expect(legislators).toHaveLength(members)
    expect(records.filter((it) => it.kind === 'division')).toHaveLength(divisions)
    expect(legislators.flatMap((it) => it.channels).filter((it) => it.kind === 'email')).toHaveLength(emails)
    expect([...new Set(legislators.map((it) => it.endsOn))]).toEqual(ends)
    expect(faultsOf(records)).toEqual(ends[0] ? [] : [expect.stringMatching(/began on 2016-.*may be out of date/)])
  })

  test('New Zealand’s 52 list members stand for the whole country', async () => {
    const records = await readRecords(popolo, { 'p.json': realFile('popolo/everypolitician/new-zealand-house.json') }, inHouse)

    expect(legislatorsOf(records).filter((it) => 'key' in it.division && it.division.key === 'iso:NZ/nz-house')).toHaveLength(52)
  })
})
