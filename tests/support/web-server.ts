import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type WebServer = { url: string; close(): Promise<void> }

/** An HTTP server on a free port of this machine that answers as the test says. */
export async function startWebServer(
  answer: (request: IncomingMessage, reply: ServerResponse) => void | Promise<void>,
): Promise<WebServer> {
  const server = createServer((request, reply) => void answer(request, reply))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
