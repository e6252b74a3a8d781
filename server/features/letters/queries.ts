import { and, eq, inArray, sql } from 'drizzle-orm'
import type { LetterChannel, LetterState } from '#contract/letters.ts'
import type { Database, Handle, Transaction } from '../../db/database.ts'
import { statesBefore } from './states.ts'
import { letterEvents, letters, liveAsks, refusedAddresses } from './tables.ts'

export type LetterRow = typeof letters.$inferSelect
export type Evidence = (typeof letterEvents.$inferSelect)['evidence']
export type LetterEvent = Pick<typeof letterEvents.$inferSelect, 'at' | 'state' | 'evidence'>

/** Tasks of the queue; payloads hold ids and kinds only. */
export const letterTask = { mail: 'mail-letter-writer', dispatch: 'dispatch-letters', send: 'send-letter', upkeep: 'keep-letters' } as const

/** Kinds of mail to the one who writes. */
export const writerMails = ['confirm', 'draft', 'sent', 'other-way', 'refused', 'answer'] as const
export type WriterMail = (typeof writerMails)[number]

export async function insertLetter(tx: Handle, letter: typeof letters.$inferInsert): Promise<void> {
  await tx.insert(letters).values(letter)
}

/** The letter of this id, or null; `lock` keeps it as it is until the transaction ends. */
export async function findLetter(db: Handle, id: string, options: { lock: boolean } = { lock: false }): Promise<LetterRow | null> {
  const query = db.select().from(letters).where(eq(letters.id, id))
  const rows = await (options.lock ? query.for('update') : query)
  return rows[0] ?? null
}

/** Changes a letter that nobody has confirmed; false where it is no draft any more. */
export async function updateDraft(db: Handle, id: string, set: Partial<typeof letters.$inferInsert>): Promise<boolean> {
  const rows = await db
    .update(letters)
    .set(set)
    .where(and(eq(letters.id, id), eq(letters.state, 'draft')))
    .returning({ id: letters.id })
  return rows.length > 0
}

export async function updateLetter(db: Handle, id: string, set: Partial<typeof letters.$inferInsert>): Promise<void> {
  await db.update(letters).set(set).where(eq(letters.id, id))
}

/**
 * Moves a letter to another state and writes down what showed it, if it is in a state that may come before.
 * @returns false where it is not, and then nothing is changed
 */
export async function moveLetter(
  db: Handle,
  id: string,
  move: { to: LetterState; at: Date; evidence: Evidence; set?: Partial<typeof letters.$inferInsert> },
): Promise<boolean> {
  const { to, at, evidence, set = {} } = move
  const rows = await db
    .update(letters)
    .set({ ...set, state: to })
    .where(and(eq(letters.id, id), inArray(letters.state, statesBefore(to))))
    .returning({ id: letters.id })
  if (rows.length === 0) return false
  await noteEvent(db, id, { at, state: to, evidence })
  return true
}

/** Writes down what happened to a letter without a change of its state. */
export async function noteEvent(db: Handle, letterId: string, event: LetterEvent): Promise<void> {
  await db.insert(letterEvents).values({ letterId, ...event })
}

/** What happened to a letter, in order. */
export async function listEvents(db: Handle, letterId: string): Promise<LetterEvent[]> {
  return db
    .select({ at: letterEvents.at, state: letterEvents.state, evidence: letterEvents.evidence })
    .from(letterEvents)
    .where(eq(letterEvents.letterId, letterId))
    .orderBy(letterEvents.id)
}

/** Adds a mail to the writer of a letter to the queue; within the transaction that causes it. */
export async function addWriterMail(db: Handle, letterId: string, kind: WriterMail): Promise<void> {
  await db.execute(
    sql`select graphile_worker.add_job(${letterTask.mail}, json_build_object('letterId', ${letterId}::text, 'kind', ${kind}::text), max_attempts => 25)`,
  )
}

/** Has queued letters looked at soon; however often it is asked for, once. */
export async function addDispatch(db: Handle): Promise<void> {
  await db.execute(sql`select graphile_worker.add_job(${letterTask.dispatch}, '{}'::json, job_key => ${letterTask.dispatch})`)
}

