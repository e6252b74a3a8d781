import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Role } from '../../server/contract/organize/accounts.ts'
import { roles } from '../../server/contract/organize/accounts.ts'
import { listFiles } from '../architecture/repository.ts'
import type { Browser, SignedIn } from '../support/organizers.ts'
import { aBrowser, anOrganizer, campaignId, grownStale, invitationToken } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { unlimited } from '../support/steps.ts'

/** Who may: everybody who is signed in, or the roles that are named; `proven` takes a fresh proof besides. */
type Who = { may: readonly Role[]; proven?: true; unsecured?: true }

const all: Who = { may: roles }
const figures: Who = { may: roles }
const signatures: Who = { may: ['owner', 'organizer', 'moderator'] }
const removing: Who = { may: ['owner', 'organizer'], proven: true }
const owners: Who = { may: ['owner'], proven: true }
const none = '00000000-0000-4000-8000-000000000000'
const own = '/api/v1/organize'
const campaign = `${own}/campaigns/:campaign`
const petition = `${campaign}/petitions/:slug`

/** Every address of the workspace, with who may call it. Bodies are empty: whether one may is settled first. */
const routes: Record<string, Who | 'anybody'> = {
  [`POST ${own}/invitations/open`]: 'anybody',
  [`POST ${own}/join`]: 'anybody',
  [`POST ${own}/sign-in/start`]: 'anybody',
  [`POST ${own}/sign-in/passkey`]: 'anybody',
  [`POST ${own}/sign-in/password`]: 'anybody',
  [`POST ${own}/sign-out`]: 'anybody',
  [`GET ${own}/me`]: { ...all, unsecured: true },
  [`POST ${own}/passkeys/start`]: { ...all, proven: true, unsecured: true },
  [`POST ${own}/passkeys`]: { ...all, proven: true, unsecured: true },
  [`POST ${own}/passkeys/:id/remove`]: { ...all, proven: true },
  [`POST ${own}/authenticator/start`]: { ...all, proven: true, unsecured: true },
  [`POST ${own}/authenticator`]: { ...all, proven: true, unsecured: true },
  [`GET ${own}/sessions`]: all,
  [`POST ${own}/sessions/:id/end`]: all,
  [`GET ${campaign}/people`]: { may: ['owner'] },
  [`POST ${campaign}/invitations`]: owners,
  [`POST ${campaign}/invitations/:id/withdraw`]: owners,
  [`POST ${campaign}/people/:id/role`]: owners,
  [`POST ${campaign}/people/:id/remove`]: owners,
  [`GET ${campaign}/audit`]: { may: ['owner', 'organizer'] },
  [`POST ${campaign}/audit/exports`]: { may: ['owner', 'organizer'], proven: true },
  [`GET ${campaign}/overview`]: figures,
  [`GET ${petition}/figures`]: figures,
  [`GET ${campaign}/letters/figures`]: figures,
  [`GET ${campaign}/letters/held`]: signatures,
  [`POST ${campaign}/letters/:id/open`]: signatures,
  [`POST ${campaign}/letters/:id/release`]: signatures,
  [`POST ${campaign}/letters/:id/refuse`]: signatures,
  [`GET ${petition}/signatures`]: signatures,
  [`POST ${petition}/signatures/count`]: signatures,
  [`POST ${petition}/signatures/find`]: signatures,
  [`POST ${petition}/signatures/:id/open`]: signatures,
  [`POST ${petition}/signatures/changes`]: removing,
  [`POST ${petition}/signatures/:id/change`]: removing,
  [`GET ${petition}/signatures/changes`]: signatures,
  [`POST ${petition}/signatures/changes/:id/cancel`]: { may: ['owner', 'organizer'] },
  [`POST ${petition}/exports`]: { may: ['owner', 'organizer'], proven: true },
}

let site: TestSite
let people: Record<Role, SignedIn>
let unsecured: Browser
let ours: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ours = await campaignId(site)
  const entries = []
  for (const role of roles) entries.push([role, await anOrganizer(site, role)] as const)
  people = Object.fromEntries(entries) as Record<Role, SignedIn>
  unsecured = aBrowser(site)
  await unsecured.post(`${own}/join`, { token: await invitationToken(site, 'owner'), name: 'Half Way', email: 'half@example.org' })
})
afterAll(() => site.close())

const guarded = Object.entries(routes).flatMap(([route, who]) => (who === 'anybody' ? [] : [[route, who] as const]))

async function call(browser: Browser, route: string, campaignOf = ours) {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(':campaign', campaignOf).replace(':slug', petitionSlug).replace(':id', none)
  return method === 'GET' ? browser.get(path) : browser.post(path)
}
const refusalOf = (reply: { statusCode: number; json(): { type?: string } }) =>
  [401, 403].includes(reply.statusCode) ? reply.json().type : null

/** The addresses that the server answers, from the tree that it prints of them. */
function mountedRoutes(): string[] {
  const parents: string[] = []
  return site.app
    .printRoutes({ commonPrefix: false, includeHooks: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', part = '', methods = ''] = /^([ │]*)[├└]── (\S+)(?: \(([A-Z, ]+)\))?/.exec(line) ?? []
      const depth = indent.length / 4
      parents[depth] = part
      const path = parents.slice(0, depth + 1).join('')
      return methods === '' ? [] : methods.split(', ').map((method) => `${method} ${path}`)
    })
}

test('the table names every address of the workspace', () => {
  const mounted = mountedRoutes().filter((route) => route.includes(` ${own}/`) && !route.startsWith('HEAD'))

  expect(mounted.length).toBeGreaterThan(20)
  expect(Object.keys(routes).sort()).toEqual(mounted.toSorted())
})

describe.each(guarded)('%s', (route, { may, proven, unsecured: takesUnsecured }) => {
  test.each(roles)('as %s', async (role) => {
    const refusal = refusalOf(await call(people[role], route))

    expect(refusal).toBe(may.includes(role) ? null : '/problems/not-allowed')
  })

  test('as nobody, as somebody half way, and from another site', async () => {
    const [nobody, half] = [await call(aBrowser(site), route), await call(unsecured, route)]
    const [method = '', pattern = ''] = route.split(' ')
    const path = pattern.replace(':campaign', ours).replace(':slug', petitionSlug).replace(':id', none)
    const foreign = method === 'GET' ? null : await people.owner.post(path, {}, { origin: 'https://elsewhere.example.net' })

    expect(refusalOf(nobody)).toBe('/problems/sign-in-needed')
    expect(refusalOf(half)).toBe(takesUnsecured ? null : '/problems/sign-in-needed')
    expect(foreign && refusalOf(foreign)).toBe(method === 'GET' ? null : '/problems/foreign-origin')
  })

  test('in a campaign that one does not work on, there is nothing', async () => {
    const reply = await call(people.owner, route, none)

    if (route.includes(':campaign')) expect([reply.statusCode, reply.json().type]).toEqual([404, '/problems/not-found'])
    else expect(refusalOf(reply)).toBeNull()
  })

  test(proven ? 'takes a proof of ten minutes at most' : 'takes an older proof', async () => {
    const stale = await anOrganizer(site)
    await grownStale(site, stale)

    expect(refusalOf(await call(stale, route))).toBe(proven ? '/problems/proof-of-person-needed' : null)
  })
})

test('whatever else changes something reads no cookie of the workspace', () => {
  const readers = listFiles().filter((path) => /^server\/.*\.ts$/.test(path) && !path.startsWith('server/features/organizers/'))

  expect(readers.filter((path) => /organizers\/(accounts|mount)/.test(path))).toEqual([])
})
