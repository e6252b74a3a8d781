import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ChannelRecord, ImportRecord, LegislatorRecord } from '../../server/features/legislators/formats/format.ts'
import { congressOn, districtDivision, stateDivision } from '../../server/features/legislators/formats/us-divisions.ts'
import type { ImportOptions } from '../../server/features/legislators/importing/import-legislators.ts'
import type { BringOptions, MemberRow, TestLists } from '../support/legislator-lists.ts'
import { aDivision, aMember, formatOf, memberSettings, membersCsv, membersOf, openLists } from '../support/legislator-lists.ts'
import { fixtureOf } from '../support/legislators/files.ts'

let lists: TestLists
beforeAll(async () => {
  lists = await openLists()
})
afterAll(() => lists.close())
beforeEach(() => lists.clear())

const twoSeats = {
  chamber: 'test-house',
  'chamber-name': 'Test House',
  legislature: 'Test Parliament',
  country: 'GB',
  'seats-per-division': '2',
}
const bring = (rows: MemberRow[], { settings = {}, ...options }: BringOptions = {}) =>
  lists.bring('csv', { 'members.csv': membersCsv(rows) }, { settings: memberSettings(settings), ...options })
const bringRecords = (records: ImportRecord[], source?: string, options: Partial<ImportOptions> = {}) =>
  lists.bring(formatOf(records, source), { list: '' }, options)

/** Who holds which seat now, in the order of divisions and seats. */
const sitting = () =>
  lists.rows<{ name: string; division: string; number: number; seat: number; label: string | null }>(
    `select l.name, d.key as division, s.number, s.id as seat, s.label from terms t join seats s on s.id = t.seat_id
     join divisions d on d.id = s.division_id join legislators l on l.id = t.legislator_id where t.ended_on is null order by d.key, s.number`,
  )
const seatedAs = async () => (await sitting()).map(({ name, division, number }) => `${division} ${number} ${name}`)
const channelsOf = (name: string) =>
  lists.rows<{ origin: string; value: string }>(
    `select origin, value from legislator_channels c join legislators l on l.id = c.legislator_id where l.name = '${name}' order by origin, position`,
  )

const [wa, or] = ['WA', 'OR'].map(stateDivision) as [ImportRecord, ImportRecord]
const district = (state: string, n: number) => districtDivision(congressOn('2026-11-23'), state, n)
const email = (value: string): ChannelRecord[] => [{ kind: 'email', value }]

/** Somebody of Congress by name: a senator of a state, or a representative of a district. */
function ofCongress(name: string, division: string, given: Partial<LegislatorRecord> = {}): LegislatorRecord {
  const chamber = division.startsWith('us-cd') ? 'us-house' : 'us-senate'
  return aMember({ ids: [{ scheme: 'test', value: name }], name, chamber, division: { key: division }, ...given })
}

test('two lists that share an identifier mean one person, under two names', async () => {
  const id = { scheme: 'wikidata', value: 'Q900000001' }
  await bringRecords([aMember({ ids: [{ scheme: 'one', value: '1' }, id], name: 'Ada Example', party: 'Meadow' })], 'one')

  const report = await bringRecords([aMember({ ids: [{ scheme: 'two', value: 'x' }, id], name: 'Adelaide Sample-Example' })], 'two')

  expect(report.people).toMatchObject({ added: [], changed: ['Adelaide Sample-Example – Vale 1: name'], gone: [] })
  expect(await lists.rows('select name, party from legislators')).toEqual([{ name: 'Adelaide Sample-Example', party: 'Meadow' }])
  expect(await lists.rows('select scheme from legislator_identifiers order by 1')).toEqual(
    ['one', 'two', 'wikidata'].map((scheme) => ({ scheme })),
  )
})

test('two lists that name the same person for the same seat mean one person, whatever stands around the name', async () => {
  await bringRecords([aMember({ ids: [{ scheme: 'one', value: '1' }], name: 'Zoë Example', channels: email('one@example.org') })], 'one')

  const report = await bringRecords(
    [aMember({ ids: [{ scheme: 'two', value: 'x' }], name: 'Rt Hon Dame Zoe Q. EXAMPLE MP', channels: email('two@example.org') })],
    'two',
  )

  expect(report.people).toMatchObject({ added: [], gone: [] })
  expect(await lists.rows('select count(*)::int as n from legislators')).toEqual([{ n: 1 }])
  expect(await channelsOf('Rt Hon Dame Zoe Q. EXAMPLE MP')).toEqual([
    { origin: 'one', value: 'one@example.org' },
    { origin: 'two', value: 'two@example.org' },
  ])
})

test('the same name for another seat is another person', async () => {
  await bring([...membersOf('AB'), { ...membersOf('C')[0], name: 'Ada Example' }])

  expect(await lists.rows('select count(*)::int as n from legislators')).toEqual([{ n: 3 }])
})

