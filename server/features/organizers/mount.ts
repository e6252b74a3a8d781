import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Endpoint } from '#contract/endpoint.ts'
import { Problem } from '#contract/problem.ts'
import type { Context } from '../../context.ts'
import { mountEndpoint } from '../../http/endpoint.ts'
import type { Limits } from '../../http/limits.ts'
import type { Auth } from './accounts/auth.ts'
import type { Demand, Organizer } from './accounts/permit.ts'
import { permit } from './accounts/permit.ts'
import { nothingThere } from './errors.ts'

type Given<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> = {
  params: z.output<Params>
  query: z.output<Query>
  body: z.output<Body>
  headers: Headers
  request: FastifyRequest
  reply: FastifyReply
}

/** Serves the addresses of the workspace: each says what it asks of whoever calls it. */
export type Workspace = {
  /** For those who are signed in and may; `by` is who they are. */
  serve<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
    endpoint: Endpoint<Params, Query, Body, Reply>,
    demand: Demand,
    handle: (given: Given<Params, Query, Body> & { by: Organizer }) => Promise<z.input<Reply> | FastifyReply>,
  ): void
  /** For everybody: what leads to being signed in, limited as mails are. */
  serveAnybody<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Reply extends z.ZodType>(
    endpoint: Endpoint<Params, Query, Body, Reply>,
    handle: (given: Given<Params, Query, Body>) => Promise<z.input<Reply> | FastifyReply>,
  ): void
}

/**
 * Who may is settled before a body is read or a field is looked at: somebody who may not learns
 * nothing from what they send.
 */
export function createWorkspace(app: FastifyInstance, ctx: Context & { auth: Auth }, limits: Limits): Workspace {
  const { origin } = ctx.config.http.publicUrl
  const callers = new WeakMap<FastifyRequest, Organizer>()

  const requireOwnOrigin = (request: FastifyRequest) => {
    if (request.method !== 'GET' && request.headers.origin !== origin) throw new Problem('foreign-origin')
  }
  return {
    serve(endpoint, demand, handle) {
      mountEndpoint(app, endpoint, {
        isHidden: true,
        limit: async function (request, reply) {
          await limits.read.call(this, request, reply)
          requireOwnOrigin(request)
          callers.set(request, await permit(ctx, headersOf(request), demand, campaignOf(request)))
        },
        handle: (given) => handle({ ...given, headers: headersOf(given.request), by: callers.get(given.request) as Organizer }),
      })
    },
    serveAnybody(endpoint, handle) {
      mountEndpoint(app, endpoint, {
        isHidden: true,
        limit: async function (request, reply) {
          await limits.link.call(this, request, reply)
          requireOwnOrigin(request)
        },
        handle: (given) => handle({ ...given, headers: headersOf(given.request) }),
      })
    },
  }
}

/** Cookies for the browser, beside an answer. */
export function withCookies<Answer>(reply: FastifyReply, cookies: string[], answer: Answer): Answer {
  void reply.header('set-cookie', cookies)
  return answer
}

export const done = { status: 'done' } as const

/** What of a request the library for accounts reads. */
function headersOf({ headers }: FastifyRequest): Headers {
  return new Headers({ cookie: headers.cookie ?? '', ...(headers.origin ? { origin: headers.origin } : {}) })
}

/** The campaign that the address names; the shape of parameters is not checked yet. */
function campaignOf({ params }: FastifyRequest): string | null {
  const { campaign } = params as { campaign?: string }
  if (campaign === undefined) return null
  if (!z.uuid().safeParse(campaign).success) throw nothingThere()
  return campaign
}
