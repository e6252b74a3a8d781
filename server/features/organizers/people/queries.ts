import { and, eq, gt, isNotNull, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../../db/database.ts'
import { campaigns } from '../../campaigns/tables.ts'
import { organizerInvitations } from '../tables.ts'

export async function insertInvitation(db: Handle, row: typeof organizerInvitations.$inferInsert): Promise<void> {
  await db.insert(organizerInvitations).values(row)
}

export async function findInvitation(db: Handle, id: string, options: { lock?: boolean } = {}) {
  const query = db
    .select({ invitation: organizerInvitations, title: sql<string>`${campaigns.body} ->> 'title'` })
    .from(organizerInvitations)
    .innerJoin(campaigns, eq(campaigns.id, organizerInvitations.campaignId))
    .where(eq(organizerInvitations.id, id))
  const rows = await (options.lock ? query.for('update', { of: organizerInvitations }) : query)
  return rows[0] ? { ...rows[0].invitation, title: rows[0].title } : null
}

export async function noteJoined(tx: Transaction, invitationId: string, organizerId: string): Promise<void> {
  await tx.update(organizerInvitations).set({ organizerId }).where(eq(organizerInvitations.id, invitationId))
}

/** Invitations by mail to a campaign that can still be taken up, the newest first. */
export async function listInvitations(db: Handle, campaignId: string, now: Date) {
  return db
    .select()
    .from(organizerInvitations)
    .where(
      and(
        eq(organizerInvitations.campaignId, campaignId),
        gt(organizerInvitations.expiresAt, now),
        isNotNull(organizerInvitations.addressCipher),
      ),
    )
    .orderBy(sql`${organizerInvitations.createdAt} desc`)
}

export async function deleteInvitation(db: Handle, key: { id: string; campaignId: string }): Promise<boolean> {
  const deleted = await db
    .delete(organizerInvitations)
    .where(and(eq(organizerInvitations.id, key.id), eq(organizerInvitations.campaignId, key.campaignId)))
  return (deleted.rowCount ?? 0) > 0
}

/** Invitations whose purpose is fulfilled. */
export async function deleteInvitationsOf(tx: Transaction, organizerId: string): Promise<void> {
  await tx.delete(organizerInvitations).where(eq(organizerInvitations.organizerId, organizerId))
}

/** Links without an address that nobody has taken up: a newer one takes their place. */
export async function deleteOpenLinks(db: Handle): Promise<void> {
  await db.delete(organizerInvitations).where(and(sql`address_cipher is null`, sql`organizer_id is null`))
}
