import { and, asc, eq, sql } from 'drizzle-orm'
import type { Role } from '#contract/organize/accounts.ts'
import type { Handle, Transaction } from '../../db/database.ts'
import { campaigns } from '../campaigns/tables.ts'
import { memberships, organizerPasskeys, organizers } from './tables.ts'

const hasPasskey = sql`exists (select 1 from ${organizerPasskeys} where ${organizerPasskeys.userId} = ${organizers.id})`
/** There is a way to sign in that takes two factors. */
const isSecured = sql<boolean>`(${organizers.twoFactorEnabled} or ${hasPasskey})`

/** Somebody who works here, whether they can sign in, and what they are in which campaign. */
export async function findOrganizer(db: Handle, id: string) {
  const rows = await db
    .select({
      id: organizers.id,
      profileCipher: organizers.profileCipher,
      hasAuthenticator: organizers.twoFactorEnabled,
      isSecured,
      campaignId: memberships.campaignId,
      role: memberships.role,
      title: sql<string | null>`${campaigns.body} ->> 'title'`,
    })
    .from(organizers)
    .leftJoin(memberships, eq(memberships.organizerId, organizers.id))
    .leftJoin(campaigns, eq(campaigns.id, memberships.campaignId))
    .where(eq(organizers.id, id))
    .orderBy(asc(memberships.since))
  const [first] = rows
  if (!first?.profileCipher) return null
  return {
    id,
    profileCipher: first.profileCipher,
    hasAuthenticator: first.hasAuthenticator,
    isSecured: first.isSecured,
    memberships: rows.flatMap(({ campaignId, role, title }) => (campaignId && role ? [{ campaignId, role, title: title ?? '' }] : [])),
  }
}

/** Whose login this is, or null. Index: `organizers_email_key`. */
export async function findByLogin(db: Handle, login: string) {
  const rows = await db
    .select({
      id: organizers.id,
      isSecured,
      hasAuthenticator: organizers.twoFactorEnabled,
      isMember: sql<boolean>`exists (select 1 from ${memberships} where ${memberships.organizerId} = ${organizers.id})`,
    })
    .from(organizers)
    .where(eq(organizers.email, login))
  return rows[0] ?? null
}

/** True when anybody can sign in and owns a campaign. */
export async function hasOwner(db: Handle): Promise<boolean> {
  const rows = await db
    .select({ id: organizers.id })
    .from(organizers)
    .innerJoin(memberships, eq(memberships.organizerId, organizers.id))
    .where(and(eq(memberships.role, 'owner'), isSecured))
    .limit(1)
  return rows.length > 0
}

/** Stores who somebody is, new or anew. */
export async function saveOrganizer(tx: Transaction, given: { id: string; login: string; profileCipher: Buffer; at: Date }): Promise<void> {
  const { id, login, profileCipher, at } = given
  await tx
    .insert(organizers)
    .values({ id, name: 'organizer', email: login, emailVerified: true, createdAt: at, updatedAt: at, profileCipher })
    .onConflictDoUpdate({ target: organizers.id, set: { email: login, profileCipher, updatedAt: at } })
}

export async function saveMembership(db: Handle, row: typeof memberships.$inferInsert): Promise<void> {
  await db
    .insert(memberships)
    .values(row)
    .onConflictDoUpdate({ target: [memberships.organizerId, memberships.campaignId], set: { role: row.role } })
}

/** Everybody who works on a campaign, longest first. */
export async function listMembers(db: Handle, campaignId: string) {
  return db
    .select({
      id: organizers.id,
      profileCipher: organizers.profileCipher,
      role: memberships.role,
      since: memberships.since,
      isSecured,
    })
    .from(memberships)
    .innerJoin(organizers, eq(organizers.id, memberships.organizerId))
    .where(eq(memberships.campaignId, campaignId))
    .orderBy(asc(memberships.since), asc(organizers.id))
}

/** Locks the owners of a campaign who can sign in, so that two do not remove each other at once; answers their ids. */
export async function lockOwners(tx: Transaction, campaignId: string): Promise<string[]> {
  const rows = await tx
    .select({ id: memberships.organizerId })
    .from(memberships)
    .innerJoin(organizers, eq(organizers.id, memberships.organizerId))
    .where(and(eq(memberships.campaignId, campaignId), eq(memberships.role, 'owner'), isSecured))
    .for('update', { of: memberships })
  return rows.map(({ id }) => id)
}

/** Changes somebody's role; false where they do not work on the campaign. */
export async function setRole(tx: Transaction, key: { organizerId: string; campaignId: string }, role: Role): Promise<boolean> {
  const changed = await tx
    .update(memberships)
    .set({ role })
    .where(and(eq(memberships.organizerId, key.organizerId), eq(memberships.campaignId, key.campaignId)))
  return (changed.rowCount ?? 0) > 0
}

/** Removes somebody from a campaign; false where they do not work on it. */
export async function deleteMembership(tx: Transaction, key: { organizerId: string; campaignId: string }): Promise<boolean> {
  const deleted = await tx
    .delete(memberships)
    .where(and(eq(memberships.organizerId, key.organizerId), eq(memberships.campaignId, key.campaignId)))
  return (deleted.rowCount ?? 0) > 0
}

/** Takes somebody who never set up a way to sign in out of every campaign. */
export async function deleteMembershipsOf(tx: Transaction, organizerId: string): Promise<void> {
  await tx.delete(memberships).where(eq(memberships.organizerId, organizerId))
}
