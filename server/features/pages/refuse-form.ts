import type { FastifyReply } from 'fastify'
import type { FormState } from '#contract/pages.ts'
import type { ProblemSlug } from '#contract/problem.ts'
import { problems } from '#contract/problem.ts'
import { problemOf } from '../../http/errors.ts'

/** A form that nobody has sent yet. */
export const emptyForm: FormState = { values: {}, errors: [], problem: null }

/**
 * The form as it is shown again after a problem, with what was typed. Bugs, and problems that
 * leave no page to show it on, go on to the error handler.
 */
export function refuseForm(
  error: unknown,
  reply: FastifyReply,
  values: Record<string, string>,
  pageless: ProblemSlug[],
): { state: FormState; status: number } {
  const { slug, extras } = problemOf(error)
  if (slug === 'internal' || pageless.includes(slug)) throw error
  const { status, title, advice } = problems[slug]
  if (extras.retryAfterSeconds !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(extras.retryAfterSeconds))))
  const errors = extras.errors ?? []
  const problem = errors.length > 0 ? null : { slug, title, advice }
  return { state: { values, errors, problem, ...(extras.challenge ? { challenge: extras.challenge } : {}) }, status }
}
