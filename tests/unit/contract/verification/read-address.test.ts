import { afterEach, expect, test } from 'vitest'
import { readAddress, readText } from '../../../../server/contract/verification/read-address.ts'
import type { WebServer } from '../../../support/web-server.ts'
import { startWebServer } from '../../../support/web-server.ts'

let server: WebServer | null = null
afterEach(async () => {
  await server?.close()
  server = null
})

const problem = JSON.stringify({ type: '/problems/not-in-log', status: 404 })

test('an answer is read as it is', async () => {
  server = await startWebServer((_request, reply) => void reply.end('\ufeffhalf a word'))

  expect(await readText(server.url, { maxBytes: 100 })).toBe('\ufeffhalf a word')
})

test('where the site asks for patience it is given, and said', async () => {
  let asked = 0
  const waits: number[] = []
  server = await startWebServer((_request, reply) => {
    asked++
    reply.writeHead(asked < 3 ? 429 : 200, { 'retry-after': '0' }).end('answer')
  })

  const text = await readText(server.url, { maxBytes: 100, onWait: (seconds) => waits.push(seconds) })

  expect([text, asked, waits]).toEqual(['answer', 3, [0, 0]])
})

test('patience ends', async () => {
  server = await startWebServer((_request, reply) => void reply.writeHead(503, { 'retry-after': '0' }).end())

  await expect(readAddress(server.url, { maxBytes: 100 })).rejects.toMatchObject({ code: 'not-served' })
})

test('an answer without end is not read to its end', async () => {
  let written = 0
  server = await startWebServer((request, reply) => {
    const write = () => {
      if (request.socket.destroyed) return
      written++
      reply.write('x'.repeat(65_536), write)
    }
    write()
  })

  await expect(readAddress(server.url, { maxBytes: 100_000 })).rejects.toMatchObject({ code: 'too-large' })
  expect(written).toBeLessThan(1000)
})

test.each(['before its head', 'after its head'])('an answer that stops %s is given up', async (when) => {
  server = await startWebServer((_request, reply) => {
    if (when === 'after its head') reply.writeHead(200).write('beginning')
  })

  await expect(readAddress(server.url, { maxBytes: 100, timeoutMs: 100 })).rejects.toMatchObject({ code: 'timed-out' })
})

test('a line that breaks, and a place where nobody is, are said to be so', async () => {
  server = await startWebServer((request, reply) => {
    reply.writeHead(200, { 'content-length': '100' }).write('beginning', () => request.socket.destroy())
  })
  const { url } = server

  await expect(readAddress(url, { maxBytes: 100 })).rejects.toMatchObject({ code: 'unreachable' })
  await server.close()
  await expect(readAddress(url, { maxBytes: 100 })).rejects.toThrow('ECONNREFUSED')
})

test('a log without a checkpoint is told from an address that is not served', async () => {
  server = await startWebServer((_request, reply) => void reply.writeHead(404).end(problem))

  await expect(readAddress(`${server.url}/log/a/checkpoint`, { maxBytes: 100 })).rejects.toMatchObject({ code: 'nothing-counted' })
  await expect(readAddress(`${server.url}/log/a/tile/0/000`, { maxBytes: 100 })).rejects.toThrow('status 404')
})

test('who has lost interest ends the reading, and the waiting, with their own reason', async () => {
  server = await startWebServer((_request, reply) => void reply.writeHead(429, { 'retry-after': '100' }).end())
  const { url } = server
  const waiting = new AbortController()

  await expect(
    readAddress(url, { maxBytes: 100, signal: waiting.signal, onWait: () => waiting.abort(new Error('enough')) }),
  ).rejects.toThrow('enough')
  await expect(readAddress(url, { maxBytes: 100, signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before')
})
