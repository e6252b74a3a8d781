import type { ProblemDocument } from '#contract/problem.ts'

/** What the server refused, and why, in words for whoever asked. */
export class Refusal extends Error {
  readonly problem: ProblemDocument

  constructor(problem: ProblemDocument) {
    super(problem.detail)
    this.name = 'Refusal'
    this.problem = problem
  }

  /** The end of the problem's address, such as `not-allowed`. */
  get slug(): string {
    return this.problem.type.split('/').at(-1) ?? ''
  }
}

/** What is said where no answer came: the line is down, or the server. */
export const noAnswer: ProblemDocument = {
  type: '/problems/no-answer',
  title: 'There was no answer',
  status: 0,
  detail: 'The site could not be reached. What you typed is still here; try again in a moment.',
  instance: '',
}

/**
 * One call of the API. A body is sent as JSON by POST; without one it is a GET.
 * @throws Refusal also where no answer came
 */
export async function call<Reply>(path: string, body?: object): Promise<Reply> {
  const reply = await send(path, body)
  return (await reply.json()) as Reply
}

/** The same for a file: its content, and the name that the server gives it. */
export async function callForFile(path: string, body: object): Promise<{ content: Blob; name: string }> {
  const reply = await send(path, body)
  const name = /filename="([^"]+)"/.exec(reply.headers.get('content-disposition') ?? '')?.[1] ?? 'download'
  return { content: await reply.blob(), name }
}

async function send(path: string, body?: object): Promise<Response> {
  const given = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  const reply = await fetch(path, given).catch(() => null)
  if (reply?.ok) return reply
  throw new Refusal(reply === null ? noAnswer : await problemOf(reply))
}

async function problemOf(reply: Response): Promise<ProblemDocument> {
  try {
    return (await reply.json()) as ProblemDocument
  } catch {
    // Not from us but from something between: a proxy that answers for a server that is away.
    return { ...noAnswer, status: reply.status }
  }
}
