import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type FileServer = {
  /** `http://127.0.0.1:<port>` */
  url: string
  /** What was asked for, in order. */
  requests: IncomingMessage[]
  /** Answers at a path, with its query. */
  at(path: string, answer: Answer): void
  close(): Promise<void>
}

/** A body that is answered with 200, or what is done with the reply. */
export type Answer = string | Uint8Array | ((response: ServerResponse) => void)

/** A web server on this machine that answers as a test says, and 404 elsewhere. */
export async function startFileServer(): Promise<FileServer> {
  const answers = new Map<string, Answer>()
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    const answer = answers.get(request.url ?? '')
    if (answer === undefined) response.writeHead(404).end('There is nothing here.')
    else if (typeof answer === 'function') answer(response)
    else response.end(answer)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    at: (path, answer) => void answers.set(path, answer),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
