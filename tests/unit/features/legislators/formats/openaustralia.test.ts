import { describe, expect, test } from 'vitest'
import type { FormatOptions, ImportRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { openaustralia } from '../../../../../server/features/legislators/formats/openaustralia.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (file: string) => fixtureOf('openaustralia', file)
const [people, representatives, senators, postcodes] = ['people', 'representatives', 'senators', 'postcodes'].map((it) =>
  fixture(`${it}.csv`),
)
const all = { 'people.csv': people, 'postcodes.csv': postcodes, 'representatives.csv': representatives, 'senators.csv': senators }
const head =
  'member count,person count,name,Division,State/Territory,Date of election,Type of election,Date ceased to be a Member,reason,party\n'

const read = (files: Record<string, string | Uint8Array | undefined>, options?: Partial<FormatOptions>) =>
  readRecords(openaustralia, files as Record<string, Uint8Array>, options)
const refusal = (content: string | Uint8Array) =>
  read({ 'list.csv': content }).then(
    () => 'was read',
    (error: unknown) => (error instanceof UnreadableFile ? error.message : error),
  )
const peopleOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'legislator' ? [it] : []))
const divisionsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'division' ? [it] : []))
const postcodesOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'postcode' ? [it] : []))
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [`${it.at}: ${it.reason}`] : []))

describe('members', () => {
  test('are those still in office; former ones, comments and the blank line are passed over', async () => {
    const records = await read({ 'representatives.csv': representatives })

    expect(records.slice(0, 3)).toEqual([
      { kind: 'division', key: 'au-state:TAS', chamber: 'au-senate', name: 'Tasmania', country: 'AU', seats: 12 },
      { kind: 'division', key: 'au-ced:north-vale', chamber: 'au-house', name: 'North Vale', country: 'AU', parent: 'au-state:TAS' },
      {
        kind: 'legislator',
        at: 'representatives.csv row 4',
        ids: [{ scheme: 'openaustralia', value: 'adelaide-norma-example' }],
        chamber: 'au-house',
        division: { key: 'au-ced:north-vale' },
        name: 'Adelaide Norma Example',
        party: 'ALP',
        startsOn: '1996-03-02',
        channels: [],
      },
    ])
    expect(peopleOf(records).map(({ name }) => name)).toEqual(['Adelaide Norma Example', 'Bo Sample', 'Eve Pattern'])
  })

  test('a title before a name is no part of it, and an office is no party', async () => {
    const [, bo, eve] = peopleOf(await read({ 'representatives.csv': representatives }))

    expect(bo).toMatchObject({ honorific: 'Mr', startsOn: '2026-05-09', division: { key: 'au-ced:o-specimen' }, party: 'IND' })
    expect(eve).not.toHaveProperty('party')
  })

  test('senators stand for states, however those are written; territories have two seats', async () => {
    const records = await read({ 'senators.csv': senators })

    expect(peopleOf(records).map(({ name, chamber, division }) => [name, chamber, division])).toEqual([
      ['Dee Model', 'au-senate', { key: 'au-state:TAS' }],
      ['Flo Template', 'au-senate', { key: 'au-state:ACT' }],
    ])
    expect(divisionsOf(records).map(({ key, seats }) => [key, seats])).toEqual([
      ['au-state:TAS', 12],
      ['au-state:ACT', 2],
    ])
  })

  test('the Parliament’s number comes from people.csv, by any name of the person, in any order of files', async () => {
    const first = peopleOf(await read(all))
    const last = peopleOf(await read({ 'representatives.csv': representatives, 'senators.csv': senators, 'people.csv': people }))

    const numbers = ['EX1', 'EX2', undefined, '00EX4', undefined]
    expect(first.map(({ ids }) => ids.find(({ scheme }) => scheme === 'aph')?.value)).toEqual(numbers)
    expect(last.map(({ ids }) => ids)).toEqual(first.map(({ ids }) => ids))
  })

  test('a name that two people have leads to neither’s number', async () => {
    const twins = 'person count,aph id,name\n1,EX1,Dee Model\n2,EX2,Dee Model\n'

    const [dee] = peopleOf(await read({ 'people.csv': twins, 'senators.csv': senators }))

    expect(dee?.ids).toEqual([{ scheme: 'openaustralia', value: 'dee-model' }])
  })

  test('rows that cannot be read are faults and the rest goes on', async () => {
    const rows = [
      '1,,Ada Example,North Vale,Tas,1.1.2025,,,still_in_office,ALP',
      '2,,,North Vale,Tas,1.1.2025,,,still_in_office,ALP',
      '3,,Bo Sample,,Tas,1.1.2025,,,still_in_office,ALP',
      '4,,Cy Specimen,South Vale,Atlantis,1.1.2025,,,still_in_office,ALP',
      '5,,Dee Model,South Vale,Tas,1.1.2025,,,,ALP',
      '6,,Ada Example,South Vale,Tas,1.1.2025,,,still_in_office,ALP',
      '7,,Eve Pattern,South Vale,Tas,31.2.2025,,,still_in_office,ALP',
      '8,,Short Row',
      `9,,${'x'.repeat(201)},South Vale,Tas,1.1.2025,,,still_in_office,ALP`,
    ]

    const records = await read({ 'list.csv': `${head}${rows.join('\n')}\n` })

    expect(peopleOf(records).map(({ name }) => name)).toEqual(['Ada Example', 'Eve Pattern'])
    expect(faultsOf(records)).toEqual([
      'list.csv row 3: The person’s name is empty, so that the person was left out.',
      'list.csv row 4: Bo Sample has no electorate.',
      'list.csv row 5: Cy Specimen is in no state: ‘Atlantis’.',
      'list.csv row 6: The row says neither still_in_office nor when ‘Dee Model’ left.',
      'list.csv row 7: Ada Example is still in office twice; the first row counts.',
      expect.stringContaining('list.csv row 8: Eve Pattern: The date of election is not a day'),
      'list.csv row 9: The row has more or fewer cells than the head.',
      expect.stringContaining('list.csv row 10: The person’s name is longer than 200 characters'),
    ])
  })

  test('an electorate among senators is a fault', async () => {
    const rows = '1,,Ada Example,,Tas,1.1.2025,,,still_in_office,ALP\n2,,Bo Sample,Vale,Tas,1.1.2025,,,still_in_office,ALP\n'

    expect(faultsOf(await read({ 'list.csv': head + rows }))).toEqual([
      'list.csv row 3: Bo Sample has an electorate in a list of senators.',
    ])
  })
})

