import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { text } from '../text.ts'

const ofCampaign = z.object({ campaign: z.uuid() })
const ofLetter = ofCampaign.extend({ id: z.uuid() })
const done = z.object({ status: z.literal('done') })

const heldLetter = z.object({
  id: z.uuid(),
  askId: z.string(),
  recipient: z.string(),
  /** What made it wait, by the names of `holdReasons`. */
  reasons: z.array(z.string()),
  confirmedAt: z.iso.datetime().nullable(),
})
export type HeldLetterItem = z.infer<typeof heldLetter>

export const listHeldLetters = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/letters/held',
  summary: 'Letters that wait until somebody has looked at them, the oldest first',
  params: ofCampaign,
  status: 200,
  reply: z.object({ items: z.array(heldLetter) }),
})

export const openHeldLetter = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/letters/:id/open',
  summary: 'The words of a held letter. Written to the audit log',
  params: ofLetter,
  status: 200,
  reply: z.object({ subject: z.string(), text: z.string() }),
})

export const releaseHeldLetter = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/letters/:id/release',
  summary: 'Let a held letter go on to its office',
  params: ofLetter,
  status: 200,
  reply: done,
})

export const refuseHeldLetter = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/letters/:id/refuse',
  summary: 'Do not let a held letter go; its writer is told, with the reason',
  params: ofLetter,
  body: z.strictObject({ reason: text(300) }),
  status: 200,
  reply: done,
})
