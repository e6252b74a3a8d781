import { describe, expect, test } from 'vitest'
import type { DivisionRecord, PostcodeRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { seneddPostcodes } from '../../../../../server/features/legislators/formats/senedd-postcodes.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (name: string) => fixtureOf('senedd-postcodes', name)
const read = (files: Record<string, string | Uint8Array>) => readRecords(seneddPostcodes, files)

const [constituencies, postcodes] = [fixture('constituencies.csv'), fixture('postcodes.csv')]
const current = {
  kind: 'division',
  key: 'gss:W09990001',
  chamber: 'senedd',
  name: 'Dyffryn Enghraifft',
  country: 'GB',
  validFrom: '2026-05-07',
}
const former = {
  kind: 'division',
  key: 'gss:W09990002',
  chamber: 'senedd',
  name: 'Sample Môn',
  country: 'GB',
  validFrom: '2007-05-03',
  validTo: '2026-05-06',
}
const inCurrent = { kind: 'postcode', country: 'GB', postcode: 'ZZ11AA', division: 'gss:W09990001' }
const inFormer = { kind: 'postcode', country: 'GB', postcode: 'ZZ11AB', division: 'gss:W09990002' }

const heads = {
  constituencies: 'id,region_id,name_en,name_cy,example_postcode,population,start_date,end_date,boundary',
  postcodes: 'id,constituency_id',
}
const constituency = (row: string) => read({ 'c.csv': `${heads.constituencies}\n${row}\n` })
const postcode = (row: string) => read({ 'p.csv': `${heads.postcodes}\n${row}\n` })

test('constituencies come with the days of their validity, those that are no more included, then the postcodes in them', async () => {
  const records = await read({ 'constituencies.csv': constituencies, 'postcodes.csv': postcodes })

  expect(records).toEqual([current, former, inCurrent, inFormer])
})

test('either file is read alone, whatever its name', async () => {
  const [divisions, places] = await Promise.all([read({ 'a.csv': constituencies }), read({ 'b.csv': postcodes })])

  expect(divisions).toEqual([current, former])
  expect(places).toEqual([inCurrent, inFormer])
})

test('a boundary of a hundred kilobytes is passed over', async () => {
  const records = await constituency(`W09990001,,Dyffryn Enghraifft,,,,2026-05-07,,"${'-3.1 51.1,'.repeat(10_000)}"`)

  expect(records).toEqual([current])
})

test('a byte order mark, CRLF and the order of columns change nothing', async () => {
  const records = await read({ 'p.csv': '\ufeffconstituency_id,id\r\nW09990001,ZZ11AA\r\n' })

  expect(records).toEqual([inCurrent])
})

test.each([
  ['a code that is none', 'W099,,Sample,,,,,,', '‘W099’ is no code of a constituency such as W09000053.'],
  ['no name', 'W09990001,,,,,,,,', 'The name of W09990001 is empty.'],
  ['a name of 201 letters', `W09990001,,${'A'.repeat(201)},,,,,,`, 'The name of W09990001 is longer than 200 characters.'],
  ['control characters in its name', 'W09990001,,Sam\u0007ple,,,,,,', 'The name of W09990001 holds control characters.'],
  ['a day that is none', 'W09990001,,Sample,,,,2026-02-30,,', 'Sample has the date ‘2026-02-30’, which is no day such as 2026-05-07.'],
  ['too few cells', 'W09990001,,Sample', 'The row has 3 cells, the head 9.'],
])('a constituency with %s is a fault', async (_, row, reason) => {
  const records = await constituency(`${row}\nW09990001,,Dyffryn Enghraifft,,,,2026-05-07,,`)

  expect(records).toEqual([{ kind: 'fault', at: 'c.csv row 2', reason }, current])
})

test('a constituency that stands in the files twice counts once', async () => {
  const records = await read({ 'a.csv': constituencies, 'b.csv': constituencies })

  expect(records.slice(2)).toEqual([
    { kind: 'fault', at: 'b.csv row 2', reason: 'W09990001 stands in the files twice; the first row counts.' },
    { kind: 'fault', at: 'b.csv row 3', reason: 'W09990002 stands in the files twice; the first row counts.' },
  ])
})

test.each([
  ['that is none', '"Cardiff","W09990001"', '‘Cardiff’ is no postcode.'],
  ['without a code', 'ZZ11AA,', 'ZZ11AA has the constituency ‘’, which is no code such as W09000053.'],
  ['with a pseudo code', 'ZZ11AA,W99999999', 'ZZ11AA has the constituency ‘W99999999’, which is no code such as W09000053.'],
  ['with another cell', 'ZZ11AA,W09990001,x', 'The row has 3 cells, the head 2.'],
])('a postcode %s is a fault', async (_, row, reason) => {
  const records = await postcode(`${row}\nZZ11AA,W09990001`)

  expect(records).toEqual([{ kind: 'fault', at: 'p.csv row 2', reason }, inCurrent])
})

test.each(['constituencies.csv', 'postcodes.csv'])('%s cut anywhere gives its first rows or is refused', async (name) => {
  await expectSafeCuts(seneddPostcodes, name, fixture(name))
})

test.each([
  ['an empty file', ''],
  ['a head alone', `${heads.postcodes}\n`],
  [
    'regions, of which there are none since 2026',
    'id,name_en,name_cy,population,start_date,end_date,boundary\nW10990001,Sample,Sampl,1,,,\n',
  ],
  ['a web page', '<!doctype html>\n<p>'],
  ['a code that may be cut', `${heads.postcodes}\nZZ11AA,W0999000`],
  ['a cell without end', `${heads.constituencies}\nW09990001,,Sample,,,,,,"${'x'.repeat(300_000)}"\n`],
])('%s is refused with the name of the file', async (_, text) => {
  const reading = read({ 'x.csv': text })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('x.csv')
})

test('text in ISO-8859-1 is read when the import says so, and else refused', async () => {
  const latin = Buffer.from(constituencies.toString('utf8'), 'latin1')

  const records = await readRecords(seneddPostcodes, { 'c.csv': latin }, { encoding: 'iso-8859-1' })

  expect(records).toEqual([current, former])
  await expect(read({ 'c.csv': latin })).rejects.toThrow(UnreadableFile)
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  test('141,313 postcodes lie in the sixteen constituencies of 2026; forty of before end with 6 May', async () => {
    const names = ['constituencies.csv', 'postcodes.csv']

    const records = await read(Object.fromEntries(names.map((name) => [name, realFile(`uk/senedd/${name}`)])))

    const divisions = records.filter((record): record is DivisionRecord => record.kind === 'division')
    const places = records.filter((record): record is PostcodeRecord => record.kind === 'postcode')
    const now = divisions.filter(({ validTo }) => validTo === undefined)
    expect(records.filter(({ kind }) => kind === 'fault')).toEqual([])
    expect(places).toHaveLength(141_313)
    expect(places).toContainEqual({ kind: 'postcode', country: 'GB', postcode: 'CF101AA', division: 'gss:W09000053' })
    expect(now.map(({ key }) => key).sort()).toEqual([...new Set(places.map(({ division }) => division))].sort())
    expect(now).toHaveLength(16)
    expect(divisions.filter(({ validTo }) => validTo === '2026-05-06')).toHaveLength(40)
  })
})