describe('postcodes', () => {
  test('lead to one or more electorates, with CRLF and no line end at the last row, and keep leading zeros', async () => {
    const records = await read({ 'postcodes.csv': postcodes })

    expect(postcodesOf(records).map(({ postcode, division }) => [postcode, division])).toEqual([
      ['0800', 'au-ced:solo'],
      ['2000', 'au-ced:north-vale'],
      ['2000', 'au-ced:o-specimen'],
      ['2001', 'au-ced:north-vale'],
    ])
    expect(divisionsOf(records)[0]).toEqual({ kind: 'division', key: 'au-ced:solo', chamber: 'au-house', name: 'Solo', country: 'AU' })
  })

  test('with the list of members electorates lie in their state', async () => {
    const records = await read(all)

    expect(records.slice(0, 3)).toEqual([
      expect.objectContaining({ key: 'au-state:NT', seats: 2 }),
      expect.objectContaining({ key: 'au-ced:solo', parent: 'au-state:NT' }),
      expect.objectContaining({ postcode: '0800' }),
    ])
    expect(faultsOf(records)).toEqual([])
  })

  test('a postcode that lost its zero, and one without electorate, are faults', async () => {
    const records = await read({ 'list.csv': 'postcode,electorate\n800,Solo\n2000,\n20000,Solo\n' })

    expect(records.map((it) => 'reason' in it && it.reason)).toEqual([
      '800 has lost its leading zeros: save the column as text of four digits.',
      'The electorate of 2000 is empty or no name.',
      'The row has no postcode of four digits.',
    ])
  })

  test('a list of postcodes older than the electorates is told', async () => {
    const records = await read({ ...all, 'postcodes.csv': 'postcode,electorate\n0800,Solo\n2000,North Vale\n2001,Goneville\n' })

    expect(faultsOf(records)).toEqual([
      expect.stringContaining('postcodes.csv row 4: Goneville has postcodes but no member'),
      expect.stringContaining("representatives.csv row 6: No postcode leads to O'Specimen, where Bo Sample sits"),
    ])
  })
})

