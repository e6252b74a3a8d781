import { describe, expect, test } from 'vitest'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { ukMembers } from '../../../../../server/features/legislators/formats/uk-members.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const fixture = (name: string) => fixtureOf('uk-members', name)
const read = (files: Record<string, string | Uint8Array>) => readRecords(ukMembers, files)

const commons = { 'search-skip000.json': fixture('search-skip000.json'), 'search-skip020.json': fixture('search-skip020.json') }
const contacts = fixture('9001.json')

type Item = { value: Record<string, unknown> & { latestHouseMembership: Record<string, unknown> } }
type Page = { items: Item[]; totalResults?: number | null }

/** The first page alone, as if there were no other, with something changed in it. */
function pageWith(change: (page: Page, first: Item) => void): string {
  const page = JSON.parse(commons['search-skip000.json'].toString('utf8')) as Page
  page.totalResults = 2
  change(page, page.items[0] as Item)
  return JSON.stringify(page)
}

/** A reply of /Contact with these entries. */
function contactsOf(...entries: Record<string, unknown>[]): string {
  return JSON.stringify({ value: entries.map((entry) => ({ type: 'Parliamentary office', typeId: 1, isWebAddress: false, ...entry })) })
}

test('all pages together give every member, with the words of the salutation where the API has them', async () => {
  const records = await read(commons)

  expect(records).toEqual([
    {
      kind: 'legislator',
      at: 'search-skip000.json record 1',
      ids: [{ scheme: 'uk-members', value: '9001' }],
      chamber: 'uk-commons',
      division: { name: 'North Exampleshire' },
      name: 'Ms Ada Example',
      salutation: 'Ms Example',
      party: 'Example Party',
      startsOn: '2024-07-04',
      channels: [],
    },
    expect.objectContaining({ name: 'Ben Señor-Sample', division: { name: 'Ynys Sampl' } }),
    expect.objectContaining({ name: 'Cy Specimen', at: 'search-skip020.json record 1', endsOn: '2026-09-30' }),
  ])
  expect(records[1]).not.toHaveProperty('salutation')
})

test('a page that is missing makes the import a part, so that nobody is ended for it', async () => {
  const records = await read({ 'search-skip000.json': commons['search-skip000.json'] })

  expect(records.at(-1)).toEqual({ kind: 'partial', reason: 'The files hold 2 of 3 members of the House of Commons who can be used.' })
})

test('a page twice does not stand for the one that is missing', async () => {
  const records = await read({ 'a.json': commons['search-skip000.json'], 'b.json': commons['search-skip000.json'] })

  expect(records.slice(2)).toEqual([
    { kind: 'fault', at: 'b.json record 1', reason: 'Ms Ada Example is in the files twice; the first counts.' },
    { kind: 'fault', at: 'b.json record 2', reason: 'Ben Señor-Sample is in the files twice; the first counts.' },
    expect.objectContaining({ kind: 'partial' }),
  ])
})

test('Lords sit in one division that is no place, counted apart from the Commons', async () => {
  const records = await read({ ...commons, 'lords.json': fixture('lords.json') })

  expect(records.slice(3)).toEqual([
    { kind: 'division', key: 'uk-lords', chamber: 'uk-lords', name: 'House of Lords', country: 'GB' },
    expect.objectContaining({ kind: 'legislator', chamber: 'uk-lords', division: { key: 'uk-lords' }, salutation: 'Lady Example' }),
  ])
})

test('the reply for one member is read, as a part', async () => {
  const records = await read({ 'member.json': fixture('member.json') })

  expect(records).toEqual([
    expect.objectContaining({ kind: 'legislator', name: 'Ms Ada Example', at: 'member.json' }),
    { kind: 'partial', reason: 'member.json holds one member.' },
  ])
})

test('a member who is marked as not active is left out with a word, and counts as read', async () => {
  const page = pageWith((_, first) => Object.assign(first.value.latestHouseMembership, { membershipStatus: { statusIsActive: false } }))

  const records = await read({ 'page.json': page })

  expect(records).toEqual([
    { kind: 'fault', at: 'page.json record 1', reason: 'Ms Ada Example is marked as not active, so that the person was left out.' },
    expect.objectContaining({ kind: 'legislator', name: 'Ben Señor-Sample' }),
  ])
})

