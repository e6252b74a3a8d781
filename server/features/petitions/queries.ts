import { and, asc, desc, eq, lt, ne, or, sql } from 'drizzle-orm'
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
  officialSystem: { name: string; url: string } | null
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

/** The newest text of every published petition, with what it cites and the day it was published. */
export async function listPublishedTexts(db: Handle): Promise<{ slug: string; title: string; cites: string[]; publishedOn: string }[]> {
  const rows = await selectPetitions(db).where(ne(petitions.state, 'draft')).orderBy(asc(petitions.slug))
  return rows.map(({ slug, text, publishedAt }) => ({
    slug,
    title: text.title,
    cites: [...text.background, ...text.closing].flatMap(({ cites }) => cites),
    publishedOn: publishedAt.toISOString().slice(0, 10),
  }))
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
  await insertTexts(tx, { petitionId, addressee: petition.addressee, versions })
}

/** Sets all of a petition but its texts, by its slug; answers its id. */
export async function updatePetition(tx: Transaction, petition: Omit<NewPetition, 'versions'>): Promise<string> {
  const [row] = await tx.update(petitions).set(petition).where(eq(petitions.slug, petition.slug)).returning({ id: petitions.id })
  if (!row) throw new Error('there is no petition of this slug to update')
  return row.id
}

/**
 * Stores text versions, each with its hash. Of one that is stored already the words stay; what it
 * cites and its date, which nobody signs, are taken over.
 */
export async function insertTexts(
  tx: Transaction,
  input: { petitionId: string; addressee: string; versions: NewPetition['versions'] },
): Promise<void> {
  const { petitionId, addressee } = input
  await tx
    .insert(petitionTexts)
    .values(
      input.versions.map(({ version, publishedAt, text }) => ({
        id: newId(),
        petitionId,
        version,
        publishedAt,
        body: text,
        sha256: textSha256(addressee, text),
      })),
    )
    .onConflictDoUpdate({
      target: [petitionTexts.petitionId, petitionTexts.version],
      set: { body: sql`excluded.body`, publishedAt: sql`excluded.published_at` },
      setWhere: sql`${petitionTexts.sha256} = excluded.sha256`,
    })
}

/** Takes all texts of a petition away: of a draft, which nobody can have signed. */
export async function deleteTexts(tx: Transaction, petitionId: string): Promise<void> {
  await tx.delete(petitionTexts).where(eq(petitionTexts.petitionId, petitionId))
}

/** A campaign's petitions by slug, drafts included, each with all versions of its text in order. */
export async function listPetitionsWithTexts(db: Handle, campaignId: string) {
  const rows = await db.select().from(petitions).where(eq(petitions.campaignId, campaignId)).orderBy(asc(petitions.slug))
  const texts = await db.select().from(petitionTexts).orderBy(asc(petitionTexts.version))
  return rows.map((petition) => ({ petition, texts: texts.filter(({ petitionId }) => petitionId === petition.id) }))
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
      officialSystem: petitions.officialSystem,
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
