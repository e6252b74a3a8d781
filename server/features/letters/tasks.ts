import { z } from 'zod'
import type { Context } from '../../context.ts'
import type { Task } from '../../jobs/task.ts'
import { dispatchLetters } from './dispatch-letters.ts'
import { keepLetters } from './keep-letters.ts'
import { mailLetterWriter } from './mail-letter-writer.ts'
import { letterTask, writerMails } from './queries.ts'
import { sendLetter } from './send-letter.ts'

const sendPayload = z.strictObject({ letterId: z.uuid() })
const mailPayload = z.strictObject({ letterId: z.uuid(), kind: z.enum(writerMails) })

/** Background tasks of letters. Payloads hold ids only. */
export function letterTasks(ctx: Context): Task[] {
  return [
    { name: letterTask.mail, run: (payload) => mailLetterWriter(ctx, mailPayload.parse(payload)) },
    { name: letterTask.send, run: (payload) => sendLetter(ctx, sendPayload.parse(payload)) },
    // Each minute, since an office opens and an hour's cap ends without any news of it.
    { name: letterTask.dispatch, every: '* * * * *', run: async () => void (await dispatchLetters(ctx)) },
    { name: letterTask.upkeep, every: '29 * * * *', run: () => keepLetters(ctx) },
  ]
}
