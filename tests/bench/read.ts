import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openInstallation } from './support/installation.ts'
import { get, loadInWords, startLoad } from './support/load.ts'
import { report, say } from './support/report.ts'
import type { Side } from './support/rounds.ts'
import { inTurn } from './support/rounds.ts'
import type { Served } from './support/servers.ts'
import { startOurs, startTheirs } from './support/servers.ts'
import type { Constants } from './theirs/constant.ts'

const rounds = 5
const standardSeconds = 4
const connections = 64
/** Made by the connection itself, on both sides. */
const ownHeaders = ['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']

/** Replies per second of the count and of a petition's page, against Fastify sending a constant of the same size and headers. */
export async function read([given]: string[]): Promise<void> {
  const seconds = Number(given ?? standardSeconds)
  const installation = await openInstallation()
  const stopping: { stop(): unknown }[] = []
  try {
    const ours = await startOurs(installation, 'all')
    stopping.push(ours)
    const targets = {
      count: { path: `/api/v1/petitions/${installation.petition.slug}/count`, accept: 'application/json' },
      page: { path: `/petitions/${installation.petition.slug}`, accept: 'text/html' },
    }
    const file = join(installation.dataDir, 'constants.json')
    writeFileSync(file, JSON.stringify(await recorded(ours, Object.values(targets))))
    const constant = await startTheirs(installation, 'constant', [file])
    const load = startLoad()
    stopping.push(constant, load)
    say(`load: ${connections} connections, ${rounds} rounds of ${seconds} s each in turn; ${loadInWords}`)
    const side = (name: string, server: Served, { path, accept }: { path: string; accept: string }): Side => ({
      name,
      server,
      expectedStatus: 200,
      prepare: async () => ({ ...get(path, accept), port: server.port, connections, seconds }),
    })
    const figures = await inTurn(
      load,
      Object.entries(targets).flatMap(([name, target]) => [side(`our ${name}`, ours, target), side(`constant ${name}`, constant, target)]),
      rounds,
    )
    const comparison = (name: string) => ({
      bench: 'read',
      case: `cached ${name}, against a constant of the same size and headers`,
      ours: figures[`our ${name}`] ?? 0,
      theirs: figures[`constant ${name}`] ?? 0,
      unit: 'replies/s',
    })
    report([
      { bench: 'read', case: 'memory of our server, against what it may hold', ours: ours.peakMemoryMb(), theirs: 400, unit: 'MB' },
      comparison('page'),
      comparison('count'),
    ])
  } finally {
    for (const part of stopping) await part.stop()
    await installation.remove()
  }
}

/** What our server answers, to be sent by the other side as it is. */
async function recorded({ port }: Served, targets: { path: string; accept: string }[]): Promise<Constants> {
  const constants: Constants = {}
  for (const { path, accept } of targets) {
    const reply = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { accept } })
    const bytes = Buffer.from(await reply.arrayBuffer())
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}`)
    constants[path] = {
      headers: Object.fromEntries([...reply.headers].filter(([name]) => !ownHeaders.includes(name))),
      body: bytes.toString('base64'),
    }
    say(`${path}: ${bytes.length} bytes, ${[...reply.headers].length} headers`)
  }
  return constants
}
