import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import Fastify from 'fastify'

/** Replies to send, by address; the body in base64. */
export type Constants = Record<string, { headers: Record<string, string>; body: string }>

/** Fastify sending constants: the bodies and headers of real replies, and nothing is asked, counted or logged. */
const app = Fastify()
for (const [path, { headers, body }] of Object.entries(JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as Constants)) {
  const bytes = Buffer.from(body, 'base64')
  app.get(path, async (_request, reply) => reply.headers(headers).send(bytes))
}

await app.listen({ port: 0, host: '127.0.0.1' })
process.send?.((app.server.address() as AddressInfo).port)
process.on('disconnect', () => process.exit())
