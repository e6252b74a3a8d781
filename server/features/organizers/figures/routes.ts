import * as figures from '#contract/organize/figures.ts'
import type { Context } from '../../../context.ts'
import { listFigures } from '../../letters/organize-letters.ts'
import type { Workspace } from '../mount.ts'
import { requirePetition } from '../require-petition.ts'
import { readFigures } from './read-figures.ts'
import { readOverview } from './read-overview.ts'

/** How many, how fast, from where. No person is in any of it. */
export function figureRoutes({ serve }: Workspace, ctx: Context): void {
  serve(figures.readOverview, { may: 'see-figures' }, ({ params }) => readOverview(ctx, { campaignId: params.campaign }))
  serve(figures.readFigures, { may: 'see-figures' }, async ({ params, query }) =>
    readFigures(ctx, { petition: await requirePetition(ctx.db, params), by: query.by }),
  )
  serve(figures.readLetterFigures, { may: 'see-figures' }, async ({ params }) => ({ items: await listFigures(ctx.db, params.campaign) }))
}
