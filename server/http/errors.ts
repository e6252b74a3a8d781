import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { FieldError, ProblemDocument, ProblemSlug } from '#contract/problem.ts'
import { Problem, problems } from '#contract/problem.ts'
import { isOutage } from '../db/database.ts'
import { fieldErrorsOf } from './field-errors.ts'

/** How a problem is shown to somebody who asked for a page. */
export type ProblemPage = (
  request: FastifyRequest,
  reply: FastifyReply,
  document: ProblemDocument,
  slug: ProblemSlug,
) => Promise<FastifyReply>

const frameworkProblems: Record<string, ProblemSlug> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
  FST_ERR_CTP_BODY_TOO_LARGE: 'body-too-large',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformed-body',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'malformed-body',
  FST_ERR_BAD_URL: 'not-found',
  FST_ERR_MAX_PARAM_LENGTH: 'not-found',
}

/**
 * The only place where errors become replies: problem documents under /api and for clients that
 * do not ask for HTML, pages for people. What is not a problem is a bug: it is logged with its
 * stack and answered without any detail.
 */
export function mapErrors(app: FastifyInstance, showProblem: ProblemPage): void {
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const problem = problemOf(error)
    if (problem.slug === 'internal') request.log.error({ err: error }, 'a request failed')
    return sendProblem(request, reply, problem, showProblem)
  })
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new Problem('not-found'), showProblem))
}

/** For addresses that cannot even be decoded: they reach no route, and nothing of them is repeated in the answer. */
export function answerMalformedAddress(_error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const document = problemDocumentOf(new Problem('not-found'), request.id)
  void reply.status(document.status).header('cache-control', 'no-store').type('application/problem+json').send(JSON.stringify(document))
}

/** The problem that an error stands for; `internal` for all that a caller did not cause. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (hasZodFastifySchemaValidationErrors(error)) {
    // An address that does not fit its own pattern names nothing.
    if (error.validationContext === 'params') return new Problem('not-found')
    return new Problem('invalid-input', { errors: fieldErrorsOf(error) })
  }
  const { code = '', statusCode } = error as Partial<FastifyError>
  const known = frameworkProblems[code]
  if (known) return new Problem(known)
  if (isOutage(error)) return new Problem('busy', { retryAfterSeconds: 5 })
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) return new Problem('malformed-body')
  return new Problem('internal')
}

/** The RFC 9457 document of a problem, for one request. */
export function problemDocumentOf(problem: Problem, requestId: string): ProblemDocument {
  const { status, title, advice } = problems[problem.slug]
  const { errors, detail, challenge } = problem.extras
  return {
    type: `/problems/${problem.slug}`,
    title,
    status,
    detail: detail ?? firstSentence(errors) ?? advice,
    instance: requestId,
    ...(errors ? { errors } : {}),
    ...(challenge === undefined ? {} : { challenge }),
  }
}

export function wantsHtml(request: FastifyRequest): boolean {
  return !request.url.startsWith('/api/') && (request.headers.accept ?? '').includes('text/html')
}

async function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  problem: Problem,
  showProblem: ProblemPage,
): Promise<FastifyReply> {
  const document = problemDocumentOf(problem, request.id)
  const { retryAfterSeconds } = problem.extras
  if (retryAfterSeconds !== undefined) void reply.header('retry-after', String(Math.max(1, Math.ceil(retryAfterSeconds))))
  void reply.status(document.status).header('cache-control', 'no-store')
  if (wantsHtml(request)) {
    try {
      return await showProblem(request, reply, document, problem.slug)
    } catch (error) {
      // The page itself is what fails: the document below says the same.
      request.log.error({ err: error }, 'the page of a problem could not be shown')
    }
  }
  return reply
    .type('application/problem+json')
    .serializer((value: unknown) => JSON.stringify(value))
    .send(document)
}

function firstSentence(errors: FieldError[] | undefined): string | null {
  const first = errors?.[0]
  return first ? `${first.pointer}: ${first.detail} ${first.fix}` : null
}
