import type { FastifyReply, FastifyRequest } from 'fastify'
import { decryptField, encryptField } from '../../lib/field-encryption.ts'
import type { Keys } from '../../lib/keys.ts'

const name = 'pending'
const lifeSeconds = 30 * 60

/**
 * Remembers, for half an hour and encrypted, which address has just signed, so that the page after
 * signing can show it masked and take the code. Sent back only to that one page.
 */
export function setPendingAddress(reply: FastifyReply, keys: Keys, slug: string, address: string, isHttps: boolean): void {
  const value = encryptField(keys, placeOf(slug), address).toString('base64url')
  void reply.setCookie(name, value, { path: pathOf(slug), httpOnly: true, sameSite: 'strict', secure: isHttps, maxAge: lifeSeconds })
}

/** The address, or null when there is no cookie or it is not ours. */
export function readPendingAddress(request: FastifyRequest, keys: Keys, slug: string): string | null {
  const value = request.cookies[name]
  if (!value) return null
  try {
    return decryptField(keys, placeOf(slug), Buffer.from(value, 'base64url'))
  } catch {
    // Made up or of another petition: the page asks for the address instead.
    return null
  }
}

export function clearPendingAddress(reply: FastifyReply, slug: string): void {
  void reply.clearCookie(name, { path: pathOf(slug) })
}

function pathOf(slug: string): string {
  return `/petitions/${slug}/check-your-email`
}

function placeOf(slug: string) {
  return { field: 'cookie/pending', row: slug }
}
