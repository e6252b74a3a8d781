import { lt } from 'drizzle-orm'
import type { Handle } from '../../db/database.ts'
import { mailCaps, mailSlots, signerLinks, submissions, usedProofs } from './tables.ts'

/** Deletes what has outlived its use: see the privacy page, which names the same times. */
export async function deleteExpired(
  db: Handle,
  input: { now: Date; slotsBefore: Date; proofsBefore: Date; today: string },
): Promise<{ submissions: number }> {
  const expired = await db.delete(submissions).where(lt(submissions.expiresAt, input.now))
  await db.delete(signerLinks).where(lt(signerLinks.expiresAt, input.now))
  await db.delete(mailCaps).where(lt(mailCaps.day, input.today))
  await db.delete(mailSlots).where(lt(mailSlots.touchedAt, input.slotsBefore))
  await db.delete(usedProofs).where(lt(usedProofs.usedAt, input.proofsBefore))
  return { submissions: expired.rowCount ?? 0 }
}
