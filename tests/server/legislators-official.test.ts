import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Lookup } from '../../server/contract/legislators.ts'
import { findLegislators } from '../../server/features/legislators/find-legislators.ts'
import { listChambers } from '../../server/features/legislators/queries.ts'
import { createShortMemory } from '../../server/lib/short-memory.ts'
import type { TestLists } from '../support/legislator-lists.ts'
import { openLists } from '../support/legislator-lists.ts'
import { isRealAbsent, realFile, withoutReal } from '../support/legislators/files.ts'

type Row = Record<string, string>
const rowsOf = (path: string): Row[] => parse(realFile(path), { columns: true, bom: true, skip_empty_lines: true })
const column = (rows: Row[], name: string) => rows.map((row) => row[name] ?? '')
const filesOf = (...paths: string[]) => Object.fromEntries(paths.map((path) => [path.split('/').at(-1), realFile(path)]))
const namesOf = ({ legislators }: Lookup) => legislators.map(({ name }) => name)
const codesOf = ({ notices }: Lookup) => notices.map(({ code }) => code)

let lists: TestLists
/** Looks many postcodes up, sixteen at a time, as the site does whose memory of its chambers is warm. */
async function lookUp(country: string, postcodes: string[]): Promise<Lookup[]> {
  const ctx = { ...lists.ctx, chambers: createShortMemory(600_000, 10, (key) => listChambers(lists.ctx.db, key)) }
  const found: Lookup[] = []
  let next = 0
  async function work(): Promise<void> {
    for (let i = next++; i < postcodes.length; i = next++) found[i] = await findLegislators(ctx, { country, postcode: postcodes[i] })
  }
  await Promise.all(Array.from({ length: 16 }, work))
  return found
}

const mps = {
  chamber: 'uk-commons',
  'division-prefix': 'gss:',
  'column.division': 'PCON24CD',
  'column.division-name': 'PCON24NM',
  'column.name': 'MP',
  'column.id': 'ID',
  'column.party': 'Party name',
  'column.starts': 'Start date',
}
const onePostcodeEach = { country: 'GB', 'division-prefix': 'gss:', 'column.postcode': 'postcode', 'column.division': 'pcon24cd' }
const bringCommons = async () => {
  await lists.bring('csv', filesOf('uk/commons/current-MPs.csv'), { settings: mps })
  await lists.bring('csv', filesOf('derived/uk-postcode-lookup-650.csv'), { settings: onePostcodeEach })
}
const memberPages = ['000', '020', '040', '060', '080'].map((skip) => `reconstructed/uk-members-api/search-2026-04-skip${skip}.json`)