/** Letters that an address confirmed since a moment. Index: `letters_address_index_idx`. */
export async function countConfirmedSince(db: Handle, addressIndex: Buffer, since: Date): Promise<number> {
  const { rows } = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${letters} where address_index = ${addressIndex} and confirmed_at > ${since.toISOString()}::timestamptz`,
  )
  return rows[0]?.count ?? 0
}

/** Whether this person has a letter of this ask to this addressee already, but for tests and what they took back. */
export async function hasWritten(
  db: Handle,
  letter: Pick<LetterRow, 'id' | 'askId' | 'recipient'> & { addressIndex: Buffer },
): Promise<boolean> {
  const { rows } = await db.execute<{ has: boolean }>(sql`
    select exists (select 1 from ${letters} where address_index = ${letter.addressIndex} and ask_id = ${letter.askId} and recipient = ${letter.recipient}
      and id <> ${letter.id} and confirmed_at is not null and state <> 'cancelled' and is_test is not true) as has`)
  return rows[0]?.has === true
}

export async function isLive(db: Handle, campaignId: string, askId: string): Promise<boolean> {
  const rows = await db
    .select({ askId: liveAsks.askId })
    .from(liveAsks)
    .where(and(eq(liveAsks.campaignId, campaignId), eq(liveAsks.askId, askId)))
  return rows.length > 0
}

export async function insertLiveAsk(db: Handle, live: typeof liveAsks.$inferInsert): Promise<void> {
  await db.insert(liveAsks).values(live).onConflictDoNothing()
}

export async function deleteLiveAsk(db: Handle, campaignId: string, askId: string): Promise<boolean> {
  const rows = await db
    .delete(liveAsks)
    .where(and(eq(liveAsks.campaignId, campaignId), eq(liveAsks.askId, askId)))
    .returning({ askId: liveAsks.askId })
  return rows.length > 0
}

/** Which of these addresses of offices have refused mail, in small letters. */
export async function listRefused(db: Handle, addresses: (string | null)[]): Promise<Set<string>> {
  const asked = addresses.flatMap((address) => (address === null ? [] : [address.toLowerCase()]))
  if (asked.length === 0) return new Set()
  const rows = await db.select({ address: refusedAddresses.address }).from(refusedAddresses).where(inArray(refusedAddresses.address, asked))
  return new Set(rows.map(({ address }) => address))
}

export async function insertRefusedAddress(db: Handle, refused: typeof refusedAddresses.$inferInsert): Promise<void> {
  await db.insert(refusedAddresses).values(refused).onConflictDoNothing()
}

/** Letters to an addressee that wait for their mail to go, as ids. */
export async function listQueuedTo(db: Handle, recipient: string): Promise<string[]> {
  const rows = await db
    .select({ id: letters.id })
    .from(letters)
    .where(and(eq(letters.recipient, recipient), eq(letters.state, 'queued'), eq(letters.channel, 'email' satisfies LetterChannel)))
  return rows.map(({ id }) => id)
}

/** Letters of an address, the newest first. Index: `letters_address_index_idx`. */
export async function listLettersOf(db: Handle, addressIndex: Buffer): Promise<LetterRow[]> {
  return db.select().from(letters).where(eq(letters.addressIndex, addressIndex)).orderBy(sql`${letters.createdAt} desc`)
}

export async function deleteLetter(db: Handle, id: string): Promise<void> {
  await db.delete(letters).where(eq(letters.id, id))
}

/** Deletes all letters of an address that have not gone out, and what was written in the others. */
export async function eraseLettersOf(tx: Transaction, addressIndex: Buffer): Promise<void> {
  await tx.execute(
    sql`delete from ${letters} where address_index = ${addressIndex} and state not in ('sending', 'sent', 'delivered-to-server', 'bounced', 'sent-by-writer')`,
  )
  await tx.execute(
    sql`update ${letters} set address_index = null, address_cipher = null, packet_cipher = null where address_index = ${addressIndex}`,
  )
}

/** Deletes drafts past their time and the text of letters past theirs; answers how many of each. */
export async function deleteOldText(db: Database, now: Date): Promise<{ drafts: number; texts: number }> {
  const at = now.toISOString()
  const drafts = await db.execute(sql`delete from ${letters} where state = 'draft' and expires_at <= ${at}::timestamptz`)
  const texts = await db.execute(sql`
    update ${letters} set packet_cipher = null, address_cipher = null, address_index = case when is_test then null else address_index end
    where packet_cipher is not null and expires_at <= ${at}::timestamptz
      and state not in ('draft', 'held', 'queued', 'sending')`)
  return { drafts: drafts.rowCount ?? 0, texts: texts.rowCount ?? 0 }
}
