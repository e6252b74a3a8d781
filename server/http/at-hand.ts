import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Log } from '../lib/log.ts'
import { acceptsGzip } from './encodings.ts'
import type { Limits } from './limits.ts'
import type { ReplyCache } from './reply-cache.ts'

/** @returns true when the request was answered; false leaves it as it was */
export type AnswerAtHand = (request: IncomingMessage, response: ServerResponse) => boolean

/**
 * Answers who asks for an address that was answered from memory before, and is still in memory,
 * without the work of a request: with the very headers of the first answer, counted by the limit
 * on reads, and with a line in the log. Whatever is not as plain as that is left to the routes:
 * other methods, a read too many, a server that is stopping.
 */
export function answerAtHand(parts: { cache: ReplyCache; limits: Limits; log: Log; isStopping(): boolean }): AnswerAtHand {
  return (request, response) => {
    if (request.method !== 'GET' || parts.isStopping()) return false
    const begunAt = performance.now()
    const found = parts.cache.findAtHand(request.url ?? '')
    if (!found || !parts.limits.mayReadAtOnce(request)) return false
    const { headers, headersOfBody, wire, isKnownTo } =
      (found.gzipped && acceptsGzip(request.headers['accept-encoding']) && found.gzipped) || found.plain
    const status = isKnownTo(request.headers['if-none-match']) ? 304 : 200
    if (status === 304) response.writeHead(304, headers).end()
    else response.writeHead(200, headersOfBody).end(wire, 'latin1')
    if (found.viewOf !== null) parts.cache.noteView(found.viewOf)
    parts.log.info({ method: 'GET', route: found.route, status, ms: Math.round((performance.now() - begunAt) * 10) / 10 }, 'answered')
    return true
  }
}

/** Makes the HTTP server of an app, asking `first` before the app's own handler. Times are in milliseconds. */
export function serverWith(
  first: AnswerAtHand,
  times: { request: number; connection: number; keepAlive: number },
): (handler: RequestListener) => ReturnType<typeof createServer> {
  return (handler) => {
    const server = createServer((request, response) => {
      if (!first(request, response)) handler(request, response)
    })
    server.requestTimeout = times.request
    server.keepAliveTimeout = times.keepAlive
    server.setTimeout(times.connection)
    return server
  }
}
