import * as letters from '#contract/organize/letters.ts'
import type { Context } from '../../../context.ts'
import type { Workspace } from '../mount.ts'
import { done } from '../mount.ts'
import { openLetter, readHeldLetters, refuseHeld, releaseHeld } from './moderate-letters.ts'

/** Letters that wait until somebody has looked at them. */
export function heldLetterRoutes({ serve }: Workspace, ctx: Context): void {
  serve(letters.listHeldLetters, { may: 'moderate-letters' }, ({ params }) => readHeldLetters(ctx, params.campaign))
  serve(letters.openHeldLetter, { may: 'moderate-letters' }, ({ by, params }) =>
    openLetter(ctx, { by, campaignId: params.campaign, id: params.id }),
  )
  serve(letters.releaseHeldLetter, { may: 'moderate-letters' }, async ({ by, params }) => {
    await releaseHeld(ctx, { by, campaignId: params.campaign, id: params.id })
    return done
  })
  serve(letters.refuseHeldLetter, { may: 'moderate-letters' }, async ({ by, params, body }) => {
    await refuseHeld(ctx, { by, campaignId: params.campaign, id: params.id, reason: body.reason })
    return done
  })
}
