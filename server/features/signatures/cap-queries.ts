import { eq, lt, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../db/database.ts'
import { maxConfirmationsPerDay } from './rules.ts'
import { mailCaps, mailRefusals, mailSlots, usedProofs } from './tables.ts'

export type MailSlot = typeof mailSlots.$inferSelect

/** The mail slot of an address in a petition. Call it with the signature's row locked: that serialises its mails. */
export async function findMailSlot(tx: Transaction, slotIndex: Buffer): Promise<MailSlot | null> {
  const rows = await tx.select().from(mailSlots).where(eq(mailSlots.slotIndex, slotIndex))
  return rows[0] ?? null
}

/** Opens the slot anew for this job, with a new code and no attempts; answers the code's round. */
export async function saveOpenedSlot(tx: Transaction, slotIndex: Buffer, jobId: number, now: Date): Promise<number> {
  const opened = { attempts: 0, openedAt: now, openedByJob: jobId, touchedAt: now }
  const [row] = await tx
    .insert(mailSlots)
    .values({ slotIndex, round: 1, ...opened })
    .onConflictDoUpdate({ target: mailSlots.slotIndex, set: { round: sql`${mailSlots.round} + 1`, ...opened } })
    .returning({ round: mailSlots.round })
  return (row as { round: number }).round
}

/** Notes that this job says "you have already signed" now. */
export async function saveNotice(tx: Transaction, slotIndex: Buffer, jobId: number, now: Date): Promise<void> {
  const notice = { noticeAt: now, noticeByJob: jobId, touchedAt: now }
  await tx
    .insert(mailSlots)
    .values({ slotIndex, round: 0, attempts: 0, ...notice })
    .onConflictDoUpdate({ target: mailSlots.slotIndex, set: notice })
}

/** Takes one of the day's mails to an address; false when they are used up. */
export async function takeDailyMail(tx: Transaction, addressIndex: Buffer, day: string): Promise<boolean> {
  const rows = await tx
    .insert(mailCaps)
    .values({ addressIndex, day, confirmations: 1 })
    .onConflictDoUpdate({
      target: mailCaps.addressIndex,
      set: { confirmations: sql`${mailCaps.confirmations} + 1` },
      setWhere: lt(mailCaps.confirmations, maxConfirmationsPerDay),
    })
    .returning({ confirmations: mailCaps.confirmations })
  return rows.length > 0
}

/**
 * Counts one try of a code and answers how many there were since the last mail, and which round
 * is valid. Addresses that no mail was asked for are counted in the same way.
 */
export async function countCodeAttempt(db: Handle, slotIndex: Buffer, now: Date): Promise<{ attempts: number; round: number }> {
  const [row] = await db
    .insert(mailSlots)
    .values({ slotIndex, round: 0, attempts: 1, touchedAt: now })
    .onConflictDoUpdate({
      target: mailSlots.slotIndex,
      set: { attempts: sql`least(${mailSlots.attempts} + 1, 1000)`, touchedAt: now },
    })
    .returning({ attempts: mailSlots.attempts, round: mailSlots.round })
  return row as { attempts: number; round: number }
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