describe('contacts', () => {
  const channels = [
    { kind: 'email', value: 'ada@example.org', label: 'Parliamentary office' },
    { kind: 'phone', value: '555-0101', label: 'Parliamentary office' },
    { kind: 'postal', value: 'House of Commons\nLondon\nZZ1 0AA', label: 'Parliamentary office' },
    { kind: 'phone', value: '555-0102', label: 'Constituency office' },
    { kind: 'postal', value: '1 Example Street\nExampleton\nZZ1 1AA', label: 'Constituency office' },
    { kind: 'web-form', value: 'https://ada.example.org/', label: 'Website' },
  ]

  test('come after the members, without social media, offices of ministers and repeated addresses', async () => {
    const records = await read({ '9001.json': contacts, ...commons })

    expect(records.map(({ kind }) => kind)).toEqual(['legislator', 'legislator', 'legislator', 'contact'])
    expect(records[3]).toEqual({
      kind: 'contact',
      at: '9001.json',
      id: { scheme: 'uk-members', value: '9001' },
      origin: 'contact',
      channels,
    })
  })

  test.each(['9001.json', 'contacts/contact-9001.json', 'https://members-api.example.org/api/Members/9001/Contact', 'any.json'])(
    'belong to the member in the name of the file or in its links: %s',
    async (name) => {
      const records = await read({ [name]: contacts })

      expect(records[0]).toMatchObject({ kind: 'contact', id: { value: '9001' } })
      expect(records.at(-1)).toMatchObject({ kind: 'partial' })
    },
  )

  test('that may be of another member are left out', async () => {
    const [unknown, other] = await Promise.all([read({ 'any.json': contactsOf({}) }), read({ '9002.json': contacts })])

    expect(unknown[0]).toMatchObject({ kind: 'fault', reason: expect.stringContaining('Name the file by the id of the member') })
    expect(other[0]).toMatchObject({
      kind: 'fault',
      reason: 'The name of the file says 9002, its links say 9001: whose contacts are these?',
    })
  })

  test('are checked for their shape one by one', async () => {
    const reply = contactsOf(
      { email: 'ada@example.org; ben@example.org', phone: 'none' },
      { type: 'Constituency office', typeId: 4, email: 'https://ada.example.org/write', line1: 'No office is public' },
      { type: 'Website', typeId: 6, isWebAddress: true, line1: 'javascript:alert(1)' },
    )

    const [contact, ...faults] = (await read({ '9001.json': reply })).reverse().slice(1)

    expect(contact).toMatchObject({
      channels: [{ kind: 'web-form', value: 'https://ada.example.org/write', label: 'Constituency office' }],
    })
    expect(faults.map((fault) => 'reason' in fault && fault.reason).sort()).toEqual([
      'The e-mail of the Parliamentary office is not one e-mail address: ‘ada@example.org; ben@example.org’; it was left out.',
      'The phone of the Parliamentary office is not a telephone number: ‘none’; it was left out.',
      'Website is not a web address that begins with http:// or https://: ‘javascript:alert(1)’; it was left out.',
    ])
  })

  test('that are preferred come first', async () => {
    const reply = contactsOf({ phone: '555-0101' }, { type: 'Constituency office', typeId: 4, phone: '555-0102', isPreferred: true })

    const [contact] = await read({ '9001.json': reply })

    expect(contact).toMatchObject({ channels: [{ value: '555-0102' }, { value: '555-0101' }] })
  })

  test('in hundreds for one member are refused', async () => {
    const [fault] = await read({ '9001.json': contactsOf(...Array.from({ length: 101 }, () => ({ phone: '555-0101' }))) })

    expect(fault).toMatchObject({ kind: 'fault', reason: '101 contacts of one member cannot be right; they were left out.' })
  })
})

test.each([
  ['a name of 201 letters', (item: Item) => Object.assign(item.value, { nameDisplayAs: 'A'.repeat(201) })],
  ['a name with control characters', (item: Item) => Object.assign(item.value, { nameDisplayAs: 'Ada\u001b[2J' })],
  ['a name that turns the writing around', (item: Item) => Object.assign(item.value, { nameDisplayAs: 'Ada\u202eelpmaxE' })],
  ['a name that is no text', (item: Item) => Object.assign(item.value, { nameDisplayAs: { toString: 'x' } })],
  ['no constituency', (item: Item) => Object.assign(item.value.latestHouseMembership, { membershipFrom: null })],
  ['a house that is none', (item: Item) => Object.assign(item.value.latestHouseMembership, { house: 3 })],
  ['an id that is no number', (item: Item) => Object.assign(item.value, { id: '9001' })],
])('a member with %s is left out, nobody is ended for it, and the others are read', async (_, change) => {
  const records = await read({ 'page.json': pageWith((_page, first) => change(first)) })

  expect(records).toEqual([
    { kind: 'fault', at: 'page.json record 1', reason: expect.stringMatching(/left out\.$/) },
    expect.objectContaining({ kind: 'legislator', name: 'Ben Señor-Sample' }),
    { kind: 'partial', reason: 'Some members could not be read; the faults say which.' },
  ])
})

