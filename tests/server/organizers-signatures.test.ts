import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../support/organizers.ts'
import { anOrganizer, campaignId } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { confirmed, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let owner: SignedIn
beforeAll(async () => {
  site = await startSite(unlimited)
  owner = await anOrganizer(site)
})
afterAll(() => site.close())

let number = 0
/** The next checkpoint, after the second that lies between two. */
async function publish(): Promise<void> {
  site.clock.pass(1000)
  await site.sequence()
}

/** A petition of its own, with signatures that are counted. */
async function aPetition(people: Record<string, unknown>[]) {
  const slug = `signed-${++number}`
  await site.addPetition({ slug })
  const emails = []
  for (const person of people) emails.push((await confirmed(site, person, slug)).email)
  await publish()
  const path = `/api/v1/organize/campaigns/${await campaignId(site)}/petitions/${slug}`
  const count = async () => (await site.get(`/api/v1/petitions/${slug}/count`)).json()
  return { slug, path, emails, count }
}

const items = async (path: string, query = '') => (await owner.get(`${path}/signatures${query}`)).json().items as Record<string, unknown>[]

test('signatures are listed without names or addresses, the newest first, page by page', async () => {
  const { path } = await aPetition([{ country: 'GB' }, { country: 'FR', source: 'flyer' }, { country: 'FR' }])

  const first = (await owner.get(`${path}/signatures?limit=2`)).json()
  const second = (await owner.get(`${path}/signatures?limit=2&cursor=${first.nextCursor}`)).json()

  expect([...first.items, ...second.items].map(({ entryIndex }) => entryIndex)).toEqual([2, 1, 0])
  expect(second.nextCursor).toBeNull()
  expect(Object.keys(first.items[0]).filter((key) => /name|email|postcode|comment/i.test(key))).toEqual(['showsName'])
})

test('conditions hold together: country, source, mail service, flag, state', async () => {
  const { path } = await aPetition([
    { country: 'FR', source: 'flyer', email: 'one@gmail.com' },
    { country: 'FR' },
    { country: 'GB', source: 'flyer' },
    { country: 'GB', email: 'thrown@mailinator.com' },
  ])
  const counts = async (query: string) => (await items(path, query)).length

  expect(await counts('?country=FR')).toBe(2)
  expect(await counts('?country=FR&source=flyer')).toBe(1)
  expect(await counts('?source=')).toBe(2)
  expect(await counts('?provider=gmail')).toBe(1)
  expect(await counts('?flag=disposable-address')).toBe(1)
  expect(await counts('?state=held')).toBe(0)
  expect((await owner.post(`${path}/signatures/count`, { country: 'GB' })).json()).toEqual({ count: 2 })
  expect((await owner.get(`${path}/signatures?country=XX`)).statusCode).toBe(422)
})

test('a signature is found by its exact address in any spelling of the mailbox, and by no part of it; that is written down without it', async () => {
  const { path } = await aPetition([{ email: 'ana.lopez@gmail.com' }])
  const find = async (email: string) => (await owner.post(`${path}/signatures/find`, { email })).json()

  expect((await find('AnaLopez+x@googlemail.com')).item).toMatchObject({ state: 'counted', provider: 'gmail' })
  expect((await find('ana.lope@gmail.com')).item).toBeNull()
  expect((await owner.post(`${path}/signatures/find`, { email: 'ana' })).statusCode).toBe(422)
  const rows = await rowsOf<{ details: object }>(
    site,
    `select details from audit_entries where action = 'signatures-searched' order by id desc limit 2`,
  )
  expect(rows.map(({ details }) => details)).toMatchObject([{ found: false }, { found: true }])
  expect(JSON.stringify(rows)).not.toContain('lope')
})

test('opening a signature shows all that is kept of it, and is written down first', async () => {
  const { path } = await aPetition([{ givenName: 'Ana', familyName: 'Example', postcode: 'SW1A 0AA', comment: 'Because.' }])
  const [{ id } = { id: '' }] = await items(path)

  const whole = (await owner.post(`${path}/signatures/${id}/open`)).json()

  expect(whole).toMatchObject({
    name: 'Ana Example',
    postcode: 'SW1A 0AA',
    comment: 'Because.',
    textVersion: 1,
    history: [{ what: 'signed' }, { what: 'confirmed' }],
  })
  expect(whole.email).toMatch(/@/)
  const rows = await rowsOf(site, `select details from audit_entries where action = 'signature-opened' order by id desc limit 1`)
  expect(rows).toMatchObject([{ details: { signature: id } }])
})

test('a signature that is held is not counted until it is released, and the log says why', async () => {
  const { path, count } = await aPetition([{}, {}])
  const [{ id } = { id: '' }] = await items(path)

  const held = await owner.post(`${path}/signatures/${id}/change`, { kind: 'hold' })
  await publish()
  const whileHeld = await count()
  const heldItems = await items(path, '?state=held')
  const again = await owner.post(`${path}/signatures/${id}/change`, { kind: 'hold' })
  const released = await owner.post(`${path}/signatures/${id}/change`, { kind: 'release' })
  await publish()

  expect([held.statusCode, again.statusCode, released.statusCode]).toEqual([200, 404, 200])
  expect(whileHeld).toMatchObject({ count: 1, voided: 1, checkpointSize: 3 })
  expect(heldItems).toMatchObject([{ id, state: 'held', entryIndex: null }])
  expect(await count()).toMatchObject({ count: 2, voided: 1, checkpointSize: 4 })
})

test('a signature that is removed leaves nothing but its void entry, and its signer may sign again', async () => {
  const { slug, path, emails, count } = await aPetition([{}])
  const [{ id } = { id: '' }] = await items(path)

  const unsaid = await owner.post(`${path}/signatures/${id}/change`, { kind: 'remove' })
  const removed = await owner.post(`${path}/signatures/${id}/change`, { kind: 'remove', reason: 'duplicate' })
  const pending = await rowsOf(site, 'select reason from pending_voids')
  await publish()
  const afterwards = await count()
  site.clock.pass(11 * 60_000)
  await confirmed(site, { email: emails[0] }, slug)
  await publish()

  expect([unsaid.statusCode, removed.statusCode]).toEqual([422, 200])
  expect(pending).toEqual([{ reason: 'duplicate' }])
  expect(afterwards).toMatchObject({ count: 0, voided: 1 })
  expect(await count()).toMatchObject({ count: 1, checkpointSize: 3 })
})

test('many are changed at once: as many as were shown, with progress, and nothing where the figure has moved', async () => {
  const { path, count } = await aPetition([{ source: 'bad' }, { source: 'bad' }, { source: 'good' }])
  const change = { kind: 'hold', conditions: { source: 'bad' } }

  const moved = await owner.post(`${path}/signatures/changes`, { ...change, expected: 3 })
  const begun = await owner.post(`${path}/signatures/changes`, { ...change, expected: 2 })
  await site.work()
  await publish()

  expect(moved.statusCode).toBe(409)
  expect(moved.json()).toMatchObject({ type: '/problems/figures-moved', detail: expect.stringContaining('There are 2') })
  expect(begun.statusCode).toBe(202)
  expect((await owner.get(`${path}/signatures/changes`)).json().items).toMatchObject([
    { id: begun.json().id, kind: 'hold', state: 'finished', expected: 2, done: 2 },
  ])
  expect(await count()).toMatchObject({ count: 1, voided: 2 })
})

test('a change that is cancelled goes no further', async () => {
  const { path, count } = await aPetition([{}, {}])

  const { id } = (await owner.post(`${path}/signatures/changes`, { kind: 'remove', reason: 'test', conditions: {}, expected: 2 })).json()
  const cancelled = await owner.post(`${path}/signatures/changes/${id}/cancel`)
  await site.work()
  await publish()
  const twice = await owner.post(`${path}/signatures/changes/${id}/cancel`)

  expect([cancelled.statusCode, twice.statusCode]).toEqual([200, 404])
  expect((await owner.get(`${path}/signatures/changes`)).json().items).toMatchObject([{ state: 'cancelled', done: 0 }])
  expect(await count()).toMatchObject({ count: 2 })
})

test('the list for news has those who asked for news and nobody else, whatever is typed into a name', async () => {
  const names = ['=HYPERLINK("https://example.org")', '+1', '-1', '@x', '\u200b=1', '＝1', 'Plain "quoted", name\u2028'.slice(0, -1)]
  const { path } = await aPetition([...names.map((givenName) => ({ givenName, familyName: 'X', updates: true })), { givenName: 'Silent' }])

  const reply = await owner.post(`${path}/exports`, { purpose: 'updates' })
  const rows = parse(reply.body, { bom: true, columns: true }) as Record<string, string>[]

  expect(reply.headers['content-type']).toBe('text/csv; charset=utf-8')
  expect(reply.headers['content-disposition']).toMatch(/^attachment; filename="signed-\d+-updates-\d{4}-\d\d-\d\d\.csv"$/)
  expect(reply.body.charCodeAt(0)).toBe(0xfeff)
  expect(rows.map((row) => row['given_name']?.replace(/^'/, '')).sort()).toEqual(names.toSorted())
  expect(rows.filter((row) => /^[\s\p{Cf}]*[=+\-@＝]/u.test(row['given_name'] ?? ''))).toEqual([])
  expect(Object.keys(rows[0] ?? {})).toEqual(['given_name', 'family_name', 'email', 'country', 'postcode', 'confirmed_on'])
  expect(rows.every(({ email }) => email?.includes('@'))).toBe(true)
})

test('the list of names has those whose name may be shown, as it may be shown, and no address', async () => {
  const { path } = await aPetition([
    { givenName: 'Full', familyName: 'Name', publicName: 'full' },
    { givenName: 'Only', familyName: 'Initials', publicName: 'initials' },
    { givenName: 'Hidden', familyName: 'Person', publicName: 'none' },
  ])

  const reply = await owner.post(`${path}/exports`, { purpose: 'public-names', bom: false })

  const rows = parse(reply.body, { columns: true }) as Record<string, string>[]
  expect(rows.map(({ name }) => name).sort()).toEqual(['Full Name', 'O. I.'])
  expect(reply.body).not.toMatch(/@|Hidden/)
})

test('every export is written down before it begins and when it ends, with how many were in it', async () => {
  const { slug, path } = await aPetition([{ updates: true }, { updates: true }, {}])

  await owner.post(`${path}/exports`, { purpose: 'updates' })

  const { items: doings } = (await owner.get(path.replace(/\/petitions.*/, '/audit'))).json()
  expect(doings.slice(0, 2)).toMatchObject([
    { action: 'signatures-exported', by: { id: owner.id }, details: { petition: slug, purpose: 'updates', people: 2, whole: true } },
    { action: 'signatures-exported', details: { begun: true } },
  ])
})

test('who is held, or not counted yet, is in no list', async () => {
  const { path } = await aPetition([{ updates: true }, { updates: true }])
  const [{ id } = { id: '' }] = await items(path)
  await owner.post(`${path}/signatures/${id}/change`, { kind: 'hold' })

  const reply = await owner.post(`${path}/exports`, { purpose: 'updates' })

  expect(parse(reply.body, { bom: true, columns: true })).toHaveLength(1)
})
