import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { drizzleAdapter } from 'better-auth/adapters/drizzle'
import { APIError, createAuthEndpoint } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { z } from 'zod'
import { minPasswordCharacters, provenForMinutes, sessionHours } from '#contract/organize/accounts.ts'
import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import { newId } from '../../../lib/ids.ts'
import type { Keys } from '../../../lib/keys.ts'
import type { Log } from '../../../lib/log.ts'
import {
  organizerAccounts,
  organizerAuthenticators,
  organizerPasskeys,
  organizerSessions,
  organizers,
  organizerVerifications,
} from '../tables.ts'
import { hashPassword, verifyPassword } from './password-hash.ts'

export type Auth = ReturnType<typeof createAuth>

/** What a call of the library answered: its cookies go on to the browser. */
export type AuthReply<Body> = { body: Body; cookies: string[] }

/**
 * The library that keeps sessions, passkeys, passwords and authenticators. None of its own addresses
 * is served: use cases call it, so that limits, origin, roles and the audit log stand before each.
 */
export function createAuth({ config, db, keys, log }: { config: Config; db: Database; keys: Keys; log: Log }) {
  const { publicUrl } = config.http
  const isHttps = publicUrl.protocol === 'https:'
  const requireVerified = (isVerified: boolean | undefined) => {
    // A passkey stands for two factors only where the device asked for a finger, a face or a PIN.
    if (!isVerified) throw new APIError('BAD_REQUEST', { message: 'the device did not check who holds it' })
  }
  return betterAuth({
    appName: config.site.name,
    baseURL: publicUrl.origin,
    secret: keys.derive('organizer-accounts').toString('base64url'),
    database: drizzleAdapter(db, {
      provider: 'pg',
      schema: {
        user: organizers,
        session: organizerSessions,
        account: organizerAccounts,
        verification: organizerVerifications,
        passkey: organizerPasskeys,
        twoFactor: organizerAuthenticators,
      },
    }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: minPasswordCharacters,
      maxPasswordLength: 400,
      password: { hash: hashPassword, verify: verifyPassword },
    },
    session: { expiresIn: sessionHours * 3600, disableSessionRefresh: true, freshAge: provenForMinutes * 60 },
    advanced: {
      database: { generateId: () => newId() },
      cookiePrefix: isHttps ? '__Host-organizer' : 'organizer',
      // The prefix that the library would set is a weaker one.
      useSecureCookies: false,
      defaultCookieAttributes: { sameSite: 'strict', secure: isHttps, httpOnly: true, path: '/' },
      ipAddress: { disableIpTracking: true },
      disableOriginCheck: true,
    },
    databaseHooks: {
      session: { create: { before: async (session) => ({ data: { ...session, ipAddress: '', userAgent: '' } }) } },
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { level: 'error', log: (_level, message) => log.error({ reason: message }, 'accounts') },
    plugins: [
      passkey({
        rpID: publicUrl.hostname,
        rpName: config.site.name,
        origin: publicUrl.origin,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
        registration: {
          afterVerification: async ({ verification }) => requireVerified(verification.registrationInfo?.userVerified),
        },
        authentication: {
          afterVerification: async ({ verification }) => requireVerified(verification.authenticationInfo.userVerified),
        },
      }),
      twoFactor({ issuer: config.site.name, backupCodeOptions: { amount: 0 } }),
      sessionStarter,
    ],
  })
}

/** Begins a session for somebody whom an invitation let in. */
const sessionStarter = {
  id: 'session-starter',
  endpoints: {
    startSession: createAuthEndpoint('/start-session', { method: 'POST', body: z.object({ userId: z.string() }) }, async (ctx) => {
      const { internalAdapter } = ctx.context
      const user = await internalAdapter.findUserById(ctx.body.userId)
      const session = user && (await internalAdapter.createSession(user.id))
      if (!user || !session) throw new Error('there is nobody to begin a session for')
      await setSessionCookie(ctx, { session, user })
      return ctx.json({ token: session.token })
    }),
  },
}

/** Calls the library for its whole response; null where it refuses what was given. A fault of its own is thrown. */
export async function ask<Body>(call: Promise<Response>): Promise<AuthReply<Body> | null> {
  const response = await call
  const body = (await response.json()) as Body & { code?: string }
  if (response.ok) return { body, cookies: response.headers.getSetCookie() }
  // A passkey that cannot be read is the caller's fault, though the library takes it for its own.
  if (response.status >= 500 && body.code !== 'FAILED_TO_VERIFY_REGISTRATION') {
    throw new Error(`the library for accounts answered ${response.status}`)
  }
  return null
}