test('a date that is none is left out of a member who is read', async () => {
  const page = pageWith((_, first) => Object.assign(first.value.latestHouseMembership, { membershipStartDate: '2024-02-30T00:00:00' }))

  const [member, fault] = await read({ 'page.json': page })

  expect(member).toMatchObject({ kind: 'legislator', name: 'Ms Ada Example' })
  expect(member).not.toHaveProperty('startsOn')
  expect(fault).toMatchObject({ kind: 'fault', reason: expect.stringContaining('membershipStartDate is not a day') })
})

test('a page that does not say how many members there are is a part', async () => {
  const records = await read({ 'page.json': pageWith((page) => Object.assign(page, { totalResults: undefined })) })

  expect(records.at(-1)).toMatchObject({ kind: 'partial', reason: expect.stringContaining('totalResults') })
})

test('a byte order mark and other line ends change nothing', async () => {
  const text = commons['search-skip000.json'].toString('utf8')

  const records = await read({
    'search-skip000.json': `\ufeff${text.replaceAll('\n', '\r\n')}`,
    'search-skip020.json': commons['search-skip020.json'],
  })

  expect(records).toEqual(await read(commons))
})

test('text in ISO-8859-1 is read when the import says so, and else refused', async () => {
  const latin = Buffer.from(commons['search-skip000.json'].toString('utf8'), 'latin1')

  const [, ben] = await readRecords(ukMembers, { 'page.json': latin }, { encoding: 'iso-8859-1' })

  expect(ben).toMatchObject({ name: 'Ben Señor-Sample' })
  await expect(read({ 'page.json': latin })).rejects.toThrow(UnreadableFile)
})

test.each(['search-skip000.json', '9001.json', 'member.json'])('%s cut anywhere is refused', async (name) => {
  await expectSafeCuts(ukMembers, name, fixture(name))
})

test.each([
  ['an error of the API', '{"title":"Not Found","status":404}'],
  ['another shape', '{"items":{"0":1}}'],
  ['a list', '[]'],
  ['a number', '1'],
  ['null', 'null'],
  ['a web page', '<!doctype html>'],
  ['nothing', ''],
  ['lists a hundred thousand deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
])('%s is refused with the name of the file', async (_, text) => {
  const reading = read({ 'reply.json': text })

  await expect(reading).rejects.toThrow(UnreadableFile)
  await expect(reading).rejects.toThrow('reply.json')
})

describe.skipIf(isRealAbsent)('as published', withoutReal, () => {
  const pages = ['000', '020', '040', '060', '080'].map((skip) => `search-2026-04-skip${skip}.json`)

  test('five pages of twenty are a hundred members in their constituencies, of 650', async () => {
    const records = await read(Object.fromEntries(pages.map((name) => [name, realFile(`reconstructed/uk-members-api/${name}`)])))

    const members = records.filter(({ kind }) => kind === 'legislator')
    expect(members).toHaveLength(100)
    expect(members[0]).toMatchObject({ name: 'Alex Baker', division: { name: 'Aldershot' }, party: 'Labour', startsOn: '2024-07-04' })
    expect(records.slice(100)).toEqual([
      { kind: 'partial', reason: 'The files hold 100 of 650 members of the House of Commons who can be used.' },
    ])
  })

  test('the recorded reply is one member with a salutation', async () => {
    const [member] = await read({ '172.json': realFile('api-responses/uk-members-api-Members-172.json') })

    expect(member).toMatchObject({
      ids: [{ value: '172' }],
      name: 'Ms Diane Abbott',
      salutation: 'Ms Abbott',
      division: { name: 'Hackney North and Stoke Newington' },
      startsOn: '1987-06-11',
    })
  })
})
