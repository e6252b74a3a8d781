import * as people from '#contract/organize/people.ts'
import type { Context } from '../../../context.ts'
import type { Workspace } from '../mount.ts'
import { done } from '../mount.ts'
import { changeRole, invitePerson, listPeople, removePerson, withdrawInvitation } from './manage-people.ts'

/** Who works on a campaign. Seeing it needs no proof of who one is; changing it does. */
export function peopleRoutes({ serve }: Workspace, ctx: Context): void {
  serve(people.listPeople, { may: 'manage-people' }, ({ params }) => listPeople(ctx, params.campaign))
  serve(people.invitePerson, { may: 'manage-people', isProven: true }, async ({ by, params, body }) => {
    await invitePerson(ctx, { by, campaignId: params.campaign, ...body })
    return { status: 'invited' } as const
  })
  serve(people.withdrawInvitation, { may: 'manage-people', isProven: true }, async ({ by, params }) => {
    await withdrawInvitation(ctx, { by, campaignId: params.campaign, id: params.id })
    return done
  })
  serve(people.changeRole, { may: 'manage-people', isProven: true }, async ({ by, params, body }) => {
    await changeRole(ctx, { by, campaignId: params.campaign, id: params.id, role: body.role })
    return done
  })
  serve(people.removePerson, { may: 'manage-people', isProven: true }, async ({ by, params }) => {
    await removePerson(ctx, { by, campaignId: params.campaign, id: params.id })
    return done
  })
}
