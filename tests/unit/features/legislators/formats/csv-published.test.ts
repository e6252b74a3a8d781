import { describe, expect, test } from 'vitest'
import { csv } from '../../../../../server/features/legislators/formats/csv.ts'
import type { FormatOptions, ImportRecord, LegislatorRecord } from '../../../../../server/features/legislators/formats/format.ts'
import { isRealAbsent, realFile, withoutReal } from '../../../../support/legislators/files.ts'
import { readRecords } from '../../../../support/legislators/read.ts'

const read = (path: string, settings: Record<string, string>, options: Partial<FormatOptions> = {}) =>
  readRecords(csv, { 'list.csv': realFile(path) }, { settings, ...options })
const ofKind = <K extends ImportRecord['kind']>(records: ImportRecord[], kind: K) =>
  records.filter((it): it is Extract<ImportRecord, { kind: K }> => it.kind === kind)
const emailsOf = (people: LegislatorRecord[]) => people.flatMap(({ channels }) => channels.filter(({ kind }) => kind === 'email'))

describe.skipIf(isRealAbsent)('files as they are published can be mapped', withoutReal, () => {
  test('members of the House of Commons: 650 people in 650 constituencies', async () => {
    const records = await read('uk/commons/current-MPs.csv', {
      'column.division': 'PCON24CD',
      'column.division-name': 'PCON24NM',
      'column.name': 'MP',
      'column.id': 'ID',
      'column.party': 'Party name',
      'column.starts': 'Start date',
      chamber: 'uk-commons',
      'division-prefix': 'gss:',
    })

    expect(new Set(ofKind(records, 'division').map(({ key }) => key)).size).toBe(650)
    expect(ofKind(records, 'legislator')).toHaveLength(650)
    expect(records).toHaveLength(1300)
    expect(ofKind(records, 'division').at(-1)).toMatchObject({ key: 'gss:W07000112', name: 'Ynys Môn' })
  })

  test('one postcode of each constituency', async () => {
    const settings = { 'column.postcode': 'postcode', 'column.division': 'pcon24cd', country: 'GB', 'division-prefix': 'gss:' }

    const records = await read('derived/uk-postcode-lookup-650.csv', settings)

    expect(ofKind(records, 'postcode')).toHaveLength(650)
    expect(records[0]).toEqual({ kind: 'postcode', country: 'GB', postcode: 'GU14 7GR', division: 'gss:E14001063' })
  })

  test('members of the Knesset: 128 current ones of 956, with names from right to left beside a cell of JSON', async () => {
    const records = await read('il/mk_individual.csv', {
      'column.given': 'FirstName',
      'column.family': 'LastName',
      'column.id': 'PersonID',
      'column.email': 'Email',
      'where.IsCurrent': 'True',
      chamber: 'il-knesset',
    })

    expect(ofKind(records, 'division')).toEqual([expect.objectContaining({ key: 'iso:IL/il-knesset', isCountryWide: true })])
    expect(ofKind(records, 'legislator')).toHaveLength(128)
    expect(ofKind(records, 'legislator')[0]).toMatchObject({ name: 'יולי יואל אדלשטיין', ids: [{ value: '532' }] })
    // One cell holds a name instead of an address.
    expect(ofKind(records, 'fault')).toHaveLength(1)
  })

  test('members of the European Parliament, as Parltrack has them: 718 of 27 countries, all with e-mail', async () => {
    const records = await read('eu/parltrack-derived/meps.csv', {
      'column.given': 'first_name',
      'column.family': 'last_name',
      'column.id': 'epid',
      'column.email': 'email',
      'column.country': 'country',
      'column.party': 'party',
      'column.phone': 'phone',
      'column.starts': 'since',
      chamber: 'eu-parliament',
    })

    const people = ofKind(records, 'legislator')
    expect(ofKind(records, 'division').map(({ key }) => key)).toContain('iso:GR')
    expect([ofKind(records, 'division').length, people.length, emailsOf(people).length, records.length]).toEqual([27, 718, 718, 745])
  })

  test('members of the European Parliament, as its open data portal has them, in windows-1252', async () => {
    const settings = {
      'column.given': 'mep_given_name',
      'column.family': 'mep_family_name',
      'column.honorific': 'mep_honorific_prefix',
      'column.id': 'mep_identifier',
      'column.email': 'mep_email',
      'column.website': 'mep_homepage',
      chamber: 'eu-parliament',
    }

    const records = await read('eu/opendata-portal/data_v1_meps_9_en.csv', settings, { encoding: 'iso-8859-1' })

    const people = ofKind(records, 'legislator')
    expect(people).toHaveLength(813)
    expect(people.find(({ ids }) => ids[0].value === '28619')?.name).toBe('Tatjana Ždanoka')
    expect(new Set(emailsOf(people).map(({ value }) => value.includes(':') || value.includes(';')))).toEqual(new Set([false]))
    // Four cells hold two websites.
    expect(ofKind(records, 'fault')).toHaveLength(4)
    await expect(read('eu/opendata-portal/data_v1_meps_9_en.csv', settings)).rejects.toThrow('--encoding iso-8859-1')
  })

  test('members of the Scottish Parliament: 128 by the names of their constituencies and regions', async () => {
    const records = await read('uk/scottish-parliament/msps_2023-11.csv', {
      'column.name': 'name',
      'column.division-name': 'constituency_or_region',
      'column.party': 'party',
      'column.email': 'email',
      chamber: 'scottish-parliament',
    })

    expect(records).toHaveLength(128)
    expect(records[0]).toMatchObject({ name: 'George Adam', division: { name: 'Paisley' } })
  })
})
