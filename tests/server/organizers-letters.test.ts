import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { listFigures } from '../../server/features/letters/organize-letters.ts'
import { ownPageOf, storedOf } from '../support/letter-pages.ts'
import { bringMembers, clearLetters, commonsAsk, confirmedLetter, handedIn, letterOf, sendDue } from '../support/letters.ts'
import type { SignedIn } from '../support/organizers.ts'
import { anOrganizer, campaignId } from '../support/organizers.ts'
import type { TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { newestMail, numberOf, rowsOf, unlimited } from '../support/steps.ts'

const organizers = 'contact@example.org'
const heldWords = 'See www.one.example and www.two.example for it.'
const nobodysLetter = '0192f0c1-2b3c-7def-8123-456789abcdef'

let site: TestSite
let ada: string
let ben: string
let moderator: SignedIn
let path: string
beforeAll(async () => {
  site = await startSite(unlimited)
  ;({ ada, ben } = await bringMembers(site))
  moderator = await anOrganizer(site, 'moderator')
  path = `/api/v1/organize/campaigns/${await campaignId(site)}/letters`
})
beforeEach(() => clearLetters(site))
afterEach(() => rowsOf(site, 'alter table audit_entries drop constraint if exists nothing_is_noted'))
afterAll(() => site.close())

/** Somebody's confirmed letter that waits to be looked at. */
const held = (given: Record<string, unknown> = {}) => confirmedLetter(site, { recipient: ada, own: heldWords, ...given })
const listed = async () => (await moderator.get(`${path}/held`)).json().items as Record<string, unknown>[]
const open = (id: string) => moderator.post(`${path}/${id}/open`)
const release = (id: string) => moderator.post(`${path}/${id}/release`)
const refuse = (id: string, reason: unknown = 'It advertises two pages.') => moderator.post(`${path}/${id}/refuse`, { reason })
/** What is written down of doings with a letter, oldest first. */
const notesOf = (id: string) =>
  rowsOf(
    site,
    `select action, organizer_id as by, campaign_id as campaign, details from audit_entries where details ->> 'letter' = $1 order by id`,
    [id],
  )
const noteOf = async (action: string, id: string) => ({
  action,
  by: moderator.id,
  campaign: await campaignId(site),
  details: { letter: id },
})
/** Whatever is written down from now on is lost, as when the disk of the database is full. */
const loseNotes = () => rowsOf(site, 'alter table audit_entries add constraint nothing_is_noted check (false) not valid')

test('where no letter is held, the list is empty', async () => {
  await confirmedLetter(site, { recipient: ada })

  expect(await listed()).toEqual([])
})

test('the list has the letters that are held and no others, the oldest first, with why', async () => {
  site.clock.set('2026-11-24T14:00:00Z')
  const newest = await held({ own: 'I WRITE THIS IN CAPITAL LETTERS BECAUSE I WANT IT TO BE READ BY EVERYBODY WHO IS THERE, AND SOON.' })
  site.clock.set('2026-11-24T12:00:00Z')
  const oldest = await held()
  site.clock.set('2026-11-24T13:00:00Z')
  const middle = await held()
  await confirmedLetter(site, { recipient: ada })
  await handedIn(site, { recipient: ada, own: heldWords })

  expect(await listed()).toEqual([
    { id: oldest.id, askId: commonsAsk, recipient: ada, reasons: ['links'], confirmedAt: '2026-11-24T12:00:00.000Z' },
    { id: middle.id, askId: commonsAsk, recipient: ada, reasons: ['links'], confirmedAt: '2026-11-24T13:00:00.000Z' },
    { id: newest.id, askId: commonsAsk, recipient: ada, reasons: ['shouting'], confirmedAt: '2026-11-24T14:00:00.000Z' },
  ])
})

test('the list has neither the words of a letter nor who wrote it, and reading it is not written down', async () => {
  const { id, email } = await held({ givenName: 'Wilma', familyName: 'Penwright' })

  const reply = await moderator.get(`${path}/held`)

  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain(id)
  expect(reply.body).not.toMatch(/one\.example|Wilma|Penwright|ZE1|Aldertown/i)
  expect(reply.body).not.toContain(email)
  expect(await notesOf(id)).toEqual([])
})

test('opening a letter shows its words, and who opened it is written down', async () => {
  const { id } = await held()

  const reply = await open(id)

  expect(reply.statusCode).toBe(200)
  expect(Object.keys(reply.json())).toEqual(['subject', 'text'])
  expect(reply.json().subject).toBe('Close the consent gap in UK organ-tourism law')
  expect(reply.json().text).toMatch(/^Dear Ada Example,\n\nSee www\.one\.example and www\.two\.example for it\./)
  expect(await notesOf(id)).toEqual([await noteOf('letter-opened', id)])
})

test('what opening it cannot be written down is not shown', async () => {
  const { id } = await held()
  await loseNotes()

  const reply = await open(id)

  expect(reply.statusCode).toBe(500)
  expect(reply.body).not.toMatch(/one\.example|consent gap|Dear/i)
})

test('a letter may be opened again, which is written down again, and stays held', async () => {
  const { id } = await held()

  await open(id)
  const again = await open(id)

  expect(again.statusCode).toBe(200)
  expect(await notesOf(id)).toHaveLength(2)
  expect(await letterOf(site, id)).toMatchObject({ state: 'held' })
})

test('a letter that is released goes on to the queue of its office, and who released it is written down', async () => {
  const { id } = await held()

  const reply = await release(id)
  const queued = await letterOf(site, id)
  site.clock.set(new Date(Date.now() + 1000))
  await sendDue(site)

  expect([reply.statusCode, reply.json()]).toEqual([200, { status: 'done' }])
  expect(queued).toMatchObject({ state: 'queued', channel: 'email', holdReasons: [] })
  expect(queued.events.map(({ state }) => state)).toEqual(['confirmed', 'held', 'confirmed', 'queued'])
  expect(site.mail.to(organizers)[0]?.message.text).toContain(heldWords)
  expect(await listed()).toEqual([])
  expect(await notesOf(id)).toEqual([await noteOf('letter-released', id)])
})

test('a letter that is refused goes nowhere: its writer is told, and why, and who refused it is written down', async () => {
  const { id, email } = await held()

  const reply = await refuse(id, 'It advertises <two> pages.')
  await site.work()
  const page = await site.get(ownPageOf(site, id), { accept: 'text/html' })

  expect([reply.statusCode, reply.json()]).toEqual([200, { status: 'done' }])
  expect(await letterOf(site, id)).toMatchObject({ state: 'refused', dispatchedAt: null })
  expect(site.mail.mails.map(({ to }) => to)).toEqual([email])
  expect(newestMail(site, email).message.subject).toBe('Your letter was not sent')
  expect(page.body).toContain('It advertises &lt;two&gt; pages.')
  expect(await listed()).toEqual([])
  expect(await notesOf(id)).toEqual([await noteOf('letter-refused', id)])
})

test('what the writer may see of a decision names nobody who made it', async () => {
  const { id } = await held()
  const { name } = (await moderator.get('/api/v1/organize/me')).json()

  await refuse(id)
  const { events } = await letterOf(site, id)

  expect(events.at(-1)?.evidence).toEqual({ by: expect.stringMatching(/^O\d$/), reason: 'It advertises two pages.' })
  expect(JSON.stringify(events)).not.toContain(name)
})

test.each([
  ['a release', 'a release', release, release],
  ['a release', 'a refusal', release, refuse],
  ['a refusal', 'a release', refuse, release],
  ['a refusal', 'a refusal', refuse, refuse],
  ['a release', 'opening it', release, open],
  ['a refusal', 'opening it', refuse, open],
])('after %s, %s is answered as if there were no such letter, and changes nothing', async (_first, _second, first, second) => {
  const { id } = await held()
  await first(id)
  await site.work()
  site.mail.mails.length = 0
  const before = [await storedOf(site), await notesOf(id)]

  const reply = await second(id)
  await site.work()

  expect([reply.statusCode, reply.json().type]).toEqual([404, '/problems/not-found'])
  expect([await storedOf(site), await notesOf(id)]).toEqual(before)
  expect(site.mail.mails).toEqual([])
})

test('of two who decide at once, one does', async () => {
  const { id } = await held()

  const replies = await Promise.all([release(id), refuse(id)])

  expect(replies.map(({ statusCode }) => statusCode).toSorted()).toEqual([200, 404])
  expect(await notesOf(id)).toHaveLength(1)
})

test.each([
  ['open', open],
  ['release', release],
  ['refuse', refuse],
])('a letter that is not held cannot be reached: %s', async (_what, decide) => {
  const { id } = await confirmedLetter(site, { recipient: ada })
  const before = await storedOf(site)

  const replies = [await decide(id), await decide(nobodysLetter)]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404])
  expect(await storedOf(site)).toEqual(before)
  expect(await notesOf(id)).toEqual([])
})

