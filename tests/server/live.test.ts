import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, unlimited } from '../support/steps.ts'

let site: TestSite
let origin: string
const opened: AbortController[] = []
beforeEach(async () => {
  site = await startSite(unlimited)
  origin = await site.app.listen({ port: 0, host: '127.0.0.1' })
})
afterEach(async () => {
  for (const controller of opened.splice(0)) controller.abort()
  await site.close()
})

/** An open stream; `next` gives the next piece that the server wrote, or null at its end. */
async function watch(slug = petitionSlug) {
  const controller = new AbortController()
  opened.push(controller)
  const response = await fetch(`${origin}/api/v1/petitions/${slug}/stream`, { signal: controller.signal })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  return {
    response,
    next: async () => (await reader?.read())?.value ?? null,
    leave: () => controller.abort(),
  }
}

const countIn = (piece: string | null) => JSON.parse(/^data: (.*)$/m.exec(piece ?? '')?.[1] ?? 'null')

test('a stream begins with the count of now and tells each new checkpoint', async () => {
  const stream = await watch()
  const first = await stream.next()

  await confirmed(site)
  await site.sequence()
  const second = await stream.next()

  expect(stream.response.status).toBe(200)
  expect(stream.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8')
  expect(stream.response.headers.get('cache-control')).toBe('no-store')
  expect(stream.response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(first).toMatch(/^retry: 5000\nevent: count\nid: 0\ndata: \{.*\}\n\n$/)
  expect(countIn(first)).toMatchObject({ count: 0, checkpointSize: 0 })
  expect(second).toMatch(/^event: count\nid: 1\n/)
  expect(countIn(second)).toEqual((await site.get(`/api/v1/petitions/${petitionSlug}/count`)).json())
})

test('a stream tells of its own petition only', async () => {
  await site.addPetition({ slug: 'other' })
  const stream = await watch('other')
  await stream.next()

  await confirmed(site)
  await site.sequence()
  await confirmed(site, {}, 'other')
  await site.sequence()
  const piece = await stream.next()

  expect(countIn(piece)).toMatchObject({ count: 1, checkpointSize: 1 })
})

test('everybody who watches is told', async () => {
  const streams = [await watch(), await watch(), await watch()]
  await Promise.all(streams.map(({ next }) => next()))

  await confirmed(site)
  await site.sequence()
  const pieces = await Promise.all(streams.map(({ next }) => next()))

  expect(pieces.map((piece) => countIn(piece).count)).toEqual([1, 1, 1])
})

test('the sixth stream from one network is refused, and one that leaves makes room', async () => {
  const streams = [await watch(), await watch(), await watch(), await watch(), await watch()]

  const sixth = await fetch(`${origin}/api/v1/petitions/${petitionSlug}/stream`)
  const problem = await sixth.json()
  streams[0]?.leave()
  const room = await vi.waitFor(async () => {
    const stream = await watch()
    expect(stream.response.status).toBe(200)
    return stream
  })

  expect(sixth.status).toBe(503)
  expect(sixth.headers.get('retry-after')).toBe('60')
  expect(problem).toMatchObject({ type: '/problems/too-many-streams' })
  expect(countIn(await room.next())).toMatchObject({ count: 0 })
})

test('a petition that does not exist has no stream', async () => {
  const response = await fetch(`${origin}/api/v1/petitions/no-such-petition/stream`)

  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ type: '/problems/petition-not-found' })
})

test('closing ends every stream, so that the server can stop', async () => {
  const streams = [await watch(), await watch()]
  await Promise.all(streams.map(({ next }) => next()))

  site.streams.close()
  const ends = await Promise.all(streams.map(({ next }) => next()))
  await site.app.close()

  expect(ends).toEqual([null, null])
})
