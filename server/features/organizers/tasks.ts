import { z } from 'zod'
import type { Context } from '../../context.ts'
import { withoutParameters } from '../../db/database.ts'
import type { Task } from '../../jobs/task.ts'
import { dayMs } from '../../lib/clock.ts'
import { deleteEnded } from './accounts/queries.ts'
import { mailInvitation } from './people/mail-invitation.ts'
import { mailInvitationTask } from './people/manage-people.ts'
import { changeTask, runChange } from './signatures/change-signatures.ts'

const invitationPayload = z.strictObject({ invitationId: z.uuid() })

const changePayload = z.strictObject({ changeId: z.uuid() })

/** Background tasks of the workspace. Payloads hold ids only. */
export function organizerTasks(ctx: Context): Task[] {
  return [
    { name: mailInvitationTask, run: (payload) => mailInvitation(ctx, invitationPayload.parse(payload)) },
    { name: changeTask, run: (payload) => runChange(ctx, changePayload.parse(payload)) },
    {
      name: 'keep-organizers',
      every: '41 * * * *',
      run: async () => {
        const now = ctx.clock.now()
        await deleteEnded(ctx.db, now, new Date(now.getTime() - dayMs)).catch((error) => Promise.reject(withoutParameters(error)))
      },
    },
  ]
}
