import { listAudit } from '#contract/organize/audit.ts'
import type { Context } from '../../../context.ts'
import type { Workspace } from '../mount.ts'
import { readAudit } from './read-audit.ts'

/** What organizers did. */
export function auditRoutes({ serve }: Workspace, ctx: Context): void {
  serve(listAudit, { may: 'see-audit-log' }, ({ params, query }) => readAudit(ctx, { campaignId: params.campaign, ...query }))
}
