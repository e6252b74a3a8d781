import * as accounts from '#contract/organize/accounts.ts'
import type { Context } from '../../../context.ts'
import { clientPrefix } from '../../../lib/client-prefix.ts'
import type { Workspace } from '../mount.ts'
import { done, withCookies } from '../mount.ts'
import { join, openInvitation } from '../people/invite.ts'
import type { Auth } from './auth.ts'
import { readMe } from './read-me.ts'
import { addAuthenticator, addPasskey, removePasskey, startAuthenticator, startPasskey } from './secure-account.ts'
import { endSession, readSessions } from './sessions.ts'
import { signInWithPasskey, signInWithPassword, signOut, startSignIn } from './sign-in.ts'

/** Joining, signing in, and one's own account. */
export function accountRoutes(workspace: Workspace, ctx: Context & { auth: Auth }): void {
  const { serve, serveAnybody } = workspace

  serveAnybody(accounts.openInvitation, ({ body }) => openInvitation(ctx, body.token))
  serveAnybody(accounts.join, async ({ body, reply }) => withCookies(reply, (await join(ctx, body)).cookies, done))
  serveAnybody(accounts.startSignIn, async ({ reply }) => {
    const { cookies, body } = await startSignIn(ctx)
    return withCookies(reply, cookies, { options: body })
  })
  serveAnybody(accounts.signInWithPasskey, async ({ headers, body, reply }) => {
    const { cookies } = await signInWithPasskey(ctx, { headers, response: body.response })
    return withCookies(reply, cookies, done)
  })
  serveAnybody(accounts.signInWithPassword, async ({ headers, body, request, reply }) => {
    const { cookies } = await signInWithPassword(ctx, { headers, network: clientPrefix(request.ip), ...body })
    return withCookies(reply, cookies, done)
  })
  serveAnybody(accounts.signOut, async ({ headers, reply }) => withCookies(reply, (await signOut(ctx, headers)).cookies, done))

  serve(accounts.readMe, { mayBeUnsecured: true }, ({ by }) => readMe(ctx, by))
  serve(accounts.startPasskey, { mayBeUnsecured: true, isProven: true }, async ({ by, headers, reply }) => {
    const { cookies, body } = await startPasskey(ctx, by, headers)
    return withCookies(reply, cookies, { options: body })
  })
  serve(accounts.addPasskey, { mayBeUnsecured: true, isProven: true }, async ({ by, headers, body, reply }) => {
    const { cookies } = await addPasskey(ctx, by, { headers, ...body })
    return withCookies(reply, cookies, done)
  })
  serve(accounts.startAuthenticator, { mayBeUnsecured: true, isProven: true }, ({ by, headers, body }) =>
    startAuthenticator(ctx, by, { headers, password: body.password }),
  )
  serve(accounts.addAuthenticator, { mayBeUnsecured: true, isProven: true }, async ({ by, headers, body, reply }) => {
    const { cookies } = await addAuthenticator(ctx, by, { headers, code: body.code })
    return withCookies(reply, cookies, done)
  })
  serve(accounts.removePasskey, { isProven: true }, async ({ by, params }) => {
    await removePasskey(ctx, by, params.id)
    return done
  })
  serve(accounts.listSessions, {}, ({ by }) => readSessions(ctx, by))
  serve(accounts.endSession, {}, async ({ by, params }) => {
    await endSession(ctx, by, params.id)
    return done
  })
}
