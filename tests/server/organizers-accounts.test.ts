import { afterAll, beforeAll, expect, test } from 'vitest'
import { dumpDatabase } from '../support/dump.ts'
import { aBrowser, anOrganizer, codeFor, grownStale, invitationToken, password } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const me = '/api/v1/organize/me'
const signIn = '/api/v1/organize/sign-in/password'

test('an invitation leads to an account that is of use once it has a password with an authenticator', async () => {
  const token = await invitationToken(site, 'analyst', 'invited@example.org')
  const browser = aBrowser(site)

  const offer = await browser.post('/api/v1/organize/invitations/open', { token })
  const joined = await browser.post('/api/v1/organize/join', { token, name: 'Ann Example' })
  const unsecured = await browser.get('/api/v1/organize/sessions')
  const { secret, uri } = (await browser.post('/api/v1/organize/authenticator/start', { password })).json()
  const wrong = await browser.post('/api/v1/organize/authenticator', { code: codeFor(secret, 40) })
  const added = await browser.post('/api/v1/organize/authenticator', { code: codeFor(secret) })
  const again = await browser.post('/api/v1/organize/invitations/open', { token })

  expect(offer.json()).toMatchObject({ role: 'analyst', email: 'invited@example.org', name: null })
  expect([joined.statusCode, unsecured.statusCode, wrong.statusCode, added.statusCode, again.statusCode]).toEqual([200, 401, 422, 200, 410])
  expect(decodeURIComponent(uri)).toContain('invited@example.org')
  expect((await browser.get(me)).json()).toMatchObject({
    name: 'Ann Example',
    email: 'invited@example.org',
    isSecured: true,
    hasAuthenticator: true,
    campaigns: [{ role: 'analyst', may: ['see-figures'] }],
  })
})

test('opening an invitation changes nothing, and one that is not whole, or past its time, opens nothing', async () => {
  const token = await invitationToken(site, 'owner')
  const browser = aBrowser(site)

  await browser.post('/api/v1/organize/invitations/open', { token })
  const twice = await browser.post('/api/v1/organize/invitations/open', { token })
  const cut = await browser.post('/api/v1/organize/invitations/open', { token: token.slice(0, -1) })
  await rowsOf(site, `update organizer_invitations set id = gen_random_uuid() where address_cipher is null`)
  const gone = await browser.post('/api/v1/organize/join', { token, name: 'Too Late', email: 'late@example.org' })

  expect([twice.statusCode, cut.statusCode, gone.statusCode]).toEqual([200, 410, 410])
})

test('who did not finish goes on with the same link, and the session before ends', async () => {
  const token = await invitationToken(site, 'owner')
  const [first, second] = [aBrowser(site), aBrowser(site)]

  await first.post('/api/v1/organize/join', { token, name: 'First Try', email: 'unfinished@example.org' })
  await second.post('/api/v1/organize/join', { token, name: 'Second Try', email: 'unfinished@example.org' })

  expect((await first.get(me)).statusCode).toBe(401)
  expect((await second.get(me)).json()).toMatchObject({ name: 'Second Try', isSecured: false })
})

test('whoever joins under the address of somebody half way gets the role of their own invitation, and nothing of the other one', async () => {
  const [first, second] = [aBrowser(site), aBrowser(site)]
  const given = { name: 'Half Way', email: 'half.way@example.org' }
  await first.post('/api/v1/organize/join', { ...given, token: await invitationToken(site, 'owner') })

  await second.post('/api/v1/organize/join', { ...given, token: await invitationToken(site, 'analyst') })

  expect((await first.get(me)).statusCode).toBe(401)
  expect((await second.get(me)).json().campaigns).toMatchObject([{ role: 'analyst' }])
})

test.each([
  ['nothing', {}],
  [
    'what no browser makes',
    { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: { clientDataJSON: 'e30', attestationObject: 'oA' } },
  ],
])('a passkey of %s is refused, and said to be the fault', async (_what, response) => {
  const organizer = await anOrganizer(site)
  await organizer.post('/api/v1/organize/passkeys/start')

  const added = await organizer.post('/api/v1/organize/passkeys', { name: 'Made up', response })
  await organizer.post('/api/v1/organize/sign-in/start')
  const signedIn = await organizer.post('/api/v1/organize/sign-in/passkey', { response })

  expect([added.statusCode, signedIn.statusCode]).toEqual([422, 401])
})

