import { describe, expect, test } from 'vitest'
import type { FormatOptions, ImportRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../../../server/features/legislators/formats/format.ts'
import { federalDistrict } from '../../../../../server/features/legislators/formats/represent/districts.ts'
import { represent } from '../../../../../server/features/legislators/formats/represent.ts'
import { expectSafeCuts } from '../../../../support/legislators/cuts.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const reply = fixtureOf('represent', 'L5G4L3.json')
const list = fixtureOf('represent', 'house-of-commons.json')

type Item = Record<string, unknown>
type Reply = Record<`${'boundaries' | 'representatives'}_${'centroid' | 'concordance'}`, Item[]>

/** The reply with something changed in it. */
function changed(change: (reply: Reply) => void): string {
  const value = JSON.parse(reply.toString()) as Reply
  change(value)
  return JSON.stringify(value)
}
/** A page of a list with one member that has something changed. */
function pageWith(member: Item, meta: Item = {}): string {
  const value = JSON.parse(list.toString()) as { objects: Item[]; meta: Item }
  return JSON.stringify({ objects: [{ ...value.objects[0], ...member }], meta: { ...value.meta, ...meta } })
}

const read = (content: string | Uint8Array, options?: Partial<FormatOptions>) => readRecords(represent, { reply: content }, options)
const refusal = (content: string | Uint8Array) =>
  read(content).then(
    () => 'was read',
    (error: unknown) => (error instanceof UnreadableFile ? error.message : error),
  )
const kindsOf = (records: ImportRecord[]) => records.map(({ kind }) => kind)
const peopleOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'legislator' ? [it] : []))
const postcodesOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'postcode' ? [it] : []))
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [`${it.at}: ${it.reason}`] : []))

describe('the reply for a postcode', () => {
  test('gives the members of all its districts, of centroid and concordance, and nobody of a province', async () => {
    const records = await read(reply)

    expect(records.slice(0, 2)).toEqual([
      { kind: 'division', key: 'ca-fed:2023:35064', chamber: 'ca-commons', name: 'North Vale—Lakeside', country: 'CA' },
      {
        kind: 'legislator',
        at: 'reply representative 1',
        ids: [
          { scheme: 'represent', value: 'ada-example/north-vale-lakeside' },
          { scheme: 'ourcommons', value: '900001' },
        ],
        chamber: 'ca-commons',
        division: { key: 'ca-fed:2023:35064' },
        name: 'Ada Example',
        givenName: 'Ada',
        familyName: 'Example',
        party: 'Meadow',
        languages: ['en'],
        website: 'https://www.ourcommons.ca/Members/en/ada(900001)',
        channels: [
          { kind: 'email', value: 'ada@example.org' },
          { kind: 'phone', value: '1 613 555-0101', label: 'legislature' },
          { kind: 'postal', value: 'House of Commons\nOttawa ON  K1A 0A6', label: 'legislature' },
          { kind: 'phone', value: '1 905 555-0103', label: 'constituency' },
          { kind: 'postal', value: 'Main office - Vale\n1 Example Road\nVale ON  L4Y 1A6', label: 'constituency' },
        ],
      },
    ])
    expect(peopleOf(records).map(({ name, languages }) => [name, languages])).toEqual([
      ['Ada Example', ['en']],
      ['Bo Sample', ['en', 'fr']],
    ])
  })

  test('is partial: it says nothing of the other members', async () => {
    expect(kindsOf(await read(reply)).at(-1)).toBe('partial')
  })

  test('leads to the districts on the map on which members stand, not to those of an older map', async () => {
    expect(postcodesOf(await read(reply))).toEqual([
      { kind: 'postcode', country: 'CA', postcode: 'L5G4L3', division: 'ca-fed:2023:35064' },
      { kind: 'postcode', country: 'CA', postcode: 'L5G4L3', division: 'ca-fed:2023:35065' },
    ])
  })

  test('leads to a vacant district when another member or the list tells the map', async () => {
    const vacant = changed((it) => {
      it.representatives_centroid = []
      it.representatives_concordance = []
    })

    const alone = await read(vacant)
    const withList = await readRecords(represent, { vacant, list })

    expect(faultsOf(alone)).toEqual([expect.stringContaining('L5G4L3 names no member of the House of Commons')])
    expect(postcodesOf(alone)).toEqual([])
    expect(postcodesOf(withList).map(({ division }) => division)).toEqual(['ca-fed:2023:35064', 'ca-fed:2023:35065'])
    expect(kindsOf(withList)).not.toContain('partial')
  })

  test('a member without the address of a district stands in the one of that name', async () => {
    const content = changed((it) => {
      it.representatives_centroid = it.representatives_centroid.map((one) => ({ ...one, related: {} }))
      it.representatives_concordance = []
    })

    const records = await read(content)

    expect(peopleOf(records)[0]?.division).toEqual({ name: 'North Vale—Lakeside' })
    expect(postcodesOf(records).map(({ division }) => division)).toContain('ca-fed:2023:35064')
  })

  test('lists that are left out are empty, and a reply about other districts alone is a fault', async () => {
    const records = await read('{"code":"L5G4L3","boundaries_centroid":[{"url":"/boundaries/ontario-electoral-districts/x/","name":"X"}]}')

    expect(kindsOf(records)).toEqual(['fault', 'partial'])
    expect(faultsOf(records)[0]).toContain('has no federal electoral district')
  })
})

