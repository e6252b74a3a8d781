import type { ConsistencyProof, InclusionProof } from '#contract/log.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import type { TileReader } from './proofs.ts'
import { consistencyProof, inclusionProof } from './proofs.ts'
import { findLog, hashesIn, listBundles, listTiles } from './queries.ts'
import { bundleOf, entriesIn } from './rules.ts'
import { tileWidth } from './tree.ts'

type Context = { db: Database }

/** `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`, N in groups of three digits, all but the last behind an x. */
const tilePath = /^(?<level>entries|\d{1,2})\/(?<index>(?:x\d{3}\/)*\d{3})(?:\.p\/(?<width>[1-9]\d{0,2}))?$/

/**
 * The newest checkpoint of a petition's log, as a signed note.
 * @throws Problem petition-not-found; not-in-log while nothing has been counted
 */
export async function readCheckpoint(ctx: Context, slug: string) {
  const { checkpoint } = await logOf(ctx, slug)
  if (!checkpoint) throw notInLog('Nothing has been counted yet, so there is no checkpoint.')
  return checkpoint
}

/**
 * The bytes of a tile of hashes, or of a bundle of entries (each behind its length, 16 bits
 * big-endian). A part of a tile is served as long as the tile holds that many.
 * @throws Problem petition-not-found, not-in-log
 */
export async function readTile(ctx: Context, slug: string, path: string): Promise<Buffer> {
  const { level = '', index = '', width } = tilePath.exec(path)?.groups ?? {}
  const tileIndex = Number(index.replaceAll(/[x/]/g, ''))
  const wanted = width === undefined ? tileWidth : Number(width)
  if (level === '' || wanted > tileWidth || !Number.isSafeInteger(tileIndex * tileWidth))
    throw notInLog('This is not the address of a tile.')
  const { petitionId } = await logOf(ctx, slug)
  const parts =
    level === 'entries' ? await readEntries(ctx, petitionId, tileIndex) : await readHashes(ctx, petitionId, Number(level), tileIndex)
  if (parts.length < wanted) throw notInLog(`This tile holds ${parts.length} of ${tileWidth}.`)
  return level === 'entries' ? bundleOf(parts.slice(0, wanted)) : Buffer.concat(parts.slice(0, wanted))
}

/**
 * The proof that entry `index` is in the log of the newest checkpoint, RFC 9162 §2.1.3.
 * @throws Problem petition-not-found, not-in-log
 */
export async function readProof(ctx: Context, slug: string, index: string): Promise<InclusionProof> {
  const { petitionId, checkpoint } = await logOf(ctx, slug)
  const entryIndex = /^\d{1,15}$/.test(index) ? Number(index) : Number.NaN
  const size = checkpoint?.size ?? 0
  if (!checkpoint || !(entryIndex < size)) throw notInLog(`There are ${size} entries; ask for an index from 0 to ${Math.max(0, size - 1)}.`)
  const { leaf, path } = await inclusionProof(tilesOf(ctx, petitionId), entryIndex, size)
  return {
    index: entryIndex,
    size,
    leafHash: leaf.toString('base64'),
    proof: path.map((hash) => hash.toString('base64')),
    checkpoint: checkpoint.note,
  }
}

/**
 * The proof that the log of `from` entries is the beginning of that of the newest checkpoint, RFC 9162 §2.1.4.
 * @throws Problem petition-not-found, not-in-log
 */
export async function readConsistency(ctx: Context, slug: string, from: string): Promise<ConsistencyProof> {
  const { petitionId, checkpoint } = await logOf(ctx, slug)
  const oldSize = /^[1-9]\d{0,14}$/.test(from) ? Number(from) : Number.NaN
  const size = checkpoint?.size ?? 0
  if (!checkpoint || !(oldSize <= size)) throw notInLog(`There are ${size} entries; ask from a size between 1 and ${size}.`)
  const hashes = await consistencyProof(tilesOf(ctx, petitionId), oldSize, size)
  return { from: oldSize, size, proof: hashes.map((hash) => hash.toString('base64')), checkpoint: checkpoint.note }
}

function tilesOf(ctx: Context, petitionId: string): TileReader {
  return async (tiles) => (await listTiles(ctx.db, petitionId, tiles)).map(hashesIn)
}

async function readHashes(ctx: Context, petitionId: string, level: number, index: number): Promise<readonly Buffer[]> {
  const [hashes] = await tilesOf(ctx, petitionId)([{ level, index }])
  return hashes ?? []
}

async function readEntries(ctx: Context, petitionId: string, bundleIndex: number): Promise<Buffer[]> {
  const [bundle] = await listBundles(ctx.db, petitionId, bundleIndex, 1)
  return bundle ? entriesIn(bundle) : []
}

async function logOf(ctx: Context, slug: string) {
  const log = await findLog(ctx.db, slug)
  if (!log) throw new Problem('petition-not-found')
  return log
}

function notInLog(detail: string): Problem {
  return new Problem('not-in-log', { detail })
}
