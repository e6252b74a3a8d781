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

/** Whether something else than signatures is kept for an address: whoever owns it may ask for a link to that too. */
type KnownElsewhere = Parameters<typeof mailSignerLink>[0]['isKnownElsewhere']

/** Background tasks of signing. Payloads hold ids only. */
export function signatureTasks(ctx: Context, others: { isKnownElsewhere: KnownElsewhere }): Task[] {
  const { locales, http } = ctx.config
  const { publicUrl } = http
  return [
    {
      name: mailTask,
      run: (payload) => mailSigner({ ...ctx, publicUrl, locales }, { submissionId: mailPayload.parse(payload).signatureId }),
    },
    {
      name: mailLinkTask,
      run: (payload) => mailSignerLink({ ...ctx, ...others, publicUrl, locales }, linkPayload.parse(payload)),
    },
    { name: 'purge-expired', every: '17 * * * *', run: () => purgeExpired(ctx) },
  ]
}
