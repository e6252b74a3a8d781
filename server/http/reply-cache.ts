import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '../lib/clock.ts'
import type { Encoded } from './encodings.ts'
import { acceptsGzip, encodingsOf, isListed } from './encodings.ts'

/** A reply that is the same for everybody. */
export type PublicReply = {
  type: string
  body: string | Buffer
  cacheControl: string
  /** What it was made of: dropping one of these drops the reply. */
  tags: string[]
  /** Of which petition this is the page, so that looking at it can be counted. */
  viewOf?: string | null
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
  /** Notes a look at the page of a petition that was answered at hand. */
  noteView(petitionId: string): void
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
  /** Of which petition this is the page; null for other replies. */
  viewOf: string | null
  plain: BodyAtHand
  /** Null where compressing saves nothing. */
  gzipped: BodyAtHand | null
}

type BodyAtHand = {
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

type Kept = { plain: Encoded; gzipped: Encoded | null; tags: string[]; viewOf: string | null; madeAt: number }

/**
 * Public replies in the memory of this process. What is kept is dropped when something that it was
 * made of changes, and is never older than its `maxAgeMs`, should the news of that be lost. The
 * least recently asked goes when all together are larger than `maxBytes`; with 0 nothing is kept.
 * @param onView told of each look at the page of a petition that `answer` serves
 */
export function createReplyCache(clock: Clock, maxBytes: number, onView: (petitionId: string) => void = () => {}): ReplyCache {
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
      .then(async (made) => {
        const reply = {
          ...(await encodingsOf(made.type, made.body, made.cacheControl)),
          tags: made.tags,
          viewOf: made.viewOf ?? null,
          madeAt,
        }
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
      if (found.viewOf !== null && request.method === 'GET') onView(found.viewOf)
      const takesGzip = acceptsGzip(request.headers['accept-encoding'])
      const sent = (takesGzip && found.gzipped) || found.plain
      void reply.headers(sent.headers)
      if (request.method === 'GET' && kept.get(key) === found) {
        const own = Object.keys(sent.headers)
        const others = headersOf(reply).filter(([name]) => !own.includes(name))
        remember(request.originalUrl, {
          key,
          maxAgeMs,
          reply: found,
          route: request.routeOptions.url ?? 'none',
          viewOf: found.viewOf,
          plain: atHandOf(found.plain, others),
          gzipped: found.gzipped && atHandOf(found.gzipped, others),
        })
      }
      if (isListed(request.headers['if-none-match'], sent.etag)) return reply.status(304).send()
      return reply.send(sent.body)
    },
    findAtHand(url) {
      const known = atHand.get(url)
      return known !== undefined && find(known.key, known.maxAgeMs) === known.reply ? known : null
    },
    noteView(petitionId) {
      onView(petitionId)
    },
    drop(tag) {
      dropped.set(tag, ++drops)
      for (const [key, { tags }] of kept) if (tags.includes(tag)) forget(key)
      // Who asks from now on must not be given what was begun before.
      making.clear()
    },
  }
}

/** A body ready to be sent again with all headers of the first answer. */
function atHandOf({ body, wire, headers, etag }: Encoded, others: [string, string][]): BodyAtHand {
  const all = [...others, ...Object.entries(headers)].flat()
  return {
    headers: all,
    headersOfBody: [...all, 'content-length', String(body.length)],
    wire,
    isKnownTo: (ifNoneMatch) => isListed(ifNoneMatch, etag),
  }
}

/** What a reply takes of memory: each body twice over. */
function sizeOf(reply: Kept | undefined): number {
  return reply ? 2 * (reply.plain.body.length + (reply.gzipped?.body.length ?? 0)) : 0
}

/** What the whole chain of hooks has set, to be sent again without it: names and values. */
function headersOf(reply: FastifyReply): [string, string][] {
  return Object.entries(reply.getHeaders()).flatMap(([name, value]) => {
    const values = Array.isArray(value) ? value : [value]
    return values.flatMap((one): [string, string][] => (one === undefined ? [] : [[name, String(one)]]))
  })
}
