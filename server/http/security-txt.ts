import type { FastifyInstance } from 'fastify'
import type { Config } from '../config.ts'
import type { Clock } from '../lib/clock.ts'
import { dayMs } from '../lib/clock.ts'

const validForMs = 180 * dayMs

/** `/.well-known/security.txt` (RFC 9116): where to report a fault. Only with a contact to name. */
export function mountSecurityTxt(app: FastifyInstance, ctx: { config: Config; clock: Clock }): void {
  const { site, http } = ctx.config
  if (!site.contact) return
  app.get('/.well-known/security.txt', { schema: { hide: true } }, async (_request, reply) => {
    const lines = [
      `Contact: mailto:${site.contact}`,
      `Expires: ${new Date(ctx.clock.now().getTime() + validForMs).toISOString()}`,
      `Canonical: ${new URL('/.well-known/security.txt', http.publicUrl).href}`,
    ]
    return reply
      .type('text/plain; charset=utf-8')
      .header('cache-control', 'public, max-age=86400')
      .send(`${lines.join('\n')}\n`)
  })
}
