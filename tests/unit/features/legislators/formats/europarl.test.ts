import { describe, expect, test } from 'vitest'
import { europarl } from '../../../../../server/features/legislators/formats/europarl.ts'
import type { DivisionRecord, ImportRecord, LegislatorRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (name: string) => fixtureOf('europarl', name)
const read = (files: Record<string, string | Uint8Array>) => readRecords(europarl, files)

const fields = { fullName: 'Ada EXAMPLE', country: 'Malta', politicalGroup: 'Group', id: '7', nationalPoliticalGroup: 'Party' }
/** A list of members with these fields changed; each needs an id of its own. */
function listOf(...members: Partial<typeof fields>[]): string {
  const elements = members.map((member) =>
    Object.entries({ ...fields, ...member })
      .map(([name, value]) => `<${name}>${value}</${name}>`)
      .join(''),
  )
  return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><meps>${elements.map((it) => `<mep>${it}</mep>`).join('')}</meps>`
}
const malta = { kind: 'division', key: 'iso:MT', chamber: 'eu-parliament', name: 'Malta', country: 'MT', isCountryWide: true }

test('members come after their member state, with names in ordinary letters and the national party before the group', async () => {
  const records = await read({ 'full-list_en.xml': fixture('full-list_en.xml') })

  expect(records).toEqual([
    { kind: 'division', key: 'iso:GR', chamber: 'eu-parliament', name: 'Greece', country: 'GR', isCountryWide: true },
    {
      kind: 'legislator',
      at: 'full-list_en.xml record 1',
      ids: [{ scheme: 'europarl', value: '900001' }],
      chamber: 'eu-parliament',
      division: { key: 'iso:GR' },
      name: 'Ada Example',
      givenName: 'Ada',
      familyName: 'Example',
      party: 'Example Party',
      channels: [],
    },
    { kind: 'division', key: 'iso:NL', chamber: 'eu-parliament', name: 'Netherlands', country: 'NL', isCountryWide: true },
    expect.objectContaining({ name: "Ben van 't Sample", party: 'Group of Samples', division: { key: 'iso:NL' } }),
    expect.objectContaining({ name: 'Cy Ó Specimen', party: 'Independent', division: { key: 'iso:GR' } }),
    { kind: 'partial', reason: 'The files hold 3 members of the European Parliament, which is not all of them.' },
  ])
})

test('country names may be in another language than English', async () => {
  const records = await read({ 'full-list_fr.xml': fixture('full-list_fr.xml') })

  expect(records.slice(0, -1)).toMatchObject([
    { kind: 'division', key: 'iso:GR', name: 'Greece' },
    { name: 'Ada Example' },
    { kind: 'division', key: 'iso:CZ', name: 'Czechia' },
    { name: 'Zoé D’Exemple' },
  ])
})

test('a whole list is no part', async () => {
  const records = await read({ 'list.xml': listOf(...Array.from({ length: 600 }, (_, i) => ({ id: String(i) }))) })

  expect(records).toHaveLength(601)
  expect(records.filter(({ kind }) => kind === 'partial')).toEqual([])
})

test.each([
  ['a country that is none', { country: 'Atlantis' }, 'Ada Example is of ‘Atlantis’, which is no member state'],
  ['no country', { country: '' }, 'is of ‘’, which is no member state'],
  ['no name', { fullName: '' }, 'name is empty'],
  ['no id', { id: '' }, 'id is empty'],
  ['an id that is no number', { id: '7a' }, 'has the id ‘7a’, which is no number'],
  ['a name of 201 letters', { fullName: `Ada ${'E'.repeat(200)}` }, 'longer than 200 characters'],
  ['a name that turns the writing around', { fullName: 'Ada\u202e EXAMPLE' }, 'holds control characters'],
  ['elements for a name', { fullName: '<b>Ada</b>' }, 'name is empty'],
  ['two names', { fullName: 'Ada</fullName><fullName>Bea' }, 'name is empty'],
])('a member with %s is left out, and nobody is ended for it', async (_, member, reason) => {
  const records = await read({ 'list.xml': listOf(member, { id: '8' }) })

  expect(records).toEqual([
    { kind: 'fault', at: 'list.xml record 1', reason: expect.stringContaining(reason) },
    malta,
    expect.objectContaining({ ids: [{ scheme: 'europarl', value: '8' }] }),
    { kind: 'partial', reason: '1 members could not be read; the faults say which.' },
  ])
})

test('a party that is too long is left out of a member who is read', async () => {
  const records = await read({ 'list.xml': listOf({ nationalPoliticalGroup: 'P'.repeat(501) }) })

  expect(records.slice(1, 3)).toEqual([
    expect.objectContaining({ kind: 'legislator', party: 'Group' }),
    { kind: 'fault', at: 'list.xml record 1', reason: 'nationalPoliticalGroup is longer than 500 characters; it was left out.' },
  ])
})

test('a member who stands in the list twice counts once', async () => {
  const records = await read({ 'list.xml': listOf({}, { country: 'Greece' }) })

  expect(records.slice(2, 3)).toEqual([
    { kind: 'fault', at: 'list.xml record 2', reason: 'Ada Example (7) is in the files twice; the first counts.' },
  ])
})

test('an empty member is a fault', async () => {
  const records = await read({ 'list.xml': '<meps><mep/></meps>' })

  expect(records[0]).toEqual({ kind: 'fault', at: 'list.xml record 1', reason: 'The member is empty.' })
})

test('a byte order mark and CRLF change nothing', async () => {
  const text = fixture('full-list_en.xml').toString('utf8').replaceAll('<mep>', '\r\n<mep>')

  const records = await read({ 'full-list_en.xml': `\ufeff${text}` })

  expect(records).toEqual(await read({ 'full-list_en.xml': fixture('full-list_en.xml') }))
})

test('ISO-8859-1 is read as the file declares it, and refused when it does not', async () => {
  const latin = (encoding: string) => Buffer.from(listOf({ fullName: 'Zoé EXEMPLÉ' }).replace('"UTF-8"', `"${encoding}"`), 'latin1')

  const [, member] = await read({ 'list.xml': latin('ISO-8859-1') })

  expect(member).toMatchObject({ name: 'Zoé Exemplé' })
  await expect(read({ 'list.xml': latin('UTF-8') })).rejects.toThrow(UnreadableFile)
})

test('a list cut anywhere is refused', async () => {
  await expectSafeCuts(europarl, 'full-list_en.xml', fixture('full-list_en.xml'))
})

const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]>`

test.each([
  ['an entity bomb', `${bomb}<meps><mep><fullName>&b;</fullName></mep></meps>`],
  ['a file of the machine as an entity', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><meps><mep><id>&a;</id></mep></meps>'],
  ['elements ten thousand deep', `<meps><mep>${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}</mep></meps>`],
  ['a list without members', '<meps></meps>'],
  ['members without a list', '<mep><id>7</id></mep>'],
  ['another kind of XML', '<councillorsbyward/>'],
  ['a web page', '<html><body><br></body></html>'],
  ['nothing', ''],
])('%s is refused with the name of the file', async (_, text) => {
  const reading = read({ 'list.xml': text })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('list.xml')
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  const divisionsIn = (records: ImportRecord[]) => records.filter((record): record is DivisionRecord => record.kind === 'division')
  const membersIn = (records: ImportRecord[]) => records.filter((record): record is LegislatorRecord => record.kind === 'legislator')
  const others = (records: ImportRecord[]) => records.filter(({ kind }) => kind !== 'division' && kind !== 'legislator')

  test('the French list of 2019 has 750 members from 28 member states', async () => {
    const records = await read({ 'list.xml': realFile('eu/europarl-full-list_2019_fr.xml') })

    expect(others(records)).toEqual([])
    expect(divisionsIn(records)).toHaveLength(28)
    expect(divisionsIn(records)).toContainEqual(expect.objectContaining({ key: 'iso:GB', name: 'United Kingdom' }))
    expect(membersIn(records)).toHaveLength(750)
    expect(membersIn(records).filter(({ division }) => 'key' in division && division.key === 'iso:DE')).toHaveLength(96)
    expect(membersIn(records).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "Sophia in 't Veld",
        'Anthea McIntyre',
        "Mireille d'Ornano",
        'Wim van de Camp',
        'Róża Gräfin von Thun und Hohenstein',
      ]),
    )
  })

  test('the English list of 2024 has 718 members from 27 member states', async () => {
    const records = await read({ 'list.xml': realFile('reconstructed/europarl-full-list_2024-10_en.xml') })

    expect(others(records)).toEqual([])
    expect(divisionsIn(records)).toHaveLength(27)
    expect(membersIn(records)).toHaveLength(718)
    expect(membersIn(records).map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'Aodhán Ó Ríordáin',
        'Brigitte van den Berg',
        'Kathleen Van Brempt',
        'Raúl de la Hoz Quintano',
        'Elio Di Rupo',
      ]),
    )
  })
})
