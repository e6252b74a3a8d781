import { describe, expect, test } from 'vitest'
import type { PostcodeRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { onspd } from '../../../../../server/features/legislators/formats/onspd.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const releases = ['onspd-2024.csv', 'onspd-2025.csv', 'nspl-2026.csv']
const fixture = (name: string) => fixtureOf('onspd', name)
const read = (text: string | Uint8Array) => readRecords(onspd, { 'onspd.csv': text })

const head = 'pcd7,pcd8,pcds,dointr,doterm,ctry,pcon,lat'
/** A file with these rows below a short head. */
const fileOf = (...rows: string[]) => `${[head, ...rows].join('\n')}\n`
const good = 'ZZ1 1AA,ZZ1  1AA,ZZ1 1AA,198001,,E92000001,E14009001,51.0'
const goodRecord = { kind: 'postcode', country: 'GB', postcode: 'ZZ1 1AA', division: 'gss:E14009001' }

test.each(releases)('columns are found by name in every release: %s', async (name) => {
  const records = await readRecords(onspd, { [name]: fixture(name) })

  expect(records).toEqual([
    goodRecord,
    { kind: 'postcode', country: 'GB', postcode: 'ZZ11 1AB', division: 'gss:S14009001', endedOn: '1996-06-30' },
    { kind: 'postcode', country: 'GB', postcode: 'ZZ1 1AC', division: null },
    { kind: 'postcode', country: 'GB', postcode: 'ZZ1 1AD', division: null, endedOn: '2024-02-29' },
  ])
})

test('columns may stand anywhere, and the newest of several constituencies counts', async () => {
  const records = await read('pcon10cd,DOTERM,lat,PCON24CD,Pcds\nE14000001,,1,E14009001,ZZ1 1AA\n')

  expect(records).toEqual([goodRecord])
})

test.each([
  ['pcd8,doterm,pcon', 'ZZ1  1AA,,E14009001', 'ZZ1  1AA'],
  ['pcd2,pcd,doterm,pcon,x', 'ZZ1  1AA,ZZ1 1AA,,E14009001,', 'ZZ1 1AA'],
])('without pcds another form of the postcode is read: %s', async (names, row, postcode) => {
  const records = await read(`${names}\n${row}\n`)

  expect(records).toEqual([{ ...goodRecord, postcode }])
})

test.each(['NPT 0AD', 'GIR 0AA', 'E1W 1AA', 'zz1 1aa', 'ZZ11AA'])('%s is a postcode', async (postcode) => {
  const records = await read(fileOf(good.replace('ZZ1 1AA,198001', `${postcode},198001`)))

  expect(records).toEqual([{ ...goodRecord, postcode }])
})

test.each(['L99999999', 'M99999999', 'E99999999', 'W99999999', ''])('the pseudo code ‘%s’ is no division', async (code) => {
  const records = await read(fileOf(good.replace('E14009001', code)))

  expect(records).toEqual([{ ...goodRecord, division: null }])
})

test.each([
  ['a postcode that is none', good.replace('ZZ1 1AA,198001', 'ZZ1,198001'), '‘ZZ1’ is no postcode.'],
  ['no postcode', good.replace('ZZ1 1AA,198001', ',198001'), '‘’ is no postcode.'],
  ['control characters', good.replace('ZZ1 1AA,198001', 'ZZ1\u001b[2J,198001'), '‘ZZ1\ufffd[2J’ is no postcode.'],
  ['a code that is none', good.replace('E14009001', 'E140'), 'ZZ1 1AA has the constituency ‘E140’, which is no code such as E14001063.'],
  [
    'a name for a code',
    good.replace('E14009001', 'constructor'),
    'ZZ1 1AA has the constituency ‘constructor’, which is no code such as E14001063.',
  ],
  ['a month that is none', good.replace('198001,', '198001,199613'), 'ZZ1 1AA ended in ‘199613’, which is no month such as 199606.'],
  ['a cell too few', good.replace(',51.0', ''), 'The row has 7 cells, the head 8.'],
  ['a cell too many', `${good},`, 'The row has 9 cells, the head 8.'],
])('a row with %s is a fault, and the rest goes on', async (_, row, reason) => {
  const records = await read(fileOf(row, good))

  expect(records).toEqual([{ kind: 'fault', at: 'onspd.csv row 2', reason }, goodRecord])
})

test('quoted cells may hold commas and quotes', async () => {
  const records = await read(fileOf('"ZZ1 1AA","a,b","ZZ1 1AA","say ""hi""","","",E14009001,""', good))

  expect(records).toEqual([goodRecord, goodRecord])
})

test('blank lines, CRLF and a byte order mark change nothing', async () => {
  const records = await read(`\ufeff${fileOf(good, '', good).replaceAll('\n', '\r\n')}`)

  expect(records).toEqual([goodRecord, goodRecord])
})

test('several files are read one after the other, each by its own head', async () => {
  const records = await readRecords(onspd, Object.fromEntries(releases.map((name) => [name, fixture(name)])))

  expect(records).toHaveLength(12)
  expect(records.filter(({ kind }) => kind === 'fault')).toEqual([])
})

test.each(releases)('%s cut anywhere gives its first rows or is refused', async (name) => {
  await expectSafeCuts(onspd, name, fixture(name))
})

test.each(['pcds,doterm,pcon\nZZ1 1AA,,E1400900', 'pcds,doterm,pcon\nZZ1 1AA,,E14009001', fileOf(good).slice(0, -8)])(
  'a last row without a line end is refused where it may be cut: %j',
  async (text) => {
    await expect(read(text)).rejects.toThrow('it may be cut short')
  },
)

test.each([
  ['an empty file', '', 'has no rows'],
  ['a head alone', fileOf(), 'has no rows'],
  ['a file without constituencies', 'pcds,doterm,ctry\nZZ1 1AA,,E92000001\n', 'has no column pcon'],
  ['a file of another kind', '{"data":[]}', 'has no column pcds, doterm, pcon'],
  ['a quote that does not end', fileOf(good, '"ZZ1 1AB'), 'has a quote that does not end'],
  ['text after a quote', fileOf('"ZZ1 1AA"x,,,,,,,'), 'has a quote that does not end'],
  ['a row without end', `${head}\n${'x'.repeat(70_000)}`, 'is too long'],
])('%s is refused', async (_, text, message) => {
  const reading = read(text)

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow(message)
})

test('text in ISO-8859-1 is read when the import says so, and else refused', async () => {
  const latin = Buffer.from(fileOf(good.replace('51.0', 'é')), 'latin1')

  const records = await readRecords(onspd, { 'onspd.csv': latin }, { encoding: 'iso-8859-1' })

  expect(records).toEqual([goodRecord])
  await expect(read(latin)).rejects.toThrow(UnreadableFile)
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  test('8,048 postcodes, of which 3,811 have ended; JE2 4WD is in no division', async () => {
    const records = await read(realFile('uk/onspd/postcode_seed_2025-09.csv'))

    const postcodes = records.filter((record): record is PostcodeRecord => record.kind === 'postcode')
    expect(records).toHaveLength(8048)
    expect(postcodes).toHaveLength(8048)
    expect(postcodes.filter(({ endedOn }) => endedOn !== undefined)).toHaveLength(3811)
    expect(postcodes).toContainEqual({ kind: 'postcode', country: 'GB', postcode: 'JE2 4WD', division: null })
    expect(postcodes[0]).toEqual({ kind: 'postcode', country: 'GB', postcode: 'AB1 0AA', division: 'gss:S14000061', endedOn: '1996-06-30' })
  })
})
