import { z } from 'zod'
import { endpoint } from '../endpoint.ts'
import { emailAddress } from '../text.ts'
import { roles } from './accounts.ts'

const role = z.enum(roles, { error: 'choice-unknown' })
const ofCampaign = z.object({ campaign: z.uuid() })
const ofOne = z.object({ campaign: z.uuid(), id: z.uuid() })
const done = z.object({ status: z.literal('done') })

const person = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  since: z.iso.datetime(),
  isSecured: z.boolean(),
})
export type Person = z.infer<typeof person>

const invitation = z.object({ id: z.uuid(), email: z.string(), role, invitedAt: z.iso.datetime(), expiresAt: z.iso.datetime() })
export type Invitation = z.infer<typeof invitation>

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/people',
  summary: 'Who works on a campaign, and who is invited to',
  params: ofCampaign,
  status: 200,
  reply: z.object({ items: z.array(person), invitations: z.array(invitation) }),
})

export const invitePerson = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/invitations',
  summary: 'Invite somebody by mail. The link works once, for seven days',
  params: ofCampaign,
  body: z.strictObject({ email: emailAddress, role }),
  status: 200,
  reply: z.object({ status: z.literal('invited') }),
})

export const withdrawInvitation = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/invitations/:id/withdraw',
  summary: 'Withdraw an invitation: its link works no more',
  params: ofOne,
  status: 200,
  reply: done,
})

export const changeRole = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/people/:id/role',
  summary: 'Give somebody another role; the last owner stays one',
  params: ofOne,
  body: z.strictObject({ role }),
  status: 200,
  reply: done,
})

export const removePerson = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/people/:id/remove',
  summary: 'Remove somebody from a campaign, and end their sessions; the last owner stays',
  params: ofOne,
  status: 200,
  reply: done,
})
