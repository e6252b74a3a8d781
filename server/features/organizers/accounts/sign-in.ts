import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { minuteMs } from '../../../lib/clock.ts'
import type { Keys } from '../../../lib/keys.ts'
import { keyedHash } from '../../../lib/keys.ts'
import { noteDoing } from '../audit/queries.ts'
import { signInFailed } from '../errors.ts'
import { findByLogin } from '../queries.ts'
import type { Auth, AuthReply } from './auth.ts'
import { ask } from './auth.ts'
import { hashPassword } from './password-hash.ts'
import { findSignedIn } from './permit.ts'
import { loginOf } from './profile.ts'
import { countTries, deleteSessions, forgetTries, limitSession } from './queries.ts'

type Context = { auth: Auth; db: Database; clock: Clock; keys: Keys }
type Started = { session: { token: string }; user: { id: string } }

const windowMs = 15 * minuteMs
/** Tries within a quarter of an hour: with one address from one network, with one address from anywhere, from one network. */
const maxTries = [10, 60, 60] as const

/** Options for a browser's passkey, and the cookie that binds them to it. */
export async function startSignIn({ auth }: Pick<Context, 'auth'>): Promise<AuthReply<Record<string, unknown>>> {
  const reply = await ask<Record<string, unknown>>(auth.api.generatePasskeyAuthenticationOptions({ asResponse: true }))
  if (!reply) throw signInFailed()
  return reply
}

/**
 * Signs in with a passkey. Somebody who is signed in proves anew who they are: the new session ends
 * when the old one would have.
 * @returns the cookies of the session
 * @throws Problem sign-in-failed
 */
export async function signInWithPasskey(
  ctx: Context,
  input: { headers: Headers; response: Record<string, unknown> },
): Promise<{ cookies: string[] }> {
  const { headers, response } = input
  const started = await ask<Started>(
    ctx.auth.api.verifyPasskeyAuthentication({ body: { response: response as never }, headers, asResponse: true }),
  )
  if (!started) throw signInFailed()
  await settle(ctx, headers, { organizerId: started.body.user.id, token: started.body.session.token, with: 'passkey' })
  return { cookies: started.cookies }
}

/**
 * Signs in with password and code, as with a passkey. Whatever of the three is wrong, or tried too
 * often, is answered alike and in the time of one password.
 * @param input.network of the caller: an IPv4 address or an IPv6 /64
 * @throws Problem sign-in-failed
 */
export async function signInWithPassword(
  ctx: Context,
  input: { headers: Headers; network: string; email: string; password: string; code: string },
): Promise<{ cookies: string[] }> {
  const { headers, network, email, password, code } = input
  const login = loginOf(ctx.keys, email)
  const key = ctx.keys.derive('sign-in-tries')
  const indexes = [keyedHash(key, 'both', login, network), keyedHash(key, 'login', login), keyedHash(key, 'network', network)]
  const now = ctx.clock.now()
  const tries = await countTries(ctx.db, indexes, now, new Date(now.getTime() - windowMs))
  const account = await findByLogin(ctx.db, login)
  const isLocked = tries.some((count, i) => count > (maxTries[i] ?? 0))
  if (isLocked || !account?.hasAuthenticator) {
    // As long as checking a password takes.
    await hashPassword(password)
    await noteLocked(ctx, account?.id ?? null, tries)
    throw signInFailed()
  }
  const started = await withCode(ctx.auth, { email: login, password, code })
  if (!started) {
    await noteLocked(ctx, account.id, tries)
    throw signInFailed()
  }
  // RFC 6238, section 5.2: a code that has been taken is taken no second time.
  const [uses = 0] = await countTries(ctx.db, [keyedHash(key, 'code', account.id, code)], now, new Date(now.getTime() - windowMs))
  if (uses > 1) {
    await limitSession(ctx.db, started.body.token, new Date(0))
    throw signInFailed()
  }
  await forgetTries(ctx.db, indexes[0] as Buffer)
  await settle(ctx, headers, { organizerId: account.id, token: started.body.token, with: 'password' })
  return { cookies: started.cookies }
}

/** Ends the session of these cookies, if there is one. */
export async function signOut(ctx: Context, headers: Headers): Promise<{ cookies: string[] }> {
  const organizer = await findSignedIn(ctx, headers)
  const ended = await ask(ctx.auth.api.signOut({ headers, asResponse: true }))
  if (organizer) await noteDoing(ctx.db, { at: ctx.clock.now(), organizerId: organizer.id, campaignId: null, action: 'signed-out' })
  return { cookies: ended?.cookies ?? [] }
}

async function withCode(
  auth: Auth,
  given: { email: string; password: string; code: string },
): Promise<AuthReply<{ token: string }> | null> {
  const { email, password, code } = given
  const first = await ask<{ twoFactorRedirect?: boolean }>(auth.api.signInEmail({ body: { email, password }, asResponse: true }))
  if (!first?.body.twoFactorRedirect) return null
  // Only the challenge of this very password: a session that the browser has would be taken for the answer.
  const cookie = first.cookies.map((line) => line.split(';', 1)[0] ?? '').join('; ')
  return ask<{ token: string }>(auth.api.verifyTOTP({ body: { code }, headers: new Headers({ cookie }), asResponse: true }))
}

/** The session before goes, and a new proof by the same person makes it no longer than it was. */
async function settle(ctx: Context, headers: Headers, started: { organizerId: string; token: string; with: string }): Promise<void> {
  const before = await findSignedIn(ctx, headers)
  const isAgain = before?.id === started.organizerId
  if (before && isAgain) await limitSession(ctx.db, started.token, before.session.endsAt)
  if (before) await deleteSessions(ctx.db, before.id, { only: before.session.id })
  await noteDoing(ctx.db, {
    at: ctx.clock.now(),
    organizerId: started.organizerId,
    campaignId: null,
    action: 'signed-in',
    details: { with: started.with, again: isAgain },
  })
}

/** Once for each time that an account is locked, so that tries do not fill the log. */
async function noteLocked({ db, clock }: Context, organizerId: string | null, tries: number[]): Promise<void> {
  if (organizerId === null || tries[0] !== maxTries[0]) return
  await noteDoing(db, { at: clock.now(), organizerId, campaignId: null, action: 'sign-in-failed', details: { tries: maxTries[0] } })
}
