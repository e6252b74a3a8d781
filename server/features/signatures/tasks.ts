import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Task } from '../../jobs/task.ts'
import { mailSigner } from './mail-signer.ts'
import { mailSignerLink } from './mail-signer-link.ts'
import { purgeExpired } from './purge-expired.ts'
import { mailTask } from './queries.ts'
import { mailLinkTask } from './signer-queries.ts'

const mailPayload = z.strictObject({ signatureId: z.uuid() })
const linkPayload = z.strictObject({ linkId: z.uuid() })

/** Background tasks of signing. Payloads hold ids only. */
export function signatureTasks(ctx: Context): Task[] {
  const { locales, http } = ctx.config
  const { publicUrl } = http
  return [
    {
      name: mailTask,
      run: (payload) => mailSigner({ ...ctx, publicUrl, locales }, { submissionId: mailPayload.parse(payload).signatureId }),
    },
    {
      name: mailLinkTask,
      run: (payload) => mailSignerLink({ ...ctx, publicUrl, locales }, linkPayload.parse(payload)),
    },
    { name: 'purge-expired', every: '17 * * * *', run: () => purgeExpired(ctx) },
  ]
}
