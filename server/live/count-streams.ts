import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { PetitionCount } from '#contract/petitions.ts'
import { Problem } from '#contract/problem.ts'
import { clientPrefix } from '../lib/client-prefix.ts'
import { keyedHash } from '../lib/keys.ts'

export type CountStreams = {
  /**
   * Turns the request into an event stream of one petition's count, beginning with `first`.
   * @throws Problem too-many-streams
   */
  open(request: FastifyRequest, reply: FastifyReply, petitionId: string, first: PetitionCount): void
  /** Sends a new count to everybody who watches the petition. */
  publish(petitionId: string, count: PetitionCount): void
  hasWatchers(petitionId: string): boolean
  /** Ends every stream, so that the server can close. */
  close(): void
}

const maxStreams = 2000
const maxPerPrefix = 5
const heartbeatMs = 25_000
const retryMs = 5000

/** The event streams of this process; who finds no place asks for the count now and then instead. */
export function createCountStreams(): CountStreams {
  const byPetition = new Map<string, Set<FastifyReply['raw']>>()
  // Networks are told apart by a hash whose key only this process has, and has nowhere written down.
  const key = randomBytes(32)
  const perPrefix = new Map<string, number>()
  let total = 0
  const heartbeat = setInterval(() => {
    for (const streams of byPetition.values()) for (const stream of streams) stream.write(': still here\n\n')
  }, heartbeatMs)
  heartbeat.unref()

  return {
    open(request, reply, petitionId, first) {
      // Gone while the count was read: its 'close' is over, so its place would never be given back.
      if (reply.raw.destroyed) return
      const prefix = keyedHash(key, clientPrefix(request.ip)).toString('base64url')
      const mine = perPrefix.get(prefix) ?? 0
      if (total >= maxStreams || mine >= maxPerPrefix) throw new Problem('too-many-streams', { retryAfterSeconds: 60 })
      total++
      perPrefix.set(prefix, mine + 1)
      const headers = reply.getHeaders()
      reply.hijack()
      const stream = reply.raw
      const streams = byPetition.get(petitionId) ?? new Set()
      byPetition.set(petitionId, streams.add(stream))
      stream.on('close', () => {
        total--
        const left = (perPrefix.get(prefix) ?? 1) - 1
        if (left > 0) perPrefix.set(prefix, left)
        else perPrefix.delete(prefix)
        streams.delete(stream)
        if (streams.size === 0 && byPetition.get(petitionId) === streams) byPetition.delete(petitionId)
      })
      for (const [name, value] of Object.entries(headers)) if (value !== undefined) stream.setHeader(name, value)
      stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
      stream.write(`retry: ${retryMs}\n${eventOf(first)}`)
    },
    publish(petitionId, count) {
      for (const stream of byPetition.get(petitionId) ?? []) stream.write(eventOf(count))
    },
    hasWatchers: (petitionId) => byPetition.has(petitionId),
    close() {
      clearInterval(heartbeat)
      for (const streams of byPetition.values()) for (const stream of streams) stream.end()
    },
  }
}

function eventOf(count: PetitionCount): string {
  return `event: count\nid: ${count.checkpointSize}\ndata: ${JSON.stringify(count)}\n\n`
}
