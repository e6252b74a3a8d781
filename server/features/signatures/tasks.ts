import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Task } from '../../jobs/task.ts'
import { mailSigner } from './mail-signer.ts'
import { purgeExpired } from './purge-expired.ts'
import { mailTask } from './queries.ts'

const mailPayload = z.strictObject({ signatureId: z.uuid() })

/** Background tasks of signing. Payloads hold ids only. */
export function signatureTasks(ctx: Context): Task[] {
  return [
    {
      name: mailTask,
      run: (payload, jobId) => mailSigner({ ...ctx, publicUrl: ctx.config.http.publicUrl }, { ...mailPayload.parse(payload), jobId }),
    },
    { name: 'purge-expired', every: '17 * * * *', run: () => purgeExpired(ctx) },
  ]
}
