import { createPlainTables } from './support/fill.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, settle } from './support/installation.ts'
import type { Load, LoadPlan } from './support/load.ts'
import { loadInWords, post, startLoad } from './support/load.ts'
import { report, say } from './support/report.ts'
import type { Side } from './support/rounds.ts'
import { inTurn } from './support/rounds.ts'
import type { Served } from './support/servers.ts'
import { startOurs, startTheirs } from './support/servers.ts'

const rounds = 5
const standardSeconds = 5
const connections = 256
let signers = 0

/** Signatures acknowledged per second, against a plainly written route and against Fastify without a database. */
export async function sign([given]: string[]): Promise<void> {
  const seconds = Number(given ?? standardSeconds)
  const installation = await openInstallation()
  const stopping: { stop(): unknown }[] = []
  try {
    await createPlainTables(installation)
    const { petition } = installation
    const ours = await startOurs(installation, 'web')
    const plain = await startTheirs(installation, 'plain', [petition.id, petition.textId, petition.slug])
    const bare = await startTheirs(installation, 'bare', [petition.slug])
    const load = startLoad()
    stopping.push(load, ours, plain, bare)
    await sayDatabase(installation)
    say(`load: ${connections} connections, ${rounds} rounds of ${seconds} s each in turn; ${loadInWords}`)
    say('each signature has another address; ours runs with ROLE=web, and nobody works through the queue on either side')
    const figures = await compare(installation, load, { ours, plain, bare }, seconds)
    report([
      { bench: 'sign', case: 'memory of our server, against what it may hold', ours: ours.peakMemoryMb(), theirs: 400, unit: 'MB' },
      { bench: 'sign', case: 'against Fastify without a database', ours: figures.ours, theirs: figures.bare, unit: 'signatures/s' },
      { bench: 'sign', case: 'against the plain route', ours: figures.ours, theirs: figures.plain, unit: 'signatures/s' },
    ])
  } finally {
    for (const part of stopping) await part.stop()
    await installation.remove()
  }
}

async function compare(installation: Installation, load: Load, servers: Record<'ours' | 'plain' | 'bare', Served>, seconds: number) {
  const figures = await inTurn(
    load,
    [
      storingSide(installation, 'ours', servers.ours, 'submissions', seconds),
      storingSide(installation, 'plain', servers.plain, 'plain_signatures', seconds),
      {
        name: 'without a database',
        server: servers.bare,
        expectedStatus: 202,
        prepare: async () => signPlan(installation, servers.bare, seconds),
      },
    ],
    rounds,
  )
  const { ours = 0, plain = 0, 'without a database': bare = 0 } = figures
  return { ours, plain, bare }
}

/** A server that stores what it acknowledges: rows and jobs are counted after each run. */
export function storingSide(installation: Installation, name: string, server: Served, table: string, seconds: number): Side {
  return {
    name,
    server,
    expectedStatus: 202,
    async prepare() {
      await settle(installation, [table])
      return signPlan(installation, server, seconds)
    },
    async check(replies) {
      const { rows } = await installation.ctx.pool.query<{ stored: string; jobs: string }>(
        `select (select count(*) from ${table}) as stored, (select count(*) from graphile_worker._private_jobs) as jobs`,
      )
      const [{ stored, jobs } = { stored: '', jobs: '' }] = rows
      if (Number(stored) !== replies || Number(jobs) !== replies) {
        throw new Error(`${name}: ${replies} acknowledged, but ${stored} stored with ${jobs} jobs`)
      }
    },
  }
}

function signPlan({ petition }: Installation, { port }: Served, seconds: number): LoadPlan {
  const body = JSON.stringify({
    givenName: 'Quillon',
    familyName: 'Tamsworthy',
    email: 'q.tamsworthy-%@example.org',
    country: 'GB',
    postcode: 'ZZ1 1ZZ',
    updates: false,
    consent: true,
    source: 'bench',
  })
  signers += 1_000_000
  const path = `/api/v1/petitions/${petition.slug}/signatures`
  return { ...post(path, body, { from: signers, digits: 9 }), port, connections, seconds }
}