test('what one list does not say stays as another said it', async () => {
  const ids = [{ scheme: 'one', value: '1' }] as LegislatorRecord['ids']
  await bringRecords([aMember({ ids, name: 'Ada Example', honorific: 'Dr', salutation: 'Dr Example', languages: ['en', 'cy'] })], 'one')

  await bringRecords([aMember({ ids, name: 'Ada Example', party: 'Harbour' })], 'two')

  expect(await lists.rows('select honorific, salutation, party, languages from legislators')).toEqual([
    { honorific: 'Dr', salutation: 'Dr Example', party: 'Harbour', languages: ['en', 'cy'] },
  ])
})

test('files of contacts replace those of their own origin alone', async () => {
  const id = { scheme: 'one', value: '1' }
  const contact = (origin: string, value: string): ImportRecord => ({ kind: 'contact', at: 'a file', id, origin, channels: email(value) })
  await bringRecords([
    aMember({ ids: [id], name: 'Ada Example', channels: email('list@example.org') }),
    contact('offices', 'office@example.org'),
  ])
  await bringRecords([contact('other', 'other@example.org')], 'contacts')

  const report = await bringRecords([contact('offices', 'new@example.org')], 'contacts')

  expect(report.people).toMatchObject({ changed: ['Ada Example: offices'], gone: [] })
  expect(await channelsOf('Ada Example')).toEqual([
    { origin: 'offices', value: 'new@example.org' },
    { origin: 'other', value: 'other@example.org' },
    { origin: 'test-list', value: 'list@example.org' },
  ])
})

test('a file of contacts ends nobody, and says of whom nothing is known', async () => {
  await lists.bring('congress-legislators', { 'a.json': fixtureOf('congress-legislators', 'legislators-current.json') })
  const before = await seatedAs()

  const offices = await lists.bring('congress-legislators', {
    'b.json': fixtureOf('congress-legislators', 'legislators-district-offices.json'),
  })
  const unknown = await bringRecords([
    { kind: 'contact', at: 'row 2', id: { scheme: 'test', value: '404' }, origin: 'offices', channels: [] },
  ])

  expect(offices).toMatchObject({ refused: null, faultCount: 0, people: { added: [], gone: [], changed: { length: 3 } } })
  expect(unknown.faults).toEqual([{ at: 'row 2', reason: 'nobody is known as test:404; import the people first' }])
  expect(await seatedAs()).toEqual(before)
})

test('more people than seats are a fault, and the first have them', async () => {
  const [ada] = membersOf('A')
  const report = await bring([{ ...ada }, { ...ada, id: '2', name: 'Bo Example' }])

  expect(report.faults).toEqual([{ at: 'members.csv row 3', reason: expect.stringMatching(/^Bo Example – Vale 1: all its seats /) }])
  expect(await seatedAs()).toEqual(['gss:X1 1 Ada Example'])
})

test('a division has as many seats as its chamber says, and empty ones are vacant', async () => {
  const at = (letters: string) => [...letters].map((letter) => ({ ...membersOf('A')[0], id: letter, name: `${letter}da Example` }))
  await bring([...at('AB'), ...membersOf('C')], { settings: twoSeats })

  const report = await bring([...at('BD'), ...membersOf('C')], { settings: twoSeats, mayVanish: true })

  expect(report.people).toMatchObject({ gone: ['Ada Example – Vale 1, succeeded by Dda Example'], vacant: ['Vale 3 (Test House)'] })
  expect(await seatedAs()).toEqual(['gss:X1 1 Dda Example', 'gss:X1 2 Bda Example', 'gss:X3 1 Cda Example'])
})

test('a chamber whose number of seats is not known has as many as are named, and none is vacant', async () => {
  const rows = ['Ada', 'Bo', 'Cy'].map((name) => ({ id: name, name: `${name} Example`, division: 'IL' }))
  const settings = { chamber: 'il-knesset', 'division-prefix': 'iso:' }
  await bring(rows, { settings })

  const report = await bring(rows.slice(0, 2), { settings, mayVanish: true })

  expect(report.people).toMatchObject({ gone: ['Cy Example – IL'], vacant: [] })
  expect(await seatedAs()).toEqual(['iso:IL 1 Ada Example', 'iso:IL 2 Bo Example'])
})

test('who follows a senator has the seat of the same class', async () => {
  const senator = (name: string, seatLabel: string) => ofCongress(name, 'us-state:WA', { seatLabel })
  await bringRecords([wa, senator('Ada Example', 'class-1'), senator('Bo Example', 'class-3')])
  const before = await sitting()

  await bringRecords([wa, senator('Cy Sample', 'class-3'), senator('Dee Sample', 'class-1')], undefined, { mayVanish: true })

  expect((await sitting()).map(({ name, label, seat }) => [name, label, seat])).toEqual([
    ['Dee Sample', 'class-1', before[0]?.seat],
    ['Cy Sample', 'class-3', before[1]?.seat],
  ])
})

