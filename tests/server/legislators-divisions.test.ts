import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ImportRecord } from '../../server/features/legislators/formats/format.ts'
import type { BringOptions, MemberRow, TestLists } from '../support/legislator-lists.ts'
import {
  aDivision,
  aMember,
  formatOf,
  memberSettings,
  membersCsv,
  membersOf,
  openLists,
  postcodeSettings,
  postcodesCsv,
} from '../support/legislator-lists.ts'

let lists: TestLists
beforeAll(async () => {
  lists = await openLists()
})
afterAll(() => lists.close())
beforeEach(() => lists.clear())

/** Codes as the Office for National Statistics writes them, which no constituency has. */
const [code1, code2] = ['E14999001', 'E14999002']
const bring = (rows: MemberRow[], { settings = {}, ...options }: BringOptions = {}) =>
  lists.bring('csv', { 'members.csv': membersCsv(rows) }, { settings: memberSettings(settings), ...options })
const bringPostcodes = (rows: Parameters<typeof postcodesCsv>[0], { settings = {}, ...options }: BringOptions = {}) =>
  lists.bring('csv', { 'postcodes.csv': postcodesCsv(rows) }, { settings: { ...postcodeSettings, ...settings }, ...options })
const bringRecords = (records: ImportRecord[], source?: string, options: BringOptions = {}) =>
  lists.bring(formatOf(records, source), { list: '' }, options)
/** Members known by the name of their division alone, as the Members API has them. */
const bringByName = (name: string, place: string) =>
  bringRecords([aMember({ ids: [{ scheme: 'by-name', value: name }], name, division: { name: place } })], 'by-name')

const divisions = () =>
  lists.rows<{ key: string; name: string; former: string[]; to: string | null }>(
    'select key, name, former_names as former, valid_to::text as to from divisions order by key',
  )
const seatsOf = (name: string) =>
  lists.rows<{ seat: number; key: string }>(
    `select s.id as seat, d.key from terms t join seats s on s.id = t.seat_id join divisions d on d.id = s.division_id
     join legislators l on l.id = t.legislator_id where l.name = '${name}' and t.ended_on is null`,
  )
async function answer(postcode: string, division?: string) {
  const { divisions, legislators, notices } = await lists.find('GB', postcode, division)
  return {
    divisions: divisions.map(({ key }) => key),
    people: legislators.map(({ name }) => name),
    notices: notices.map(({ code }) => code),
  }
}

test('a division that is renamed keeps its key and its seats, and is found by its former name', async () => {
  const [ada] = membersOf('A')
  await bring([{ ...ada }])
  const before = await seatsOf('Ada Example')

  const report = await bring([{ ...ada, 'division-name': 'New Vale' }])
  const byFormerName = await bringByName('Ada Example', 'VALE  1')

  expect(report.divisions).toEqual({ added: 0, renamed: ['Vale 1 → New Vale'] })
  expect(byFormerName).toMatchObject({ faultCount: 0, divisions: { added: 0 }, people: { added: [], gone: [] } })
  expect(await divisions()).toEqual([{ key: 'gss:X1', name: 'New Vale', former: ['Vale 1'], to: null }])
  expect(await seatsOf('Ada Example')).toEqual(before)
})

test('a division that two lists write differently has each name once, however often they come', async () => {
  const [ada] = membersOf('A')
  for (const name of ['Vale', 'Vàle & Hill', 'Vale', 'Vàle & Hill', 'Vale', 'Vale 1']) await bring([{ ...ada, 'division-name': name }])

  expect(await divisions()).toEqual([{ key: 'gss:X1', name: 'Vale 1', former: ['Vale', 'Vàle & Hill'], to: null }])
})

