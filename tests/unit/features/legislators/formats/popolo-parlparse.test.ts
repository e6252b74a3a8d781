import { describe, expect, test } from 'vitest'
import type { ImportRecord, LegislatorRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { popolo } from '../../../../../server/features/legislators/formats/popolo.ts'
import { fixtureOf, isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

type Item = Record<string, unknown>
type Lists = Record<'persons' | 'posts' | 'memberships', Item[]>

const people = fixtureOf('popolo', 'people.json')

const legislatorsOf = (records: ImportRecord[]) => records.filter((it): it is LegislatorRecord => it.kind === 'legislator')
const faultsOf = (records: ImportRecord[]) => records.flatMap((it) => (it.kind === 'fault' ? [it.reason] : []))

const read = (chamber?: string, file: Buffer | string = people) =>
  readRecords(popolo, { 'people.json': file }, { settings: chamber ? { chamber } : {} })

/** people.json with something changed in it. */
function changed(change: (lists: Lists) => void): string {
  const lists = JSON.parse(people.toString('utf8')) as Lists
  change(lists)
  return JSON.stringify(lists)
}

test('gives those who sit in the Commons, by the name of their constituency', async () => {
  const records = await read()

  expect(records).toEqual([
    {
      kind: 'legislator',
      at: 'people.json membership 2',
      ids: [
        { scheme: 'parlparse', value: 'uk.org.publicwhip/person/1' },
        { scheme: 'uk-members', value: '90001' },
        { scheme: 'wikidata', value: 'Q900000001' },
      ],
      chamber: 'uk-commons',
      division: { name: 'North Vale' },
      name: 'Ada Example',
      givenName: 'Ada',
      familyName: 'Example',
      honorific: 'Dr',
      party: 'Réds',
      startsOn: '2024-07-05',
      channels: [],
    },
  ])
})

test('tells the regions of Scotland from its constituencies', async () => {
  const records = await read('scottish-parliament')

  expect(records).toMatchObject([
    { name: 'Bó Sample', chamber: 'scottish-parliament', division: { name: 'Glen' } },
    { name: 'Dee Former', chamber: 'scottish-parliament-regions', division: { name: 'South Scotland' } },
  ])
  expect(legislatorsOf(records)[1]).not.toHaveProperty('endsOn')
})

test('shows peers by their titles, in a division that is no place', async () => {
  const records = await read('uk-lords')

  expect(records[0]).toEqual({ kind: 'division', key: 'uk-lords', chamber: 'uk-lords', name: 'House of Lords', country: 'GB' })
  expect(legislatorsOf(records).map((it) => [it.name, it.familyName, it.startsOn])).toEqual([
    ['Lord Placeholder of Examplewick', undefined, undefined],
    ['The Lord Bishop of Exampleton', undefined, undefined],
  ])
})

test.each([
  ['senedd', 'Cwm Enghraifft'],
  ['ni-assembly', 'East Bog'],
])('gives those who sit in %s alone, by the names of their places', async (chamber, name) => {
  const records = await read(chamber)

  expect(records).toMatchObject([{ kind: 'legislator', chamber, division: { name } }])
})

test('refuses a chamber that is not in it, and a file in which nobody sits', async () => {
  const dissolved = changed((lists) => lists.memberships.splice(1, 1))

  await expect(read('us-house')).rejects.toThrow(/has no us-house\. Give --set chamber=… with one of uk-commons, uk-lords/)
  await expect(read('uk-commons', dissolved)).rejects.toThrow(/names nobody who sits in uk-commons on 2026-11-23/)
})

test('is not caught by ids that stand for one another in a circle', async () => {
  const circle = changed((lists) => {
    lists.persons[0] = { id: 'uk.org.publicwhip/person/1', redirect: 'uk.org.publicwhip/person/2' }
  })

  expect(faultsOf(await read('uk-commons', circle))).toMatchObject([expect.stringMatching(/^Its person ‘.*person\/2’ is missing/)])
})

test('faults a current seat whose post or whose name of today is missing', async () => {
  const broken = changed((lists) => {
    lists.posts.splice(1, 1)
    lists.persons[0] = { id: 'uk.org.publicwhip/person/1', names: [{ note: 'Main', family_name: 'Past', end_date: '2020' }] }
  })

  expect(faultsOf(await read('uk-commons', broken))).toEqual([
    'Its person has no main name that is used today, so that the person was left out.',
    expect.stringMatching(/^Its post ‘uk\.org\.publicwhip\/cons\/2’ is missing/),
  ])
})

describe.skipIf(isRealAbsent)('files as published', withoutReal, () => {
  test('the slice of parlparse has 80 members of the Commons, and 20 and 10 of the Scottish Parliament', async () => {
    const file = realFile('reconstructed/parlparse-people-slice.json')

    const commons = await readRecords(popolo, { 'people.json': file })
    const scottish = legislatorsOf(await readRecords(popolo, { 'people.json': file }, { settings: { chamber: 'scottish-parliament' } }))

    expect(commons.map((it) => it.kind === 'legislator' && it.ids.map(({ scheme }) => scheme).join())).toEqual(
      Array(80).fill('parlparse,uk-members'),
    )
    expect(scottish.filter((it) => it.chamber === 'scottish-parliament')).toHaveLength(20)
    expect(scottish.filter((it) => it.chamber === 'scottish-parliament-regions')).toHaveLength(10)
  })
})
