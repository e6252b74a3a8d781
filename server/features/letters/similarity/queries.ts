import { sql } from 'drizzle-orm'
import type pg from 'pg'
import type { Database, Transaction } from '../../../db/database.ts'
import { randomBytes } from '../../../lib/random.ts'
import { fingerprints, sharesOf, sketch } from './sketch.ts'
import { letterFingerprints, letterSketches } from './tables.ts'

/** So many letters stand for all that have a passage: a campaign's text costs no more however often it is sent. */
const lettersPerFingerprint = 8
/** So many letters are compared whole: room for three passages that are in many letters each. */
const maxCompared = 24
/** Deleting goes in pieces that are far from the time limit of a statement. */
const purgedAtOnce = 1000

/**
 * How much of a text is in the letter, of those sent to the same office in the last 90 days, that holds most of
 * it: its share of the text's windows, from 0 to 1. Null for a text under 32 letters and digits, of which nothing
 * can be said; 0 when nothing is like it. Off by more than 0.05 for one letter in 200 or so (`npm run bench --
 * letters`), nearly always for too little: a letter may be missed that shares under 63 letters in a row with the
 * text, or of which only eight others are found. Indexes: `letter_fingerprints_hash_letter_pkey`,
 * `letter_sketches_pkey`.
 * @param hashes of the text, by `windowHashes` with the office's key: letters to another office are not seen
 */
export async function findSimilarity(pool: pg.Pool, hashes: Uint32Array): Promise<number | null> {
  if (hashes.length === 0) return null
  // Not prepared: a plan that was made while the table was nearly empty reads all of it when it is not.
  const { rows } = await pool.query<{ hashes: Buffer }>(
    `with hits as (
       select letter, 1.0::float8 / count(*) over (partition by hash) as weight
       from letter_fingerprints where hash = any($1::integer[])
     ), likeliest as (
       select letter from hits group by letter order by sum(weight) desc, letter limit ${maxCompared}
     )
     select (select s.hashes from letter_sketches s where s.letter = l.letter) as hashes from likeliest l`,
    [signed(fingerprints(hashes))],
  )
  const shares = sharesOf(
    hashes,
    rows.map((row) => unpacked(row.hashes)),
  )
  return Math.max(0, ...shares)
}

/**
 * Keeps what a letter is like, to compare later ones to the same office with. To be called in the transaction
 * that confirms it. A text all of whose passages are in eight letters already is not kept: when those go, the
 * next one like it is. Waits for no other letter, whatever they have in common.
 * @param input.hashes by `windowHashes` with the office's key; nothing is kept of none
 * @param input.day UTC day, by which it goes
 */
export async function rememberWindows(tx: Transaction, { hashes, day }: { hashes: Uint32Array; day: string }): Promise<void> {
  if (hashes.length === 0) return
  const letter = randomBytes(8).readBigInt64LE()
  await tx.execute(sql`
    with rare as (
      select own.hash from unnest(${sql.param(signed(fingerprints(hashes)))}::integer[]) as own(hash)
      where (select count(*) from ${letterFingerprints} known where known.hash = own.hash) < ${lettersPerFingerprint}
    ), kept as (
      insert into ${letterSketches} (letter, day, hashes)
      select ${letter}::bigint, ${day}::date, ${packed(sketch(hashes))}::bytea where exists (select from rare)
      returning letter
    )
    insert into ${letterFingerprints} (hash, letter) select rare.hash, kept.letter from rare cross join kept`)
}

/**
 * Deletes what is kept of letters from before a UTC day. Can run at any time, twice at once included: then each
 * leaves to the other what that has begun with. Index: `letter_sketches_day_idx`.
 */
export async function purgeWindows(db: Database, before: string): Promise<void> {
  let purged: number | null
  do {
    const { rowCount } = await db.execute(sql`
      delete from ${letterSketches} where letter in (
        select letter from ${letterSketches} where day < ${before}::date limit ${purgedAtOnce} for update skip locked
      )`)
    purged = rowCount
  } while (purged === purgedAtOnce)
}

/** As PostgreSQL's integers, which have a sign. */
function signed(hashes: Uint32Array): number[] {
  return Array.from(hashes, (hash) => hash | 0)
}

function packed(hashes: Uint32Array): Buffer {
  return Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength)
}

/** Copied, since four bytes must begin at a multiple of four. */
function unpacked(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer)
}
