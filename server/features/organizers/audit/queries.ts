import { and, desc, eq, isNull, lt, or } from 'drizzle-orm'
import type { AuditAction } from '#contract/organize/audit.ts'
import type { Handle } from '../../../db/database.ts'
import { auditEntries, organizers } from '../tables.ts'

export type Doing = {
  at: Date
  /** Null for what nobody who is signed in did. */
  organizerId: string | null
  campaignId: string | null
  action: AuditAction
  /** What it was done to, and how many. Never personal data of those who sign or write. */
  details?: Record<string, string | number | boolean | null>
}

/** Writes down what was done; in the transaction that does it, where there is one. */
export async function noteDoing(db: Handle, { details = {}, ...doing }: Doing): Promise<void> {
  await db.insert(auditEntries).values({ ...doing, details })
}

/** What was done in a campaign, and what belongs to none, the newest first. Index: the primary key. */
export async function listDoings(db: Handle, page: { campaignId: string; before: number | null; limit: number }) {
  return db
    .select({ entry: auditEntries, profileCipher: organizers.profileCipher })
    .from(auditEntries)
    .leftJoin(organizers, eq(organizers.id, auditEntries.organizerId))
    .where(
      and(
        or(eq(auditEntries.campaignId, page.campaignId), isNull(auditEntries.campaignId)),
        page.before === null ? undefined : lt(auditEntries.id, page.before),
      ),
    )
    .orderBy(desc(auditEntries.id))
    .limit(page.limit)
}