describe('files', () => {
  test('a mark at the begin, CRLF and ISO-8859-1 make no difference', async () => {
    const text = `${senators?.toString()}`
    const accented = text.replaceAll('Dee', 'Déé')
    const latin = Buffer.from(accented, 'latin1')

    expect(await read({ 'senators.csv': `\ufeff${text.replaceAll('\n', '\r\n')}` })).toEqual(await read({ 'senators.csv': text }))
    expect(await read({ 'list.csv': latin }, { encoding: 'iso-8859-1' })).toEqual(await read({ 'list.csv': accented }))
    expect(await refusal(latin)).toContain('--encoding iso-8859-1')
  })

  test.each(['people.csv', 'representatives.csv', 'senators.csv', 'postcodes.csv'])(
    '%s is read safely wherever it is cut',
    async (name) => {
      await expectSafeCuts(openaustralia, name, fixture(name))
    },
  )

  test.each([
    ['', 'list.csv is empty'],
    ['name,party\nAda,x\n', 'list.csv has no column postcode, person count or member count. Its columns are: name, party.'],
    ['postcode,electorate\n2000,Sol', 'may be cut short'],
    [`postcode,electorate\n2000,"${'x'.repeat(300_000)}"\n`, 'list.csv cannot be read as CSV'],
    [`postcode,electorate\n${'2000,Solo\n'.repeat(100_001)}`, 'has more than 100000 rows'],
  ])('what is no such list is refused: %#', async (content, message) => {
    expect(await refusal(content)).toContain(message)
  })

  test('names of members of every object are names', async () => {
    const records = await read({ 'list.csv': 'postcode,electorate\n2000,__proto__\n2001,constructor\n' })

    expect(divisionsOf(records).map(({ key }) => key)).toEqual(['au-ced:proto', 'au-ced:constructor'])
  })
})

describe.skipIf(isRealAbsent)('files as they are published', withoutReal, () => {
  const real = (...names: string[]) => Object.fromEntries(names.map((name) => [name, realFile(`au/${name}`)]))

  test('150 representatives, 76 senators, 2,636 postcodes of up to 6 electorates', async () => {
    const records = await read(real('people.csv', 'postcodes.csv', 'representatives.csv', 'senators.csv'))

    const members = peopleOf(records)
    const byPostcode = Map.groupBy(postcodesOf(records), ({ postcode }) => postcode)
    expect(members.filter(({ chamber }) => chamber === 'au-house')).toHaveLength(150)
    expect(members.filter(({ chamber }) => chamber === 'au-senate')).toHaveLength(76)
    expect(byPostcode.size).toBe(2636)
    expect(Math.max(...[...byPostcode.values()].map((rows) => rows.length))).toBe(6)
    expect(byPostcode.get('0820')?.map(({ division }) => division)).toEqual(['au-ced:lingiari', 'au-ced:solomon'])
    expect(divisionsOf(records).filter(({ seats }) => seats !== undefined)).toHaveLength(8)
    expect(divisionsOf(records).find(({ name }) => name === 'Bullwinkel')?.parent).toBe('au-state:WA')
  })

  test('the postcodes are older than the redistribution of 2024', async () => {
    const records = await read(real('postcodes.csv', 'representatives.csv'))

    expect(faultsOf(records).map((it) => it.slice(0, 40))).toEqual([
      'postcodes.csv row 98: North Sydney has p',
      'postcodes.csv row 1046: Higgins has post',
      'representatives.csv row 845: No postcode',
    ])
  })

  test('all members have a number of the Parliament but two, whose names are written in another way', async () => {
    const members = peopleOf(await read(real('people.csv', 'representatives.csv', 'senators.csv')))

    const without = members.filter(({ ids }) => ids.length === 1).map(({ name }) => name)
    expect(without).toEqual(['Jason Wood', 'Barnaby Joyce'])
    expect(members.find(({ name }) => name === 'Anthony Norman Albanese')?.ids[1]).toEqual({ scheme: 'aph', value: 'R36' })
  })
})
