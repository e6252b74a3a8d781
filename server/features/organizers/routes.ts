import type { FastifyInstance } from 'fastify'
import type { Context } from '../../context.ts'
import type { Limits } from '../../http/limits.ts'
import { createAuth } from './accounts/auth.ts'
import { accountRoutes } from './accounts/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { figureRoutes } from './figures/routes.ts'
import { heldLetterRoutes } from './letters/routes.ts'
import { createWorkspace } from './mount.ts'
import { peopleRoutes } from './people/routes.ts'
import { signatureManagementRoutes } from './signatures/routes.ts'

/** The workspace of those who run a campaign. */
export function organizerRoutes(app: FastifyInstance, ctx: Context, { limits }: { limits: Limits }): void {
  const within = { ...ctx, auth: createAuth(ctx) }
  const workspace = createWorkspace(app, within, limits)
  accountRoutes(workspace, within)
  peopleRoutes(workspace, within)
  auditRoutes(workspace, within)
  figureRoutes(workspace, within)
  signatureManagementRoutes(workspace, within)
  heldLetterRoutes(workspace, within)
}
