import { createWriteStream } from 'node:fs'
import { Agent, request } from 'node:http'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, tidy } from './support/installation.ts'
import { median, quantile, report, say } from './support/report.ts'
import { runCommand, startOurs } from './support/servers.ts'

const standardRows = 2_700_000
const constituencies = 650
const lookups = 4000
const warmUps = 500
const longestImportSeconds = 180
const longestLookupMs = 5
const mostMemoryMb = 300

/** Seconds that a file of the ONS Postcode Directory's shape takes to come in, and how long a look-up takes then. */
export async function lookup([given]: string[]): Promise<void> {
  const rows = Number(given ?? standardRows)
  const installation = await openInstallation()
  try {
    await sayDatabase(installation)
    const people = join(installation.dataDir, 'people.csv')
    const postcodes = join(installation.dataDir, 'postcodes.csv')
    await write(people, peopleLines())
    await write(postcodes, postcodeLines(rows))
    say(
      `load: ${constituencies} invented members by csv, then ${rows} postcodes in a file of 47 columns by onspd, with the command that an operator gives`,
    )
    const columns = ['division=code', 'division-name=place', 'name=name', 'email=email'].flatMap((column) => ['--column', column])
    const settings = ['chamber=uk-commons', 'division-prefix=gss:'].flatMap((setting) => ['--set', setting])
    await runCommand(installation, ['legislators', 'import', 'csv', people, ...columns, ...settings])
    const { seconds, peakMemoryMb } = await runCommand(installation, ['legislators', 'import', 'onspd', postcodes])
    await tidy(installation)
    say(
      `then ${lookups} look-ups of random postcodes in turn with a plain select of the same, one after the other, ${warmUps} of each before that`,
    )
    const tookMs = await compare(installation, rows)
    const shared = { bench: 'lookup', unit: 'ms, less is better' }
    report([
      {
        bench: 'lookup',
        case: `seconds for ${rows} rows, against the most allowed`,
        ours: seconds,
        theirs: longestImportSeconds,
        unit: 's, less is better',
      },
      { bench: 'lookup', case: 'memory while importing, against what it may hold', ours: peakMemoryMb, theirs: mostMemoryMb, unit: 'MB' },
      {
        ...shared,
        case: 'look-up at the 99th percentile, against the longest allowed',
        ours: quantile(tookMs.ours, 0.99),
        theirs: longestLookupMs,
      },
      {
        ...shared,
        case: 'median look-up over HTTP, against a plain select by postcode',
        ours: median(tookMs.ours),
        theirs: median(tookMs.theirs),
      },
    ])
  } finally {
    await installation.remove()
  }
}

async function compare(installation: Installation, rows: number): Promise<{ ours: number[]; theirs: number[] }> {
  const server = await startOurs(installation, 'web')
  const client = new pg.Client({ connectionString: installation.url })
  await client.connect()
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const took = { ours: [] as number[], theirs: [] as number[] }
  try {
    for (let i = -warmUps; i < lookups; i++) {
      const row = Math.floor(Math.random() * rows)
      const ours = await timed(() => lookUp(agent, server.port, row))
      const theirs = await timed(() => client.query('select * from postcode_divisions where postcode = $1', [stored(row)]))
      if (i < 0) continue
      took.ours.push(ours)
      took.theirs.push(theirs)
    }
  } finally {
    agent.destroy()
    await client.end()
    await server.stop()
  }
  return took
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

/** @throws Error when the answer is not the one member of the postcode's constituency */
async function lookUp(agent: Agent, port: number, row: number): Promise<void> {
  const { legislators } = (await getJson(agent, `http://127.0.0.1:${port}/api/v1/legislators?country=GB&postcode=${stored(row)}`)) as {
    legislators: { name: string }[]
  }
  if (legislators.length !== 1 || legislators[0]?.name !== nameOf(row % constituencies))
    throw new Error(`${stored(row)} has the wrong member`)
}

/** Over one kept connection, with as little work of our own as there can be: what is timed is the server. */
function getJson(agent: Agent, address: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    request(address, { agent }, (reply) => {
      const pieces: Buffer[] = []
      reply.on('data', (piece: Buffer) => pieces.push(piece))
      reply.on('end', () => resolve(JSON.parse(Buffer.concat(pieces).toString('utf8'))))
      reply.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}

async function write(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inPieces(lines)), createWriteStream(path))
}

/** Lines by the thousand. */
function* inPieces(lines: Iterable<string>): Iterable<string> {
  let piece: string[] = []
  for (const line of lines) {
    if (piece.push(line) < 1000) continue
    yield piece.join('')
    piece = []
  }
  yield piece.join('')
}

function* peopleLines(): Iterable<string> {
  yield 'code,place,name,email\n'
  for (let i = 0; i < constituencies; i++) yield `${codeOf(i)},Place ${i},${nameOf(i)},member${i}@example.org\n`
}

function nameOf(i: number): string {
  return `Member Example${i}`
}

function codeOf(i: number): string {
  return `E14${String(1063 + i).padStart(6, '0')}`
}

/** Columns of ONSPD, November 2025; of the other columns each cell is as long as there. */
const head =
  'pcd7,pcd8,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua11,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd'

function* postcodeLines(rows: number): Iterable<string> {
  yield `${head}\n`
  const before = 'E99999999,E99999999,E09000001,E05009303,E43000206,0,0532268,0181195,1,E18000007,E40000003,E92000001,E12000007,0'
  const after =
    'E15000007,E24000014,E30000234,E16000048,TLI31,01AAFA,E00000001,00AAFA,E65000001,E01000001,E02000001,5,7B2,E00000001,E01000001,E02000001,E33032000,E38000256,E34004707,A1,1A1,51.520182,-0.097541,E37000023,,E23000034,24243'
  for (let i = 0; i < rows; i++) {
    const [area, inward] = [spaced(i).slice(0, -3).trim(), spaced(i).slice(-3)]
    yield `${area}${inward},${area} ${inward},${spaced(i)},198001,,${before},${codeOf(i % constituencies)},${after}\n`
  }
}

const letters = 'ABDEFGHJLNPQRSTUWXYZ'

/** A postcode for each number up to 18 million, all different. */
function spaced(i: number): string {
  const unit = i % 400
  const sector = Math.floor(i / 400) % 10
  const district = Math.floor(i / 4000) % 90
  const area = Math.floor(i / 360_000)
  const place = `${letters[area % 20]}${letters[Math.floor(area / 20) % 20]}${10 + district}`
  return `${place} ${sector}${letters[Math.floor(unit / 20)]}${letters[unit % 20]}`
}

function stored(i: number): string {
  return spaced(i).replace(' ', '')
}
