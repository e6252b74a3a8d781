import { randomInt } from 'node:crypto'
import { nodeHash } from '../../server/features/ledger/tree.ts'
import { appendLeaves, batchSize } from './support/append.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase } from './support/installation.ts'
import { median, quantile, report, say } from './support/report.ts'
import type { Served } from './support/servers.ts'
import { startOurs } from './support/servers.ts'

const standardLeaves = 10_000_000
const proofs = 200
const warmUpProofs = 200
const leastPerSecond = 50_000
const longestProofMs = 5
const mostMemoryMb = 400

/** Leaves appended per second, and how long a proof takes in a tree of that size. */
export async function ledger([given]: string[]): Promise<void> {
  const leaves = Number(given ?? standardLeaves)
  const installation = await openInstallation()
  try {
    await sayDatabase(installation)
    say(`load: ${leaves} leaves in checkpoints of ${batchSize}, by the sequencer's own function in this process; signature rows apart`)
    say(`then ${proofs} inclusion proofs of random leaves, one after the other, over HTTP from the shipped server; each is verified`)
    say(`before them ${warmUpProofs} that are not timed: a server that runs has compiled its code`)
    const seconds = await appendLeaves(installation, leaves, (done) => {
      if (done % (leaves / 10) === 0) say(`${done} leaves`)
    })
    const appendingMb = process.resourceUsage().maxRSS / 1024
    const server = await startOurs(installation, 'web')
    const tookMs: number[] = []
    try {
      for (let i = 0; i < warmUpProofs; i++) await timedProof(installation, server, randomInt(leaves))
      for (let i = 0; i < proofs; i++) tookMs.push(await timedProof(installation, server, randomInt(leaves)))
      const shared = { bench: 'ledger', unit: 'ms, less is better' }
      report([
        { bench: 'ledger', case: 'memory while appending, against what it may hold', ours: appendingMb, theirs: mostMemoryMb, unit: 'MB' },
        {
          bench: 'ledger',
          case: 'memory of the server that proves, against what it may hold',
          ours: server.peakMemoryMb(),
          theirs: mostMemoryMb,
          unit: 'MB',
        },
        {
          ...shared,
          case: 'slowest proof but one in a hundred, against the longest allowed',
          ours: quantile(tookMs, 0.99),
          theirs: longestProofMs,
        },
        { ...shared, case: 'median proof, against the longest allowed', ours: median(tookMs), theirs: longestProofMs },
        {
          bench: 'ledger',
          case: `append ${leaves} leaves, against the least asked for`,
          ours: leaves / seconds,
          theirs: leastPerSecond,
          unit: 'leaves/s',
        },
      ])
    } finally {
      await server.stop()
    }
  } finally {
    await installation.remove()
  }
}

type Proof = { index: number; size: number; leafHash: string; proof: string[]; checkpoint: string }

/** Milliseconds from asking to having read the proof of one leaf. @throws Error when it does not prove it */
async function timedProof({ petition }: Installation, { port }: Served, index: number): Promise<number> {
  const begin = performance.now()
  const reply = await fetch(`http://127.0.0.1:${port}/log/${petition.slug}/proof?index=${index}`)
  const proof = (await reply.json()) as Proof
  const tookMs = performance.now() - begin
  if (!reply.ok || !isProven(proof, index)) throw new Error(`the proof of leaf ${index} is wrong`)
  return tookMs
}

/** RFC 9162 §2.1.3.2. */
function isProven({ size, leafHash, proof, checkpoint }: Proof, index: number): boolean {
  let [fn, sn] = [index, size - 1]
  let hash: Buffer = Buffer.from(leafHash, 'base64')
  for (const sibling of proof.map((text) => Buffer.from(text, 'base64'))) {
    if (sn === 0) return false
    if (fn % 2 === 1 || fn === sn) {
      hash = nodeHash(sibling, hash)
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
    } else hash = nodeHash(hash, sibling)
    ;[fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)]
  }
  return sn === 0 && hash.toString('base64') === checkpoint.split('\n')[2]
}
