import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { presets } from '../../server/features/legislators/fetching/presets.ts'
import { UnreadableFile } from '../../server/features/legislators/formats/format.ts'
import type { ImportOptions } from '../../server/features/legislators/importing/import-legislators.ts'
import { updateLegislators } from '../../server/features/legislators/update-legislators.ts'
import type { Answer, FileServer } from '../support/file-server.ts'
import { startFileServer } from '../support/file-server.ts'
import type { TestLists } from '../support/legislator-lists.ts'
import { openLists } from '../support/legislator-lists.ts'
import { fixtureOf } from '../support/legislators/files.ts'

let lists: TestLists
let server: FileServer
beforeAll(async () => {
  lists = await openLists()
})
afterAll(() => lists.close())
beforeEach(async () => {
  await lists.clear()
  server = await startFileServer()
})
afterEach(() => server.close())

/** Members n to m of an invented House, as a page of the Members API has them; there are 21. */
function membersPage(first: number, last: number): string {
  const items = Array.from({ length: last - first + 1 }, (_, i) => ({
    value: {
      id: first + i,
      nameDisplayAs: `Ex${first + i} Ample`,
      nameAddressAs: null,
      latestParty: { name: 'Meadow' },
      latestHouseMembership: { membershipFrom: `Vale ${first + i}`, house: 1, membershipStartDate: '2024-07-04T00:00:00' },
    },
  }))
  return JSON.stringify({ items, totalResults: 21, skip: first - 1, take: 20 })
}
const membersContact = (id: number) =>
  JSON.stringify({
    value: [{ type: 'Parliamentary office', typeId: 1, isPreferred: true, email: `member-${id}@example.org`, phone: null }],
  })

const members = 'members-api.parliament.uk/api/Members'
const european = 'data.europarl.europa.eu/api/v2/meps'
const ldJson = 'format=application%2Fld%2Bjson'
const represent = 'represent.opennorth.ca/representatives/house-of-commons/?limit=1000'
const github = 'raw.githubusercontent.com'
const australia = (name: string): [string, Answer] => [
  `${github}/openaustralia/openaustralia-parser/master/data/${name}.csv`,
  fixtureOf('openaustralia', `${name}.csv`),
]

/** A page of the list of the Canadian House: one of its members, and where the next page is. */
function canadianPage(index: number, next: string | null): string {
  const { meta, objects } = JSON.parse(fixtureOf('represent', 'house-of-commons.json').toString())
  return JSON.stringify({ meta: { ...meta, limit: 1, offset: index, next }, objects: [objects[index]] })
}
const canadianNext = (offset: number) => `/representatives/house-of-commons/?limit=1000&offset=${offset}`

/** What stands at which official address, by preset. */
const sites: Record<string, [string, Answer][]> = {
  us: [
    ['unitedstates.github.io/congress-legislators/legislators-current.json', fixtureOf('congress-legislators', 'legislators-current.json')],
    [
      'unitedstates.github.io/congress-legislators/legislators-district-offices.json',
      fixtureOf('congress-legislators', 'legislators-district-offices.json'),
    ],
    [`${github}/OpenSourceActivismTech/us-zipcodes-congress/master/zccd.csv`, fixtureOf('zip-districts', 'zccd.csv')],
  ],
  uk: [
    [`${members}/Search?House=1&IsCurrentMember=true&skip=0&take=20`, membersPage(1, 20)],
    [`${members}/Search?House=1&IsCurrentMember=true&skip=20&take=20`, membersPage(21, 21)],
    ...Array.from({ length: 21 }, (_, i): [string, Answer] => [`${members}/${i + 1}/Contact`, membersContact(i + 1)]),
  ],
  senedd: [['business.senedd.wales/mgwebservice.asmx/GetCouncillorsByWard', fixtureOf('moderngov', 'members_en.xml')]],
  scotland: [[`${github}/mysociety/parlparse/master/members/people.json`, fixtureOf('popolo', 'people.json')]],
  eu: [
    [`${european}/show-current?${ldJson}`, fixtureOf('ep-opendata', 'show-current.json')],
    [`${european}/900001?${ldJson}`, fixtureOf('ep-opendata', '900001.json')],
    [`${european}/900002?${ldJson}`, '{"data":[{"id":"person/900002","identifier":"900002","hasEmail":"mailto:ben@example.org"}]}'],
  ],
  ca: [
    [represent, canadianPage(0, canadianNext(1))],
    [`represent.opennorth.ca${canadianNext(1)}`, canadianPage(1, canadianNext(2))],
    [`represent.opennorth.ca${canadianNext(2)}`, canadianPage(2, null)],
  ],
  au: ['people', 'representatives', 'senators', 'postcodes'].map(australia),
}

