import type { Context } from '../../context.ts'
import type { Task } from '../../jobs/task.ts'
import { listPetitionNames } from '../petitions/queries.ts'
import { auditLog } from './audit-log.ts'

/** Background tasks of the log. */
export function ledgerTasks(ctx: Pick<Context, 'db' | 'noteSigner' | 'log'>): Task[] {
  return [
    {
      name: 'audit-logs',
      every: '23 3 * * *',
      run: async () => {
        for (const petition of await listPetitionNames(ctx.db)) {
          for (const fault of await auditLog(ctx, petition)) ctx.log.error({}, `ALARM: ${fault}`)
        }
      },
    },
  ]
}
