import type { Action, Role } from '#contract/organize/accounts.ts'
import { provenForMinutes } from '#contract/organize/accounts.ts'
import type { Database } from '../../../db/database.ts'
import { minuteMs } from '../../../lib/clock.ts'
import { notAllowed, nothingThere, proofOfPersonNeeded, signInNeeded } from '../errors.ts'
import { findOrganizer } from '../queries.ts'
import { mayOf } from '../rules.ts'
import type { Auth } from './auth.ts'

/** Who is signed in, and what they are in which campaign. */
export type Organizer = NonNullable<Awaited<ReturnType<typeof findOrganizer>>> & {
  session: { id: string; token: string; startedAt: Date; endsAt: Date }
}

type Context = { auth: Auth; db: Database }

/** Who the cookies of a request belong to, or null. */
export async function findSignedIn({ auth, db }: Context, headers: Headers): Promise<Organizer | null> {
  const found = await auth.api.getSession({ headers })
  if (!found) return null
  const organizer = await findOrganizer(db, found.user.id)
  const { id, token, createdAt, expiresAt } = found.session
  return organizer && { ...organizer, session: { id, token, startedAt: createdAt, endsAt: expiresAt } }
}

/** What a route asks of whoever calls it. */
export type Demand = {
  /** What they must be allowed, in the campaign of the address or, where it names none, in any. */
  may?: Action
  /** They have shown who they are within the last ten minutes. */
  isProven?: boolean
  /** They may still be about to set up their first way to sign in. */
  mayBeUnsecured?: boolean
}

/**
 * Who it is, if they may.
 * @param campaignId of the address; somebody who does not work on it learns not even that it exists
 * @throws Problem sign-in-needed, not-found, not-allowed, proof-of-person-needed
 */
export async function permit(ctx: Context, headers: Headers, demand: Demand, campaignId: string | null): Promise<Organizer> {
  const organizer = await findSignedIn(ctx, headers)
  if (!organizer || (!organizer.isSecured && !demand.mayBeUnsecured)) throw signInNeeded()
  const roles = organizer.memberships.filter((membership) => campaignId === null || membership.campaignId === campaignId)
  if (campaignId !== null && roles.length === 0) throw nothingThere()
  const { may } = demand
  if (may && !roles.some(({ role }: { role: Role }) => mayOf(role).includes(may))) throw notAllowed()
  if (demand.isProven && !isProven(organizer)) throw proofOfPersonNeeded()
  return organizer
}

/** Real time, not the settable clock: the library that makes sessions knows no other. */
function isProven({ session }: Organizer): boolean {
  return Date.now() < provenUntil(session.startedAt).getTime()
}

export function provenUntil(startedAt: Date): Date {
  return new Date(startedAt.getTime() + provenForMinutes * minuteMs)
}
