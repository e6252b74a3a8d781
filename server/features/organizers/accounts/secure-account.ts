import type { Database } from '../../../db/database.ts'
import { inTransaction } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Keys } from '../../../lib/keys.ts'
import { noteDoing } from '../audit/queries.ts'
import { fieldRefused, lastWayIn, nothingThere, proofOfPersonNeeded } from '../errors.ts'
import { deleteInvitationsOf } from '../people/queries.ts'
import { findOrganizer } from '../queries.ts'
import type { Auth, AuthReply } from './auth.ts'
import { ask } from './auth.ts'
import { hashPassword } from './password-hash.ts'
import type { Organizer } from './permit.ts'
import { openProfile } from './profile.ts'
import { deleteAuthenticator, deletePasskey, deleteSessions, listPasskeys, lockOrganizer } from './queries.ts'

type Context = { auth: Auth; db: Database; clock: Clock; keys: Keys }

/** Options with which the browser makes a passkey for whoever is signed in. */
export async function startPasskey(ctx: Context, organizer: Organizer, headers: Headers): Promise<AuthReply<Record<string, unknown>>> {
  const { email } = openProfile(ctx.keys, organizer.id, organizer.profileCipher)
  const reply = await ask<Record<string, unknown>>(
    ctx.auth.api.generatePasskeyRegistrationOptions({ query: { name: email }, headers, asResponse: true }),
  )
  if (!reply) throw proofOfPersonNeeded()
  return reply
}

/**
 * Keeps a passkey. The first way to sign in ends the invitation that led here.
 * @throws Problem invalid-input when it is not what the browser was asked for
 */
export async function addPasskey(
  ctx: Context,
  organizer: Organizer,
  input: { headers: Headers; name: string; response: Record<string, unknown> },
): Promise<{ cookies: string[] }> {
  const { headers, name, response } = input
  const reply = await ask(ctx.auth.api.verifyPasskeyRegistration({ body: { response, name }, headers, asResponse: true }))
  if (!reply) throw fieldRefused('/response', 'choice-unknown')
  await noteSecured(ctx, organizer, 'passkey-added', { name })
  return { cookies: reply.cookies }
}

/**
 * Removes a passkey, unless nothing else signs its owner in.
 * @throws Problem last-way-in, not-found
 */
export async function removePasskey(ctx: Context, organizer: Organizer, id: string): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    await lockOrganizer(tx, organizer.id)
    const passkeys = await listPasskeys(tx, organizer.id)
    if (!passkeys.some((passkey) => passkey.id === id)) throw nothingThere()
    const isLast = passkeys.length === 1 && !(await findOrganizer(tx, organizer.id))?.hasAuthenticator
    if (isLast) throw lastWayIn()
    await deletePasskey(tx, { id, organizerId: organizer.id })
    await deleteSessions(tx, organizer.id, { but: organizer.session.id })
    await noteDoing(tx, { at: ctx.clock.now(), organizerId: organizer.id, campaignId: null, action: 'passkey-removed' })
  })
}

/**
 * Sets a password and makes a secret for an authenticator app. Neither signs anybody in before
 * `addAuthenticator`. An authenticator that works already is replaced only where a passkey signs in meanwhile.
 * @returns the secret, and the address that apps read from a QR code
 * @throws Problem last-way-in
 */
export async function startAuthenticator(
  ctx: Context,
  organizer: Organizer,
  input: { headers: Headers; password: string },
): Promise<{ uri: string; secret: string }> {
  const { headers, password } = input
  if (organizer.hasAuthenticator) {
    await inTransaction(ctx.db, async (tx) => {
      await lockOrganizer(tx, organizer.id)
      if ((await listPasskeys(tx, organizer.id)).length === 0) throw lastWayIn()
      await deleteAuthenticator(tx, organizer.id)
    })
  }
  await setPassword(ctx.auth, organizer.id, password)
  const reply = await ask<{ totpURI?: string }>(
    ctx.auth.api.enableTwoFactor({ body: { password, method: 'totp' }, headers, asResponse: true }),
  )
  const secret = reply?.body.totpURI && new URL(reply.body.totpURI).searchParams.get('secret')
  if (!secret) throw new Error('the library for accounts gave no secret')
  const { email } = openProfile(ctx.keys, organizer.id, organizer.profileCipher)
  const issuer = ctx.auth.options.appName
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(email)}`
  return { secret, uri: `otpauth://totp/${label}?${new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: '30' })}` }
}

/**
 * From now on password and code sign in.
 * @throws Problem invalid-input when the code is not the one that the app shows now
 */
export async function addAuthenticator(
  ctx: Context,
  organizer: Organizer,
  input: { headers: Headers; code: string },
): Promise<{ cookies: string[] }> {
  const { headers, code } = input
  const reply = await ask(ctx.auth.api.verifyTOTP({ body: { code }, headers, asResponse: true }))
  if (!reply) throw fieldRefused('/code', 'authenticator-code-invalid')
  await noteSecured(ctx, organizer, 'authenticator-added', {})
  return { cookies: reply.cookies }
}

async function setPassword(auth: Auth, organizerId: string, password: string): Promise<void> {
  const { internalAdapter } = await auth.$context
  const hash = await hashPassword(password)
  const accounts = await internalAdapter.findAccounts(organizerId)
  if (accounts.some(({ providerId }) => providerId === 'credential')) await internalAdapter.updatePassword(organizerId, hash)
  else await internalAdapter.linkAccount({ userId: organizerId, providerId: 'credential', accountId: organizerId, password: hash })
}

async function noteSecured(
  { db, clock }: Context,
  { id }: Organizer,
  action: 'passkey-added' | 'authenticator-added',
  details: Record<string, string>,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    await deleteInvitationsOf(tx, id)
    await noteDoing(tx, { at: clock.now(), organizerId: id, campaignId: null, action, details })
  })
}
