import { z } from 'zod'
import type { SourceFile } from '../formats/format.ts'
import { UnreadableFile } from '../formats/format.ts'

/** Reads an address; a few megabytes at most. */
export type Get = (address: string) => Promise<Buffer>
/** Says how far a step has come. */
export type Progress = (line: string) => void

export type Step = {
  format: string
  settings: Record<string, string>
  /** What is read from where: one after the other, nothing twice, so that no parliament's server is pressed. */
  files(get: Get, progress: Progress): AsyncIterable<SourceFile>
}

export type Preset = {
  name: string
  describes: string
  steps: Step[]
  /** What it does not bring, and where that is. */
  remains: string
}

const congress = 'https://unitedstates.github.io/congress-legislators'
const australia = 'https://raw.githubusercontent.com/openaustralia/openaustralia-parser/master/data'
const members = 'https://members-api.parliament.uk/api/Members'
const european = 'https://data.europarl.europa.eu/api/v2/meps'
/** The largest page that the Members API gives. */
const membersPage = 20

/** Official addresses by country, as of November 2026. */
export const presets: readonly Preset[] = [
  {
    name: 'us',
    describes: 'United States Congress: members, their offices, ZIP codes',
    steps: [
      step('congress-legislators', [`${congress}/legislators-current.json`]),
      step('congress-legislators', [`${congress}/legislators-district-offices.json`]),
      step('zip-districts', ['https://raw.githubusercontent.com/OpenSourceActivismTech/us-zipcodes-congress/master/zccd.csv']),
    ],
    remains: 'The districts of a new Congress: --set congress=… with a list of its ZIP codes.',
  },
  {
    name: 'uk',
    describes: 'House of Commons: members and how to write to them',
    steps: [{ format: 'uk-members', settings: {}, files: memberPages }],
    remains:
      'Postcodes and codes of constituencies: import the ONS Postcode Directory (onspd), and a list of names and codes (csv with --column division=… --column division-name=…), both from geoportal.statistics.gov.uk.',
  },
  {
    name: 'senedd',
    describes: 'Senedd Cymru: members',
    steps: [step('moderngov', ['https://business.senedd.wales/mgwebservice.asmx/GetCouncillorsByWard'], { chamber: 'senedd' })],
    remains: 'Postcodes: import the Senedd’s list of postcodes and of constituencies (senedd-postcodes).',
  },
  {
    name: 'scotland',
    describes: 'Scottish Parliament: members, from the list that mySociety keeps',
    steps: [
      step('popolo', ['https://raw.githubusercontent.com/mysociety/parlparse/master/members/people.json'], {
        chamber: 'scottish-parliament',
      }),
    ],
    remains: 'Postcodes: a list of postcodes and constituencies (csv).',
  },
  {
    name: 'eu',
    describes: 'European Parliament: members and how to write to them',
    steps: [{ format: 'ep-opendata', settings: {}, files: europeanMembers }],
    remains: 'Nothing: a country is all that is needed.',
  },
  {
    name: 'ca',
    describes: 'House of Commons of Canada: members and how to write to them',
    steps: [{ format: 'represent', settings: {}, files: canadianPages }],
    remains: 'Postcodes: ask Represent for them one by one (setting LOOKUP_SERVICES), or import its replies.',
  },
  {
    name: 'au',
    describes: 'Parliament of Australia: members, senators, postcodes',
    steps: [
      step(
        'openaustralia',
        ['people', 'representatives', 'senators', 'postcodes'].map((name) => `${australia}/${name}.csv`),
      ),
    ],
    remains: 'Addresses for mail: none are published in this list.',
  },
]

function step(format: string, addresses: string[], settings: Record<string, string> = {}): Step {
  return {
    format,
    settings,
    async *files(get, progress) {
      for (const address of addresses) {
        progress(address)
        yield fileOf(nameOf(address), await get(address))
      }
    },
  }
}

const pageReply = z.object({ totalResults: z.int().min(0).max(2000), items: z.array(z.object({ value: z.object({ id: z.int() }) })) })

async function* memberPages(get: Get, progress: Progress): AsyncIterable<SourceFile> {
  const ids: number[] = []
  for (let skip = 0, total = 1; skip < total; skip += membersPage) {
    const bytes = await get(`${members}/Search?House=1&IsCurrentMember=true&skip=${skip}&take=${membersPage}`)
    const page = replyOf(bytes, pageReply, `${members}/Search`)
    total = page.totalResults
    ids.push(...page.items.map(({ value }) => value.id))
    progress(`members ${ids.length} of ${total}`)
    yield fileOf(`members-${skip}.json`, bytes)
  }
  for (const [i, id] of ids.entries()) {
    if (i % 50 === 0) progress(`how to write to them: ${i} of ${ids.length}`)
    yield fileOf(`contact-${id}.json`, await get(`${members}/${id}/Contact`))
  }
}

const europeanReply = z.object({ data: z.array(z.object({ identifier: z.coerce.string().regex(/^\d{1,9}$/) })).max(2000) })

async function* europeanMembers(get: Get, progress: Progress): AsyncIterable<SourceFile> {
  const format = 'format=application%2Fld%2Bjson'
  const bytes = await get(`${european}/show-current?${format}`)
  const { data } = replyOf(bytes, europeanReply, european)
  yield fileOf('show-current.json', bytes)
  for (const [i, { identifier }] of data.entries()) {
    if (i % 50 === 0) progress(`how to write to them: ${i} of ${data.length}`)
    yield fileOf(`mep-${identifier}.json`, await get(`${european}/${identifier}?${format}`))
  }
}

const canadianReply = z.object({ meta: z.object({ next: z.string().nullable() }) })
const maxPages = 50

async function* canadianPages(get: Get, progress: Progress): AsyncIterable<SourceFile> {
  const first = 'https://represent.opennorth.ca/representatives/house-of-commons/?limit=1000'
  let next: string | null = first
  for (let page = 0; next !== null && page < maxPages; page++) {
    progress(next)
    const bytes: Buffer = await get(next)
    const said: string | null = replyOf(bytes, canadianReply, next).meta.next
    yield fileOf(`page-${page}.json`, bytes)
    next = said === null ? null : new URL(said, first).href
  }
}

function replyOf<S extends z.ZodType>(bytes: Buffer, schema: S, address: string): z.infer<S> {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    throw new UnreadableFile(`${address} no longer answers as it did. Import its files by hand, and tell us.`)
  }
}

function fileOf(name: string, bytes: Buffer): SourceFile {
  return {
    name,
    bytes: (async function* () {
      yield bytes
    })(),
  }
}

function nameOf(address: string): string {
  return new URL(address).pathname.split('/').at(-1) || 'file'
}
