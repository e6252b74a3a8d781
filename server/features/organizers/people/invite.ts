import type { InvitationOffer, Role } from '#contract/organize/accounts.ts'
import type { Database, Handle } from '../../../db/database.ts'
import { inTransaction } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { dayMs } from '../../../lib/clock.ts'
import { decryptField, encryptField } from '../../../lib/field-encryption.ts'
import { bytesToId, idToBytes, newId } from '../../../lib/ids.ts'
import type { Keys } from '../../../lib/keys.ts'
import { mintToken, readToken } from '../../../lib/tokens.ts'
import type { Auth } from '../accounts/auth.ts'
import { ask } from '../accounts/auth.ts'
import { loginOf, openProfile, sealProfile } from '../accounts/profile.ts'
import { deleteSessions } from '../accounts/queries.ts'
import { noteDoing } from '../audit/queries.ts'
import { fieldRefused, invitationNotValid } from '../errors.ts'
import { deleteMembershipsOf, findByLogin, findOrganizer, saveMembership, saveOrganizer } from '../queries.ts'
import { findInvitation, insertInvitation, noteJoined } from './queries.ts'

type Context = { db: Database; clock: Clock; keys: Keys }

const purpose = 'organizer-invitation'
/** Of a link that is mailed, and of one that a command or the first start prints. */
export const invitationLifeMs = { mailed: 7 * dayMs, printed: dayMs } as const

const addressPlace = (id: string) => ({ field: 'organizer_invitations/address', row: id })

/** Stores an invitation. @returns its id and the path of its link */
export async function createInvitation(
  ctx: Omit<Context, 'db'> & { db: Handle },
  input: { campaignId: string; role: Role; email: string | null },
): Promise<{ id: string; path: string }> {
  const { campaignId, role, email } = input
  const id = newId()
  const createdAt = ctx.clock.now()
  const expiresAt = new Date(createdAt.getTime() + (email === null ? invitationLifeMs.printed : invitationLifeMs.mailed))
  const addressCipher = email === null ? null : encryptField(ctx.keys, addressPlace(id), email)
  await insertInvitation(ctx.db, { id, campaignId, role, addressCipher, createdAt, expiresAt })
  return { id, path: invitationPath(ctx.keys, id, expiresAt) }
}

export function invitationPath(keys: Keys, id: string, expiresAt: Date): string {
  return `/organize/join/${mintToken(keys, purpose, idToBytes(id), expiresAt)}`
}

export function invitedAddress(keys: Keys, id: string, addressCipher: Buffer): string {
  return decryptField(keys, addressPlace(id), addressCipher)
}

/**
 * What an invitation is for.
 * @throws Problem invitation-not-valid
 */
export async function openInvitation(ctx: Context, token: string): Promise<InvitationOffer> {
  const invitation = await findByToken(ctx, ctx.db, token, false)
  const { id, title, role, addressCipher, organizerId } = invitation
  const known = organizerId ? await findOrganizer(ctx.db, organizerId) : null
  const profile = known && openProfile(ctx.keys, known.id, known.profileCipher)
  return {
    campaign: title,
    role,
    email: addressCipher ? invitedAddress(ctx.keys, id, addressCipher) : (profile?.email ?? null),
    name: profile?.name ?? null,
  }
}

/**
 * Takes an invitation up: makes the account, and begins a session in which its first way to sign in
 * is to be set. Until then the same link goes on with the same account, and ends the session before.
 * @returns the cookies of the session
 * @throws Problem invitation-not-valid; invalid-input when the address is missing, or works here already
 */
export async function join(
  ctx: Context & { auth: Auth },
  input: { token: string; name: string; email?: string | undefined },
): Promise<{ cookies: string[] }> {
  const organizerId = await inTransaction(ctx.db, async (tx) => {
    const invitation = await findByToken(ctx, tx, input.token, true)
    const { id, campaignId, role, addressCipher } = invitation
    const email = addressCipher ? invitedAddress(ctx.keys, id, addressCipher) : input.email
    if (!email) throw fieldRefused('/email', 'required')
    const login = loginOf(ctx.keys, email)
    const known = await findByLogin(tx, login)
    if (known?.isSecured) throw fieldRefused('/email', 'email-taken')
    // Who began and never set up a way to sign in goes on with the same account, whichever link it is.
    const organizer = known?.id ?? invitation.organizerId ?? newId()
    const at = ctx.clock.now()
    // Nobody comes by one invitation into what another one was for.
    if (organizer !== invitation.organizerId) await deleteMembershipsOf(tx, organizer)
    await saveOrganizer(tx, { id: organizer, login, profileCipher: sealProfile(ctx.keys, organizer, { name: input.name, email }), at })
    await saveMembership(tx, { organizerId: organizer, campaignId, role, since: at })
    await deleteSessions(tx, organizer)
    if (invitation.organizerId !== organizer) {
      await noteJoined(tx, id, organizer)
      await noteDoing(tx, { at, organizerId: organizer, campaignId, action: 'joined', details: { role } })
    }
    return organizer
  })
  const started = await ask(ctx.auth.api.startSession({ body: { userId: organizerId }, asResponse: true }))
  if (!started) throw invitationNotValid()
  return { cookies: started.cookies }
}

async function findByToken(ctx: Context, db: Parameters<typeof findInvitation>[0], token: string, lock: boolean) {
  const subject = readToken(ctx.keys, purpose, token, 16, ctx.clock.now())
  const invitation = subject && (await findInvitation(db, bytesToId(subject), { lock }))
  if (!invitation) throw invitationNotValid()
  return invitation
}
