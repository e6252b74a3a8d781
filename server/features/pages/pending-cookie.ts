import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { hrefFor } from '../../http/locale.ts'
import { minuteMs, secondMs } from '../../lib/clock.ts'
import { decryptField, encryptField } from '../../lib/field-encryption.ts'
import type { Keys } from '../../lib/keys.ts'

const name = 'pending'
/** How long the browser keeps it. */
export const pendingLifeMs = 30 * minuteMs

/** What the browser that has just signed gets back: its address, and the submission that it made. */
export type Pending = { address: string; submissionId: string }

const shape = z.strictObject({ address: z.string(), submissionId: z.uuid() })

/**
 * Remembers, for half an hour and encrypted, who has just signed, so that the page after signing
 * can show the address masked and take the code. Sent back only to that one page.
 */
export function setPending(
  request: FastifyRequest,
  reply: FastifyReply,
  keys: Keys,
  slug: string,
  pending: Pending,
  isHttps: boolean,
): void {
  const value = encryptField(keys, placeOf(slug), JSON.stringify(pending)).toString('base64url')
  void reply.setCookie(name, value, {
    path: pathOf(request, slug),
    httpOnly: true,
    sameSite: 'strict',
    secure: isHttps,
    maxAge: pendingLifeMs / secondMs,
  })
}

/** What was remembered, or null when there is no cookie or it is not ours. */
export function readPending(request: FastifyRequest, keys: Keys, slug: string): Pending | null {
  const value = request.cookies[name]
  if (!value) return null
  try {
    return shape.parse(JSON.parse(decryptField(keys, placeOf(slug), Buffer.from(value, 'base64url'))))
  } catch {
    // Made up or of another petition: the page asks for the address instead.
    return null
  }
}

export function clearPending(request: FastifyRequest, reply: FastifyReply, slug: string): void {
  void reply.clearCookie(name, { path: pathOf(request, slug) })
}

/** In the language in which the form was sent, which is that of the page after it. */
function pathOf(request: FastifyRequest, slug: string): string {
  return hrefFor(request, `/petitions/${slug}/check-your-email`)
}

function placeOf(slug: string) {
  return { field: 'cookie/pending', row: slug }
}