test('an address that works here already is refused, and says so', async () => {
  const { email } = await anOrganizer(site)
  const token = await invitationToken(site, 'owner')

  const reply = await aBrowser(site).post('/api/v1/organize/join', { token, name: 'Somebody Else', email: email.toUpperCase() })

  expect(reply.statusCode).toBe(422)
  expect(reply.json().errors).toMatchObject([{ pointer: '/email', code: 'email-taken' }])
})

test('password and code sign in; one of them alone, or of somebody who is not there, is answered alike', async () => {
  const { email, secret } = await anOrganizer(site)
  const browser = aBrowser(site)

  const replies = [
    await browser.post(signIn, { email, password: 'four other plain words', code: codeFor(secret) }),
    await browser.post(signIn, { email, password, code: codeFor(secret, 40) }),
    await browser.post(signIn, { email: 'nobody@example.org', password, code: '123456' }),
  ]
  const right = await browser.post(signIn, { email: ` ${email.toUpperCase()}`, password, code: codeFor(secret) })

  expect(new Set(replies.map(({ statusCode, body }) => `${statusCode} ${body.replace(/"instance":"[^"]*"/, '')}`)).size).toBe(1)
  expect(replies[0]?.statusCode).toBe(401)
  expect(replies.flatMap(({ cookies }) => cookies)).toEqual([])
  expect(right.statusCode).toBe(200)
  expect((await browser.get(me)).json()).toMatchObject({ email })
})

test('the eleventh try within a quarter of an hour is refused even when it is right, and owners can see it', async () => {
  const owner = await anOrganizer(site)
  const { id, email, secret } = await anOrganizer(site, 'moderator')
  const browser = aBrowser(site)

  for (let i = 0; i < 10; i++) await browser.post(signIn, { email, password, code: '000000' })
  const locked = await browser.post(signIn, { email, password, code: codeFor(secret) })
  site.clock.pass(16 * 60_000)
  await rowsOf(site, 'update organizer_authenticators set locked_until = null, failed_verification_count = 0')
  const later = await browser.post(signIn, { email, password, code: codeFor(secret) })

  expect([locked.statusCode, later.statusCode]).toEqual([401, 200])
  const campaign = (await owner.get(me)).json().campaigns[0].id
  const { items } = (await owner.get(`/api/v1/organize/campaigns/${campaign}/audit`)).json()
  expect(items.filter(({ action }: { action: string }) => action === 'sign-in-failed')).toMatchObject([
    { by: { id }, details: { tries: 10 } },
  ])
})

test('a session ends after eight hours, a proof is good for ten minutes, and a new one makes the session no longer', async () => {
  const organizer = await anOrganizer(site)
  const before = (await organizer.get(me)).json()
  await grownStale(site, organizer)

  const stale = await organizer.post('/api/v1/organize/passkeys/start')
  const proven = await organizer.post(signIn, { email: organizer.email, password, code: codeFor(organizer.secret) })
  const fresh = await organizer.post('/api/v1/organize/passkeys/start')
  const after = (await organizer.get(me)).json()
  const sessions = (await organizer.get('/api/v1/organize/sessions')).json().items
  await rowsOf(site, `update organizer_sessions set expires_at = now() - interval '1 second' where user_id = $1`, [organizer.id])

  expect([stale.statusCode, proven.statusCode, fresh.statusCode]).toEqual([403, 200, 200])
  expect(stale.json().type).toBe('/problems/proof-of-person-needed')
  expect(Date.parse(before.endsAt) - Date.now()).toBeLessThanOrEqual(8 * 3600 * 1000)
  expect(after.endsAt).toBe(before.endsAt)
  expect(sessions).toMatchObject([{ isThis: true }])
  expect((await organizer.get(me)).statusCode).toBe(401)
})

