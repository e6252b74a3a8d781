import { and, asc, eq, gt, lt, ne, or, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../../db/database.ts'
import {
  organizerAccounts,
  organizerAuthenticators,
  organizerInvitations,
  organizerPasskeys,
  organizerSessions,
  organizers,
  organizerVerifications,
  signInTries,
} from '../tables.ts'

/** Takes from somebody who works on nothing any more every way in, and the login, so that they may be invited anew. Their name stays for the audit log. */
export async function closeAccount(tx: Transaction, organizerId: string): Promise<void> {
  await tx.delete(organizerPasskeys).where(eq(organizerPasskeys.userId, organizerId))
  await tx.delete(organizerAuthenticators).where(eq(organizerAuthenticators.userId, organizerId))
  await tx.delete(organizerAccounts).where(eq(organizerAccounts.userId, organizerId))
  await tx
    .update(organizers)
    .set({ email: `closed-${organizerId}@organizer.invalid`, twoFactorEnabled: false })
    .where(eq(organizers.id, organizerId))
}

export async function listPasskeys(db: Handle, organizerId: string) {
  return db
    .select({ id: organizerPasskeys.id, name: organizerPasskeys.name, createdAt: organizerPasskeys.createdAt })
    .from(organizerPasskeys)
    .where(eq(organizerPasskeys.userId, organizerId))
    .orderBy(asc(organizerPasskeys.createdAt))
}

export async function deletePasskey(tx: Transaction, key: { id: string; organizerId: string }): Promise<boolean> {
  const deleted = await tx
    .delete(organizerPasskeys)
    .where(and(eq(organizerPasskeys.id, key.id), eq(organizerPasskeys.userId, key.organizerId)))
  return (deleted.rowCount ?? 0) > 0
}

/** Locks somebody's row, so that two of their requests come one after the other. */
export async function lockOrganizer(tx: Transaction, id: string): Promise<void> {
  await tx.select({ id: organizers.id }).from(organizers).where(eq(organizers.id, id)).for('update')
}

/** Their secret for an authenticator app, wherever it is in being set up, is no more. */
export async function deleteAuthenticator(tx: Transaction, organizerId: string): Promise<void> {
  await tx.delete(organizerAuthenticators).where(eq(organizerAuthenticators.userId, organizerId))
  await tx.update(organizers).set({ twoFactorEnabled: false }).where(eq(organizers.id, organizerId))
}

/** Sessions of somebody that have not ended, the newest first. */
export async function listOpenSessions(db: Handle, organizerId: string, now: Date) {
  return db
    .select({ id: organizerSessions.id, createdAt: organizerSessions.createdAt, expiresAt: organizerSessions.expiresAt })
    .from(organizerSessions)
    .where(and(eq(organizerSessions.userId, organizerId), gt(organizerSessions.expiresAt, now)))
    .orderBy(sql`${organizerSessions.createdAt} desc`)
}

/** Ends sessions of somebody: one of them, all but one, or all. @returns how many */
export async function deleteSessions(db: Handle, organizerId: string, which: { only?: string; but?: string } = {}): Promise<number> {
  const deleted = await db
    .delete(organizerSessions)
    .where(
      and(
        eq(organizerSessions.userId, organizerId),
        which.only ? eq(organizerSessions.id, which.only) : undefined,
        which.but ? ne(organizerSessions.id, which.but) : undefined,
      ),
    )
  return deleted.rowCount ?? 0
}

/** A session that a new proof begins ends when the one before it would have. */
export async function limitSession(db: Handle, token: string, endsAt: Date): Promise<void> {
  await db
    .update(organizerSessions)
    .set({ expiresAt: sql`least(expires_at, ${endsAt.toISOString()}::timestamptz)` })
    .where(eq(organizerSessions.token, token))
}

/** Counts one more try under each key and answers how many each has had since its window began. One statement. */
export async function countTries(db: Handle, keys: Buffer[], at: Date, windowSince: Date): Promise<number[]> {
  const { rows } = await db.execute<{ key: Buffer; tries: number }>(sql`
    insert into ${signInTries} as t (try_index, tries, since)
    select key, 1, ${at.toISOString()}::timestamptz from unnest(${sql.param(keys)}::bytea[]) as given (key) order by key
    on conflict (try_index) do update set
      tries = case when t.since < ${windowSince.toISOString()}::timestamptz then 1 else least(t.tries + 1, 30000) end,
      since = case when t.since < ${windowSince.toISOString()}::timestamptz then excluded.since else t.since end
    returning t.try_index as key, t.tries`)
  return keys.map((key) => rows.find((row) => row.key.equals(key))?.tries ?? 0)
}

export async function forgetTries(db: Handle, key: Buffer): Promise<void> {
  await db.delete(signInTries).where(eq(signInTries.tryIndex, key))
}

/** Deletes what has outlived its use: ended sessions, challenges, invitations, counts of tries. */
export async function deleteEnded(db: Handle, now: Date, triesBefore: Date): Promise<void> {
  await db.delete(organizerSessions).where(lt(organizerSessions.expiresAt, now))
  await db.delete(organizerVerifications).where(lt(organizerVerifications.expiresAt, now))
  await db.delete(organizerInvitations).where(or(lt(organizerInvitations.expiresAt, now)))
  await db.delete(signInTries).where(lt(signInTries.since, triesBefore))
}
