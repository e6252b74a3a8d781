import { createPlainTables, fillSubmissions } from './support/fill.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, settle } from './support/installation.ts'
import type { LoadPlan } from './support/load.ts'
import { loadInWords, post, startLoad } from './support/load.ts'
import { report, say } from './support/report.ts'
import type { Side } from './support/rounds.ts'
import { inTurn } from './support/rounds.ts'
import type { Served } from './support/servers.ts'
import { startOurs, startTheirs } from './support/servers.ts'

const rounds = 5
const standardSeconds = 4
const connections = 256
/** More than any round confirms. */
const prepared = 80_000
const countedWithinMs = 30_000

/** Confirmations acknowledged per second, against a plainly written route and against Fastify without a database. */
export async function confirm([given]: string[]): Promise<void> {
  const seconds = Number(given ?? standardSeconds)
  const installation = await openInstallation()
  const stopping: { stop(): unknown }[] = []
  try {
    await createPlainTables(installation)
    const { petition } = installation
    const ours = await startOurs(installation, 'all')
    const plain = await startTheirs(installation, 'plain', [petition.id, petition.textId, petition.slug])
    const bare = await startTheirs(installation, 'bare', [petition.slug])
    const load = startLoad()
    stopping.push(load, ours, plain, bare)
    await sayDatabase(installation)
    say(`load: ${connections} connections, ${rounds} rounds of ${seconds} s each in turn; ${loadInWords}`)
    say('each confirmation has another token; ours runs with ROLE=all and counts meanwhile, once a second')
    const tokens = await fillSubmissions(installation, 'submissions', prepared)
    const figures = await inTurn(
      load,
      [
        confirmingSide(installation, ours, seconds),
        plainSide(installation, plain, seconds),
        { name: 'without a database', server: bare, expectedStatus: 200, prepare: async () => planOf(bare, tokens, seconds) },
      ],
      rounds,
    )
    const { ours: own = 0, plain: other = 0, 'without a database': none = 0 } = figures
    report([
      { bench: 'confirm', case: 'memory of our server, against what it may hold', ours: ours.peakMemoryMb(), theirs: 400, unit: 'MB' },
      { bench: 'confirm', case: 'against Fastify without a database', ours: own, theirs: none, unit: 'confirmations/s' },
      { bench: 'confirm', case: 'against the plain route', ours: own, theirs: other, unit: 'confirmations/s' },
    ])
  } finally {
    for (const part of stopping) await part.stop()
    await installation.remove()
  }
}

/** Ours: after each run the published count must be what was acknowledged, no more and no less. */
export function confirmingSide(installation: Installation, server: Served, seconds: number): Side {
  const { ctx, petition } = installation
  let counted = 0
  const countNow = async () => {
    const { rows } = await ctx.pool.query<{ count: string }>(
      'select count from checkpoints where petition_id = $1 order by size desc limit 1',
      [petition.id],
    )
    return Number(rows[0]?.count ?? 0)
  }
  return {
    name: 'ours',
    server,
    expectedStatus: 200,
    async prepare() {
      counted = await countNow()
      return confirmPlan(installation, server, 'submissions', seconds)
    },
    async check(replies) {
      const deadline = Date.now() + countedWithinMs
      for (let now = await countNow(); now !== counted + replies; now = await countNow()) {
        if (now > counted + replies || Date.now() > deadline) throw new Error(`${replies} confirmed, but ${now - counted} counted`)
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
  }
}

function plainSide(installation: Installation, server: Served, seconds: number): Side {
  const { pool } = installation.ctx
  return {
    name: 'plain',
    server,
    expectedStatus: 200,
    async prepare() {
      await pool.query('update plain_petitions set count = 0')
      return confirmPlan(installation, server, 'plain_signatures', seconds)
    },
    async check(replies) {
      const { rows } = await pool.query<{ count: string }>('select count from plain_petitions')
      if (Number(rows[0]?.count) !== replies) throw new Error(`plain: ${replies} confirmed, but ${rows[0]?.count} counted`)
    },
  }
}

async function confirmPlan(installation: Installation, server: Served, table: 'submissions' | 'plain_signatures', seconds: number) {
  await installation.ctx.pool.query(`truncate ${table}`)
  const tokens = await fillSubmissions(installation, table, prepared)
  await settle(installation)
  return planOf(server, tokens, seconds)
}

function planOf({ port }: Served, tokens: { file: string; width: number }, seconds: number): LoadPlan {
  return { ...post('/api/v1/confirmations', '{"token":"%"}', tokens), port, connections, seconds }
}
