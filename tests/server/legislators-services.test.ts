import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Services } from '../../server/features/legislators/services/ask-services.ts'
import { openServices } from '../../server/features/legislators/services/ask-services.ts'
import type { ServiceName } from '../../server/features/legislators/services/service.ts'
import type { Answer, FileServer } from '../support/file-server.ts'
import { startFileServer } from '../support/file-server.ts'
import { importFiles } from '../support/legislator-lists.ts'
import { isRealAbsent, realFile, withoutReal } from '../support/legislators/files.ts'
import { startSite } from '../support/site.ts'

let server: FileServer
let logged: string[]
beforeEach(async () => {
  server = await startFileServer()
  logged = []
})
afterEach(() => server.close())

/** Services that are switched on, their addresses read from the test's own server: `/<host><path>`. */
function open(...names: ServiceName[]): Services {
  const note = (fields: object, message: string) => void logged.push(JSON.stringify({ ...fields, message }))
  return openServices(
    names,
    { debug: note, info: note, warn: note, error: note },
    { addressOf: (address) => address.replace('https:/', server.url), mayConnect: () => true },
  )
}

const paths = {
  'postcodes-io': '/api.postcodes.io/postcodes/ZE10AA',
  mapit: '/mapit.mysociety.org/postcode/ZE10AA',
  represent: '/represent.opennorth.ca/postcodes/K1A0A6/?sets=federal-electoral-districts-2023-representation-order',
  census:
    '/geocoding.geo.census.gov/geocoder/geographies/onelineaddress?address=1+Example+St%2C+Exampleton%2C+IL&benchmark=Public_AR_Current&vintage=Current_Current&format=json&layers=all',
}
const answer = (value: unknown): Answer => JSON.stringify(value)
const census = (state: string, geographies: object) =>
  answer({ result: { addressMatches: [{ addressComponents: { state }, geographies }] } })
const address = { country: 'US', address: '1 Example St, Exampleton, IL' }

test('without a service that is switched on nobody is asked', async () => {
  const services = open()

  expect([services.takes('GB', 'postcode'), services.takes('US', 'address')]).toEqual([false, false])
  expect(await services.find({ country: 'GB', postcode: 'ZE10AA' })).toBeNull()
  expect(server.requests).toEqual([])
})

test('postcodes.io answers the Westminster constituency', async () => {
  server.at(paths['postcodes-io'], answer({ status: 200, result: { codes: { parliamentary_constituency: 'E14001063' } } }))

  expect(await open('postcodes-io').find({ country: 'GB', postcode: 'ZE10AA' })).toEqual(['gss:E14001063'])
})

test('MapIt answers the areas of all parliaments, and no councils', async () => {
  const areas = {
    1: { type: 'WMC', codes: { gss: 'W07000081' } },
    2: { type: 'WAC', codes: { gss: 'W09000048' } },
    3: { type: 'UTA', codes: {} },
  }
  server.at(paths.mapit, answer({ areas }))

  expect(await open('mapit').find({ country: 'GB', postcode: 'ZE10AA' })).toEqual(['gss:W07000081', 'gss:W09000048'])
})

test('Represent’s centroid and concordance are one list', async () => {
  const boundary = (id: number) => ({ url: `/boundaries/federal-electoral-districts-2023-representation-order/${id}/` })
  server.at(paths.represent, answer({ boundaries_centroid: [boundary(1)], boundaries_concordance: [boundary(2), boundary(1)] }))

  expect(await open('represent').find({ country: 'CA', postcode: 'K1A0A6' })).toEqual(['ca-fed:2023:1', 'ca-fed:2023:2'])
})

test('the Census geocoder answers the districts of both Congresses and the state', async () => {
  server.at(
    paths.census,
    census('IL', { '119th Congressional Districts': [{ CD119: '07' }], '120th Congressional Districts': [{ CD120: '08' }] }),
  )

  expect(await open('census').find(address)).toEqual(['us-cd:119:IL-7', 'us-cd:120:IL-8', 'us-state:IL'])
})

