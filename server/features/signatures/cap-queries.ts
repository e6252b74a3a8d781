import { eq, lt, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../db/database.ts'
import { maxMailsPerDay } from './rules.ts'
import { mailCaps, mailRefusals, mailSlots, usedProofs } from './tables.ts'

export type MailSlot = typeof mailSlots.$inferSelect

/** The mail slot of an address in a petition, made if need be and locked: mails to one address are decided one after the other. */
export async function lockMailSlot(tx: Transaction, slotIndex: Buffer, now: Date): Promise<MailSlot> {
  const [row] = await tx
    .insert(mailSlots)
    .values({ slotIndex, attempts: 0, touchedAt: now })
    .onConflictDoUpdate({ target: mailSlots.slotIndex, set: { touchedAt: now } })
    .returning()
  return row as MailSlot
}

/** Opens the slot anew for the mail about this submission: its code is valid now, and no attempt at it has been made. */
export async function saveOpenedSlot(tx: Transaction, slotIndex: Buffer, submissionId: string, openedAt: Date): Promise<void> {
  await tx.update(mailSlots).set({ attempts: 0, openedAt, submissionId }).where(eq(mailSlots.slotIndex, slotIndex))
}

/** Notes that "you have already signed" is said now, because of this submission. */
export async function saveNotice(tx: Transaction, slotIndex: Buffer, noticeSubmissionId: string, noticeAt: Date): Promise<void> {
  await tx.update(mailSlots).set({ noticeAt, noticeSubmissionId }).where(eq(mailSlots.slotIndex, slotIndex))
}

/** Takes one of the day's mails of a kind to an address; false when they are used up. */
export async function takeDailyMail(tx: Transaction, addressIndex: Buffer, day: string): Promise<boolean> {
  const rows = await tx
    .insert(mailCaps)
    .values({ addressIndex, day, mails: 1 })
    .onConflictDoUpdate({
      target: mailCaps.addressIndex,
      set: { mails: sql`${mailCaps.mails} + 1` },
      setWhere: lt(mailCaps.mails, maxMailsPerDay),
    })
    .returning({ mails: mailCaps.mails })
  return rows.length > 0
}

/** Forgets the day's mails of one kind to an address. */
export async function deleteMailCap(tx: Transaction, addressIndex: Buffer): Promise<void> {
  await tx.delete(mailCaps).where(eq(mailCaps.addressIndex, addressIndex))
}

/**
 * Counts one try of a code and answers how many there were since the last mail, and which
 * submission that mail was about. Addresses that no mail was asked for are counted in the same way.
 */
export async function countCodeAttempt(
  db: Handle,
  slotIndex: Buffer,
  now: Date,
): Promise<{ attempts: number; submissionId: string | null }> {
  const [row] = await db
    .insert(mailSlots)
    .values({ slotIndex, attempts: 1, touchedAt: now })
    .onConflictDoUpdate({
      target: mailSlots.slotIndex,
      set: { attempts: sql`least(${mailSlots.attempts} + 1, 1000)`, touchedAt: now },
    })
    .returning({ attempts: mailSlots.attempts, submissionId: mailSlots.submissionId })
  return row as { attempts: number; submissionId: string | null }
}

export async function hasRefusedMail(db: Handle, addressIndex: Buffer): Promise<boolean> {
  const rows = await db.select().from(mailRefusals).where(eq(mailRefusals.addressIndex, addressIndex))
  return rows.length > 0
}

export async function insertRefusal(db: Handle, addressIndex: Buffer, refusedAt: Date): Promise<void> {
  await db.insert(mailRefusals).values({ addressIndex, refusedAt }).onConflictDoNothing()
}

export async function deleteRefusal(db: Handle, addressIndex: Buffer): Promise<void> {
  await db.delete(mailRefusals).where(eq(mailRefusals.addressIndex, addressIndex))
}

/** Uses a proof of work; false when it has been used before, also by somebody else at the same moment. */
export async function takeProof(db: Handle, proofIndex: Buffer, usedAt: Date): Promise<boolean> {
  const rows = await db.insert(usedProofs).values({ proofIndex, usedAt }).onConflictDoNothing().returning({ usedAt: usedProofs.usedAt })
  return rows.length > 0
}
