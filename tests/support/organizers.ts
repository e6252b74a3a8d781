import { createHmac } from 'node:crypto'
import type { Role } from '../../server/contract/organize/accounts.ts'
import { findCampaign } from '../../server/features/campaigns/queries.ts'
import { createInvitation } from '../../server/features/organizers/people/invite.ts'
import type { Reply, TestSite } from './site.ts'

/** Somebody with a browser: it keeps the cookies that it gets, and says which site its page is of. */
export type Browser = {
  get(path: string): Promise<Reply>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  cookies: Map<string, string>
}

export function aBrowser(site: TestSite): Browser {
  const cookies = new Map<string, string>()
  const { origin } = site.ctx.config.http.publicUrl
  const headers = () => ({ cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') })
  const keep = (reply: Reply) => {
    for (const { name, value, maxAge } of reply.cookies) {
      if (maxAge === 0 || value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return reply
  }
  return {
    cookies,
    get: async (path) => keep(await site.get(path, headers())),
    post: async (path, body = {}, extra = {}) => keep(await site.post(path, body, { origin, ...headers(), ...extra })),
  }
}

export const password = 'four unrelated plain words'

/** The code that an authenticator app shows (RFC 6238), `steps` of thirty seconds from now. */
export function codeFor(secret: string, steps = 0): string {
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', fromBase32(secret)).update(step).digest()
  const at = (mac.at(-1) as number) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

export async function campaignId(site: TestSite): Promise<string> {
  return (await findCampaign(site.ctx.db))?.id ?? ''
}

export async function invitationToken(site: TestSite, role: Role, email: string | null = null): Promise<string> {
  const { path } = await createInvitation(site.ctx, { campaignId: await campaignId(site), role, email })
  return path.split('/').at(-1) ?? ''
}

export type SignedIn = Browser & { id: string; email: string; secret: string }

let number = 0

/** Somebody who took an invitation up and set a password with an authenticator. */
export async function anOrganizer(site: TestSite, role: Role = 'owner'): Promise<SignedIn> {
  const browser = aBrowser(site)
  const email = `organizer-${++number}@example.org`
  await browser.post('/api/v1/organize/join', { token: await invitationToken(site, role), name: `Organizer ${number}`, email })
  const { secret } = (await browser.post('/api/v1/organize/authenticator/start', { password })).json() as { secret: string }
  await browser.post('/api/v1/organize/authenticator', { code: codeFor(secret) })
  const { id } = (await browser.get('/api/v1/organize/me')).json() as { id: string }
  return { ...browser, id, email, secret }
}

/** As if they had shown eleven minutes ago who they are. */
export async function grownStale(site: TestSite, { id }: { id: string }): Promise<void> {
  await site.ctx.pool.query(`update organizer_sessions set created_at = created_at - interval '11 minutes' where user_id = $1`, [id])
}
