import { afterAll, beforeAll, expect, test } from 'vitest'
import { aSignForm } from '../support/builders.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { newestMail, numberOf, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const page = `/petitions/${petitionSlug}`
const checkPage = `${page}/check-your-email`
const formAgeOf = (reply: Reply) => /name="formAge" value="([^"]+)"/.exec(reply.body)?.[1] ?? ''
const cookieOf = (reply: Reply) => reply.cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
const flagsOf = async () =>
  (await rowsOf<{ flags: string[] }>(site, 'select flags from submissions order by consented_at desc limit 1'))[0]?.flags

test('a form sent without script is signed and leads to the page that says what comes next', async () => {
  const form = aSignForm()

  const posted = await site.postForm(page, form)
  await site.work()
  const next = await site.get(checkPage, { cookie: cookieOf(posted) })

  expect(posted.statusCode).toBe(303)
  expect(posted.headers.location).toBe(checkPage)
  expect(site.mail.to(form['email'] ?? '')).toHaveLength(1)
  expect(next.body).toContain('<strong>t••@example.org</strong>')
  expect(next.headers['cache-control']).toBe('no-store')
})

test('the cookie goes to that one page only, and nobody can read the address from it', async () => {
  const form = aSignForm({ email: 'cookie-canary@example.org' })

  const { cookies, headers } = await site.postForm(page, form)

  expect(cookies).toMatchObject([{ name: 'pending', path: checkPage, httpOnly: true, sameSite: 'Strict', maxAge: 1800 }])
  expect(JSON.stringify(headers)).not.toContain('cookie-canary')
  expect(Buffer.from(cookies[0]?.value ?? '', 'base64url').toString('latin1')).not.toContain('canary')
})

test.each(['', 'made-up', '%00', 'AQ'.repeat(2000)])('a cookie that is not ours is no address: %s', async (value) => {
  const reply = await site.get(checkPage, { cookie: `pending=${value}` })

  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('name="email"')
})

test('the cookie of one petition is none at another', async () => {
  await site.addPetition({ slug: 'other' })
  const posted = await site.postForm(page, aSignForm())

  const reply = await site.get('/petitions/other/check-your-email', { cookie: cookieOf(posted) })

  expect(reply.body).not.toContain('@example.org</strong>')
})

test('the code typed on that page confirms, with the address from the cookie', async () => {
  const form = aSignForm()
  const posted = await site.postForm(page, form)
  await site.work()
  const { code } = newestMail(site, form['email'] ?? '')

  const reply = await site.postForm(checkPage, { code: `${code.slice(0, 3)} ${code.slice(3)}` }, { cookie: cookieOf(posted) })

  expect(reply.statusCode).toBe(303)
  expect(reply.headers.location).toBe(`${page}/thanks`)
  expect(reply.cookies).toMatchObject([{ name: 'pending', value: '', path: checkPage }])
})

test('the code confirms on another device too, with the address typed there', async () => {
  const { email, mail } = await signed(site)

  const reply = await site.postForm(checkPage, { email, code: mail.code })

  expect(reply.statusCode).toBe(303)
})

test.each([
  ['a wrong code', { email: 'unknown-here@example.org', code: '000000' }, 'href="#code"'],
  ['no code', { email: 'unknown-here@example.org', code: '' }, 'href="#code"'],
  ['no address', { email: '', code: '000000' }, 'href="#email"'],
])('%s shows the page again with what is wrong', async (_what, fields, link) => {
  const reply = await site.postForm(checkPage, fields)

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain('role="alert"')
  expect(reply.body).toContain(link)
  expect(reply.headers['cache-control']).toBe('no-store')
})

test('wrong input shows the form again with all that was typed, and a summary that takes focus', async () => {
  const form = aSignForm({
    givenName: 'Typed "Name"',
    familyName: 'Typed family',
    email: 'typed-wrongly',
    comment: 'Typed <b>comment</b>',
    country: 'FR',
    publicName: 'yes',
    source: 'news-1',
  })

  const reply = await site.postForm(page, form)

  expect(reply.statusCode).toBe(422)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(reply.body).toMatch(/<div[^>]*role="alert"[^>]*autofocus/i)
  expect(reply.body).toContain('href="#email"')
  expect(reply.body).toContain('id="email-error"')
  expect(reply.body).toMatch(/aria-describedby="[^"]*email-error"/)
  expect(reply.body).toContain('value="Typed &quot;Name&quot;"')
  expect(reply.body).toContain('value="Typed family"')
  expect(reply.body).toContain('value="typed-wrongly"')
  expect(reply.body).toContain('Typed &lt;b&gt;comment&lt;/b&gt;</textarea>')
  expect(reply.body).toMatch(/<option value="FR" selected/)
  expect(reply.body).toMatch(/<input[^>]*id="publicName"[^>]*checked|<input[^>]*checked[^>]*id="publicName"/)
  expect(reply.body).toContain('name="source" value="news-1"')
})

