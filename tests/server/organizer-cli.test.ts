import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildApp } from '../../server/app.ts'
import { organizer } from '../../server/cli/organizer.ts'
import { loadConfig } from '../../server/config.ts'
import { loadKeys } from '../../server/key-file.ts'
import { createBareDatabase, createTestDatabase } from '../support/database.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { numberOf, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let app: FastifyInstance
let folder: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-organizer-'))
  site = await startSite(unlimited)
  // The command reads its key from the data folder: the site serves with the same one.
  site.ctx.keys = loadKeys(null, folder, { isInstalled: false })
  site.clock.set(new Date())
  const { cache, listener, streams } = site
  app = await buildApp(site.ctx, { cache, listener, streams, isStopping: () => false })
})
afterAll(async () => {
  await app.close()
  await site.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Runs the command over the site's database; answers its exit code and what it printed. */
async function run(args: string[], env: Record<string, string> = {}): Promise<{ code: number; lines: string[] }> {
  const lines: string[] = []
  const settings = { DATA_DIR: folder, DATABASE_URL: String(site.ctx.pool.options.connectionString), ...env }
  const code = await organizer(
    () => loadConfig(settings),
    args,
    (line) => lines.push(line),
  )
  return { code, lines }
}

const tokenIn = (lines: string[]) => lines.at(-1)?.split('/').at(-1) ?? ''
const headers = { origin: 'http://localhost:3000' }
const opened = (token: string) => app.inject({ method: 'POST', url: '/api/v1/organize/invitations/open', headers, payload: { token } })
const joined = (token: string, email: string) =>
  app.inject({ method: 'POST', url: '/api/v1/organize/join', headers, payload: { token, name: 'Olive Owner', email } })

test.each<[string, string[]]>([
  ['nothing', []],
  ['no role', ['invite']],
  ['a role that there is not', ['invite', 'admin']],
  ['a role in another letter case', ['invite', 'Owner']],
  ['the name of something every object has', ['invite', 'constructor']],
  ['an action that there is not', ['remove', 'owner']],
  ['two roles', ['invite', 'owner', 'analyst']],
  ['an address', ['invite', 'owner', 'olive@example.org']],
  ['an option', ['invite', 'owner', '--force']],
])('a command that is given wrongly is answered with the usage, and touches nothing: %s', async (_what, args) => {
  const lines: string[] = []
  const config = () => {
    throw new Error('no settings are needed')
  }

  const code = await organizer(config, args, (line) => lines.push(line))

  expect(code).toBe(2)
  expect(lines).toEqual([
    'Usage: npm run cli -- organizer invite <owner|organizer|moderator|analyst>',
    '  invite    prints a link that works once, for a day; a link printed before works no more',
  ])
})

test.each(['owner', 'organizer', 'moderator', 'analyst'])('a link is printed that opens an invitation for the role: %s', async (role) => {
  const { code, lines } = await run(['invite', role])
  const offer = await opened(tokenIn(lines))

  expect(code).toBe(0)
  expect(lines).toEqual([expect.stringMatching(/^ok {3}http:\/\/localhost:3000\/organize\/join\/[\w.-]+$/)])
  expect(offer.statusCode).toBe(200)
  expect(offer.json()).toEqual({ campaign: expect.any(String), role, email: null, name: null })
})

test('the link is of the address where the site is reached', async () => {
  const { lines } = await run(['invite', 'owner'], { PUBLIC_URL: 'https://petition.example.org' })

  expect(lines).toEqual([expect.stringMatching(/^ok {3}https:\/\/petition\.example\.org\/organize\/join\//)])
})

test('somebody joins by the link in its role', async () => {
  const { lines } = await run(['invite', 'owner'])

  const reply = await joined(tokenIn(lines), 'olive@example.org')

  expect(reply.statusCode).toBe(200)
  expect(await rowsOf(site, 'select role from memberships')).toEqual([{ role: 'owner' }])
})

test('a link that was printed before, and that nobody took up, works no more', async () => {
  const older = await run(['invite', 'analyst'])
  const newer = await run(['invite', 'owner'])

  const replies = [await opened(tokenIn(older.lines)), await opened(tokenIn(newer.lines))]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([410, 200])
})

test('a link works for a day and no longer', async () => {
  const { lines } = await run(['invite', 'owner'])

  site.clock.set(new Date(Date.now() + 23 * 60 * 60_000))
  const before = await opened(tokenIn(lines))
  site.clock.set(new Date(Date.now() + 25 * 60 * 60_000))
  const after = await opened(tokenIn(lines))
  site.clock.set(new Date())

  expect([before.statusCode, after.statusCode]).toEqual([200, 410])
})

test('what is stored of an invitation does not open it', async () => {
  const { lines } = await run(['invite', 'owner'])

  const rows = await rowsOf<{ row: string }>(site, 'select i::text as row from organizer_invitations i')

  expect(await numberOf(site, 'organizer_invitations')).toBeGreaterThan(0)
  expect(JSON.stringify(rows)).not.toContain(tokenIn(lines))
})

test('a site without a campaign is told what is in the way', async () => {
  const empty = await createTestDatabase()

  const result = await run(['invite', 'owner'], { DATABASE_URL: empty.url })
  await empty.drop()

  expect(result).toEqual({ code: 1, lines: ['BAD  this site has no campaign yet: npm start loads the bundled one'] })
})

test('tables that are not there yet are named', async () => {
  const bare = await createBareDatabase()

  const result = await run(['invite', 'owner'], { DATABASE_URL: bare.url })
  await bare.drop()

  expect(result).toEqual({ code: 1, lines: ['BAD  the tables are not made yet, or of an older version: run npm start once'] })
})

test('without the key of the site no link is printed, and no key is made', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'countersign-no-key-'))

  await expect(run(['invite', 'owner'], { DATA_DIR: elsewhere })).rejects.toThrow(/secret\.key is missing/)

  expect(readdirSync(elsewhere)).toEqual([])
  rmSync(elsewhere, { recursive: true })
})
