import type { Petition, PetitionItem } from '#contract/petitions.ts'
import { Problem } from '#contract/problem.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { PetitionRow } from '../petitions/queries.ts'
import { findPetition, listPetitions } from '../petitions/queries.ts'
import { isOpen } from '../petitions/rules.ts'
import { getCount } from './queries.ts'

/** Tag of public replies that show the counts of several petitions; those of one have its id for a tag. */
export const countsTag = 'counts'

type Context = { db: Database; clock: Clock }

/** One page of published petitions with their counts, newest first. A cursor that makes no sense begins anew. */
export async function readPetitions(
  ctx: Context,
  page: { limit: number; cursor?: string | undefined },
): Promise<{ items: PetitionItem[]; nextCursor: string | null }> {
  const rows = await listPetitions(ctx.db, { limit: page.limit + 1, after: page.cursor ? readCursor(page.cursor) : null })
  const shown = rows.slice(0, page.limit)
  const items = await Promise.all(shown.map(async (row) => petitionItemOf(row, (await getCount(ctx.db, row)).count, ctx.clock.now())))
  const last = shown.at(-1)
  return { items, nextCursor: rows.length > page.limit && last ? cursorOf(last) : null }
}

/**
 * One published petition with its text and count.
 * @throws Problem petition-not-found
 */
export async function readPetition(ctx: Context, slug: string) {
  const row = await findPetition(ctx.db, slug)
  if (!row) throw new Problem('petition-not-found')
  const count = await getCount(ctx.db, row)
  return { row, petition: petitionOf(row, count.count, ctx.clock.now()), count }
}

export function petitionOf(row: PetitionRow, count: number, now: Date): Petition {
  const { text, handover, notOfficial, officialSystem, goals } = row
  return { ...petitionItemOf(row, count, now), text, handover, notOfficial, officialSystem, goals }
}

export function petitionItemOf(row: PetitionRow, count: number, now: Date): PetitionItem {
  return {
    slug: row.slug,
    title: row.text.title,
    state: isOpen(row, now) ? 'open' : 'closed',
    addressee: row.addressee,
    textVersion: { version: row.version, sha256: row.sha256.toString('hex'), publishedAt: row.publishedAt.toISOString() },
    openedAt: row.openedAt.toISOString(),
    closesAt: row.closesAt?.toISOString() ?? null,
    count,
  }
}

function cursorOf(row: PetitionRow): string {
  return Buffer.from(`${row.openedAt.toISOString()} ${row.slug}`).toString('base64url')
}

/** Nothing else reaches the database: it knows neither NUL nor every year that a Date does. */
const cursorForm = /^([1-9]\d{3}-\S{1,30}) ([a-z0-9-]{1,80})$/

function readCursor(cursor: string): { openedAt: Date; slug: string } | null {
  const [, moment = '', slug = ''] = cursorForm.exec(Buffer.from(cursor, 'base64url').toString('utf8')) ?? []
  const openedAt = new Date(moment)
  return Number.isNaN(openedAt.getTime()) ? null : { openedAt, slug }
}
