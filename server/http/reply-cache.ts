import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../lib/clock.ts'

/** A reply that is the same for everybody. */
export type PublicReply = {
  type: string
  body: string
  cacheControl: string
  /** What it was made of: dropping one of these drops the reply. */
  tags: string[]
}

export type ReplyCache = {
  /**
   * Answers from memory, or makes the reply, once for all who ask at the same time. Sends a strong
   * ETag, and 304 to who has it already.
   * @param source.key all that the reply depends on but for the tags: address, locale, format
   */
  answer(
    request: FastifyRequest,
    reply: FastifyReply,
    source: { key: string; maxAgeMs: number; make(): Promise<PublicReply> },
  ): Promise<FastifyReply>
  /** The reply to a GET of this very address, path and query, that `answer` gave before, while it is still in memory; else null. */
  findAtHand(url: string): ReplyAtHand | null
  /** Forgets all replies with this tag, and those that are being made now. */
  drop(tag: string): void
}

/**
 * A whole reply, ready to be sent again. Headers are names and values in turn, as `writeHead` takes
 * them fastest. `wire` is the body's bytes as a Latin-1 string: Node sends head and string in one
 * piece without encoding it anew, where a buffer would cost it a second one and UTF-8 a pass over
 * the text.
 */
export type ReplyAtHand = {
  /** Pattern of the route that answered. */
  route: string
  /** What all hooks of that answer had set; `headersOfBody` has the length too. */
  headers: string[]
  headersOfBody: string[]
  wire: string
  /** What a request's If-None-Match says of it, RFC 9110 §13.1.2. */
  isKnownTo(ifNoneMatch: string | undefined): boolean
}

/** Where an address is answered from. */
type AtHand = ReplyAtHand & { key: string; maxAgeMs: number; reply: Kept }

/** Addresses can be made up without end: `?a=1`, `?a=2` and so on are all the same page. */
const maxAtHand = 1000

type Kept = { body: Buffer; wire: string; headers: Record<string, string>; etag: string; tags: string[]; madeAt: number }

/**
 * Public replies in the memory of this process. What is kept is dropped when something that it was
 * made of changes, and is never older than its `maxAgeMs`, should the news of that be lost. The
 * least recently asked goes when all together are larger than `maxBytes`; with 0 nothing is kept.
 */
export function createReplyCache(clock: Clock, maxBytes: number): ReplyCache {
  const kept = new Map<string, Kept>()
  const atHand = new Map<string, AtHand>()
  const making = new Map<string, Promise<Kept>>()
  /** Number of the latest drop of each tag: what was begun before it is served, and not kept. */
  const dropped = new Map<string, number>()
  let drops = 0
  let bytes = 0

  function forget(key: string): void {
    bytes -= sizeOf(kept.get(key))
    kept.delete(key)
  }

  function find(key: string, maxAgeMs: number): Kept | null {
    const found = kept.get(key)
    if (!found) return null
    if (clock.now().getTime() - found.madeAt >= maxAgeMs) {
      forget(key)
      return null
    }
    // The order of a Map is that of insertion: what is asked for goes to the end.
    kept.delete(key)
    kept.set(key, found)
    return found
  }

  function keep(key: string, reply: Kept, begunAt: number): void {
    if (sizeOf(reply) > maxBytes || reply.tags.some((tag) => (dropped.get(tag) ?? 0) > begunAt)) return
    forget(key)
    kept.set(key, reply)
    bytes += sizeOf(reply)
    for (const [oldest] of kept) {
      if (bytes <= maxBytes) break
      forget(oldest)
    }
  }

  function remember(url: string, reply: AtHand): void {
    if (atHand.size >= maxAtHand) atHand.clear()
    atHand.set(url, reply)
  }

  function make(key: string, source: () => Promise<PublicReply>): Promise<Kept> {
    const known = making.get(key)
    if (known) return known
    const begunAt = drops
    const madeAt = clock.now().getTime()
    const made = source()
      .then(({ type, body, cacheControl, tags }) => {
        const encoded = Buffer.from(body, 'utf8')
        const etag = `"${createHash('sha256').update(encoded).digest('base64url').slice(0, 22)}"`
        const headers = { 'content-type': type, 'cache-control': cacheControl, etag }
        const reply = { body: encoded, wire: encoded.toString('latin1'), headers, etag, tags, madeAt }
        keep(key, reply, begunAt)
        return reply
      })
      .finally(() => {
        if (making.get(key) === made) making.delete(key)
      })
    making.set(key, made)
    return made
  }

  return {
    async answer(request, reply, { key, maxAgeMs, make: source }) {
      const found = find(key, maxAgeMs) ?? (await make(key, source))
      void reply.headers(found.headers)
      if (request.method === 'GET' && kept.get(key) === found) {
        const headers = headersOf(reply)
        remember(request.raw.url ?? '', {
          key,
          maxAgeMs,
          reply: found,
          route: request.routeOptions.url ?? 'none',
          headers,
          headersOfBody: [...headers, 'content-length', String(found.body.length)],
          wire: found.wire,
          isKnownTo: (ifNoneMatch) => isListed(ifNoneMatch, found.etag),
        })
      }
      if (isListed(request.headers['if-none-match'], found.etag)) return reply.status(304).send()
      return reply.send(found.body)
    },
    findAtHand(url) {
      const known = atHand.get(url)
      return known !== undefined && find(known.key, known.maxAgeMs) === known.reply ? known : null
    },
    drop(tag) {
      dropped.set(tag, ++drops)
      for (const [key, { tags }] of kept) if (tags.includes(tag)) forget(key)
      // Who asks from now on must not be given what was begun before.
      making.clear()
    },
  }
}

/** What a reply takes of memory: its body twice over. */
function sizeOf(reply: Kept | undefined): number {
  return reply ? 2 * reply.body.length : 0
}

/** What the whole chain of hooks has set, to be sent again without it: names and values in turn. */
function headersOf(reply: FastifyReply): string[] {
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value]
    return values.flatMap((one) => (one === undefined ? [] : [name, String(one)]))
  })
}

/** If-None-Match, RFC 9110 §13.1.2: a list of tags, perhaps marked as weak, or a star. */
function isListed(header: string | undefined, etag: string): boolean {
  return header !== undefined && (header === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag))
}
