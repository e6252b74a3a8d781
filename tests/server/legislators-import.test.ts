import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ImportRecord } from '../../server/features/legislators/formats/format.ts'
import type { ImportOptions } from '../../server/features/legislators/importing/import-legislators.ts'
import { noChanges } from '../../server/features/legislators/importing/save-people.ts'
import { dayMs } from '../../server/lib/clock.ts'
import type { BringOptions, MemberRow, TestLists } from '../support/legislator-lists.ts'
import {
  aMember,
  formatOf,
  memberSettings,
  membersCsv,
  membersOf,
  openLists,
  postcodeSettings,
  postcodesCsv,
} from '../support/legislator-lists.ts'
import { samples } from '../support/legislators/every-format.ts'

let lists: TestLists
beforeAll(async () => {
  lists = await openLists()
})
afterAll(() => lists.close())
beforeEach(() => lists.clear())

const bring = (rows: MemberRow[], { settings = {}, ...options }: BringOptions = {}) =>
  lists.bring('csv', { 'members.csv': membersCsv(rows) }, { settings: memberSettings(settings), ...options })
const bringRecords = (records: ImportRecord[], source?: string, options: Partial<ImportOptions> = {}) =>
  lists.bring(formatOf(records, source), { list: '' }, options)

/** Who holds or held which seat, in the order of seats and then of terms. */
const terms = () =>
  lists.rows<{ seat: number; division: string; name: string; source: string; ended: string | null }>(
    `select s.id as seat, d.key as division, l.name, t.source, t.ended_on::text as ended from terms t
     join seats s on s.id = t.seat_id join divisions d on d.id = s.division_id join legislators l on l.id = t.legislator_id order by s.id, t.id`,
  )
const sitting = async () => (await terms()).filter(({ ended }) => ended === null).map(({ name, division }) => `${name} ${division}`)

test('the same list again changes nothing', async () => {
  const first = await bring(membersOf('ABC'))
  const before = await lists.stored()
  lists.clock.pass(dayMs)

  const second = await bring(membersOf('ABC'))

  expect(first.people).toMatchObject({
    before: { ofSet: 0, ofAny: 0 },
    added: ['Ada Example – Vale 1', 'Bda Example – Vale 2', 'Cda Example – Vale 3'],
  })
  expect(second).toMatchObject({ faultCount: 0, refused: null, divisions: { added: 0, renamed: [] } })
  expect(second.people).toEqual({ ...noChanges(), before: { ofSet: 3, ofAny: 3 }, unchanged: 3 })
  expect(await lists.stored()).toEqual(before)
})

test.each(samples)('the same files of $title again change nothing', async ({ format, files, settings }) => {
  const first = await lists.bring(format, files, { settings })
  const before = await lists.stored()
  lists.clock.pass(dayMs)

  const second = await lists.bring(format, files, { settings })

  expect([first.refused, second.refused]).toEqual([null, null])
  expect(second).toMatchObject({
    divisions: { added: 0, renamed: [] },
    people: { added: [], changed: [], gone: [] },
    postcodes: { added: 0, ended: 0 },
  })
  expect(await lists.stored()).toEqual(before)
})

test('a try says what would change, and leaves every table as it was', async () => {
  await bring(membersOf('ABCDEF'))
  await lists.bring('csv', { 'postcodes.csv': postcodesCsv([['EX1 1AA', 'X1']]) }, { settings: postcodeSettings })
  const before = await lists.dump()
  const [ada, bda] = membersOf('AB')

  const tried = await bring(
    [{ ...ada, party: 'Harbour', email: 'new@example.org' }, { ...bda, 'division-name': 'New Vale' }, ...membersOf('CDEG')],
    { isDryRun: true },
  )
  const postcodes = await lists.bring(
    'csv',
    { 'postcodes.csv': postcodesCsv([['EX1 1AB', 'X1']]) },
    { settings: postcodeSettings, isDryRun: true, mayVanish: true },
  )

  expect(tried).toMatchObject({
    refused: null,
    divisions: { added: 1, renamed: ['Vale 2 → New Vale'] },
    people: {
      before: { ofSet: 6 },
      added: ['Gda Example – Vale 7'],
      changed: ['Ada Example – Vale 1: party, contact'],
      gone: ['Fda Example – Vale 6'],
      vacant: ['Vale 6 (House of Commons)'],
      unchanged: 4,
    },
  })
  expect(postcodes.postcodes).toEqual({ added: 1, ended: 1, unchanged: 0 })
  expect(await lists.dump()).toBe(before)
})