test('a division that is redrawn is answered until its last day, and the one that follows from then on', async () => {
  const member = (name: string, key: string) => aMember({ ids: [{ scheme: 'test', value: name }], name, division: { key } })
  await bringRecords([
    aDivision('gss:X1', 'Vale', { validTo: '2027-01-03' }),
    aDivision('gss:X9', 'Vale', { validFrom: '2027-01-03' }),
    member('Ada Example', 'gss:X1'),
    member('Bo Example', 'gss:X9'),
    ...['gss:X1', 'gss:X9'].map((division) => ({ kind: 'postcode' as const, country: 'GB', postcode: 'EX1 1AA', division })),
  ])

  lists.clock.set('2027-01-02T23:59:59Z')
  const dayBefore = await answer('EX1 1AA')
  lists.clock.set('2027-01-03T00:00:00Z')
  const onTheDay = await answer('EX1 1AA')

  expect(dayBefore).toEqual({ divisions: ['gss:X1'], people: ['Ada Example'], notices: [] })
  expect(onTheDay).toEqual({ divisions: ['gss:X9'], people: ['Bo Example'], notices: [] })
})

test('people known by a name that an ended division had stand for a new one of that name', async () => {
  await bringRecords([aDivision('gss:X1', 'Vale', { validTo: '2026-05-07' })])

  const report = await bringByName('Ada Example', 'Vale')

  expect(report).toMatchObject({ faultCount: 0, people: { added: ['Ada Example – Vale'] } })
  expect(await seatsOf('Ada Example')).toMatchObject([{ key: 'name:uk-commons:vale' }])
})

test('a division known by its name alone gets its code later, with its seats', async () => {
  await bringByName('Ada Example', 'Vale 1')
  const before = await seatsOf('Ada Example')

  const report = await bringRecords([aDivision('gss:X1', 'Vale 1')], 'codes')
  await bringPostcodes([['EX1 1AA', 'X1']])

  expect(before).toMatchObject([{ key: 'name:uk-commons:vale-1' }])
  expect(report.divisions).toEqual({ added: 0, renamed: [] })
  expect(await seatsOf('Ada Example')).toEqual([{ seat: before[0]?.seat, key: 'gss:X1' }])
  expect(await answer('EX1 1AA')).toEqual({ divisions: ['gss:X1'], people: ['Ada Example'], notices: [] })
})

test('postcodes of a code may come first: the list that names it joins them with the people, who keep their seat', async () => {
  await bringPostcodes([['EX1 1AA', code1]])
  await bringByName('Ada Example', 'Vale 1')
  const before = await seatsOf('Ada Example')
  const early = await answer('EX1 1AA')

  await bringRecords([aDivision(`gss:${code1}`, 'Vale 1')], 'codes')

  expect(early).toEqual({ divisions: [`gss:${code1}`], people: [], notices: ['seat-vacant'] })
  expect(await answer('EX1 1AA')).toEqual({ divisions: [`gss:${code1}`], people: ['Ada Example'], notices: [] })
  expect(await seatsOf('Ada Example')).toEqual([{ seat: before[0]?.seat, key: `gss:${code1}` }])
  expect(await divisions()).toEqual([
    { key: `gss:${code1}`, name: 'Vale 1', former: [], to: null },
    { key: 'name:uk-commons:vale-1', name: 'Vale 1', former: [], to: '2026-11-23' },
  ])
})

test('what was joined stays as it is when each of the lists comes again, on a later day', async () => {
  await bringPostcodes([['EX1 1AA', code1]])
  await bringByName('Ada Example', 'Vale 1')
  await bringRecords([aDivision(`gss:${code1}`, 'Vale 1')], 'codes')
  const before = await lists.stored()
  lists.clock.set('2027-02-01T00:00:00Z')

  await bringRecords([aDivision(`gss:${code1}`, 'Vale 1')], 'codes')
  await bringByName('Ada Example', 'Vale 1')
  await bringPostcodes([['EX1 1AA', code1]])

  expect(await lists.stored()).toEqual(before)
})

test('a new code of a place that has been joined before is a division of its own', async () => {
  await bringPostcodes([['EX1 1AA', code1]])
  await bringByName('Ada Example', 'Vale 1')
  await bringRecords([aDivision(`gss:${code1}`, 'Vale 1')], 'codes')

  const report = await bringRecords([aDivision(`gss:${code2}`, 'Vale 1', { validFrom: '2027-01-01' })], 'codes')

  expect(report.divisions).toEqual({ added: 1, renamed: [] })
  expect(await divisions()).toContainEqual({ key: `gss:${code2}`, name: 'Vale 1', former: [], to: null })
})