describe.skipIf(isRealAbsent)('files as they are published are answered as they say', withoutReal, () => {
  beforeAll(async () => {
    lists = await openLists()
  })
  afterAll(() => lists.close())
  beforeEach(() => lists.clear())

  test('a postcode of each of the 650 constituencies finds its member of the House of Commons', async () => {
    await bringCommons()
    const rows = rowsOf('derived/uk-postcode-lookup-650.csv')

    const replies = await Promise.all(
      rows.map((row) => lists.get(`/api/v1/legislators?country=GB&postcode=${encodeURIComponent(row['postcode'] ?? '')}`)),
    )

    expect(rows).toHaveLength(650)
    expect(
      replies.map((reply) => {
        const found: Lookup = reply.json()
        return [
          found.divisions.map(({ key }) => key),
          found.divisions.map(({ name }) => name),
          namesOf(found),
          found.needsChoice,
          found.vacant,
          found.notices,
        ]
      }),
    ).toEqual(rows.map((row) => [[`gss:${row['pcon24cd']}`], [row['pcon24nm']], [row['mp_name']], false, [], []]))
  })

  test('five pages of the Members API name a hundred of them again: nobody is added, ended or doubled', async () => {
    await bringCommons()
    const pages = memberPages.flatMap(
      (path) =>
        JSON.parse(realFile(path).toString()).items as {
          value: { nameDisplayAs: string; latestHouseMembership: { membershipFrom: string } }
        }[],
    )

    const report = await lists.bring('uk-members', filesOf(...memberPages))

    expect(pages).toHaveLength(100)
    expect(report).toMatchObject({ refused: null, faultCount: 0, partial: { length: 1 }, divisions: { added: 0, renamed: [] } })
    expect(report.people).toMatchObject({ added: [], gone: [], vacant: [] })
    const rows = rowsOf('derived/uk-postcode-lookup-650.csv')
    const found = await lookUp('GB', column(rows, 'postcode'))
    expect(found.map(namesOf)).toEqual(rows.map((row) => [row['mp_name']]))
    const byPlace = new Map(found.map((answer) => [answer.divisions[0]?.name, namesOf(answer)]))
    expect(pages.map(({ value }) => byPlace.get(value.latestHouseMembership.membershipFrom))).toEqual(
      pages.map(({ value }) => [value.nameDisplayAs]),
    )
  })

  test('8,048 rows of the ONS Postcode Directory: each with a constituency finds it, and what was ended is said', {
    timeout: 60_000,
  }, async () => {
    await bringCommons()
    const rows = rowsOf('uk/onspd/postcode_seed_2025-09.csv')
    const others = new Set(column(rowsOf('derived/uk-postcode-lookup-650.csv'), 'postcode'))
    const member = new Map(rowsOf('uk/commons/current-MPs.csv').map((row) => [row['PCON24CD'], row['MP']]))

    const report = await lists.bring('onspd', filesOf('uk/onspd/postcode_seed_2025-09.csv'))
    const found = await lookUp('GB', column(rows, 'pcds'))

    expect(report).toMatchObject({
      refused: null,
      faultCount: 0,
      divisions: { added: 0 },
      people: { gone: [] },
      postcodes: { added: 8048, ended: 0 },
    })
    expect(found.map((answer) => [answer.divisions.map(({ key }) => key), namesOf(answer), codesOf(answer)])).toEqual(
      rows.map(({ pcds = '', pcon = '', doterm }) => {
        if (!member.has(pcon)) return [[], [], ['postcode-outside']]
        // Another list has it as in use.
        return [[`gss:${pcon}`], [member.get(pcon)], doterm === '' || others.has(pcds) ? [] : ['postcode-ended']]
      }),
    )
    expect(codesOf(await lists.find('GB', 'JE2 4WD'))).toEqual(['postcode-outside'])
    expect(found.filter((answer) => codesOf(answer).includes('postcode-ended')).length).toBeGreaterThan(3700)
  })

  test('each of 33,774 ZIP codes finds its districts, two senators of each state, and asks where there are several', {
    timeout: 60_000,
  }, async () => {
    await lists.bring('congress-legislators', filesOf('us/congress-legislators/legislators-current.json'))
    await lists.bring('congress-legislators', filesOf('us/congress-legislators/legislators-district-offices.json'))
    const report = await lists.bring('zip-districts', filesOf('us/zccd/zccd.csv'))
    const byZip = Map.groupBy(rowsOf('us/zccd/zccd.csv'), ({ zcta = '' }) => zcta)
    // What is answered depends on the set of districts alone: one code of each set is looked up, and all in two states.
    const bySet = new Map([...byZip.values()].map((rows) => [isInTwoStates(rows) ? rows[0]?.['zcta'] : districtsOf(rows).join(), rows]))
    const looked = [...bySet.values()]

    const stored = await lists.rows<{ zip: string; districts: string[] }>(
      'select postcode as zip, array_agg(d.key order by d.key collate "C") as districts from postcode_divisions p join divisions d on d.id = p.division_id group by 1',
    )
    const found = await lookUp(
      'US',
      looked.map((rows) => rows[0]?.['zcta'] ?? ''),
    )

    expect(report).toMatchObject({ refused: null, faultCount: 0, postcodes: { added: 42_033 } })
    expect([byZip.size, looked.length, looked.filter(isInTwoStates).length]).toEqual([
      33_774,
      expect.toSatisfy((n: number) => n > 1600),
      109,
    ])
    expect(new Map(stored.map(({ zip, districts }) => [zip, districts]))).toEqual(
      new Map([...byZip].map(([zip, rows]) => [zip, districtsOf(rows)])),
    )
    expect(
      found.map(({ divisions, legislators, needsChoice }) => ({
        divisions: divisions.map(({ key }) => key).sort(),
        senators: legislators
          .filter(({ chamber }) => chamber === 'us-senate')
          .map(({ division }) => division)
          .sort(),
        needsChoice,
      })),
    ).toEqual(looked.map(expectedOfZip))
  })

  test('the four empty seats of the House are vacant, beside two senators; two senators whose term is over are flagged and nobody else', async () => {
    await lists.bring('congress-legislators', filesOf('us/congress-legislators/legislators-current.json'))
    await lists.bring('zip-districts', filesOf('us/zccd/zccd.csv'))
    const byDistrict = new Map(rowsOf('us/zccd/zccd.csv').map((row) => [`${row['state_abbr']}-${row['cd']}`, row['zcta'] ?? '']))
    const empty = ['CA-14', 'FL-20', 'GA-13', 'TX-23']

    const found = await lookUp('US', [...byDistrict.values()])
    const vacant = await Promise.all(empty.map((name) => lists.find('US', byDistrict.get(name), `us-cd:119:${name}`)))

    expect(new Set(found.flatMap((answer) => answer.vacant.map(({ division }) => division)))).toEqual(
      new Set(empty.map((name) => `us-cd:119:${name}`)),
    )
    expect(
      vacant.map((answer) => [
        answer.legislators.map(({ chamber }) => chamber),
        answer.vacant.map(({ seats }) => seats),
        codesOf(answer).includes('seat-vacant'),
      ]),
    ).toEqual(Array(4).fill([['us-senate', 'us-senate'], [1], true]))
    const over = found.flatMap(({ legislators }) => legislators.filter(({ isTermOver }) => isTermOver))
    expect(new Set(over.map(({ name, chamber, termEndsOn }) => `${name} ${chamber} ${termEndsOn}`))).toEqual(new Set(expiredSenators()))
    expect(expiredSenators()).toHaveLength(2)
  })

  test('the full list of the European Parliament in French: 750 members of 28 countries, who are found by country alone', async () => {
    const xml = realFile('eu/europarl-full-list_2019_fr.xml').toString()

    const report = await lists.bring('europarl', { 'full-list.xml': xml })
    const found = await Promise.all(memberStates.map((country) => lists.find(country)))

    expect(report).toMatchObject({ refused: null, faultCount: 0, partial: [], divisions: { added: 28 } })
    expect(found.map(({ divisions }) => divisions.map(({ key }) => key))).toEqual(memberStates.map((country) => [`iso:${country}`]))
    expect(found.map(({ notices, needsChoice, vacant }) => [notices, needsChoice, vacant])).toEqual(Array(28).fill([[], false, []]))
    expect(found.flatMap(namesOf)).toHaveLength(xml.match(/<mep>/g)?.length ?? 0)
    expect(found[memberStates.indexOf('DE')]?.legislators).toHaveLength(xml.match(/<country>Allemagne</g)?.length ?? 0)
  })

  test('all 141,313 postcodes of Wales lie in one of 16 constituencies of six seats, since the day of the election', {
    timeout: 60_000,
  }, async () => {
    const rows = rowsOf('uk/senedd/postcodes.csv')
    const byArea = Map.groupBy(rows, (row) => row['constituency_id'] ?? '')
    const areas = [...byArea.keys()].sort()

    const report = await lists.bring('senedd-postcodes', filesOf('uk/senedd/constituencies.csv', 'uk/senedd/postcodes.csv'))
    const members = await lists.bring('moderngov', filesOf('uk/senedd/members_en.xml'), { settings: { chamber: 'senedd' } })
    const found = await lookUp(
      'GB',
      areas.map((area) => byArea.get(area)?.[0]?.['id'] ?? ''),
    )
    const counted = await lists.rows<{ key: string; n: number }>(
      'select d.key, count(*)::int as n from postcode_divisions p join divisions d on d.id = p.division_id group by d.key order by d.key',
    )

    expect([rows.length, areas.length]).toEqual([141_313, 16])
    expect(report).toMatchObject({ refused: null, faultCount: 0, divisions: { added: 56 }, postcodes: { added: 141_313 } })
    expect(members).toMatchObject({ refused: null, faultCount: 0, divisions: { added: 0 }, people: { added: { length: 6 } } })
    expect(counted).toEqual(areas.map((area) => ({ key: `gss:${area}`, n: byArea.get(area)?.length })))
    expect(
      found.map(({ divisions, legislators, vacant }) => [divisions.map(({ key }) => key), legislators.length + (vacant[0]?.seats ?? 0)]),
    ).toEqual(areas.map((area) => [[`gss:${area}`], 6]))
    expect(found.filter(({ legislators }) => legislators.length > 0).map(({ divisions, vacant }) => [divisions[0]?.name, vacant])).toEqual([
      ['Gwynedd Maldwyn', []],
    ])
    lists.clock.set('2026-05-06T12:00:00Z')
    expect(codesOf(await lists.find('GB', rows[0]?.['id'] ?? ''))).toEqual(['postcode-outside'])
  })

  test('the current members of the Knesset are answered without a postcode, the former ones not', async () => {
    const current = rowsOf('il/mk_individual.csv').filter((row) => row['IsCurrent'] === 'True')
    const settings = {
      chamber: 'il-knesset',
      'where.IsCurrent': 'True',
      'column.id': 'PersonID',
      'column.given': 'FirstName',
      'column.family': 'LastName',
      'column.email': 'Email',
    }

    const report = await lists.bring('csv', filesOf('il/mk_individual.csv'), { settings })
    const found = await lists.find('IL')

    expect(report.refused).toBeNull()
    expect(namesOf(found).sort()).toEqual(current.map((row) => `${row['FirstName']?.trim()} ${row['LastName']?.trim()}`).sort())
    expect(found).toMatchObject({ divisions: [{ key: expect.stringMatching(/^iso:IL/) }], needsChoice: false, vacant: [], notices: [] })
  })
})

