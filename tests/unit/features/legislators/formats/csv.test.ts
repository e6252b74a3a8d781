import { describe, expect, test } from 'vitest'
import { csv } from '../../../../../server/features/legislators/formats/csv.ts'
import type { ImportRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const members = fixtureOf('csv', 'members.csv')
const settings = {
  'column.division': 'Code',
  'column.division-name': 'Constituency',
  'column.name': 'Member',
  'column.id': 'Id',
  'column.party': 'Party',
  'column.starts': 'Since',
  'column.email': 'E-mail',
  'column.web-form': 'Form',
  'column.phone': 'Phone',
  'column.postal': 'Address',
  'column.website': 'Site',
  'column.languages': 'Speaks',
  chamber: 'uk-commons',
  'division-prefix': 'x:',
}
const postcodes = fixtureOf('csv', 'postcodes.csv')
const ofPostcodes = { 'column.postcode': 'pc', 'column.division': 'area', 'column.ends': 'ended', country: 'GB', 'division-prefix': 'x:' }
const named = { 'column.name': 'name', chamber: 'il-knesset' }

const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [`${it.at}: ${it.reason}`] : []))
const peopleOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'legislator' ? [it] : []))
const read = (content: string | Uint8Array, given: Record<string, string>) => readRecords(csv, { 'list.csv': content }, { settings: given })
const refusal = (content: string | Uint8Array, given: Record<string, string>) =>
  read(content, given).then(
    () => 'was read',
    (error: unknown) => (error instanceof UnreadableFile ? error.message : error),
  )