test('a division is known by its place in another: children keep their parent, which comes in whatever order', async () => {
  await bringRecords([
    aDivision('gss:X1', 'Vale 1', { parent: 'gss:X2' }),
    aDivision('gss:X2', 'All Vales', { chamber: 'scottish-parliament-regions' }),
  ])
  await bringPostcodes([['EX1 1AA', 'X1']])

  expect((await answer('EX1 1AA')).divisions).toEqual(['gss:X2', 'gss:X1'])
})

test('a division of no chamber is a fault', async () => {
  const report = await bringRecords([aDivision('gss:X1', 'Vale 1', { chamber: 'no-such-house' })])

  expect(report.faults).toEqual([{ at: 'gss:X1', reason: 'no chamber is called “no-such-house”' }])
})

test('postcodes that a set of data no longer has are ended, and are answered with a word about it', async () => {
  await bring(membersOf('A'))
  await bringPostcodes('ABDEF'.split('').map((letter) => [`EX1 1A${letter}`, 'X1']))
  lists.clock.set('2026-11-24T00:00:00Z')

  const report = await bringPostcodes('ABDE'.split('').map((letter) => [`EX1 1A${letter}`, 'X1']))

  expect(report.postcodes).toEqual({ added: 0, ended: 1, unchanged: 4 })
  expect(await answer('EX1 1AF')).toEqual({ divisions: ['gss:X1'], people: ['Ada Example'], notices: ['postcode-ended'] })
  expect(await answer('EX1 1AD')).toMatchObject({ notices: [] })
})

test('a postcode that comes back is as it was', async () => {
  await bring(membersOf('A'))
  await bringPostcodes([
    ['EX1 1AA', 'X1'],
    ['EX1 1AB', 'X1'],
  ])
  await bringPostcodes([['EX1 1AA', 'X1']], { mayVanish: true })

  await bringPostcodes([
    ['EX1 1AA', 'X1'],
    ['EX1 1AB', 'X1'],
  ])

  expect(await answer('EX1 1AB')).toEqual({ divisions: ['gss:X1'], people: ['Ada Example'], notices: [] })
})

test('a postcode that a set of data moves is answered with its new division alone', async () => {
  await bring(membersOf('AB'))
  await bringPostcodes([['EX1 1AA', 'X1'], ...'BDEFG'.split('').map((letter): [string, string] => [`EX1 1A${letter}`, 'X1'])])

  await bringPostcodes([['EX1 1AA', 'X2'], ...'BDEFG'.split('').map((letter): [string, string] => [`EX1 1A${letter}`, 'X1'])])

  expect(await answer('EX1 1AA')).toEqual({ divisions: ['gss:X2'], people: ['Bda Example'], notices: [] })
})

test('a postcode that one set ended and another still has in a division of another chamber is answered with both', async () => {
  await bring(membersOf('A'))
  await bringRecords([aDivision('gss:W1', 'Cwm', { chamber: 'senedd' })], 'codes')
  await bringPostcodes([['EX1 1AA', 'X1', '2020-01-31']])
  await bringPostcodes([['EX1 1AA', 'W1']], { settings: { source: 'another' } })

  expect(await answer('EX1 1AA')).toEqual({ divisions: ['gss:W1', 'gss:X1'], people: ['Ada Example'], notices: [] })
})

test('a postcode that ends on a day to come is in use until then', async () => {
  await bring(membersOf('A'))
  await bringPostcodes([['EX1 1AA', 'X1', '2026-12-31']])

  const before = await answer('EX1 1AA')
  lists.clock.set('2026-12-31T00:00:00Z')

  expect(before.notices).toEqual([])
  expect((await answer('EX1 1AA')).notices).toEqual(['postcode-ended'])
})