const statesOf = (rows: Row[]) => [...new Set(column(rows, 'state_abbr'))].sort()
const isInTwoStates = (rows: Row[]) => statesOf(rows).length > 1
const districtsOf = (rows: Row[]) => rows.map((row) => `us-cd:119:${row['state_abbr']}-${row['cd']}`).sort()

function expectedOfZip(rows: Row[]) {
  const states = statesOf(rows)
  return {
    divisions: [...districtsOf(rows), ...states.map((state) => `us-state:${state}`)].sort(),
    senators: states.filter((state) => state !== 'DC' && state !== 'PR').flatMap((state) => [`us-state:${state}`, `us-state:${state}`]),
    needsChoice: rows.length > 1,
  }
}

/** As in 2019. */
const memberStates = 'AT BE BG CY CZ DE DK EE ES FI FR GB GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' ')

/** Those whose last term ended by 2026-11-23, as the file itself says. */
function expiredSenators(): string[] {
  const people: { name: { official_full?: string }; terms: { type: string; end: string }[] }[] = JSON.parse(
    realFile('us/congress-legislators/legislators-current.json').toString(),
  )
  const expired = people.filter(({ terms }) => (terms.at(-1)?.end ?? '') <= '2026-11-23')
  return expired.map(({ name, terms }) => `${name.official_full} us-senate ${terms.at(-1)?.end}`)
}
