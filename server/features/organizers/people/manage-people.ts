import { sql } from 'drizzle-orm'
import type { Role } from '#contract/organize/accounts.ts'
import type { Invitation, Person } from '#contract/organize/people.ts'
import type { Database, Transaction } from '../../../db/database.ts'
import { inTransaction } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Keys } from '../../../lib/keys.ts'
import type { Organizer } from '../accounts/permit.ts'
import { loginOf, openProfile } from '../accounts/profile.ts'
import { closeAccount, deleteSessions } from '../accounts/queries.ts'
import { noteDoing } from '../audit/queries.ts'
import { fieldRefused, lastWayIn, nothingThere } from '../errors.ts'
import { deleteMembership, findByLogin, findOrganizer, listMembers, lockOwners, saveMembership, setRole } from '../queries.ts'
import { createInvitation, invitedAddress } from './invite.ts'
import { deleteInvitation, listInvitations } from './queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys }
type OfCampaign = { by: Organizer; campaignId: string }

/** Name of the queue's task that mails an invitation; its payload holds the invitation's id and nothing else. */
export const mailInvitationTask = 'mail-invitation'

export async function listPeople(ctx: Context, campaignId: string): Promise<{ items: Person[]; invitations: Invitation[] }> {
  const members = await listMembers(ctx.db, campaignId)
  const invitations = await listInvitations(ctx.db, campaignId, ctx.clock.now())
  return {
    items: members.flatMap(({ id, profileCipher, role, since, isSecured }) =>
      profileCipher ? [{ id, ...openProfile(ctx.keys, id, profileCipher), role, since: since.toISOString(), isSecured }] : [],
    ),
    invitations: invitations.flatMap(({ id, addressCipher, role, createdAt, expiresAt }) =>
      addressCipher
        ? [
            {
              id,
              email: invitedAddress(ctx.keys, id, addressCipher),
              role,
              invitedAt: createdAt.toISOString(),
              expiresAt: expiresAt.toISOString(),
            },
          ]
        : [],
    ),
  }
}

/**
 * Invites somebody by mail. Who works here already is a member at once, since they can sign in.
 * @throws Problem invalid-input when they work on this campaign already
 */
export async function invitePerson(ctx: Context, input: OfCampaign & { email: string; role: Role }): Promise<void> {
  const { by, campaignId, email, role } = input
  const at = ctx.clock.now()
  const known = await findByLogin(ctx.db, loginOf(ctx.keys, email))
  const member = known?.isSecured ? await findOrganizer(ctx.db, known.id) : null
  if (member?.memberships.some((membership) => membership.campaignId === campaignId)) throw fieldRefused('/email', 'email-taken')
  await inTransaction(ctx.db, async (tx) => {
    if (member) {
      await saveMembership(tx, { organizerId: member.id, campaignId, role, since: at })
    } else {
      const { id } = await createInvitation({ ...ctx, db: tx }, { campaignId, role, email })
      await tx.execute(
        sql`select graphile_worker.add_job(${mailInvitationTask}, json_build_object('invitationId', ${id}::text), max_attempts => 25)`,
      )
    }
    await noteDoing(tx, { at, organizerId: by.id, campaignId, action: 'person-invited', details: { role } })
  })
}

/** @throws Problem not-found */
export async function withdrawInvitation(ctx: Context, input: OfCampaign & { id: string }): Promise<void> {
  const { by, campaignId, id } = input
  await inTransaction(ctx.db, async (tx) => {
    if (!(await deleteInvitation(tx, { id, campaignId }))) throw nothingThere()
    await noteDoing(tx, { at: ctx.clock.now(), organizerId: by.id, campaignId, action: 'invitation-withdrawn' })
  })
}

/**
 * Gives somebody another role, and ends their sessions elsewhere.
 * @throws Problem not-found; last-way-in where a campaign would be left without an owner
 */
export async function changeRole(ctx: Context, input: OfCampaign & { id: string; role: Role }): Promise<void> {
  const { by, campaignId, id, role } = input
  await inTransaction(ctx.db, async (tx) => {
    await keepAnOwner(tx, campaignId, id, role)
    if (!(await setRole(tx, { organizerId: id, campaignId }, role))) throw nothingThere()
    await noteDoing(tx, { at: ctx.clock.now(), organizerId: by.id, campaignId, action: 'role-changed', details: { person: id, role } })
  })
}

/**
 * Removes somebody from a campaign. Who works on no other one can sign in no more.
 * @throws Problem not-found; last-way-in where a campaign would be left without an owner
 */
export async function removePerson(ctx: Context, input: OfCampaign & { id: string }): Promise<void> {
  const { by, campaignId, id } = input
  await inTransaction(ctx.db, async (tx) => {
    await keepAnOwner(tx, campaignId, id, null)
    if (!(await deleteMembership(tx, { organizerId: id, campaignId }))) throw nothingThere()
    await deleteSessions(tx, id)
    const rest = await findOrganizer(tx, id)
    if (rest?.memberships.length === 0) await closeAccount(tx, id)
    await noteDoing(tx, { at: ctx.clock.now(), organizerId: by.id, campaignId, action: 'person-removed', details: { person: id } })
  })
}

async function keepAnOwner(tx: Transaction, campaignId: string, id: string, role: Role | null): Promise<void> {
  const owners = await lockOwners(tx, campaignId)
  if (role !== 'owner' && owners.length === 1 && owners[0] === id) throw lastWayIn()
}
