import { Readable } from 'node:stream'
import * as audit from '#contract/organize/audit.ts'
import type { Context } from '../../../context.ts'
import { utcDay } from '../../../lib/clock.ts'
import type { Workspace } from '../mount.ts'
import { exportAudit } from './export-audit.ts'
import { readAudit } from './read-audit.ts'

/** What organizers did. */
export function auditRoutes({ serve }: Workspace, ctx: Context): void {
  serve(audit.listAudit, { may: 'see-audit-log' }, ({ params, query }) => readAudit(ctx, { campaignId: params.campaign, ...query }))
  serve(audit.exportAudit, { may: 'see-audit-log', isProven: true }, async ({ by, params, reply }) =>
    reply
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="activity-${utcDay(ctx.clock.now())}.csv"`)
      .type('text/csv; charset=utf-8')
      .send(Readable.from(exportAudit(ctx, { by, campaignId: params.campaign }), { objectMode: false })),
  )
}
