import type { Database, Transaction } from '../../db/database.ts'
import type { NoteSigner } from '../../lib/signed-note.ts'
import { findLatestCheckpoint, getAuditSums, listBundles, listTiles } from './queries.ts'
import { checkpointText, entriesIn, readEntry } from './rules.ts'
import type { Edge } from './tree.ts'
import { append, leafHash, rootOfEdge, tileWidth } from './tree.ts'

type Petition = { id: string; slug: string }
type Checkpoint = NonNullable<Awaited<ReturnType<typeof findLatestCheckpoint>>>

/** Bundles of entries that are read and hashed at a time; between two such groups the process serves others. */
const groupSize = 32

/**
 * Counts a petition's log anew from its entries and compares all that was derived from them: the
 * tree's tiles and root, the signed checkpoint, its count, the roll-ups, and the numbers of the
 * signatures. One snapshot of the database, read in groups, so memory does not grow with the log.
 * @param noteSigner null when the key is not at hand: then the checkpoint's signature is not compared
 * @returns one sentence for each difference; empty when all is well
 */
export async function auditLog(ctx: { db: Database; noteSigner: NoteSigner | null }, petition: Petition): Promise<string[]> {
  return ctx.db.transaction(
    async (handle) => {
      const tx = handle as Transaction
      const checkpoint = await findLatestCheckpoint(tx, petition.id)
      const counted = await recount(tx, petition.id)
      const faults = [
        ...counted.faults,
        ...(checkpoint ? checkpointFaults(ctx.noteSigner, petition, checkpoint, counted) : uncheckedFaults(counted)),
        ...(await derivedFaults(tx, petition.id, counted)),
      ]
      return faults.map((fault) => `${petition.slug}: ${fault}`)
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  )
}

type Counted = { signed: number; voided: number; edge: Edge; faults: string[] }

async function recount(tx: Transaction, petitionId: string): Promise<Counted> {
  const counted: Counted = { signed: 0, voided: 0, edge: [], faults: [] }
  const voided = new Set<number>()
  for (let first = 0, isLast = false; !isLast; first += groupSize * tileWidth) {
    const bundles = await listBundles(tx, petitionId, first / tileWidth, groupSize)
    isLast = bundles.length < groupSize
    const entries = bundles.flatMap(entriesIn)
    entries.forEach((entry, i) => {
      countEntry(counted, voided, entry, first + i)
    })
    const made = append(counted.edge, first, entries.map(leafHash))
    const stored = await listTiles(tx, petitionId, made)
    made.forEach(({ level, index, hashes }, i) => {
      if (!stored[i]?.subarray(0, hashes.length * 32).equals(Buffer.concat(hashes))) {
        counted.faults.push(`tile ${level}/${index} does not hold the hashes of the entries`)
      }
    })
  }
  counted.voided = voided.size
  return counted
}

function countEntry(counted: Counted, voided: Set<number>, bytes: Buffer, index: number): void {
  const entry = readEntry(bytes)
  if (entry?.kind === 'signed') counted.signed++
  else if (entry?.kind === 'void' && entry.entryIndex < index && !voided.has(entry.entryIndex)) voided.add(entry.entryIndex)
  else counted.faults.push(`entry ${index} is neither a signature nor the first voiding of an earlier one`)
}

function checkpointFaults(noteSigner: NoteSigner | null, petition: Petition, checkpoint: Checkpoint, counted: Counted): string[] {
  const faults: string[] = []
  const { size, voided, count } = checkpoint
  const entries = counted.signed + counted.voided
  const root = rootOfEdge(counted.edge)
  if (size !== entries) faults.push(`the checkpoint is of ${size} entries, the log holds ${entries}`)
  if (voided !== counted.voided || count !== counted.signed - counted.voided) {
    faults.push(`the checkpoint counts ${count} with ${voided} voided, the log ${counted.signed - counted.voided} with ${counted.voided}`)
  }
  if (!checkpoint.root.equals(root)) faults.push('the root of the checkpoint is not that of the entries')
  if (noteSigner && checkpoint.note !== noteSigner.sign(checkpointText(`${noteSigner.name}/log/${petition.slug}`, entries, root))) {
    faults.push('the signed note is not that of the entries')
  }
  return faults
}

function uncheckedFaults({ signed, voided }: Counted): string[] {
  return signed + voided === 0 ? [] : [`the log holds ${signed + voided} entries and no checkpoint`]
}

/** What stands beside the log and must say the same. */
async function derivedFaults(tx: Transaction, petitionId: string, counted: Counted): Promise<string[]> {
  const sums = await getAuditSums(tx, petitionId)
  const faults: string[] = []
  if (sums.rolledUpSigned !== counted.signed || sums.rolledUpVoided !== counted.voided) {
    faults.push(
      `the roll-ups add up to ${sums.rolledUpSigned} signed and ${sums.rolledUpVoided} voided, the log holds ${counted.signed} and ${counted.voided}`,
    )
  }
  const standing = counted.signed - counted.voided
  if (sums.numbered + sums.pendingVoids !== standing) {
    faults.push(`${sums.numbered} signatures have a number and ${sums.pendingVoids} are to be voided, but ${standing} entries stand`)
  }
  return faults
}
