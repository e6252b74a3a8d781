import type { AuditEntry } from '#contract/organize/audit.ts'
import type { Database } from '../../../db/database.ts'
import type { Keys } from '../../../lib/keys.ts'
import { openProfile } from '../accounts/profile.ts'
import { listDoings } from './queries.ts'

/** One page of what organizers did, the newest first. */
export async function readAudit(
  ctx: { db: Database; keys: Keys },
  input: { campaignId: string; limit: number; cursor?: string | undefined },
): Promise<{ items: AuditEntry[]; nextCursor: string | null }> {
  const { campaignId, limit, cursor } = input
  const rows = await listDoings(ctx.db, { campaignId, before: cursor ? Number(cursor) : null, limit: limit + 1 })
  const items = rows.slice(0, limit).map(({ entry, profileCipher }) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    by:
      entry.organizerId && profileCipher
        ? { id: entry.organizerId, name: openProfile(ctx.keys, entry.organizerId, profileCipher).name }
        : null,
    action: entry.action,
    details: entry.details,
  }))
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)?.id ?? '') : null }
}
