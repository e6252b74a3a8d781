import type pg from 'pg'
import type { ExportPurpose } from '#contract/organize/signatures.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { csvLine } from '../../../lib/csv.ts'
import { decryptField } from '../../../lib/field-encryption.ts'
import type { Keys } from '../../../lib/keys.ts'
import type { PetitionRow } from '../../petitions/queries.ts'
import { emailPlace, initialsOf, packetPlace } from '../../signatures/packet.ts'
import type { Organizer } from '../accounts/permit.ts'
import { noteDoing } from '../audit/queries.ts'

type Context = { db: Database; pool: pg.Pool; clock: Clock; keys: Keys }

/** A row as it is read; the address only where the purpose needs it. */
type Row = {
  id: string
  emailIndex: Buffer
  emailCipher: Buffer | null
  packetCipher: Buffer
  country: string
  publicName: 'none' | 'initials' | 'full'
  confirmedOn: string
}

type Packet = { givenName: string; familyName?: string; postcode?: string }

/** Few enough that those who sign meanwhile wait for 20 ms at most. */
const rowsAtATime = 1000

/**
 * What each purpose gives, and of whom: news go to those who asked for them; names are shown of those
 * who said that theirs may be. Nothing else that is kept of a person is ever in a list.
 */
const purposes: Record<
  ExportPurpose,
  { head: string[]; agreed: string; needsAddress: boolean; cells(row: Row, packet: Packet, email: string): (string | null)[] }
> = {
  updates: {
    head: ['given_name', 'family_name', 'email', 'country', 'postcode', 'confirmed_on'],
    agreed: 'wants_updates',
    needsAddress: true,
    cells: (row, { givenName, familyName = null, postcode = null }, email) => [
      ...[givenName, familyName, email, row.country, postcode],
      row.confirmedOn,
    ],
  },
  'public-names': {
    head: ['name', 'country'],
    agreed: `public_name <> 'none'`,
    needsAddress: false,
    cells: (row, { givenName, familyName }) => [
      row.publicName === 'full' ? fullName(givenName, familyName) : initialsOf(givenName, familyName),
      row.country,
    ],
  },
}

/**
 * The list of a purpose as CSV, in pieces, read and decrypted bit by bit: memory does not grow with
 * it. People stand in the order of keyed hashes, which tells nothing. Written to the audit log before
 * the first piece, and once more with how many there were at the end.
 */
export async function* exportSignatures(
  ctx: Context,
  input: { by: Organizer; petition: PetitionRow; purpose: ExportPurpose; bom: boolean },
): AsyncGenerator<string> {
  const { by, petition, purpose, bom } = input
  const note = (details: Record<string, string | number | boolean>) =>
    noteDoing(ctx.db, {
      at: ctx.clock.now(),
      organizerId: by.id,
      campaignId: petition.campaignId,
      action: 'signatures-exported',
      details: { petition: petition.slug, purpose, ...details },
    })
  await note({ begun: true })
  let people = 0
  let isWhole = false
  try {
    yield `${bom ? '\ufeff' : ''}${csvLine(purposes[purpose].head)}`
    for await (const rows of readRows(ctx.pool, petition.id, purpose)) {
      people += rows.length
      yield linesOf(ctx.keys, petition.id, purpose, rows)
    }
    isWhole = true
  } finally {
    // Whoever stops in the middle has what came until then.
    await note({ people, whole: isWhole })
  }
}

/** Reads the next rows while those before are worked on. */
async function* readRows(pool: pg.Pool, petitionId: string, purpose: ExportPurpose): AsyncGenerator<Row[]> {
  let next = selectRows(pool, petitionId, purpose, null)
  for (;;) {
    const rows = await next
    if (rows.length === 0) return
    const last = rows.at(-1) as Row
    const isLast = rows.length < rowsAtATime
    if (!isLast) {
      next = selectRows(pool, petitionId, purpose, last.emailIndex)
      // Who stops here is told by the loop above; the read that is under way must not fail unheard.
      next.catch(() => {})
    }
    yield rows
    if (isLast) return
  }
}

type Values = [string, Buffer, Buffer | null, Buffer, string, Row['publicName'], string]

/** Index: the primary key, of each partition in its order. Planned once; rows come as arrays, which are made in half the time of objects. */
async function selectRows(pool: pg.Pool, petitionId: string, purpose: ExportPurpose, after: Buffer | null): Promise<Row[]> {
  const { agreed, needsAddress } = purposes[purpose]
  const { rows } = await pool.query<Values>({
    name: `export ${purpose}`,
    text: `select id, email_index, ${needsAddress ? 'email_cipher' : 'null::bytea'}, packet_cipher, country, public_name,
             (confirmed_at at time zone 'UTC')::date::text
           from signatures
           where petition_id = $1 and email_index > $2 and entry_index is not null and ${agreed}
           order by email_index limit ${rowsAtATime}`,
    // No hash comes before the empty one.
    values: [petitionId, after ?? Buffer.alloc(0)],
    rowMode: 'array',
  })
  return rows.map(([id, emailIndex, emailCipher, packetCipher, country, publicName, confirmedOn]) => ({
    id,
    emailIndex,
    emailCipher,
    packetCipher,
    country,
    publicName,
    confirmedOn,
  }))
}

function linesOf(keys: Keys, petitionId: string, purpose: ExportPurpose, rows: Row[]): string {
  const { cells } = purposes[purpose]
  let lines = ''
  for (const row of rows) {
    const packet = JSON.parse(decryptField(keys, packetPlace(petitionId, row.id), row.packetCipher)) as Packet
    const email = row.emailCipher ? decryptField(keys, emailPlace(petitionId, row.id), row.emailCipher) : ''
    lines += csvLine(cells(row, packet, email))
  }
  return lines
}

function fullName(givenName: string, familyName?: string): string {
  return familyName ? `${givenName} ${familyName}` : givenName
}