/** Serves what a preset asks for, with other answers at some addresses, and updates from there. */
function update(name: string, { others = [], ...options }: Partial<ImportOptions> & { others?: [string, Answer][] } = {}) {
  const preset = presets.find((one) => one.name === name)
  if (!preset) throw new Error(`there is no preset ${name}`)
  for (const [address, answer] of [...(sites[name] ?? []), ...others]) server.at(`/${address}`, answer)
  const lines: string[] = []
  const outcome = updateLegislators(lists.ctx, {
    preset,
    settings: {},
    options: { isDryRun: false, isStrict: false, isPartial: false, mayVanish: false, ...options },
    progress: (line) => lines.push(line),
    addressOf: (address) => address.replace('https://', `${server.url}/`),
    mayConnect: () => true,
  })
  return { outcome, lines }
}

const sitting = async () =>
  (
    await lists.rows<{ line: string }>(
      `select d.key || ' ' || l.name as line from terms t join seats s on s.id = t.seat_id join divisions d on d.id = s.division_id
       join legislators l on l.id = t.legislator_id where t.ended_on is null order by d.key, s.number`,
    )
  ).map(({ line }) => line)
const emails = async () =>
  (await lists.rows<{ value: string }>(`select value from legislator_channels where kind = 'email' order by value`)).map(
    ({ value }) => value,
  )

test('every preset has a site here, and every address is https', () => {
  expect(presets.map(({ name }) => name).sort()).toEqual(Object.keys(sites).sort())
})

test.each(Object.keys(sites))(
  '%s: everything at the official addresses is asked for once and imported, and again changes nothing',
  async (name) => {
    const first = await update(name).outcome
    const asked = server.requests.map(({ url }) => url?.slice(1))
    const before = await lists.stored()

    const second = await update(name).outcome

    expect(asked.sort()).toEqual(sites[name]?.map(([address]) => address).sort())
    expect(first.map(({ report }) => report.refused)).toEqual(first.map(() => null))
    expect(first.reduce((sum, { report }) => sum + report.people.added.length, 0)).toBeGreaterThan(0)
    expect(second).toHaveLength(first.length)
    expect(
      second.map(({ report: { people, divisions, postcodes } }) => [
        people.added,
        people.changed,
        people.gone,
        divisions.added,
        postcodes.added,
      ]),
    ).toEqual(first.map(() => [[], [], [], 0, 0]))
    expect(await lists.stored()).toEqual(before)
  },
)

test('the United States: members, then their offices, then ZIP codes', async () => {
  const { outcome, lines } = update('us')
  const steps = await outcome

  expect(steps.map(({ format }) => format)).toEqual(['congress-legislators', 'congress-legislators', 'zip-districts'])
  expect(lines).toEqual(sites['us']?.map(([address]) => `https://${address}`))
  expect(await lists.find('US', '20001')).toMatchObject({ legislators: [{ name: 'Cy Specimen' }] })
  expect(await lists.rows(`select distinct origin from legislator_channels order by 1`)).toEqual([
    { origin: 'congress-legislators' },
    { origin: 'district-offices' },
  ])
})

test('the United Kingdom: every page of members is read, and then how to write to each', async () => {
  const { outcome, lines } = update('uk')
  const [step] = await outcome

  expect(step?.report).toMatchObject({ partial: [], faultCount: 0, people: { added: { length: 21 }, changed: [] } })
  expect(lines).toEqual(['members 20 of 21', 'members 21 of 21', 'how to write to them: 0 of 21'])
  expect(await emails()).toHaveLength(21)
  expect(await sitting()).toContain('name:uk-commons:vale-21 Ex21 Ample')
})

test('Wales: members by their constituency', async () => {
  await update('senedd').outcome

  expect(await sitting()).toEqual(['name:senedd:dyffryn-enghraifft Ada Example', "name:senedd:dyffryn-enghraifft Siôn O'Sample"])
})

test('Scotland: members of its Parliament and of none of the others in the file', async () => {
  const { outcome, lines } = update('scotland')
  await outcome

  expect(lines).toEqual([`https://${github}/mysociety/parlparse/master/members/people.json`])
  const names = (await sitting()).map((line) => line.slice(line.indexOf(' ') + 1))
  expect(names.sort()).toEqual(['Bó Sample', 'Dee Former'])
  expect(await lists.rows(`select key from chambers where key not like 'scottish-parliament%'`)).toEqual([])
})

test('the European Union: the list of members, and then each of them', async () => {
  const { outcome, lines } = update('eu')
  await outcome

  expect(lines).toEqual(['how to write to them: 0 of 2'])
  expect(await lists.find('GR')).toMatchObject({ legislators: [{ name: 'Ada Example' }] })
  expect(await emails()).toEqual(['ada.example@example.org', 'ben@example.org'])
})