test('a part of a list says by the class which of two senators was followed', async () => {
  const senator = (name: string, seatLabel: string) => ofCongress(name, 'us-state:WA', { seatLabel })
  await bringRecords([wa, senator('Ada Example', 'class-1'), senator('Bo Example', 'class-3')])

  const report = await bringRecords([wa, senator('Cy Sample', 'class-3')], undefined, { isPartial: true, mayVanish: true })

  expect(report.people.gone).toEqual(['Bo Example – Washington, succeeded by Cy Sample'])
  expect(await seatedAs()).toEqual(['us-state:WA 1 Ada Example', 'us-state:WA 2 Cy Sample'])
})

test('two who change places have each the other’s seat, in whatever order they are named', async () => {
  await bring(membersOf('ABC'))
  const before = await sitting()
  const [ada, bda, cda] = membersOf('ABC') as [MemberRow, MemberRow, MemberRow]

  const report = await bring([{ ...ada, division: 'X2' }, { ...bda, division: 'X1' }, cda])

  expect(report).toMatchObject({ faultCount: 0, refused: null })
  expect((await sitting()).map(({ name, seat }) => [name, seat])).toEqual([
    ['Bda Example', before[0]?.seat],
    ['Ada Example', before[1]?.seat],
    ['Cda Example', before[2]?.seat],
  ])
})

test('a representative who becomes a senator leaves their district to who follows there', async () => {
  const both = [wa, or, district('WA', 1), district('OR', 1)]
  const others = [ofCongress('Cy Sample', 'us-state:OR'), ofCongress('Dee Sample', 'us-cd:119:OR-1')]
  await bringRecords([...both, ofCongress('Ada Example', 'us-cd:119:WA-1'), ofCongress('Bo Example', 'us-state:WA'), ...others])

  const report = await bringRecords([
    ...both,
    ofCongress('Eve Model', 'us-cd:119:WA-1'),
    ofCongress('Bo Example', 'us-state:WA'),
    ofCongress('Ada Example', 'us-state:WA'),
    ...others,
  ])

  expect(report).toMatchObject({
    faultCount: 0,
    refused: null,
    people: { added: ['Eve Model – Washington, district 1'], vacant: ['Oregon (Senate)'] },
  })
  expect(await seatedAs()).toEqual([
    'us-cd:119:OR-1 1 Dee Sample',
    'us-cd:119:WA-1 1 Eve Model',
    'us-state:OR 1 Cy Sample',
    'us-state:WA 1 Bo Example',
    'us-state:WA 2 Ada Example',
  ])
})

test('somebody who holds a seat by the word of each of two lists keeps both', async () => {
  const ids = [{ scheme: 'wikidata', value: 'Q900000001' }] as LegislatorRecord['ids']
  await bringRecords([aMember({ ids, name: 'Ada Example' })], 'one')

  await bringRecords([aMember({ ids, name: 'Ada Example', chamber: 'scottish-parliament', division: { name: 'Glen' } })], 'two')

  expect(await seatedAs()).toEqual(['name:scottish-parliament:glen 1 Ada Example', 'name:uk-commons:vale-1 1 Ada Example'])
})

test('who is named twice, or for no place that is known, is a fault and nobody else is', async () => {
  const [ada, bo] = ['Ada', 'Bo'].map((name) => aMember({ ids: [{ scheme: 'test', value: name }], name: `${name} Example` })) as [
    LegislatorRecord,
    LegislatorRecord,
  ]

  const report = await bringRecords([ada, { ...ada, at: 'record 2' }, { ...bo, division: { key: 'gss:X404' } }])

  expect(report.faults).toEqual([
    { at: 'record 2', reason: 'Ada Example – Vale 1 is named twice' },
    { at: 'record of Bo Example', reason: 'there is no division “gss:X404” for Bo Example' },
  ])
  expect(await seatedAs()).toEqual(['name:uk-commons:vale-1 1 Ada Example'])
})

test('a term that is over by the list’s own dates is said, and stays', async () => {
  const report = await bring([
    { ...membersOf('A')[0], ends: '2026-11-23' },
    { ...membersOf('B')[0], ends: '2026-11-24' },
  ])

  expect(report.people.expired).toEqual(['Ada Example – Vale 1: the term ended on 2026-11-23'])
  expect(await seatedAs()).toHaveLength(2)
})

test('somebody whose division is not there any more in the list keeps their seat, and so does whoever the list does not name', async () => {
  const [ada, bo] = ['1', '2'].map((n) =>
    aMember({ ids: [{ scheme: 'test', value: n }], name: `Person ${n}`, division: { key: `gss:X${n}` } }),
  )
  const places = ['1', '2'].map((n) => aDivision(`gss:X${n}`, `Vale ${n}`))
  await bringRecords([...places, ada as LegislatorRecord, bo as LegislatorRecord], 'test')
  const before = await seatedAs()

  const report = await bringRecords([...places, { ...(ada as LegislatorRecord), division: { key: 'gss:NOWHERE' } }], 'test', {
    mayVanish: true,
  })

  expect(before).toHaveLength(2)
  expect(report.faultCount).toBe(1)
  expect(report.people.gone).toEqual([])
  expect(await seatedAs()).toEqual(before)
})