test('a code of the authenticator signs in once', async () => {
  const { email, secret } = await anOrganizer(site)
  const code = codeFor(secret, 1)

  const first = await aBrowser(site).post(signIn, { email, password, code })
  const overheard = aBrowser(site)
  const second = await overheard.post(signIn, { email, password, code })

  expect([first.statusCode, second.statusCode]).toEqual([200, 401])
  expect((await overheard.get(me)).statusCode).toBe(401)
})

test('sessions can be seen and ended from another one, and signing out ends this one', async () => {
  const first = await anOrganizer(site)
  const second = aBrowser(site)
  await second.post(signIn, { email: first.email, password, code: codeFor(first.secret) })
  const listed = (await first.get('/api/v1/organize/sessions')).json().items
  const other = listed.find(({ isThis }: { isThis: boolean }) => !isThis)

  const ended = await first.post(`/api/v1/organize/sessions/${other.id}/end`)
  const again = await first.post(`/api/v1/organize/sessions/${other.id}/end`)

  expect([listed.length, ended.statusCode, again.statusCode]).toEqual([2, 200, 404])
  expect((await second.get(me)).statusCode).toBe(401)
  await first.post('/api/v1/organize/sign-out')
  expect((await first.get(me)).statusCode).toBe(401)
})

test('the cookie of a session is for this site alone, and a made-up or altered one is nobody’s', async () => {
  const secure = await startSite({ ...unlimited, PUBLIC_URL: 'https://example.org' })
  try {
    const browser = aBrowser(secure)
    const joined = await browser.post('/api/v1/organize/join', {
      token: await invitationToken(secure, 'owner'),
      name: 'Ann Example',
      email: 'ann@example.org',
    })
    const [line = ''] = [joined.headers['set-cookie']].flat()
    const [name = '', value = ''] = [...browser.cookies][0] ?? []

    expect(line).toMatch(/^__Host-[^=]+=[^;]+;.*Path=\/;.*HttpOnly;.*Secure;.*SameSite=Strict/i)
    expect(line).not.toContain('Domain')
    expect((await browser.get(me)).statusCode).toBe(200)
    browser.cookies.set(
      name,
      value.replace(/^./, (letter) => (letter === 'a' ? 'b' : 'a')),
    )
    expect((await browser.get(me)).statusCode).toBe(401)
  } finally {
    await secure.close()
  }
})

test('what comes from another site changes nothing', async () => {
  const organizer = await anOrganizer(site)

  const foreign = await organizer.post('/api/v1/organize/sign-out', {}, { origin: 'https://elsewhere.example.net' })
  const unsaid = await site.post(
    '/api/v1/organize/sign-out',
    {},
    { cookie: [...organizer.cookies].map((pair) => pair.join('=')).join('; ') },
  )

  expect([foreign.statusCode, unsaid.statusCode]).toEqual([403, 403])
  expect((await organizer.get(me)).statusCode).toBe(200)
})

test('the database names no organizer: no address, name, password or secret of theirs, and no address of a network', async () => {
  const token = await invitationToken(site, 'owner', 'Canary.Organizer@sub.nest.example.net')
  const browser = aBrowser(site)
  await browser.post('/api/v1/organize/join', { token, name: 'Kanarienna Vogelsang' })
  const { secret } = (await browser.post('/api/v1/organize/authenticator/start', { password: 'warbling canary words' })).json()
  await browser.post('/api/v1/organize/authenticator', { code: codeFor(secret) })

  const dump = (await dumpDatabase(site.ctx.pool)).toLowerCase()

  expect(
    ['canary.organizer', 'nest.example', 'kanarienna', 'warbling canary', secret.toLowerCase(), '127.0.0.1'].filter((part) =>
      dump.includes(part),
    ),
  ).toEqual([])
})

test('what is written down of organizers’ doings cannot be changed or removed', async () => {
  await anOrganizer(site)

  for (const statement of ['update audit_entries set at = now()', 'delete from audit_entries', 'truncate audit_entries']) {
    await expect(site.ctx.pool.query(statement)).rejects.toThrow('only ever appended to')
  }
})