describe('a list of people', () => {
  test('gives each with what the mapped columns say, behind their division', async () => {
    const records = await read(members, settings)

    expect(records.slice(0, 2)).toEqual([
      { kind: 'division', key: 'x:X01', chamber: 'uk-commons', name: 'North Vale', country: 'GB' },
      {
        kind: 'legislator',
        at: 'list.csv row 2',
        ids: [{ scheme: 'csv:uk-commons', value: '101' }],
        chamber: 'uk-commons',
        division: { key: 'x:X01' },
        name: 'Ada Example',
        party: 'Meadow',
        languages: ['en', 'cy'],
        website: 'https://ada.example.org',
        startsOn: '2024-07-04',
        channels: [
          { kind: 'email', value: 'ada@example.org' },
          { kind: 'phone', value: '020 555 0101' },
          { kind: 'postal', value: '1 Example Street\nNorth Vale' },
        ],
      },
    ])
    expect(faultsOf(records)).toEqual([])
  })

  test('understands days with and without a time, with dots, and with the day before the month', async () => {
    const records = await read(members, settings)

    expect(peopleOf(records).map(({ startsOn }) => startsOn)).toEqual(['2024-07-04', '2024-07-04', '2024-07-04'])
  })

  test('leaves out a day that is none, or has the month first, and says so', async () => {
    const records = await read('name,from\nAda,31/02/2025\nBo,12/31/2025\nCy,3 May 2025\n', { ...named, 'column.starts': 'from' })

    expect(peopleOf(records).map(({ startsOn }) => startsOn)).toEqual([undefined, undefined, undefined])
    expect(faultsOf(records)).toHaveLength(3)
  })

  test('takes several addresses and links of a cell apart, and a web address for a web form', async () => {
    const records = await read(members, settings)

    expect(peopleOf(records)[1]?.channels).toEqual([
      { kind: 'email', value: 'bo@example.org' },
      { kind: 'email', value: 'bo.office@example.net' },
    ])
    expect(peopleOf(records)[2]?.channels).toEqual([
      { kind: 'web-form', value: 'https://cy.example.org/contact' },
      { kind: 'web-form', value: 'https://cy.example.org/write' },
    ])
  })

  test('joins given and family name, and keeps the rows that meet a condition', async () => {
    const given = {
      'column.given': 'first',
      'column.family': 'last',
      'column.id': 'id',
      'column.email': 'mail',
      'where.current': 'True',
      chamber: 'il-knesset',
    }

    const records = await read(fixtureOf('csv', 'national.csv'), given)

    expect(records).toEqual([
      { kind: 'division', key: 'iso:IL/il-knesset', chamber: 'il-knesset', name: 'Israel', country: 'IL', isCountryWide: true },
      expect.objectContaining({ name: 'עדה דוגמה', givenName: 'עדה', familyName: 'דוגמה', division: { key: 'iso:IL/il-knesset' } }),
      expect.objectContaining({ name: 'ציפי משל', at: 'list.csv row 4' }),
    ])
  })

  test('says which values there are when no row meets the condition', async () => {
    const outcome = await refusal('name,now\nAda,yes\nBo,no\n', { ...named, 'where.now': 'True' })

    expect(outcome).toBe('list.csv has no row with now=True: now has ‘yes’, ‘no’.')
  })

  test('makes an id of name and division where there is no column of ids', async () => {
    const records = await read('name,place\nAda Example,North Vale\n', { ...named, 'column.division-name': 'place' })

    expect(records).toEqual([
      expect.objectContaining({ ids: [{ scheme: 'csv:il-knesset', value: 'ada-example/north-vale' }], division: { name: 'North Vale' } }),
    ])
  })

  test('does not take two people of one name in one division for one', async () => {
    const records = await read('name\nAda Example\nAda Example\n', named)

    expect(peopleOf(records)).toHaveLength(1)
    expect(faultsOf(records)[0]).toContain('list.csv row 3: Ada Example stands in the file twice')
  })

  test('understands country codes in either case and as the European Union writes them', async () => {
    const records = await read('name,land\nAda,gr\nBo,EL\nCy,zz\n', { ...named, chamber: 'eu-parliament', 'column.country': 'land' })

    expect(peopleOf(records).map(({ division }) => division)).toEqual([{ key: 'iso:GR' }, { key: 'iso:GR' }])
    expect(faultsOf(records)).toEqual([
      'list.csv row 4: The person’s division is in no country: give its two letters, such as GB; the person was left out.',
    ])
  })

  test('takes constants for fields that have no column, and yields a chamber that is new', async () => {
    const given = {
      'column.name': 'name',
      'value.party': 'Meadow',
      'value.division': '7',
      'division-prefix': 'ward:',
      chamber: 'vale-council',
      'chamber-name': 'Council',
      legislature: 'Vale',
      country: 'IE',
      'seats-per-division': '2',
      source: 'vale',
    }

    const records = await read('name\nAda Example\n', given)

    expect(records).toEqual([
      { kind: 'chamber', key: 'vale-council', name: 'Council', legislature: 'Vale', country: 'IE', seatsPerDivision: 2 },
      { kind: 'division', key: 'ward:7', chamber: 'vale-council', name: '7', country: 'IE' },
      expect.objectContaining({ party: 'Meadow', ids: [{ scheme: 'vale', value: 'ada-example/ward-7' }] }),
    ])
  })

  test('reads CRLF, a mark at the begin, blank rows and ISO-8859-1 alike', async () => {
    const text = 'name,place\r\n\r\nZoë Example,Vâle\r\n,\r\nBo Sample,Hill\r\n'
    const given = { ...named, 'column.division-name': 'place' }

    const plain = await read(text, given)
    const marked = await read(`\ufeff${text}`, given)
    const latin = await readRecords(csv, { 'list.csv': Buffer.from(text, 'latin1') }, { settings: given, encoding: 'iso-8859-1' })

    expect(peopleOf(plain).map(({ name, at }) => [name, at])).toEqual([
      ['Zoë Example', 'list.csv row 3'],
      ['Bo Sample', 'list.csv row 5'],
    ])
    expect(marked).toEqual(plain)
    expect(latin).toEqual(plain)
    expect(await refusal(Buffer.from(text, 'latin1'), given)).toContain('--encoding iso-8859-1')
  })

  test('refuses a row with a cell too many, whose cells may stand in wrong columns', async () => {
    const records = await read('name,mail\nExample, Ada,ada@example.org\nBo Sample,bo@example.org\n', { ...named, 'column.email': 'mail' })

    expect(faultsOf(records)).toEqual([expect.stringContaining('list.csv row 2: The row has more or fewer cells than the head')])
    expect(peopleOf(records).map(({ name }) => name)).toEqual(['Bo Sample'])
  })

  test('leaves out values that are no address, and people without a name or place, never silently', async () => {
    const text = 'name,mail,site,place\nAda,ada at example,javascript:alert(1),Vale\n,x@example.org,,Vale\nCy,,,\nD\u0007ee,,,Vale\n'
    const given = { ...named, 'column.email': 'mail', 'column.website': 'site', 'column.division-name': 'place' }

    const records = await read(text, given)

    expect(peopleOf(records).map(({ name, channels }) => [name, channels])).toEqual([['Ada', []]])
    expect(faultsOf(records).map((it) => it.slice(0, 14))).toEqual([2, 2, 3, 4, 5].map((row) => `list.csv row ${row}`))
  })

  test('refuses values longer than any real one', async () => {
    const records = await read(`name,party\nAda,${'x'.repeat(201)}\n${'y'.repeat(201)},Meadow\n`, { ...named, 'column.party': 'party' })

    expect(peopleOf(records)).toEqual([expect.not.objectContaining({ party: expect.anything() })])
    expect(faultsOf(records)).toHaveLength(2)
    expect(await refusal(`name\n"${'z'.repeat(300_000)}"\n`, named)).toContain('list.csv cannot be read as CSV')
  })

  test('is read safely wherever it is cut', async () => {
    await expectSafeCuts(csv, 'list.csv', members, { settings })
  })

  test('may lack the line end after its last row only where the last column does not count', async () => {
    const text = 'name,party,note\nAda Example,Meadow,x'

    expect(peopleOf(await read(text, named))).toHaveLength(1)
    expect(await refusal(text, { ...named, 'column.party': 'note' })).toContain('may be cut short')
  })
})