test.each([
  ['00', 'us-cd:119:WY-0'],
  ['98', 'us-cd:119:WY-0'],
])('the Census code %s is the one district of a state, or a delegate', async (code, key) => {
  server.at(paths.census, census('WY', { '119th Congressional Districts': [{ CD119: code }] }))

  expect(await open('census').find(address)).toEqual([key, 'us-state:WY'])
})

test.each<[string, Answer | null]>([
  ['no answer to this address', null],
  ['no JSON', 'Too many requests'],
  ['JSON of another shape', answer({ result: { areas: [] } })],
  ['an error', (response) => void response.writeHead(500).end()],
  ['an answer that is cut', (response) => void response.writeHead(200, { 'content-length': '500' }).end('{"result"')],
])('of %s the next service is asked, and no log holds the place', async (_what, given) => {
  if (given !== null) server.at(paths['postcodes-io'], given)
  server.at(paths.mapit, answer({ areas: { 1: { type: 'WMC', codes: { gss: 'E14001064' } } } }))

  expect(await open('postcodes-io', 'mapit').find({ country: 'GB', postcode: 'ZE10AA' })).toEqual(['gss:E14001064'])
  expect(logged.join('')).not.toMatch(/ZE1|http/)
})

test.skipIf(isRealAbsent)('the recorded answer of postcodes.io and the geocoder’s documented one are read', withoutReal, async () => {
  server.at('/api.postcodes.io/postcodes/BD87DY', realFile('api-responses/postcodes-io-BD8-7DY.json'))
  server.at(paths.census, realFile('api-responses/census-geocoder-RECONSTRUCTED.json'))

  expect(await open('postcodes-io').find({ country: 'GB', postcode: 'BD87DY' })).toEqual(['gss:E14001120'])
  expect(await open('census').find(address)).toEqual(['us-cd:119:IL-7', 'us-state:IL'])
})

const settings = { chamber: 'uk-commons', 'division-prefix': 'gss:', 'column.division': 'code', 'column.name': 'name' }
const people = { 'people.csv': 'code,name\nE14001063,Ada Example\n' }

test('a postcode that our lists do not know is asked for, and one that they know is not', async () => {
  server.at(paths['postcodes-io'], answer({ result: { codes: { parliamentary_constituency: 'E14001063' } } }))
  const site = await startSite({}, { services: open('postcodes-io') })
  await importFiles(site.ctx, 'csv', people, { settings })
  const known = { country: 'GB', 'division-prefix': 'gss:', 'column.postcode': 'postcode', 'column.division': 'code' }
  await importFiles(site.ctx, 'csv', { 'postcodes.csv': 'postcode,code\nZE1 0AB,E14001063\n' }, { settings: known })

  const [asked, own] = await Promise.all(
    ['ZE1 0AA', 'ZE1 0AB'].map(async (postcode) =>
      (await site.get(`/api/v1/legislators?country=GB&postcode=${encodeURIComponent(postcode)}`)).json(),
    ),
  )
  await site.close()

  expect([asked, own].map(({ legislators }) => legislators.map(({ name }: { name: string }) => name))).toEqual([
    ['Ada Example'],
    ['Ada Example'],
  ])
  expect(server.requests).toHaveLength(1)
})

test('an address is asked for where a service takes it, and there is no such address elsewhere', async () => {
  const site = await startSite({}, { services: open('census') })
  const ask = (country: string) =>
    site.app.inject({
      method: 'POST',
      url: '/api/v1/legislators/by-address',
      payload: { country, address: '1 Example St, Exampleton, IL' },
    })
  server.at(paths.census, census('IL', { '119th Congressional Districts': [{ CD119: '07' }] }))

  const replies = await Promise.all([ask('US'), ask('GB')])
  await site.close()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 404])
  expect(site.logLines.join('')).not.toContain('Exampleton')
})
