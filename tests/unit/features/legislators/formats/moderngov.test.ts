import { describe, expect, test } from 'vitest'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { moderngov } from '../../../../../server/features/legislators/formats/moderngov.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (name: string) => fixtureOf('moderngov', name)
const read = (files: Record<string, string | Uint8Array>, settings: Record<string, string> = {}) =>
  readRecords(moderngov, files, { settings })

const council = { chamber: 'exampleton-council', 'chamber-name': 'Exampleton Council', legislature: 'Exampleton Council', country: 'GB' }

/** A ward of one member with these elements. */
function fileWith(member: string, ward = '<wardtitle>Sample</wardtitle>', count = 1): string {
  const members = `<councillors><councillorcount>${count}</councillorcount><councillor>${member}</councillor></councillors>`
  return `<councillorsbyward><wards><ward>${ward}${members}</ward></wards></councillorsbyward>`
}
const good = '<councillorid>7</councillorid><fullusername>Ada Example MS</fullusername>'
const unread = { kind: 'partial', reason: 'Some members could not be read; the faults say which.' }

test('members of the Senedd are known without the letters after their names, in the constituency of that name', async () => {
  const records = await read({ 'members_en.xml': fixture('members_en.xml') })

  expect(records).toEqual([
    {
      kind: 'legislator',
      at: 'members_en.xml record 1',
      ids: [{ scheme: 'moderngov:senedd', value: '901' }],
      chamber: 'senedd',
      division: { name: 'Dyffryn Enghraifft' },
      name: 'Ada Example',
      party: 'Example Party',
      channels: [
        { kind: 'email', value: 'ada@example.org' },
        { kind: 'phone', value: '555-0101' },
        { kind: 'phone', value: '555-0102', label: 'Mobile' },
        { kind: 'postal', value: 'Example Hall\n1 Sample Street\nExampleton\nZZ1 1AA' },
      ],
    },
    expect.objectContaining({ name: "Siôn O'Sample", party: 'Independent', channels: [] }),
  ])
})

test('the Welsh file gives the same people, with Welsh names of parties', async () => {
  const records = await read({ 'members_cy.xml': fixture('members_cy.xml') })

  expect(records).toMatchObject([
    { ids: [{ value: '901' }], name: 'Ada Example', party: 'Plaid Enghraifft', division: { name: 'Dyffryn Enghraifft' } },
    { ids: [{ value: '902' }], name: "Siôn O'Sample", party: 'Annibynnol' },
  ])
})

test('a member in both files counts once, as the first has it', async () => {
  const records = await read({ 'members_en.xml': fixture('members_en.xml'), 'members_cy.xml': fixture('members_cy.xml') })

  expect(records).toHaveLength(3)
  expect(records[2]).toEqual({
    kind: 'fault',
    at: 'members_cy.xml',
    reason: '2 members are in an earlier file already and count once.',
  })
})

test('home addresses are never read', async () => {
  const records = await read({ 'members_en.xml': fixture('members_en.xml') })

  expect(JSON.stringify(records)).not.toMatch(/Private Road|555-0199|home@/)
})

test('a council comes with its chamber and wards, titles apart from names, and vacant seats as faults', async () => {
  const records = await read({ 'council.xml': fixture('council.xml') }, council)

  const ward = 'moderngov:exampleton-council:st-mary-s-öldtown'
  expect(records).toEqual([
    {
      kind: 'chamber',
      key: 'exampleton-council',
      name: 'Exampleton Council',
      legislature: 'Exampleton Council',
      country: 'GB',
      seatsPerDivision: null,
    },
    { kind: 'division', key: ward, chamber: 'exampleton-council', name: "St. Mary's & Öldtown", country: 'GB' },
    {
      kind: 'legislator',
      at: 'council.xml record 1',
      ids: [{ scheme: 'moderngov:exampleton-council', value: '11' }],
      chamber: 'exampleton-council',
      division: { key: ward },
      name: 'Dr Dee Example',
      honorific: 'Councillor',
      party: 'Example Party',
      channels: [{ kind: 'web-form', value: 'https://example.org/write' }],
    },
    expect.objectContaining({ name: 'Fay Sample', honorific: 'Cllr', channels: [] }),
    {
      kind: 'fault',
      at: 'council.xml record 2',
      reason: 'The e-mail of the work address is not one e-mail address: ‘fay@example.org; office@example.org’; it was left out.',
    },
    { kind: 'division', key: 'moderngov:exampleton-council:west-end', chamber: 'exampleton-council', name: 'West End', country: 'GB' },
    { kind: 'fault', at: 'council.xml record 3', reason: 'This seat is vacant.' },
  ])
})

test('the set of data is that of the chamber', () => {
  const sources = [moderngov.sourceOf({}), moderngov.sourceOf(council)]

  expect(sources).toEqual(['moderngov:senedd', 'moderngov:exampleton-council'])
})

test('a chamber that is not built in must be described', async () => {
  const reading = read({ 'council.xml': fixture('council.xml') }, { chamber: 'exampleton-council' })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('--set chamber-name=')
})

