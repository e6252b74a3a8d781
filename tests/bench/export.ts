import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import pg from 'pg'
import { emailPlace, packetPlace } from '../../server/features/signatures/packet.ts'
import { emailIndexOf } from '../../server/features/signatures/rules.ts'
import { encryptField } from '../../server/lib/field-encryption.ts'
import { newId } from '../../server/lib/ids.ts'
import { randomBytes } from '../../server/lib/random.ts'
import type { Installation } from './support/installation.ts'
import { openInstallation, sayDatabase, tidy } from './support/installation.ts'
import { joinAsOwner } from './support/owner.ts'
import { median, report, say } from './support/report.ts'
import type { Served } from './support/servers.ts'
import { startOurs } from './support/servers.ts'

const standardRows = 1_500_000
const rowsAtATime = 5000
const rounds = 3
const mostGrowthMb = 100

/** The list of those who want news, out of encrypted rows, against a plain loop over a table that holds the same in the clear. */
export async function exportList([given]: string[]): Promise<void> {
  const rows = Number(given ?? standardRows)
  const installation = await openInstallation()
  const stopping: (() => unknown)[] = [installation.remove]
  try {
    await sayDatabase(installation)
    const begin = performance.now()
    await fill(installation, rows)
    await tidy(installation)
    say(`${rows} signatures of invented people who want news, encrypted, and the same columns in the clear: ${seconds(begin)} s to make`)
    const server = await startOurs(installation, 'web')
    stopping.push(server.stop)
    const owner = await joinAsOwner(installation, server.port)
    const before = server.peakMemoryMb()
    const tookS: Record<'ours' | 'theirs' | 'copy', number[]> = { ours: [], theirs: [], copy: [] }
    say(
      `each in turn ${rounds} times: over HTTP with its audit log; a cursor of 2,000 rows through csv-stringify; COPY to a file by the server`,
    )
    for (let round = 0; round < rounds; round++) {
      tookS.ours.push(await takeOut(installation, server, owner.headers))
      tookS.theirs.push(await plainLoop(installation, rows))
      tookS.copy.push(await copyOut(installation))
    }
    const perSecond = (took: number[]) => rows / median(took)
    report([
      {
        bench: 'export',
        case: 'memory that the server grew by, against the most allowed',
        ours: server.peakMemoryMb() - before,
        theirs: mostGrowthMb,
        unit: 'MB',
      },
      { bench: 'export', case: `${rows} rows against COPY`, ours: perSecond(tookS.ours), theirs: perSecond(tookS.copy), unit: 'rows/s' },
      {
        bench: 'export',
        case: `${rows} rows, encrypted, against a plain loop over the same in the clear`,
        ours: perSecond(tookS.ours),
        theirs: perSecond(tookS.theirs),
        unit: 'rows/s',
      },
    ])
  } finally {
    for (const stop of stopping.reverse()) await stop()
  }
}

function seconds(begin: number): number {
  return Math.round((performance.now() - begin) / 1000)
}

/** Rows as signing makes them, counted as far as the list looks; and the same in the clear. */
async function fill({ ctx, petition }: Installation, howMany: number): Promise<void> {
  await ctx.pool.query(
    'create table plain_signers (position bigint primary key, given_name text, family_name text, email text, country text, postcode text, confirmed_on text)',
  )
  for (let done = 0; done < howMany; done += rowsAtATime) {
    const people = Array.from({ length: Math.min(rowsAtATime, howMany - done) }, (_, i) => {
      const n = done + i
      const id = newId()
      const email = `invented.person-${n}@example.org`
      const packet = { givenName: `Given${n % 997}`, familyName: `Family${n % 9973}`, postcode: `ZZ${n % 99} ${n % 10}ZZ` }
      return {
        ...{ id, n, email, ...packet },
        emailIndex: emailIndexOf(ctx.keys, petition.id, email),
        emailCipher: encryptField(ctx.keys, emailPlace(petition.id, id), email),
        packetCipher: encryptField(ctx.keys, packetPlace(petition.id, id), JSON.stringify(packet)),
        salt: randomBytes(32),
      }
    })
    const column = <T>(pick: (person: (typeof people)[number]) => T) => people.map(pick)
    await ctx.pool.query(
      `insert into signatures (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, mail_provider, flags, public_name,
         wants_updates, consent_version, consented_at, class, salt, confirmed_at, entry_index)
       select id, $1, email_index, $2, email_cipher, packet_cipher, 'GB', 'other', '{}', 'none', true, 'bench', now(), 'online', salt, now(), n
       from unnest($3::uuid[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[], $8::bigint[])
         as given (id, email_index, email_cipher, packet_cipher, salt, n) order by email_index`,
      [
        petition.id,
        petition.textId,
        column(({ id }) => id),
        column(({ emailIndex }) => emailIndex),
        column(({ emailCipher }) => emailCipher),
        column(({ packetCipher }) => packetCipher),
        column(({ salt }) => salt),
        column(({ n }) => n),
      ],
    )
    await ctx.pool.query(
      `insert into plain_signers select n, given_name, family_name, email, 'GB', postcode, '2026-11-25'
       from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[]) as given (n, given_name, family_name, email, postcode)`,
      [
        column(({ n }) => n),
        column(({ givenName }) => givenName),
        column(({ familyName }) => familyName),
        column(({ email }) => email),
        column(({ postcode }) => postcode),
      ],
    )
  }
}

async function takeOut({ petition }: Installation, { port }: Served, headers: Record<string, string>): Promise<number> {
  const begin = performance.now()
  const path = `/api/v1/organize/campaigns/${petition.campaignId}/petitions/${petition.slug}/exports`
  const reply = await fetch(`http://localhost:${port}${path}`, { method: 'POST', headers, body: JSON.stringify({ purpose: 'updates' }) })
  if (!reply.ok || !reply.body) throw new Error(`the list was refused: ${await reply.text()}`)
  await pipeline(Readable.fromWeb(reply.body as never), createWriteStream('/dev/null'))
  return (performance.now() - begin) / 1000
}

async function plainLoop({ url }: Installation, howMany: number): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const begin = performance.now()
  let rows = 0
  await client.query('begin')
  await client.query(
    'declare list cursor for select given_name, family_name, email, country, postcode, confirmed_on from plain_signers order by position',
  )
  async function* all() {
    for (;;) {
      const fetched = await client.query('fetch 2000 from list')
      rows += fetched.rows.length
      yield* fetched.rows
      if (fetched.rows.length < 2000) return
    }
  }
  await pipeline(Readable.from(all()), stringify({ quoted: true }), createWriteStream('/dev/null'))
  await client.query('rollback')
  const took = (performance.now() - begin) / 1000
  await client.end()
  if (rows !== howMany) throw new Error(`the plain loop read ${rows} rows`)
  return took
}

async function copyOut({ url }: Installation): Promise<number> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const begin = performance.now()
  await client.query(
    `copy (select given_name, family_name, email, country, postcode, confirmed_on from plain_signers order by position) to '/dev/null' with (format csv, force_quote *)`,
  )
  await client.end()
  return (performance.now() - begin) / 1000
}
