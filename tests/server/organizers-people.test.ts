import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { firstLink, printedLink } from '../../server/features/organizers/people/first-link.ts'
import { aBrowser, anOrganizer, campaignId, codeFor, grownStale, password } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let people: string
beforeAll(async () => {
  site = await startSite(unlimited)
  people = `/api/v1/organize/campaigns/${await campaignId(site)}`
})
afterAll(() => site.close())

test('the first owner joins by the link that is printed while there is none, and only by the newest', async () => {
  const fresh = await startSite(unlimited)
  try {
    const older = await firstLink(fresh.ctx)
    const newer = await firstLink(fresh.ctx)
    const browser = aBrowser(fresh)
    const given = { name: 'First Owner', email: 'first@example.org' }
    const tokenOf = (link: string | null) => link?.split('/').at(-1)

    const late = await browser.post('/api/v1/organize/join', { ...given, token: tokenOf(older) })
    await browser.post('/api/v1/organize/join', { ...given, token: tokenOf(newer) })
    const meanwhile = await firstLink(fresh.ctx)
    const { secret } = (await browser.post('/api/v1/organize/authenticator/start', { password })).json()
    await browser.post('/api/v1/organize/authenticator', { code: codeFor(secret) })

    expect(newer).toMatch(/^http:\/\/localhost:3000\/organize\/join\//)
    expect(late.statusCode).toBe(410)
    expect(meanwhile).not.toBeNull()
    expect(await firstLink(fresh.ctx)).toBeNull()
    expect((await browser.get('/api/v1/organize/me')).json().campaigns).toMatchObject([{ role: 'owner' }])
    // Whose owners have all lost their way in asks the operator.
    expect(await printedLink(fresh.ctx, 'owner')).toMatch(/organize\/join/)
  } finally {
    await fresh.close()
  }
})

test('an owner invites by a mail that names neither campaign nor role, and its link joins', async () => {
  const owner = await anOrganizer(site)

  const invited = await owner.post(`${people}/invitations`, { email: 'newcomer@example.org', role: 'moderator' })
  await site.work()
  const [mail] = site.mail.to('newcomer@example.org')
  const token = /\/organize\/join\/(\S+)/.exec(mail?.message.text ?? '')?.[1]
  const listed = (await owner.get(people.concat('/people'))).json()
  const joined = await aBrowser(site).post('/api/v1/organize/join', { token, name: 'New Comer' })

  expect([invited.statusCode, joined.statusCode]).toEqual([200, 200])
  expect(mail?.message.subject).toBe('An invitation')
  expect(mail?.message.text).not.toMatch(/organ harvesting|moderator/i)
  expect(listed.invitations).toMatchObject([{ email: 'newcomer@example.org', role: 'moderator' }])
  expect((await owner.get(people.concat('/people'))).json().items).toContainEqual(
    expect.objectContaining({ name: 'New Comer', role: 'moderator', isSecured: false }),
  )
})

test('an invitation that is withdrawn is not mailed, and its link joins nobody', async () => {
  const owner = await anOrganizer(site)
  await owner.post(`${people}/invitations`, { email: 'unwanted@example.org', role: 'analyst' })
  const { invitations } = (await owner.get(`${people}/people`)).json()
  const { id } = invitations.find(({ email }: { email: string }) => email === 'unwanted@example.org')

  const withdrawn = await owner.post(`${people}/invitations/${id}/withdraw`)
  const twice = await owner.post(`${people}/invitations/${id}/withdraw`)
  await site.work()

  expect([withdrawn.statusCode, twice.statusCode]).toEqual([200, 404])
  expect(site.mail.to('unwanted@example.org')).toEqual([])
})

test('who works on the campaign already is not invited again', async () => {
  const owner = await anOrganizer(site)
  const { email } = await anOrganizer(site, 'analyst')

  const reply = await owner.post(`${people}/invitations`, { email, role: 'owner' })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().errors).toMatchObject([{ pointer: '/email', code: 'email-taken' }])
})

test('a role that is changed holds at once', async () => {
  const owner = await anOrganizer(site)
  const analyst = await anOrganizer(site, 'analyst')

  const before = await analyst.get(`${people}/audit`)
  await owner.post(`${people}/people/${analyst.id}/role`, { role: 'organizer' })
  const after = await analyst.get(`${people}/audit`)

  expect([before.statusCode, after.statusCode]).toEqual([403, 200])
})

test('who is removed is signed out, can sign in no more, and is still named in the audit log', async () => {
  const owner = await anOrganizer(site)
  const leaver = await anOrganizer(site, 'organizer')
  await leaver.post('/api/v1/organize/sign-out')
  const given = { email: leaver.email, password, code: codeFor(leaver.secret, 1) }

  const removed = await owner.post(`${people}/people/${leaver.id}/remove`)
  const signIn = await aBrowser(site).post('/api/v1/organize/sign-in/password', given)
  const invited = await owner.post(`${people}/invitations`, { email: leaver.email, role: 'analyst' })
  const { items } = (await owner.get(`${people}/audit`)).json()

  expect([removed.statusCode, signIn.statusCode, invited.statusCode]).toEqual([200, 401, 200])
  const own = items.filter(({ by }: { by: { id: string } | null }) => by?.id === leaver.id)
  expect(own.map(({ action }: { action: string }) => action)).toEqual(['signed-out', 'authenticator-added', 'joined'])
  expect(own[0].by.name).toMatch(/^Organizer \d+$/)
})

test('a campaign keeps an owner: the last one cannot go or step down, and of two who remove each other at once one stays', async () => {
  const alone = await startSite(unlimited)
  try {
    const path = `/api/v1/organize/campaigns/${await campaignId(alone)}/people`
    const [one, two] = [await anOrganizer(alone), await anOrganizer(alone)]

    const removals = await Promise.all([one.post(`${path}/${two.id}/remove`), two.post(`${path}/${one.id}/remove`)])
    const rest = await rowsOf<{ organizer_id: string }>(alone, 'select organizer_id from memberships')
    const last = rest[0]?.organizer_id === one.id ? one : two
    const stepDown = await last.post(`${path}/${last.id}/role`, { role: 'analyst' })
    const leave = await last.post(`${path}/${last.id}/remove`)

    expect(rest).toHaveLength(1)
    expect(removals.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1)
    expect([stepDown.statusCode, leave.statusCode]).toEqual([409, 409])
  } finally {
    await alone.close()
  }
})

test('people are changed only with a proof of who one is that is no older than ten minutes', async () => {
  const owner = await anOrganizer(site)
  await grownStale(site, owner)

  const seen = await owner.get(`${people}/people`)
  const invited = await owner.post(`${people}/invitations`, { email: 'later@example.org', role: 'analyst' })

  expect([seen.statusCode, invited.statusCode]).toEqual([200, 403])
  expect(invited.json().type).toBe('/problems/proof-of-person-needed')
})

test('the activity log can be taken out whole, and that is in it', async () => {
  const owner = await anOrganizer(site)

  const reply = await owner.post(`${people}/audit/exports`)

  const rows = parse(reply.body, { bom: true, columns: true }) as Record<string, string>[]
  const [{ count } = { count: 0 }] = await rowsOf<{ count: number }>(site, 'select count(*)::int as count from audit_entries')
  expect(rows).toHaveLength(count)
  expect(rows[0]).toMatchObject({ action: 'audit-log-exported', by: expect.stringMatching(/^Organizer \d+$/) })
})
