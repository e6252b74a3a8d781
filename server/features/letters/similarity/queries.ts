import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import type { Database, Transaction } from '../../../db/database.ts'
import { distinct, fingerprints, shareOf, sketch } from './sketch.ts'
import { letterFingerprints, letterSketches } from './tables.ts'

const perFingerprint = 16
const maxCandidates = 32

export async function findSimilarity(pool: pg.Pool, hashes: Uint32Array): Promise<number | null> {
  if (hashes.length === 0) return null
  const { rows } = await pool.query<{ hashes: Buffer }>({
    name: 'find-similar-letters',
    text: `
      with hits as (
        select found.letter, 1.0::float8 / count(*) over (partition by f.hash) as weight
        from unnest($1::integer[]) as f(hash)
        cross join lateral (
          select letter from letter_fingerprints where hash between f.hash and f.hash order by hash, letter limit ${perFingerprint}
        ) as found
      ), likely as (
        select letter from hits group by letter order by sum(weight) desc, letter limit ${maxCandidates}
      )
      select (select hashes from letter_sketches s where s.letter = likely.letter) as hashes from likely`,
    values: [signed(fingerprints(hashes))],
  })
  const own = distinct(hashes)
  return Math.max(0, ...rows.map((row) => shareOf(own, read(row.hashes))))
}

export async function rememberWindows(tx: Transaction, { hashes, day }: { hashes: Uint32Array; day: string }): Promise<void> {
  if (hashes.length === 0) return
  const kept = Buffer.from(sketch(hashes).slice().buffer)
  const letter = createHash('sha256').update(day).update(kept).digest().readBigInt64LE()
  await tx.execute(sql`
    with kept as (
      insert into ${letterSketches} (letter, day, hashes)
      select ${letter}::bigint, ${day}::date, ${kept}::bytea where pg_try_advisory_xact_lock(${letter}::bigint)
      on conflict do nothing
      returning letter
    )
    insert into ${letterFingerprints} (hash, letter)
    select hash, letter from kept, unnest(${sql.param(signed(fingerprints(hashes)))}::integer[]) as hash`)
}

export async function purgeWindows(db: Database, before: string): Promise<void> {
  await db.execute(sql`delete from ${letterSketches} where day < ${before}::date`)
}

function signed(hashes: Uint32Array): number[] {
  return [...new Int32Array(hashes.slice().buffer)]
}

function read(bytes: Buffer): Uint32Array {
  return new Uint32Array(new Uint8Array(bytes).buffer)
}