test('Canada: pages are followed as each says', async () => {
  const { outcome, lines } = update('ca')
  await outcome

  expect(lines).toEqual(sites['ca']?.map(([address]) => `https://${address}`))
  expect(await sitting()).toHaveLength(3)
})

test('Australia: four files that belong together', async () => {
  const { outcome, lines } = update('au')
  const steps = await outcome

  expect(steps.map(({ format }) => format)).toEqual(['openaustralia'])
  expect(lines).toHaveLength(4)
  expect(await lists.find('AU', '0800')).toMatchObject({
    legislators: expect.arrayContaining([expect.objectContaining({ name: 'Eve Pattern' })]),
  })
})

test('pages that lead in a circle are not followed for ever', async () => {
  const others: [string, Answer][] = [
    [represent, canadianPage(0, canadianNext(0))],
    [`represent.opennorth.ca${canadianNext(0)}`, canadianPage(0, canadianNext(0))],
  ]

  await update('ca', { others }).outcome.catch((error: unknown) => error)

  expect(server.requests.length).toBeLessThanOrEqual(50)
})

/** Why an update went wrong: an address did not answer as it should, or a step was refused. */
const failure = (outcome: ReturnType<typeof update>['outcome']) =>
  outcome.then(
    (steps) => steps.at(-1)?.report.refused,
    (error: unknown) => (error instanceof UnreadableFile ? error.message : `unexpected: ${String(error)}`),
  )
const gone: Answer = (reply) => reply.writeHead(404).end('There is nothing here.')
const zips = `${github}/OpenSourceActivismTech/us-zipcodes-congress/master/zccd.csv`
const congress = 'unitedstates.github.io/congress-legislators/legislators-current.json'

test.each<[string, string, Answer, RegExp]>([
  ['us', congress, '<html>Moved</html>', /^legislators-current\.json /],
  ['us', zips, gone, /zccd\.csv answered 404\./],
  [
    'uk',
    `${members}/Search?House=1&IsCurrentMember=true&skip=20&take=20`,
    '{"items":[{"value":{"name":"no id"}}],"totalResults":21}',
    /no longer answers as it did/,
  ],
  [
    'uk',
    `${members}/Search?House=1&IsCurrentMember=true&skip=0&take=20`,
    '{"items":[],"totalResults":2147483647}',
    /no longer answers as it did/,
  ],
  ['uk', `${members}/Search?House=1&IsCurrentMember=true&skip=0&take=20`, 'null', /no longer answers as it did/],
  ['uk', `${members}/21/Contact`, gone, /21\/Contact answered 404\./],
  ['senedd', 'business.senedd.wales/mgwebservice.asmx/GetCouncillorsByWard', '<error/>', /^GetCouncillorsByWard /],
  ['scotland', `${github}/mysociety/parlparse/master/members/people.json`, '{', /^people\.json /],
  ['eu', `${european}/show-current?${ldJson}`, '{"data":[{"identifier":"../../etc/passwd"}]}', /no longer answers as it did/],
  ['eu', `${european}/900002?${ldJson}`, gone, /answered 404\./],
  ['ca', represent, '[]', /no longer answers as it did/],
  ['au', `${github}/openaustralia/openaustralia-parser/master/data/postcodes.csv`, gone, /postcodes\.csv answered 404\./],
])('%s: when %s answers otherwise, nothing is changed', async (name, address, answer, sentence) => {
  await update(name).outcome
  const before = await lists.dump()

  const why = await failure(update(name, { others: [[address, answer]], mayVanish: true }).outcome)

  expect(why).toMatch(sentence)
  expect(await lists.dump()).toBe(before)
})

test('a step whose files cannot be used ends it, and what was stored before it is told', async () => {
  const steps = await update('us', { others: [[zips, '<html>Moved</html>']] }).outcome

  expect(steps.map(({ report }) => [report.refused, report.people.added.length])).toEqual([
    [null, 6],
    [null, 0],
    [expect.stringMatching(/^zccd\.csv has no column zcta/), 0],
  ])
})

test('a step that is refused ends it, and those after are not tried', async () => {
  await update('us').outcome
  const one = JSON.stringify(JSON.parse(fixtureOf('congress-legislators', 'legislators-current.json').toString()).slice(0, 1))

  const steps = await update('us', { others: [[congress, one]] }).outcome

  expect(steps.map(({ report }) => report.refused)).toEqual([expect.stringMatching(/^5 of 6 people of this set would lose their seats/)])
})

test('a try changes nothing', async () => {
  const before = await lists.dump()

  const steps = await update('au', { isDryRun: true }).outcome

  expect(steps[0]?.report.people.added.length).toBeGreaterThan(0)
  expect(await lists.dump()).toBe(before)
})
