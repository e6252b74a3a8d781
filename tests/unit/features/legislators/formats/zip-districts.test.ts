import { describe, expect, test } from 'vitest'
import type { FormatOptions, ImportRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { zipDistricts } from '../../../../../server/features/legislators/formats/zip-districts.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const list = fixtureOf('zip-districts', 'zccd.csv')

const read = (content: string | Uint8Array, options?: Partial<FormatOptions>) => readRecords(zipDistricts, { 'zccd.csv': content }, options)
const refusal = (content: string | Uint8Array) =>
  read(content).then(
    () => 'was read',
    (error: unknown) => (error instanceof UnreadableFile ? error.message : error),
  )
const divisionsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'division' ? [it] : []))
const postcodesOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'postcode' ? [it] : []))
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [`${it.at}: ${it.reason}`] : []))

test('a ZIP code comes behind its district of the House, and that behind its state', async () => {
  const records = await read(list)

  expect(records.slice(0, 3)).toEqual([
    { kind: 'division', key: 'us-state:AK', chamber: 'us-senate', name: 'Alaska', country: 'US' },
    {
      kind: 'division',
      key: 'us-cd:119:AK-0',
      chamber: 'us-house',
      name: 'Alaska, at large',
      country: 'US',
      parent: 'us-state:AK',
      validFrom: '2025-01-03',
      validTo: '2027-01-03',
    },
    { kind: 'postcode', country: 'US', postcode: '99501', division: 'us-cd:119:AK-0' },
  ])
})

test('a ZIP code may lie in several districts, and in several states', async () => {
  const postcodes = postcodesOf(await read(list))

  expect(postcodes.filter(({ postcode }) => postcode === '94901').map(({ division }) => division)).toEqual([
    'us-cd:119:CA-2',
    'us-cd:119:CA-12',
  ])
  expect(postcodes.filter(({ postcode }) => postcode === '97635').map(({ division }) => division)).toEqual([
    'us-cd:119:WA-4',
    'us-cd:119:OR-2',
  ])
})

test('divisions come once, and those without senators say so', async () => {
  const divisions = divisionsOf(await read(list))

  expect(new Set(divisions.map(({ key }) => key)).size).toBe(divisions.length)
  expect(divisions.filter(({ seats }) => seats === 0).map(({ key }) => key)).toEqual(['us-state:DC', 'us-state:PR'])
})

test('leading zeros stay; a code that has lost them is a fault', async () => {
  const records = await read('zcta,state_abbr,cd\n00601,PR,0\n601,PR,0\n2108,MA,8\n123456,MA,8\n')

  expect(postcodesOf(records).map(({ postcode }) => postcode)).toEqual(['00601'])
  expect(faultsOf(records)).toEqual([
    'zccd.csv row 3: The row has a ZIP code of 3 digits: its leading zeros were lost. Save the column as text.',
    'zccd.csv row 4: The row has a ZIP code of 4 digits: its leading zeros were lost. Save the column as text.',
    'zccd.csv row 5: The row has no ZIP code of five digits.',
  ])
})

test.each([
  ['2026-11-23', {}, 'us-cd:119:CA-12', '2025-01-03'],
  ['2027-01-02', {}, 'us-cd:119:CA-12', '2025-01-03'],
  ['2027-01-03', {}, 'us-cd:120:CA-12', '2027-01-03'],
  ['2026-11-23', { congress: '120' }, 'us-cd:120:CA-12', '2027-01-03'],
])('on %s with %j the districts are %s', async (today, settings, key, validFrom) => {
  const records = await read('cd,state,zip\n12,CA,94999\n', { today, settings })

  expect(divisionsOf(records)[1]).toMatchObject({ key, validFrom })
})

test('the Census Bureau’s 98 is the district of a delegate', async () => {
  const records = await read('zcta,state_abbr,cd\n20001,DC,98\n99501,AK,00\n')

  expect(postcodesOf(records).map(({ division }) => division)).toEqual(['us-cd:119:DC-0', 'us-cd:119:AK-0'])
})

test('rows that name no district are faults and the rest goes on', async () => {
  const records = await read(
    'zcta,state_abbr,cd\n94901,XX,2\n94901,ca,2\n94901,CA,\n94901,CA,-1\n94901,CA,null\n94901,CA\n94901,__proto__,1\n94901,CA,2\n',
  )

  expect(faultsOf(records)).toHaveLength(7)
  expect(postcodesOf(records)).toHaveLength(1)
})

test('a mark at the begin, LF instead of CRLF and columns in another order make no difference', async () => {
  const lines = list.toString().replaceAll('\r\n', '\n')
  const turned = lines.replace(/^(.*),(.*),(.*),(.*)$/gm, '$4,$3,$2,$1').replace('zcta', 'ZIP')

  expect(await read(`\ufeff${lines}`)).toEqual(await read(list))
  expect(await read(turned)).toEqual(await read(list))
})

test('what is in ISO-8859-1 is read with its encoding, or refused with advice', async () => {
  const latin = Buffer.from('zcta,state_abbr,cd,naïve\n94901,CA,2,é\n', 'latin1')

  expect(await refusal(latin)).toContain('--encoding iso-8859-1')
  expect(postcodesOf(await read(latin, { encoding: 'iso-8859-1' }))).toHaveLength(1)
})

test('is read safely wherever it is cut', async () => {
  await expectSafeCuts(zipDistricts, 'zccd.csv', list)
})

test.each([
  ['', 'zccd.csv has no column zcta, state_abbr, cd'],
  ['zcta,state_abbr\n94901,CA\n', 'zccd.csv has no column cd. Its columns are: zcta, state_abbr.'],
  [`zcta,state_abbr,cd\n"${'9'.repeat(300_000)}",CA,1\n`, 'zccd.csv cannot be read as CSV'],
  ['zcta,state_abbr,cd\n94901,CA,1', 'may be cut short'],
])('what is no such list is refused: %#', async (content, message) => {
  expect(await refusal(content)).toContain(message)
})

describe.skipIf(isRealAbsent)('the list as it is published', withoutReal, () => {
  test('33,774 ZIP codes, 7,299 of them in several districts, up to 6, and 109 in several states', async () => {
    const records = await read(realFile('us/zccd/zccd.csv'))

    const byZip = Map.groupBy(postcodesOf(records), ({ postcode }) => postcode)
    const districts = [...byZip.values()].map((rows) => rows.length)
    const states = [...byZip.values()].map((rows) => new Set(rows.map(({ division }) => division?.slice(0, 12))).size)
    expect(faultsOf(records)).toEqual([])
    expect(byZip.size).toBe(33_774)
    expect(districts.filter((count) => count > 1)).toHaveLength(7299)
    expect(Math.max(...districts)).toBe(6)
    expect(states.filter((count) => count > 1)).toHaveLength(109)
    expect(divisionsOf(records)).toHaveLength(437 + 52)
  })
})
