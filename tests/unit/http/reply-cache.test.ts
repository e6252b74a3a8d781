import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import { afterEach, expect, test } from 'vitest'
import { createReplyCache } from '../../../server/http/reply-cache.ts'
import { settableClock } from '../../support/clock.ts'

let app: FastifyInstance
afterEach(() => app.close())

/** A server whose one address answers from the cache; `make` counts how often it was asked. */
function serve(options: { maxBytes?: number; make?: (n: number) => Promise<string> } = {}) {
  const clock = settableClock()
  const cache = createReplyCache(clock, options.maxBytes ?? 10_000)
  const made: string[] = []
  app = Fastify()
  app.get<{ Params: { name: string } }>('/:name', (request, reply) =>
    cache.answer(request, reply, {
      key: request.params.name,
      maxAgeMs: 1000,
      make: async () => {
        made.push(request.params.name)
        const body = await (options.make?.(made.length) ?? Promise.resolve(`${request.params.name} ${made.length}`))
        return { type: 'text/plain; charset=utf-8', body, cacheControl: 'public, max-age=1', tags: [request.params.name] }
      },
    }),
  )
  const get = (name: string, headers: Record<string, string> = {}) => app.inject({ url: `/${name}`, headers })
  return { cache, clock, made, get }
}

test('a second reader gets the same bytes from memory, with the headers of the first', async () => {
  const { get, made } = serve()

  const [first, second] = [await get('a'), await get('a')]

  expect(made).toEqual(['a'])
  expect(second.body).toBe(first.body)
  expect(second.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'public, max-age=1',
    etag: first.headers.etag,
  })
})

test('who has the reply already gets 304 and no body; who has another gets it', async () => {
  const { get } = serve()
  const { etag = '' } = (await get('a')).headers

  const known = await Promise.all([`${etag}`, `"other", ${etag}`, `W/${etag}`, '*'].map((tags) => get('a', { 'if-none-match': tags })))
  const unknown = await get('a', { 'if-none-match': '"other"' })

  expect(etag).toMatch(/^"[\w-]{22}"$/)
  expect(known.map(({ statusCode, body }) => [statusCode, body])).toEqual(Array(4).fill([304, '']))
  expect(known[0]?.headers).toMatchObject({ etag, 'cache-control': 'public, max-age=1' })
  expect(unknown.statusCode).toBe(200)
})

test('dropping a tag drops what was made of it and nothing else', async () => {
  const { get, cache, made } = serve()
  await get('a')
  await get('b')

  cache.drop('a')
  const [a, b] = [await get('a'), await get('b')]

  expect(made).toEqual(['a', 'b', 'a'])
  expect([a.body, b.body]).toEqual(['a 3', 'b 2'])
})

test('nothing is older than its age, though no news of a change came', async () => {
  const { get, clock } = serve()
  await get('a')

  clock.pass(999)
  const young = await get('a')
  clock.pass(1)
  const old = await get('a')

  expect([young.body, old.body]).toEqual(['a 1', 'a 2'])
})

test('many who ask at once wait for one making', async () => {
  const { get, made } = serve()

  const replies = await Promise.all(Array.from({ length: 50 }, () => get('a')))

  expect(made).toEqual(['a'])
  expect(new Set(replies.map(({ body }) => body)).size).toBe(1)
})

test('what was begun before a drop is served to who waits for it and not kept', async () => {
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<string>()
  const { get, cache } = serve({
    make: (n) => {
      begun.resolve()
      return n === 1 ? held.promise : Promise.resolve('new')
    },
  })

  const waiting = get('a')
  await begun.promise
  cache.drop('a')
  const later = await get('a')
  held.resolve('old')
  const early = await waiting
  const last = await get('a')

  expect([early.body, later.body, last.body]).toEqual(['old', 'new', 'new'])
})

test('a making that fails is not remembered', async () => {
  const { get } = serve({ make: (n) => (n === 1 ? Promise.reject(new Error('the first fails')) : Promise.resolve('fine')) })

  const failed = await get('a')
  const next = await get('a')

  expect(failed.statusCode).toBe(500)
  expect(next.body).toBe('fine')
})

test('when memory is full the one asked for least recently goes, and what is larger than all of it is not kept', async () => {
  const { get, made } = serve({ maxBytes: 12 })
  await get('a')
  await get('b')
  await get('a')
  await get('c')
  await get('a')
  await get('b')

  expect(made).toEqual(['a', 'b', 'c', 'b'])
  const large = serve({ maxBytes: 4 })
  await large.get('a')
  await large.get('a')
  expect(large.made).toEqual(['a', 'a'])
})