test('somebody who is named no more is ended and not deleted', async () => {
  await bring(membersOf('ABCDE'))
  lists.clock.pass(dayMs)

  const report = await bring(membersOf('ABCD'))

  expect(report.people).toMatchObject({ before: { ofSet: 5 }, gone: ['Eda Example – Vale 5'], vacant: ['Vale 5 (House of Commons)'] })
  expect((await terms()).at(-1)).toMatchObject({ name: 'Eda Example', division: 'gss:X5', ended: '2026-11-24' })
  expect(await lists.rows(`select value from legislator_channels where value like 'E%'`)).toEqual([{ value: 'E@example.org' }])
})

test('after an election each seat goes on to who holds it now', async () => {
  await bring(membersOf('ABCDE'))
  const before = await terms()
  const elected = membersOf('ABCDE').map((row, i) => ({ ...row, id: `n${i}`, name: `New${i} Sample` }))

  const report = await bring(elected, { mayVanish: true })

  expect(report.people.gone).toContain('Ada Example – Vale 1, succeeded by New0 Sample')
  expect(report.people.vacant).toEqual([])
  const after = await terms()
  expect(after).toHaveLength(10)
  const held = after.filter(({ ended }) => ended === null)
  expect(held.map(({ name }) => name)).toEqual(elected.map(({ name }) => name))
  expect(held.map(({ seat }) => seat)).toEqual(before.map(({ seat }) => seat))
})

test('a seat that was empty for a while is the same seat again', async () => {
  await bring(membersOf('ABCDE'))
  const before = await terms()
  await bring(membersOf('ABCD'))

  await bring([...membersOf('ABCD'), { ...membersOf('E')[0], id: 'n5', name: 'New Sample' }])

  expect((await terms()).slice(-2)).toMatchObject([
    { seat: before[4]?.seat, name: 'Eda Example' },
    { seat: before[4]?.seat, name: 'New Sample', ended: null },
  ])
})

test.each<[string, string, string, string | null]>([
  ['a fifth', 'ABCDE', 'ABCD', null],
  [
    'more than a fifth',
    'ABCDEFGHI',
    'ABCDEFG',
    '2 of 9 people of this set would lose their seats, more than 20 %. If that is right, as after an election, add --allow-vanishing.',
  ],
])('%s of a list that vanishes is let go or refused', async (_what, before, after, refused) => {
  await bring(membersOf(before))
  const dump = await lists.dump()

  const report = await bring(membersOf(after))

  expect(report.refused).toBe(refused)
  expect((await lists.dump()) === dump).toBe(refused !== null)
})

test('more than a fifth may vanish where that is said', async () => {
  await bring(membersOf('ABCDEFGHI'))

  const report = await bring(membersOf('A'), { mayVanish: true })

  expect(report).toMatchObject({ refused: null, people: { before: { ofSet: 9 }, unchanged: 1 } })
  expect(await sitting()).toEqual(['Ada Example gss:X1'])
})

test('one who was succeeded by the word of another list does not make it refuse itself', async () => {
  await bring(membersOf('ABCDEF'))
  const others = membersOf('ABCDEF').map((row) => ({ ...row, ...(row.id === '6' ? { name: 'New Sample' } : {}), id: `o${row.id}` }))

  const report = await bring(others, { settings: { source: 'another' } })

  expect(report).toMatchObject({
    refused: null,
    people: { before: { ofSet: 0, ofAny: 6 }, gone: ['Fda Example – Vale 6, succeeded by New Sample'] },
  })
})

test('another list that names nobody of those who sit is refused', async () => {
  await bring(membersOf('ABCDEF'))
  const others = membersOf('ABCDEF').map((row) => ({ ...row, id: `o${row.id}`, name: `New${row.id} Sample` }))

  const report = await bring(others, { settings: { source: 'another' } })

  expect(report.refused).toMatch(/^6 of 6 people of these chambers would /)
  expect(await sitting()).toHaveLength(6)
})

