import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/**
 * What a log line holds, as a list of what is allowed: the pattern of an address, never the
 * address itself, which may carry a token; no headers, no bodies, no network address.
 */
export function loggerOptions(config: Config) {
  return {
    level: config.logLevel,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    serializers: {
      req: requestFields,
      err: (error: Error & { code?: string }) => ({ type: error.name, code: error.code, stack: stackOf(error) }),
    },
  }
}

/** One line for each answered request: which route, how it went, how long it took. */
export function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const fields = { ...requestFields(request), status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 }
    if (reply.statusCode >= 500) request.log.warn(fields, 'answered')
    else request.log.info(fields, 'answered')
  })
}

function requestFields(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions?.url ?? 'none' }
}

/** Where it happened; the message only of errors that are our own, since others may quote input. */
function stackOf(error: Error): string {
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  const isDatabaseError = 'severity' in error || error.name === 'DrizzleQueryError'
  return [isDatabaseError ? error.name : error.message.split('\n')[0], ...frames].join('\n')
}