describe('the list of members', () => {
  test('is whole when there is no next page', async () => {
    const records = await read(list)

    expect(kindsOf(records)).toEqual(['division', 'legislator', 'division', 'legislator', 'division', 'legislator'])
    expect(peopleOf(records)[2]).toMatchObject({ name: 'Cy Specimen', languages: ['fr'], channels: [{ kind: 'postal' }] })
  })

  test('gives the same keys of people and districts as the reply for a postcode', async () => {
    const [inList, inReply] = [peopleOf(await read(list)), peopleOf(await read(reply))]

    expect(inReply.map(({ ids, division }) => [ids[0], division])).toEqual(
      inList.slice(0, 2).map(({ ids, division }) => [ids[0], division]),
    )
  })

  test('is partial when a page is missing, at the begin or at the end', async () => {
    const first = pageWith({}, { offset: 0, next: '/representatives/house-of-commons/?limit=1&offset=1' })
    const last = pageWith({ name: 'Bo Sample', district_name: 'South Vale' }, { offset: 1, next: null })

    expect(kindsOf(await read(first))).toContain('partial')
    expect(kindsOf(await read(last))).toContain('partial')
    expect(kindsOf(await readRecords(represent, { last, first }))).not.toContain('partial')
  })

  test('names each member once, also with replies for postcodes beside it', async () => {
    const records = await readRecords(represent, { reply, list })

    expect(peopleOf(records)).toHaveLength(3)
    expect(new Set(records.flatMap((it) => (it.kind === 'division' ? [it.key] : []))).size).toBe(3)
    expect(kindsOf(records)).not.toContain('partial')
  })

  test('of others than members of the House of Commons is refused', async () => {
    expect(await refusal(pageWith({ elected_office: 'Mayor' }))).toContain('names no member of the House of Commons')
    expect(await refusal('{"objects":[],"meta":{"next":null}}')).toContain('names no member of the House of Commons')
  })

  test('a member without name or district is a fault; an address that is none is left out', async () => {
    const nobody = JSON.parse(pageWith({ name: '' })) as { objects: Item[] }
    const nowhere = JSON.parse(pageWith({ district_name: 7 })) as { objects: Item[] }
    const whole = JSON.parse(pageWith({ email: 'a@example.org, b@example.org', url: 'ftp://example.org', offices: [7, { tel: 'none' }] }))

    const records = await read(JSON.stringify({ ...whole, objects: [...nobody.objects, ...nowhere.objects, ...whole.objects] }))

    expect(peopleOf(records)).toEqual([expect.objectContaining({ at: 'reply representative 3', channels: [] })])
    expect(faultsOf(records).map((it) => it.slice(0, 22))).toEqual([1, 2, 3, 3, 3].map((n) => `reply representative ${n}`))
  })
})

test.each([
  ['/boundaries/federal-electoral-districts/35061/', 'ca-fed:35061'],
  ['https://represent.opennorth.ca/boundaries/federal-electoral-districts/35061/', 'ca-fed:35061'],
  ['/boundaries/federal-electoral-districts-2023-representation-order/35061/', 'ca-fed:2023:35061'],
  ['/boundaries/2023-federal-electoral-districts/35061/', 'ca-fed:2023:35061'],
  ['/boundaries/ontario-electoral-districts/north-vale/', undefined],
  ['https://example.org/boundaries/federal-electoral-districts/35061/', undefined],
  ['', undefined],
])('one number on two maps is two districts: %s', (address, key) => {
  expect(federalDistrict(address)?.key).toBe(key)
})

describe('files', () => {
  test('a mark at the begin, CRLF and ISO-8859-1 make no difference', async () => {
    const plain = reply.toString().replaceAll('—', '-').replaceAll('Example', 'Exámple')
    const latin = Buffer.from(plain, 'latin1')

    expect(await read(`\ufeff${plain.replaceAll('\n', '\r\n')}`)).toEqual(await read(plain))
    expect(await read(latin, { encoding: 'iso-8859-1' })).toEqual(await read(plain))
    expect(await refusal(latin)).toContain('--encoding iso-8859-1')
  })

  test.each([
    ['reply', reply],
    ['list', list],
  ])('the %s is read safely wherever it is cut', async (name, content) => {
    await expectSafeCuts(represent, name, content)
  })

  test.each([
    ['[]', 'reply is no reply of Represent'],
    ['{"code":"L5G 4L3"}', 'reply is no reply of Represent'],
    ['{"objects":{},"meta":{"next":null}}', 'reply is no reply of Represent'],
    ['{"objects":[],"meta":{}}', 'reply is no reply of Represent'],
    ['{"__proto__":{"code":"L5G4L3"}}', 'reply is no reply of Represent'],
    ['<html>404</html>', 'reply is not JSON'],
    ['{"a":'.repeat(100_000), 'reply is not JSON'],
  ])('what is no reply is refused: %#', async (content, message) => {
    expect(await refusal(content)).toContain(message)
  })
})

describe.skipIf(isRealAbsent)('a reply as it was recorded', withoutReal, () => {
  test('of 2021, when the map of 2013 counted', async () => {
    const records = await read(realFile('api-responses/represent-opennorth-postcodes-L5G4L3.json'))

    expect(kindsOf(records)).toEqual(['division', 'legislator', 'postcode', 'partial'])
    expect(records[0]).toMatchObject({ key: 'ca-fed:35061', name: 'Mississauga—Lakeshore' })
    expect(records[1]).toMatchObject({
      ids: [{ value: 'sven-spengemann/mississauga-lakeshore' }, { value: '88852' }],
      languages: ['en'],
      channels: [
        { kind: 'email' },
        { label: 'legislature' },
        { label: 'legislature' },
        { label: 'constituency' },
        { label: 'constituency' },
      ],
    })
    expect(records[2]).toEqual({ kind: 'postcode', country: 'CA', postcode: 'L5G4L3', division: 'ca-fed:35061' })
  })
})