test.each([
  ['no name', '<councillorid>7</councillorid>', 'name is empty'],
  ['no id', '<fullusername>Ada Example</fullusername>', 'id is empty'],
  ['two ids', `${good}<councillorid>8</councillorid>`, 'id is empty'],
  ['a name of elements', good.replace('Ada Example MS', '<b>Ada</b>'), 'name is empty'],
  ['a name of 201 letters', good.replace('Ada Example', 'A'.repeat(201)), 'longer than 200 characters'],
  ['a name that turns the writing around', good.replace('Ada', 'Ada\u202e'), 'holds control characters'],
  ['two lines for a name', good.replace('Ada ', 'Ada\n'), 'holds control characters'],
])('a member with %s is left out, and nobody is ended for it', async (_, member, reason) => {
  const records = await read({ 'x.xml': fileWith(member) })

  expect(records).toEqual([{ kind: 'fault', at: 'x.xml record 1', reason: expect.stringContaining(reason) }, unread])
})

test('a member named twice in a file counts once', async () => {
  const records = await read({ 'x.xml': fileWith(`${good}</councillor><councillor>${good}`, undefined, 2) })

  expect(records[1]).toEqual({ kind: 'fault', at: 'x.xml record 2', reason: 'Ada Example (7) is in the file twice; the first counts.' })
})

test.each(['', '–'])('a ward without a name, ‘%s’, loses its members with a word', async (name) => {
  const records = await read({ 'x.xml': fileWith(good, `<wardtitle>${name}</wardtitle>`) })

  expect(records).toEqual([
    { kind: 'fault', at: 'x.xml ward 1', reason: 'The name of the ward is empty: its 1 members were left out.' },
    unread,
  ])
})

test('a ward with fewer members than it says makes the import a part', async () => {
  const records = await read({ 'x.xml': fileWith(good, undefined, 6) })

  expect(records).toEqual([
    { kind: 'fault', at: 'x.xml ward 1', reason: 'Sample should have 6 members, of which the file has 1.' },
    expect.objectContaining({ kind: 'legislator' }),
    unread,
  ])
})

test('wards whose names cannot be told apart as keys are not mixed', async () => {
  const files = {
    'a.xml': fileWith(good, '<wardtitle>St Mary</wardtitle>'),
    'b.xml': fileWith(good.replace('>7<', '>8<'), '<wardtitle>St. Mary</wardtitle>'),
  }

  const records = await read(files, council)

  expect(records.slice(3)).toEqual([
    {
      kind: 'fault',
      at: 'b.xml ward 1',
      reason: 'St. Mary and St Mary cannot be told apart by their names: the members of the first were left out.',
    },
    unread,
  ])
})

test('a byte order mark, CRLF and characters by their numbers are read', async () => {
  const [member] = await read({ 'x.xml': `\ufeff${fileWith(good.replace('Ada', 'Ad&#232;le'))}\r\n` })

  expect(member).toMatchObject({ name: 'Adèle Example' })
})

test('ISO-8859-1 is read as the file declares it', async () => {
  const text = `<?xml version="1.0" encoding="ISO-8859-1"?>${fileWith(good.replace('Ada', 'Adèle'))}`

  const [member] = await read({ 'x.xml': Buffer.from(text, 'latin1') })

  expect(member).toMatchObject({ name: 'Adèle Example' })
})

test.each(['members_en.xml', 'council.xml'])('%s cut anywhere is refused', async (name) => {
  await expectSafeCuts(moderngov, name, fixture(name), { settings: council })
})

const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}">]>`

test.each([
  ['an entity bomb', `${bomb}${fileWith(good.replace('Ada', '&b;'))}`],
  ['elements ten thousand deep', fileWith(`${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`)],
  ['an element named as a part of every object', fileWith('<__proto__><councillorid>7</councillorid></__proto__>')],
  ['no wards', '<councillorsbyward><wards/></councillorsbyward>'],
  ['another kind of XML', '<meps><mep/></meps>'],
  ['no XML', '{"items":[]}'],
  ['nothing', ''],
])('%s is refused with the name of the file', async (_, text) => {
  const reading = read({ 'x.xml': text })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('x.xml')
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  test.each([
    ['en', 'Welsh Green Party'],
    ['cy', 'Plaid Werdd Cymru'],
  ])('six members of one constituency in %s', async (language, party) => {
    const records = await read({ 'members.xml': realFile(`uk/senedd/members_${language}.xml`) })

    expect(records).toHaveLength(6)
    expect(records[0]).toEqual({
      kind: 'legislator',
      at: 'members.xml record 1',
      ids: [{ scheme: 'moderngov:senedd', value: '3415' }],
      chamber: 'senedd',
      division: { name: 'Gwynedd Maldwyn' },
      name: 'Andrea Anderson',
      party,
      channels: [],
    })
    expect(records.map((record) => 'name' in record && record.name)).not.toContainEqual(expect.stringMatching(/ (MS|AS)$/))
  })
})
