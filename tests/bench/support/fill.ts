import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { tokenPurpose } from '../../../server/features/signatures/rules.ts'
import { idToBytes } from '../../../server/lib/ids.ts'
import { mintToken } from '../../../server/lib/tokens.ts'
import type { Installation } from './installation.ts'

/** Random bytes of the lengths that real cipher texts, hashes and salts have; 50 countries, evenly. */
const columns = `id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, source, mail_provider, flags,
  public_name, wants_updates, consent_version, consented_at, class, salt`
const someUuid = 'uuid_send(gen_random_uuid())'
const values = `
  sha512(${someUuid}) as r, sha512(${someUuid}) as s, sha256(${someUuid}) as salt`
const given = (id: string, emailIndex: string) => `
  ${id}, $1::uuid, ${emailIndex}, $2::uuid, substr(r, 1, 58), r || substr(s, 1, 24),
  chr(65 + (n % 5)::int) || chr(65 + (n / 5 % 10)::int), 'bench', 'other', array['no-form-age'], 'none', false, 'bench', now(), 'online', salt`

/** Makes the tables of the plain route: a submission's columns, checks and indexes, and one row that counts. */
export async function createPlainTables({ ctx, petition }: Installation): Promise<void> {
  await ctx.pool.query(`
    create table plain_signatures (like submissions including defaults including constraints, confirmed_at timestamptz,
      primary key (id), unique (petition_id, email_index),
      foreign key (petition_id) references petitions, foreign key (text_id) references petition_texts);
    create index on plain_signatures (expires_at);
    create table plain_petitions (id uuid primary key, count bigint not null);
    insert into plain_petitions values ('${petition.id}', 0)`)
}

/**
 * Stores submissions that wait to be confirmed.
 * @returns a file with the tokens of their links, and how wide each is
 */
export async function fillSubmissions(
  { ctx, petition, dataDir }: Installation,
  table: 'submissions' | 'plain_signatures',
  howMany: number,
): Promise<{ file: string; width: number }> {
  const { rows } = await ctx.pool.query<{ id: string }>(
    `insert into ${table} (${columns}, expires_at)
     select ${given('gen_random_uuid()', 'substr(s, 25, 16)')}, now() + interval '30 days'
     from (select n, ${values} from generate_series(1, $3::int) as n) as random
     returning id`,
    [petition.id, petition.textId, howMany],
  )
  const expiresAt = new Date(Date.now() + 24 * 3600 * 1000)
  const tokens = rows.map(({ id }) => mintToken(ctx.keys, tokenPurpose.confirm, idToBytes(id), expiresAt))
  const file = join(dataDir, `tokens-${randomUUID()}`)
  writeFileSync(file, tokens.join(''))
  return { file, width: tokens[0]?.length ?? 0 }
}

/** Rows of this many are stored at a time, so that the statement stays within its time limit. */
const rowsAtATime = 100_000

/**
 * Stores confirmed signatures for the newest entries of the log, which must be there. The hash of
 * the address ascends, and so does the id, so that the indexes are filled in order: quickly, and
 * spread as evenly as random ones.
 */
export async function fillSignatures({ ctx, petition }: Installation, howMany: number): Promise<void> {
  const { rows } = await ctx.pool.query<{ size: string }>('select max(size) as size from checkpoints where petition_id = $1', [petition.id])
  const first = Number(rows[0]?.size) - howMany
  const ascending = `int8send((n::float8 / $5 * 9.2e18)::int8 - case when n % 2 = 0 then 0 else 1 end)`
  for (let done = 0; done < howMany; done += rowsAtATime) {
    await ctx.pool.query(
      `insert into signatures (${columns}, confirmed_at, entry_index)
       select ${given(`overlay(overlay(encode(${ascending} || substr(s, 41, 8), 'hex') placing '4' from 13) placing '8' from 17)::uuid`, `${ascending} || substr(s, 25, 8)`)}, now(), $3::int8 + n
       from (select n, ${values} from generate_series($4::int8, least($4::int8 + ${rowsAtATime}, $5::int8) - 1) as n) as random`,
      [petition.id, petition.textId, first, done, howMany],
    )
  }
}