describe('a list of postcodes', () => {
  test('gives each with its division, also where there are several or none', async () => {
    const records = await read(postcodes, ofPostcodes)

    expect(records).toEqual([
      { kind: 'postcode', country: 'GB', postcode: 'EX1 1AA', division: 'x:X01' },
      { kind: 'postcode', country: 'GB', postcode: 'EX1 1AA', division: 'x:X02' },
      { kind: 'postcode', country: 'GB', postcode: 'EX2 2BB', division: 'x:X02', endedOn: '2020-01-31' },
      { kind: 'postcode', country: 'GB', postcode: 'EX9 9ZZ', division: null },
    ])
  })

  test('gives the divisions as well, each once, where a column names them', async () => {
    const records = await read(postcodes, { ...ofPostcodes, 'column.division-name': 'area_name', chamber: 'uk-commons' })

    expect(records.map(({ kind }) => kind)).toEqual(['division', 'postcode', 'division', 'postcode', 'postcode', 'postcode'])
  })

  test('keeps leading zeros, and refuses what cannot be a postcode', async () => {
    const records = await read(`pc,area,ended\n0800,1,\n${'9'.repeat(21)},1,\n,1,\n0801,1,soon\n`, ofPostcodes)

    expect(records[0]).toEqual({ kind: 'postcode', country: 'GB', postcode: '0800', division: 'x:1' })
    expect(faultsOf(records)).toHaveLength(3)
  })

  test('is read safely wherever it is cut', async () => {
    await expectSafeCuts(csv, 'list.csv', postcodes, { settings: ofPostcodes })
  })

  test('needs a country', async () => {
    expect(await refusal(postcodes, { 'column.postcode': 'pc', 'column.division': 'area' })).toContain('--set country=XX')
  })
})

describe('what the settings lack or get wrong is said with the file’s own columns', () => {
  test.each([
    [{ chamber: 'uk-commons' }, '--column name=Header'],
    [{ 'column.postcode': 'Code' }, '--column division=Header'],
    [{ ...settings, 'column.name': 'Membre' }, 'has no column Membre. Its columns are: Code, Constituency, Member, Id'],
    [{ ...settings, 'column.nmae': 'Member' }, 'There is no field ‘nmae’. The fields are: id, name'],
    [{ 'column.name': 'Member' }, '--set chamber='],
    [{ 'column.name': 'Member', chamber: 'vale-council' }, '--set chamber-name='],
    [{ ...settings, 'column.__proto__': 'Member' }, 'There is no field'],
  ])('%j', async (given, message) => {
    expect(await refusal(members, given as Record<string, string>)).toContain(message)
  })

  test('a column that the head has twice is not guessed at', async () => {
    expect(await refusal('name,name\nAda,Bo\n', named)).toBe('list.csv has two columns named name. Give one of them another name.')
  })

  test('columns named like members of every object are columns', async () => {
    const records = await read('__proto__,constructor\nAda,toString\n', {
      'column.name': '__proto__',
      'column.id': 'constructor',
      chamber: 'il-knesset',
    })

    expect(peopleOf(records)).toEqual([expect.objectContaining({ name: 'Ada', ids: [{ scheme: 'csv:il-knesset', value: 'toString' }] })])
  })
})

test('the set of data is named after its chamber or the country of its postcodes, or as told', () => {
  expect(csv.sourceOf(settings)).toBe('csv:uk-commons')
  expect(csv.sourceOf(ofPostcodes)).toBe('csv:postcodes:GB')
  expect(csv.sourceOf({ 'column.postcode': 'a', 'column.division': 'b', chamber: 'nz-house' })).toBe('csv:postcodes:NZ')
  expect(csv.sourceOf({ ...settings, source: 'mine' })).toBe('mine')
})

test('a list of codes and names alone gives the divisions, each once', async () => {
  const records = await readRecords(
    csv,
    { 'names.csv': 'code,place\nE14001063,Aldertown\nE14001063,Aldertown\n,Nowhere\n' },
    { settings: { chamber: 'uk-commons', 'division-prefix': 'gss:', 'column.division': 'code', 'column.division-name': 'place' } },
  )

  expect(records).toEqual([
    { kind: 'division', key: 'gss:E14001063', chamber: 'uk-commons', name: 'Aldertown', country: 'GB' },
    { kind: 'fault', at: 'names.csv row 4', reason: expect.stringContaining('code of a division') },
  ])
})
