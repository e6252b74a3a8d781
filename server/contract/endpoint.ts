import type { z } from 'zod'

/** One address of the API: what it takes, what it answers, in words that /api/docs shows. */
export type Endpoint<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Reply extends z.ZodType = z.ZodType,
> = {
  method: 'GET' | 'POST'
  /** With `:name` for parameters. */
  path: string
  summary: string
  params?: Params
  query?: Query
  body?: Body
  status: 200 | 202
  reply: Reply
}

/** Keeps the exact schema types of an endpoint. */
export function endpoint<
  Params extends z.ZodType = z.ZodNever,
  Query extends z.ZodType = z.ZodNever,
  Body extends z.ZodType = z.ZodNever,
  Reply extends z.ZodType = z.ZodNever,
>(definition: Endpoint<Params, Query, Body, Reply>): Endpoint<Params, Query, Body, Reply> {
  return definition
}
