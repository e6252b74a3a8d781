import { and, desc, eq, lt, ne, or, sql } from 'drizzle-orm'
import type { PetitionText } from '#contract/petitions.ts'
import type { Handle, Transaction } from '../../db/database.ts'
import { newId } from '../../lib/ids.ts'
import { textSha256 } from './rules.ts'
import { petitions, petitionTexts } from './tables.ts'

/** A published petition with the newest version of its text. */
export type PetitionRow = {
  id: string
  campaignId: string
  slug: string
  state: 'open' | 'closed'
  addressee: string
  openedAt: Date
  closesAt: Date | null
  countIntervalSeconds: number
  goals: number[]
  handover: string
  notOfficial: string
  textId: string
  version: number
  publishedAt: Date
  sha256: Buffer
  text: PetitionText
}

const newestText = sql`${petitionTexts.version} = (select max(newer.version) from ${petitionTexts} newer where newer.petition_id = ${petitions.id})`

/** The petition at this address, or null; drafts have none. */
export async function findPetition(db: Handle, slug: string): Promise<PetitionRow | null> {
  const rows = await selectPetitions(db)
    .where(and(eq(petitions.slug, slug), ne(petitions.state, 'draft')))
    .limit(1)
  return rows[0] ? published(rows[0]) : null
}

/** The petition of this id, or null. */
export async function findPetitionById(db: Handle, id: string): Promise<PetitionRow | null> {
  const rows = await selectPetitions(db)
    .where(and(eq(petitions.id, id), ne(petitions.state, 'draft')))
    .limit(1)
  return rows[0] ? published(rows[0]) : null
}

/**
 * Published petitions, newest first; ties by slug in descending order. `after` is the last one of
 * the page before.
 */
export async function listPetitions(
  db: Handle,
  page: { limit: number; after: { openedAt: Date; slug: string } | null },
): Promise<PetitionRow[]> {
  const { after } = page
  const rows = await selectPetitions(db)
    .where(
      and(
        ne(petitions.state, 'draft'),
        after
          ? or(lt(petitions.openedAt, after.openedAt), and(eq(petitions.openedAt, after.openedAt), lt(petitions.slug, after.slug)))
          : undefined,
      ),
    )
    .orderBy(desc(petitions.openedAt), desc(petitions.slug))
    .limit(page.limit)
  return rows.map(published)
}

/** Every petition's id and slug, drafts included. */
export async function listPetitionNames(db: Handle): Promise<{ id: string; slug: string }[]> {
  return db.select({ id: petitions.id, slug: petitions.slug }).from(petitions).orderBy(petitions.slug)
}

export type NewPetition = Omit<typeof petitions.$inferInsert, 'id'> & {
  versions: { version: number; publishedAt: Date; text: PetitionText }[]
}

/** Stores a petition with the versions of its text, each with its hash. */
export async function insertPetition(tx: Transaction, input: NewPetition): Promise<void> {
  const { versions, ...petition } = input
  const petitionId = newId()
  await tx.insert(petitions).values({ id: petitionId, ...petition })
  await tx.insert(petitionTexts).values(
    versions.map(({ version, publishedAt, text }) => ({
      id: newId(),
      petitionId,
      version,
      publishedAt,
      body: text,
      sha256: textSha256(petition.addressee, text),
    })),
  )
}

function selectPetitions(db: Handle) {
  return db
    .select({
      id: petitions.id,
      campaignId: petitions.campaignId,
      slug: petitions.slug,
      state: petitions.state,
      addressee: petitions.addressee,
      openedAt: petitions.openedAt,
      closesAt: petitions.closesAt,
      countIntervalSeconds: petitions.countIntervalSeconds,
      goals: petitions.goals,
      handover: petitions.handover,
      notOfficial: petitions.notOfficial,
      textId: petitionTexts.id,
      version: petitionTexts.version,
      publishedAt: petitionTexts.publishedAt,
      sha256: petitionTexts.sha256,
      text: petitionTexts.body,
    })
    .from(petitions)
    .innerJoin(petitionTexts, and(eq(petitionTexts.petitionId, petitions.id), newestText))
    .$dynamic()
}

/** The table's check says so: what is not a draft has been opened. */
function published(row: Awaited<ReturnType<typeof selectPetitions>>[number]): PetitionRow {
  return row as PetitionRow
}
