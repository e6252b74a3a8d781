import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { z } from 'zod'
import type { Endpoint } from '#contract/endpoint.ts'
import { problemDocument } from '#contract/problem.ts'

type Given<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  params: z.output<Params>
  query: z.output<Query>
  body: z.output<Body>
  request: FastifyRequest
  reply: FastifyReply
}

const problemReply = {
  description: 'A problem (RFC 9457): what is wrong and what mends it',
  content: { 'application/problem+json': { schema: problemDocument } },
}

/**
 * Serves one endpoint of the contract: input is validated, the reply is checked and cut to the
 * contract's shape, and both appear in /api/openapi.json.
 */
export function mountEndpoint<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
  app: FastifyInstance,
  endpoint: Endpoint<Params, Query, Body, Reply>,
  options: {
    limit: onRequestAsyncHookHandler
    /** Of the workspace's own addresses: nobody but its pages can use them, so /api/docs does not name them. */
    isHidden?: boolean
    /** Cache-Control of a good answer; without it the answer is not to be stored. */
    cacheControl?: string
    /** The answer, or the reply itself where it has been sent already: from memory, or in another format. */
    handle(given: Given<Params, Query, Body>): Promise<z.input<Reply> | FastifyReply>
  },
): void {
  const { method, path, summary, params, query, body, status, reply: replySchema } = endpoint
  app.route({
    method,
    url: path,
    schema: {
      summary,
      ...(options.isHidden ? { hide: true } : {}),
      ...(params ? { params } : {}),
      ...(query ? { querystring: query } : {}),
      ...(body ? { body } : {}),
      response: { [status]: replySchema, '4xx': problemReply, '5xx': problemReply },
    },
    // Before the body is read: what is too much is not even parsed.
    onRequest: options.limit,
    handler: async (request, reply) => {
      const given = { params: request.params, query: request.query, body: request.body, request, reply } as never
      const answer = await options.handle(given)
      // A reply is a promise too: awaited, it has been sent and is gone.
      if (answer === reply || reply.sent) return reply
      return reply
        .status(status)
        .header('cache-control', options.cacheControl ?? 'no-store')
        .send(answer)
    },
  })
}
