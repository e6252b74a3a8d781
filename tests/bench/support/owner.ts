import { createInvitation } from '../../../server/features/organizers/people/invite.ts'
import { codeFor, password } from '../../support/organizers.ts'
import type { Installation } from './installation.ts'

/** Somebody who is signed in at a server that runs: what their requests carry, and the address of their campaign. */
export type Owner = { headers: Record<string, string>; api: string }

/** An owner of the campaign joins as people do. */
export async function joinAsOwner({ ctx, petition }: Installation, port: number): Promise<Owner> {
  const base = `http://localhost:${port}`
  const headers: Record<string, string> = { origin: base, 'content-type': 'application/json' }
  const post = async (path: string, body: object) => {
    const reply = await fetch(`${base}/api/v1/organize${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!reply.ok) throw new Error(`${path} answered ${reply.status}: ${await reply.text()}`)
    const cookies = reply.headers.getSetCookie().map((line) => line.split(';', 1)[0] ?? '')
    if (cookies.length > 0) headers['cookie'] = cookies.join('; ')
    return (await reply.json()) as Record<string, string>
  }
  const { path } = await createInvitation(ctx, { campaignId: petition.campaignId, role: 'owner', email: null })
  await post('/join', { token: path.split('/').at(-1), name: 'Bench Owner', email: 'owner@example.org' })
  const { secret = '' } = await post('/authenticator/start', { password })
  await post('/authenticator', { code: codeFor(secret) })
  return { headers, api: `${base}/api/v1/organize/campaigns/${petition.campaignId}` }
}