test.each([
  ['consent', 'href="#consent"'],
  ['age', 'href="#age"'],
  ['givenName', 'href="#givenName"'],
  ['email', 'href="#email"'],
  ['country', 'href="#country"'],
])('a form without %s is not signed and says so', async (field, link) => {
  const before = await numberOf(site, 'submissions')

  const reply = await site.postForm(page, aSignForm({ [field]: '' }))

  expect(reply.statusCode).toBe(422)
  expect(reply.body).toContain(link)
  expect(await numberOf(site, 'submissions')).toBe(before)
})

test('an empty form names all that is missing, in the order of the form', async () => {
  const reply = await site.app.inject({ method: 'POST', url: page, headers: { accept: 'text/html' } })
  const links = [...reply.body.matchAll(/<li><a href="#(\w+)">/g)].map(([, name]) => name)

  expect(reply.statusCode).toBe(422)
  expect(links).toEqual(['givenName', 'email', 'country', 'consent', 'age'])
})

test('a box ticked in any way but the form’s own is not consent', async () => {
  const replies = [await site.postForm(page, aSignForm({ consent: 'on' })), await site.postForm(page, aSignForm({ age: 'true' }))]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([422, 422])
})

test('a field that is sent twice is taken once', async () => {
  const fields = new URLSearchParams(aSignForm())
  fields.append('givenName', 'Second')

  const reply = await site.app.inject({
    method: 'POST',
    url: page,
    payload: fields.toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })

  expect(reply.statusCode).toBe(303)
})

test('a person who takes a while is not flagged', async () => {
  const formAge = formAgeOf(await site.get(page))

  site.clock.pass(2000)
  await site.postForm(page, aSignForm({ formAge }))

  expect(await flagsOf()).toEqual([])
})

test.each([
  ['without a form age', {}, ['no-form-age']],
  ['with a made-up form age', { formAge: 'made-up' }, ['no-form-age']],
  ['with the trap filled in', { leaveEmpty: 'http://spam.example.net' }, ['no-form-age', 'trap-field']],
])('a form %s is taken and flagged', async (_what, fields, flags) => {
  site.clock.pass(1000)

  const reply = await site.postForm(page, aSignForm(fields))

  expect(reply.statusCode).toBe(303)
  expect(await flagsOf()).toEqual(flags)
})

test('a form that comes back at once is taken and flagged', async () => {
  site.clock.pass(1000)
  const formAge = formAgeOf(await site.get(page))

  const reply = await site.postForm(page, aSignForm({ formAge }))

  expect(reply.statusCode).toBe(303)
  expect(await flagsOf()).toEqual(['no-form-age'])
})

test.each([
  ['that is complete', {}],
  ['that would need correcting', { email: 'typed-wrongly' }],
])('a form %s, of a petition that has closed, says so and gives back what was typed', async (_what, fields) => {
  const slug = `closed-to-a-form-${Object.keys(fields).length}`
  await site.addPetition({ slug, state: 'closed' })
  const typed = { givenName: 'Typed <name>', comment: 'Typed comment\non two lines', country: 'FR', ...fields }

  const reply = await site.postForm(`/petitions/${slug}`, aSignForm(typed))
  const { body } = reply

  expect(reply.statusCode).toBe(409)
  expect(reply.headers['cache-control']).toBe('no-store')
  expect(body).toMatch(/<title>Error: /)
  expect(body).toMatch(/<div[^>]*role="alert"[^>]*autofocus[^>]*><h2>This petition is closed/i)
  expect(body).toContain('<summary>What you typed, to copy</summary>')
  expect(body).toContain('<dd>Typed &lt;name&gt;</dd>')
  expect(body).toContain('<dd>Typed comment\non two lines</dd>')
  expect(body).toContain('<dd>France</dd>')
  expect(body).not.toContain('<form')
})

test('a closed petition says calmly that it is closed to whoever only reads it', async () => {
  await site.addPetition({ slug: 'closed-to-readers', state: 'closed' })

  const { body } = await site.get('/petitions/closed-to-readers')

  expect(body).toContain('This petition is closed. It takes no more signatures')
  expect(body).not.toContain('role="alert"')
  expect(body).not.toContain('<details')
})

test('a form of a petition that does not exist is not found', async () => {
  const reply = await site.postForm('/petitions/no-such-petition', aSignForm())

  expect(reply.statusCode).toBe(404)
  expect(reply.headers['content-type']).toContain('text/html')
})

test.each([
  ['JSON', 'application/json', '{}', 415],
  ['plain text', 'text/plain', 'x', 415],
  ['files', 'multipart/form-data; boundary=x', '--x--', 415],
  ['ten megabytes', 'application/x-www-form-urlencoded', `comment=${'x'.repeat(10_000_000)}`, 413],
])('a page’s form takes no %s, and says so on a page', async (_what, contentType, payload, status) => {
  const reply = await site.app.inject({ method: 'POST', url: page, payload, headers: { 'content-type': contentType, accept: 'text/html' } })

  expect(reply.statusCode).toBe(status)
  expect(reply.headers['content-type']).toContain('text/html')
})

test('a form cannot reach into objects', async () => {
  const reply = await site.postForm(page, aSignForm({ __proto__: 'x', 'constructor[prototype][consent]': 'yes', hasOwnProperty: 'x' }))

  expect(reply.statusCode).toBe(303)
  expect(Object.hasOwn(Object.prototype, 'consent')).toBe(false)
})