test.each<[string, Partial<ImportOptions>, ImportRecord[]]>([
  ['is said to be', { isPartial: true }, []],
  ['says that it is', {}, [{ kind: 'partial', reason: 'These are page 1 of 3.' }]],
])('a list that %s a part ends nobody, and adds whom it names', async (_what, options, more) => {
  const [ada, bda, cda] = ['Ada', 'Bo', 'Cy'].map((name, i) =>
    aMember({ ids: [{ scheme: 'test', value: String(i) }], name: `${name} Example`, division: { name: `Vale ${i}` } }),
  ) as [ImportRecord, ImportRecord, ImportRecord]
  await bringRecords([ada, bda])

  const report = await bringRecords([cda, ...more], undefined, options)

  expect(report).toMatchObject({ refused: null, people: { added: ['Cy Example – Vale 2'], gone: [] } })
  expect(await sitting()).toHaveLength(3)
})

test('a part that names somebody else for a seat ends who held it', async () => {
  await bring(membersOf('ABCDE'))

  const report = await bring([{ ...membersOf('A')[0], id: 'n1', name: 'New Sample' }], { isPartial: true })

  expect(report.people.gone).toEqual(['Ada Example – Vale 1, succeeded by New Sample'])
  expect(await sitting()).toHaveLength(5)
})

test('a part that names somebody new for one of several full seats ends nobody: whose seat it is, is not known', async () => {
  const settings = { chamber: 'test-house', 'chamber-name': 'House', legislature: 'Test', country: 'GB', 'seats-per-division': '2' }
  const two = [...membersOf('A'), { ...membersOf('A')[0], id: '2', name: 'Bo Example' }]
  await bring(two, { settings })

  const report = await bring([{ ...membersOf('A')[0], id: '3', name: 'Cy Example' }], { settings, isPartial: true })

  expect(report).toMatchObject({ faultCount: 1, people: { gone: [] } })
  expect(await sitting()).toEqual(['Ada Example gss:X1', 'Bo Example gss:X1'])
})

test('one fault, and a strict import changes nothing', async () => {
  const rows = [...membersOf('AB'), { ...membersOf('C')[0], email: 'no address' }]
  const before = await lists.dump()

  const strict = await bring(rows, { isStrict: true })

  expect(strict).toMatchObject({ refused: '--strict: 1 rows have faults.', faultCount: 1 })
  expect(strict.faults[0]?.at).toBe('members.csv row 4')
  expect(await lists.dump()).toBe(before)
  expect(await bring(rows)).toMatchObject({ refused: null, faultCount: 1, people: { added: { length: 3 } } })
})

test('a strict import without faults goes through', async () => {
  expect(await bring(membersOf('AB'), { isStrict: true })).toMatchObject({ refused: null, people: { added: { length: 2 } } })
})

test('two imports at once do not double anything', async () => {
  const reports = await Promise.all([bring(membersOf('ABC')), bring(membersOf('ABC')), bring(membersOf('ABC'))])

  expect(reports.map(({ people }) => people.added.length).sort()).toEqual([0, 0, 3])
  expect(await sitting()).toEqual(['Ada Example gss:X1', 'Bda Example gss:X2', 'Cda Example gss:X3'])
  expect(await lists.rows('select count(*)::int as n from legislators')).toEqual([{ n: 3 }])
})

test('a file that breaks off in the middle leaves everything as it was', async () => {
  await bring(membersOf('ABC'))
  const before = await lists.dump()
  async function* breaking(): AsyncIterable<ImportRecord> {
    for (let n = 0; n < 500; n++) {
      yield aMember({ ids: [{ scheme: 'test', value: String(n) }], name: `Ex${n} Ample`, division: { name: `Hill ${n}` } })
      yield { kind: 'postcode', country: 'GB', postcode: `EX${n % 10} 1AA`, division: 'gss:X1' }
    }
    throw new Error('the disk is gone')
  }

  const broken = lists.bring(formatOf(breaking()), { list: '' })

  await expect(broken).rejects.toThrow('the disk is gone')
  expect(await lists.dump()).toBe(before)
})

test('an import that the database breaks off is not tried again, for its files have been read', async () => {
  let reads = 0
  const format = formatOf([], 'test-list')
  const deadlocked = {
    ...format,
    async *read(): AsyncIterable<ImportRecord> {
      reads++
      yield aMember({ ids: [{ scheme: 'test', value: '1' }], name: 'Ada Example' })
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    },
  }

  await expect(lists.bring(deadlocked, { list: '' })).rejects.toThrow('deadlock detected')

  expect(reads).toBe(1)
})