test('when more than a fifth of the postcodes would end, nothing is changed unless that is said', async () => {
  await bring(membersOf('A'))
  await bringPostcodes('ABDE'.split('').map((letter) => [`EX1 1A${letter}`, 'X1']))
  const before = await lists.dump()

  const refused = await bringPostcodes('ABD'.split('').map((letter) => [`EX1 1A${letter}`, 'X1']))

  expect(refused.refused).toBe('1 of 4 postcodes of this set would end, more than 20 %. If that is right, add --allow-vanishing.')
  expect(await lists.dump()).toBe(before)
  expect(await bringPostcodes([['EX1 1AA', 'X1']], { mayVanish: true })).toMatchObject({ refused: null, postcodes: { ended: 3 } })
})

test('a part of a set of postcodes ends none', async () => {
  await bring(membersOf('A'))
  await bringPostcodes([
    ['EX1 1AA', 'X1'],
    ['EX1 1AB', 'X1'],
  ])

  const report = await bringPostcodes([['EX1 1AD', 'X1']], { isPartial: true })

  expect(report.postcodes).toEqual({ added: 1, ended: 0, unchanged: 0 })
  expect((await answer('EX1 1AA')).notices).toEqual([])
})

test('a set of postcodes ends none of another', async () => {
  await bring(membersOf('A'))
  await bringPostcodes([['EX1 1AA', 'X1']])

  await bringPostcodes([['EX1 1AB', 'X1']], { settings: { source: 'another' } })

  expect((await answer('EX1 1AA')).notices).toEqual([])
})

test('a postcode of which a set says that it lies in no division is outside', async () => {
  await bring(membersOf('A'))
  await bringPostcodes([
    ['EX1 1AA', 'X1'],
    ['EX9 9ZZ', ''],
  ])

  expect(await answer('EX9 9ZZ')).toEqual({ divisions: [], people: [], notices: ['postcode-outside'] })
})

test('postcodes of a division that is not known are a fault that counts them; the others are stored', async () => {
  await bring(membersOf('A'))

  const report = await bringPostcodes([
    ['EX1 1AA', 'X404'],
    ['EX1 1AB', 'X404'],
    ['EX1 1AD', 'X1'],
    ['nonsense', 'X1'],
  ])

  expect(report.faults).toEqual([
    { at: 'postcode nonsense', reason: 'this is no postcode of GB' },
    { at: 'gss:X404', reason: 'no division has this key; 2 postcodes were left out. Import the divisions first.' },
  ])
  expect(report.postcodes).toEqual({ added: 1, ended: 0, unchanged: 0 })
})

test('a set that names a postcode twice, in two spellings, has it once', async () => {
  await bring(membersOf('A'))

  const report = await bringPostcodes([
    ['EX1 1AA', 'X1', '2020-01-31'],
    ['ex11aa', 'X1'],
  ])

  expect(report.postcodes).toEqual({ added: 1, ended: 0, unchanged: 0 })
  expect((await answer('EX1 1AA')).notices).toEqual([])
})

test('a list of more rows than one batch is whole', async () => {
  await bring(membersOf('A'))
  const all = Array.from({ length: 25_000 }, (_, n): [string, string] => [
    `EX${Math.floor(n / 4000)} ${Math.floor(n / 400) % 10}${pair(n % 400)}`,
    'X1',
  ])
  function pair(n: number): string {
    const letters = 'ABDEFGHJLNPQRSTUWXYZ'
    return `${letters[Math.floor(n / 20)]}${letters[n % 20]}`
  }

  const first = await bringPostcodes(all)
  const second = await bringPostcodes(all)

  expect(first.postcodes).toEqual({ added: 25_000, ended: 0, unchanged: 0 })
  expect(second.postcodes).toEqual({ added: 0, ended: 0, unchanged: 25_000 })
})

test('an unnamed code that only postcodes name is not called by another’s name', async () => {
  await bringPostcodes([
    ['EX1 1AA', code1],
    ['EX1 1AB', code2],
  ])

  const report = await bringRecords([aDivision(`gss:${code1}`, 'Vale 1')], 'codes')

  expect(report.divisions).toEqual({ added: 0, renamed: [] })
  expect((await divisions()).map(({ key, name, former }) => [key, name, former])).toEqual([
    [`gss:${code1}`, 'Vale 1', []],
    [`gss:${code2}`, code2, []],
  ])
})
