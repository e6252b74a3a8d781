import { readSeries } from '../../server/features/ledger/read-series.ts'
import { confirmingSide } from './confirm.ts'
import { storingSide } from './sign.ts'
import { appendLeaves } from './support/append.ts'
import { startCounting } from './support/counting.ts'
import { fillSignatures } from './support/fill.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, tidy } from './support/installation.ts'
import type { Load } from './support/load.ts'
import { get, loadInWords, startLoad } from './support/load.ts'
import type { Comparison } from './support/report.ts'
import { median, report, say } from './support/report.ts'
import type { Side } from './support/rounds.ts'
import { inTurn } from './support/rounds.ts'
import type { Served } from './support/servers.ts'
import { startOurs } from './support/servers.ts'

const rounds = 3
const standardSeconds = 4
const connections = 64
const smallest = 10_000
const standardSizes = [1_000_000, 10_000_000]
const series = [{ by: 'hour' }, { split: 'country' }] as const
const timesEach = 7

/** A database with a number of stored signatures, and our server on it. */
type Stored = { installation: Installation; server: Served }

/**
 * The same measurements at several numbers of stored signatures. Two databases stand side by side
 * and are measured in turn: one with 10,000, and one that grows.
 */
export async function scale([given]: string[]): Promise<void> {
  const sizes = given ? given.split(',').map(Number) : standardSizes
  const load = startLoad()
  const stopping: (() => unknown)[] = [load.stop]
  try {
    const small = await openStored(stopping)
    const large = await openStored(stopping)
    await sayDatabase(large.installation)
    say(`load: ${rounds} rounds of ${standardSeconds} s each in turn, at ${smallest} stored signatures and at more; ${loadInWords}`)
    say(
      'stored signatures hold random bytes of the real lengths; the log, its roll-ups and checkpoints are written by the sequencer’s own function',
    )
    say('the sequencer runs in another process, and nobody works through the queue')
    await grow(small, smallest)
    const comparisons: Comparison[] = []
    let stored = 0
    for (const size of sizes) {
      await grow(large, size - stored)
      stored = size
      comparisons.push(...(await compare(load, small, large, size)))
    }
    const memory = Math.max(small.server.peakMemoryMb(), large.server.peakMemoryMb())
    // The count at the largest size comes last: it is the first that is asked for.
    const order = ['series', 'confirm', 'sign', 'count']
    comparisons.sort((a, b) => order.findIndex((name) => a.case.startsWith(name)) - order.findIndex((name) => b.case.startsWith(name)))
    report([
      { bench: 'scale', case: 'memory of our server, against what it may hold', ours: memory, theirs: 400, unit: 'MB' },
      ...comparisons,
    ])
  } finally {
    for (const stop of stopping.reverse()) await stop()
  }
}

async function openStored(stopping: (() => unknown)[]): Promise<Stored> {
  const installation = await openInstallation()
  stopping.push(installation.remove)
  const counting = await startCounting(installation)
  stopping.push(counting.stop)
  const server = await startOurs(installation, 'web')
  stopping.push(server.stop)
  return { installation, server }
}

async function grow({ installation }: Stored, howMany: number): Promise<void> {
  const begin = performance.now()
  await appendLeaves(installation, howMany)
  const appended = performance.now()
  await fillSignatures(installation, howMany)
  await tidy(installation)
  const done = performance.now()
  say(`${howMany} more: log in ${Math.round((appended - begin) / 1000)} s, signatures in ${Math.round((done - appended) / 1000)} s`)
}

async function compare(load: Load, small: Stored, large: Stored, size: number): Promise<Comparison[]> {
  const sides = (name: string, make: (stored: Stored) => Side): Side[] => [
    { ...make(small), name: `${name} at ${smallest}` },
    { ...make(large), name: `${name} at ${size}` },
  ]
  const figures = await inTurn(
    load,
    [
      ...sides('count', (stored) => readingSide(stored, '/count')),
      ...sides('series', (stored) => readingSide(stored, '/series?by=hour')),
      ...sides('sign', ({ installation, server }) => storingSide(installation, '', server, 'submissions', standardSeconds)),
      ...sides('confirm', ({ installation, server }) => confirmingSide(installation, server, standardSeconds)),
    ],
    rounds,
  )
  const served = ['series', 'confirm', 'sign', 'count'].map((name) => ({
    bench: 'scale',
    case: `${name} at ${size} stored signatures, against ${smallest}`,
    ours: figures[`${name} at ${size}`] ?? 0,
    theirs: figures[`${name} at ${smallest}`] ?? 0,
    unit: 'replies/s',
  }))
  const computed: Comparison[] = []
  for (const query of series) {
    computed.push({
      bench: 'scale',
      case: `series ${JSON.stringify(query)} computed anew at ${size}, against ${smallest}`,
      ours: await computingMs(large, query),
      theirs: await computingMs(small, query),
      unit: 'ms, less is better',
    })
  }
  return [...computed, ...served]
}

function readingSide({ installation, server }: Stored, what: string): Side {
  const path = `/api/v1/petitions/${installation.petition.slug}${what}`
  const plan = { ...get(path, 'application/json'), port: server.port, connections, seconds: standardSeconds }
  return { name: '', server, expectedStatus: 200, prepare: async () => plan }
}

/** What the server does when nothing is in its memory. */
async function computingMs({ installation }: Stored, query: (typeof series)[number]): Promise<number> {
  const { ctx, petition } = installation
  const took: number[] = []
  for (let i = 0; i < timesEach; i++) {
    const begin = performance.now()
    await readSeries(ctx, { slug: petition.slug, query: { format: 'json', ...query } })
    took.push(performance.now() - begin)
  }
  return median(took)
}