test.each([
  ['empty', ''],
  ['blank', ' \n '],
  ['no text', null],
  ['missing', undefined],
  ['longer than 300 characters', 'x'.repeat(301)],
])('a refusal whose reason is %s does not happen', async (_what, reason) => {
  const { id } = await held()
  const before = await storedOf(site)

  const reply = await moderator.post(`${path}/${id}/refuse`, { reason })
  await site.work()

  expect([reply.statusCode, reply.json().type]).toEqual([422, '/problems/invalid-input'])
  expect(reply.json().errors).toMatchObject([{ pointer: '/reason' }])
  expect(await storedOf(site)).toEqual(before)
  expect(await notesOf(id)).toEqual([])
  expect(site.mail.mails).toEqual([])
})

test('who may not decide on letters sees none and decides on none', async () => {
  const analyst = await anOrganizer(site, 'analyst')
  const { id } = await held()
  const before = await storedOf(site)

  const replies = [
    await analyst.get(`${path}/held`),
    await analyst.post(`${path}/${id}/open`),
    await analyst.post(`${path}/${id}/release`),
    await analyst.post(`${path}/${id}/refuse`, { reason: 'No.' }),
    await analyst.post(`${path}/${id}/refuse`, { reason: '' }),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([403, 403, 403, 403, 403])
  expect(await storedOf(site)).toEqual(before)
  expect(await notesOf(id)).toEqual([])
})

test('the figures of letters are those that the command line gives, with drafts left out and nobody in them', async () => {
  const noted = await numberOf(site, 'audit_entries')
  await handedIn(site, { recipient: ada })
  const { id, email } = await held({ givenName: 'Wilma', familyName: 'Penwright' })
  await confirmedLetter(site, { recipient: ada })
  await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })
  await confirmedLetter(site, { recipient: ben, postcode: 'ZE1 0AB' })

  const reply = await moderator.get(`${path}/figures`)

  const common = { askId: commonsAsk, answer: null, isTest: null }
  expect(reply.statusCode).toBe(200)
  expect(reply.json().items).toEqual([
    { ...common, recipient: ada, state: 'held', channel: 'email', letters: 1 },
    { ...common, recipient: ada, state: 'queued', channel: 'email', letters: 1 },
    { ...common, recipient: ben, state: 'confirmed', channel: 'print', letters: 2 },
  ])
  expect(reply.json().items).toEqual(await listFigures(site.ctx.db, await campaignId(site)))
  expect(reply.body).not.toMatch(/Wilma|Penwright|@|ZE1|Aldertown|Example/i)
  expect(reply.body).not.toContain(email)
  expect(reply.body).not.toContain(id)
  expect(await numberOf(site, 'audit_entries')).toBe(noted)
})

test('where nobody has confirmed a letter there are no figures', async () => {
  await handedIn(site, { recipient: ada })

  expect((await moderator.get(`${path}/figures`)).json()).toEqual({ items: [] })
})

test.each([
  ['release', release],
  ['refuse', refuse],
])('a decision that cannot be written down does not happen: %s', async (_what, decide) => {
  const { id } = await held()
  await loseNotes()

  const reply = await decide(id)

  expect([reply.statusCode, (await letterOf(site, id)).state]).toEqual([500, 'held'])
})
