import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { noteBounce } from '../../server/features/letters/note-bounce.ts'
import { refuseLetter } from '../../server/features/letters/organize-letters.ts'
import { addressIndexOf } from '../../server/features/letters/rules.ts'
import { dayMs } from '../../server/lib/clock.ts'
import { MailDelayed, MailRefused } from '../../server/mail/mailer.ts'
import { dumpDatabase } from '../support/dump.ts'
import { begunDraft, ownPageOf, postFields, typedLetter } from '../support/letter-pages.ts'
import {
  aLetter,
  apartMs,
  bringMembers,
  clearLetters,
  commonsAsk,
  confirmedLetter,
  linkIn,
  putLive,
  sendDue,
  written,
} from '../support/letters.ts'
import type { Reply, TestSite } from '../support/site.ts'
import { startSite } from '../support/site.ts'
import { comparable, confirmed, newestMail, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
let ada: string
beforeAll(async () => {
  site = await startSite({ ...unlimited, LOG_LEVEL: 'trace' })
  ;({ ada } = await bringMembers(site))
})
afterAll(() => site.close())

const canary = {
  givenName: 'Kanarienna',
  familyName: 'Vogelsang-Testfamily',
  email: 'Kanari.Canary7f3a@Sub.Nest.example.net',
  town: 'Featherstowe',
  street: '7 Plumage Row',
  subject: 'Warblesubject of a made-up person',
  own: 'I write my Warbleletter because of Perchington, and of nobody else in the whole wide world.',
}
/** Any spelling in which a part of it could lie around. */
const canaries = [
  'Kanarienna',
  'Vogelsang',
  'Canary7f3a',
  'nest.example',
  'Featherstowe',
  'Plumage',
  'Warblesubject',
  'Warbleletter',
  'Perchington',
].flatMap((text) => [
  text.toLowerCase(),
  Buffer.from(text).toString('hex'),
  Buffer.from(text).toString('base64').replace(/.=*$/, '').toLowerCase(),
])
const found = (text: string) => canaries.filter((part) => text.toLowerCase().includes(part))
const dump = () => dumpDatabase(site.ctx.pool)
const log = () => site.logLines.join('')
/** The lists of postcodes have it too: what matters is that it stands nowhere once more. */
const timesOfPostcode = (text: string) => text.match(/ZE1 ?0AA/gi)?.length ?? 0
/** Where replies lead to. */
const addressesOf = (replies: Reply[]) => replies.map(({ headers }) => String(headers['location'] ?? '')).join('\n')
const typed = (given: Record<string, string> = {}) => typedLetter({ ...canary, ...given })
const { postcode: _postcode, ...withoutPostcode } = aLetter()

it('the search sees what it looks for', async () => {
  const { id } = await confirmedLetter(site, { recipient: ada, ...canary })
  const evidence = { plain: canary.email, hex: Buffer.from('Kanarienna').toString('hex'), place: 'ZE1 0AA' }
  const before = await dump()
  await rowsOf(site, `update letter_events set evidence = $2 where letter_id = $1 and state = 'confirmed'`, [id, evidence])
  const after = await dump()
  await clearLetters(site)

  expect(found(before)).toEqual([])
  expect(found(after)).toHaveLength(3)
  expect(timesOfPostcode(after)).toBe(timesOfPostcode(before) + 1)
})

it('nothing that a writer typed is in the database, the queue, the log or an address, at any step of a letter', async () => {
  await clearLetters(site)
  const postcodes = timesOfPostcode(await dump())
  const dumps: string[] = []
  const replies: Reply[] = []
  const step = async (reply: Reply) => {
    replies.push(reply)
    dumps.push(await dump())
    await site.work()
    dumps.push(await dump())
    return reply
  }

  const path = await begunDraft(site, commonsAsk, { recipient: ada, ...canary })
  await step(await postFields(site, path, { ...typed(), action: 'preview' }, { accept: 'application/json' }))
  await step(await postFields(site, path, { ...typed({ email: 'Canary7f3a@' }), action: 'send' }))
  await step(await postFields(site, path, { ...typed(), action: 'mail' }))
  await step(await postFields(site, path, { ...typed(), action: 'send' }))
  await step(await site.get(`${path}/check-your-email`))
  const token = linkIn(site, canary.email, '/letters/confirm/')
  await step(await site.get(`/letters/confirm/${token}`))
  const own = String((await step(await site.postForm(`/letters/confirm/${token}`, {}))).headers['location'])
  await step(await site.get(own))
  await step(await site.get(`/api/v1${own}/letter.pdf`))
  await step(await site.postForm(own, { action: 'keep', keep: 'yes' }))
  await step(await site.postForm(own, { action: 'anew' }))
  await step(await site.postForm(own, { action: 'erase' }))

  expect(newestMail(site, 'contact@example.org').message.text).toContain(canary.own)
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 422, 303, 303, 200, 200, 303, 200, 200, 303, 303, 303])
  expect(dumps.map(found)).toEqual(dumps.map(() => []))
  expect(dumps.map(timesOfPostcode)).toEqual(dumps.map(() => postcodes))
  expect(found(addressesOf(replies) + log())).toEqual([])
  expect(timesOfPostcode(addressesOf(replies) + log())).toBe(0)
})

it('nor when a letter is held and refused, delayed, refused by its office, or comes back', async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
  const held = await confirmedLetter(site, { recipient: ada, ...canary, own: `${canary.own} www.one.example www.two.example` })
  await refuseLetter(site.ctx, { id: held.id, by: 'TT', reason: 'Two web addresses.' })
  const back = await confirmedLetter(site, { recipient: ada, ...canary, email: 'back.Canary7f3a@example.net' })
  site.clock.pass(apartMs)
  await sendDue(site)
  await noteBounce(site.ctx, { kind: 'delayed', letter: back.id, status: '4.2.2', diagnostic: 'later', permanent: false })
  const delayed = await confirmedLetter(site, { recipient: ada, ...canary, email: 'late.Canary7f3a@example.net' })
  site.clock.pass(apartMs)
  site.mail.failNext(new MailDelayed('ETIMEDOUT', null, ''))
  await sendDue(site)
  const whileDelayed = await dump()
  site.mail.failNext(new MailRefused(550, '550 no such user'))
  await sendDue(site)

  const states = await rowsOf<{ id: string; state: string }>(site, 'select id, state from letters')
  expect(new Set(states.map(({ id, state }) => `${id} ${state}`))).toEqual(
    new Set([`${held.id} refused`, `${back.id} sent`, `${delayed.id} confirmed`]),
  )
  expect(found(whileDelayed)).toEqual([])
  expect(found((await dump()) + log())).toEqual([])
})

it('once a text has gone by its time or was deleted, nothing leads from the row to its writer', async () => {
  await clearLetters(site)
  await putLive(site, commonsAsk)
  const { id: scrubbed } = await confirmedLetter(site, { recipient: ada, ...canary })
  const { id: deleted, email } = await confirmedLetter(site, { recipient: ada, ...canary, email: 'other.Canary7f3a@example.net' })
  site.clock.pass(apartMs)
  await sendDue(site)
  await site.postForm(ownPageOf(site, deleted), { action: 'erase' })
  site.clock.pass(29 * dayMs)
  await rowsOf(site, `select graphile_worker.add_job('keep-letters', '{}')`)
  await site.work()

  const rows = await rowsOf<Record<string, unknown>>(site, 'select * from letters')
  const index = addressIndexOf(site.ctx.keys, email)
  expect(rows.map((row) => [row['id'], row['packet_cipher'], row['address_cipher']])).toEqual(
    expect.arrayContaining([
      [scrubbed, null, null],
      [deleted, null, null],
    ]),
  )
  expect((await dump()).includes(index.toString('latin1'))).toBe(false)
  expect(found((await dump()) + log())).toEqual([])
})

it('no token of a draft, a letter or its mails is in the database or the log', async () => {
  await clearLetters(site)
  const email = 'tokens.Canary7f3a@example.net'
  const path = await begunDraft(site, commonsAsk, { recipient: ada })
  await postFields(site, path, { ...typed({ email }), action: 'mail' })
  await postFields(site, path, { ...typed({ email }), action: 'send' })
  await site.work()
  const links = site.mail.to(email).flatMap(({ message }) => message.text.match(/http:\S+/g) ?? [])
  const { page } = await written(site, { recipient: ada })
  await Promise.all([path, page, ...links.map((link) => new URL(link).pathname)].map((address) => site.get(address)))

  const tokens = [path, page, ...links].map((address) => address.split('/').at(-1) ?? '').filter((token) => token.length > 40)
  const everything = (await dump()) + log()
  expect(tokens).toHaveLength(6)
  expect(tokens.filter((token) => everything.includes(token))).toEqual([])
  expect(log()).toContain('"route":"/write/:id/letter/:token"')
})

it('input that is refused, and faults of our own, repeat nothing in the log or the answer', async () => {
  const path = await begunDraft(site, commonsAsk, { recipient: ada })
  const before = site.logLines.length
  const api = await site.post(
    '/api/v1/letters',
    aLetter({ recipient: ada, ...canary, email: `${canary.email}@`, own: canary.own.repeat(100) }),
  )
  const page = await postFields(site, `/write/${commonsAsk}/letter`, { recipient: `seat:${canary.email}`, country: 'GB' })
  const lost = await site.get(`/write/Kanarienna/letter/${canary.email}`)
  await rowsOf(site, 'alter table letters rename to letters_away')
  const failed = [
    await site.post('/api/v1/letters', aLetter({ recipient: ada, ...canary })),
    await postFields(site, path, { ...typed(), action: 'send' }),
    await postFields(site, path, { ...typed(), action: 'preview' }, { accept: 'application/json' }),
  ]
  await rowsOf(site, 'alter table letters_away rename to letters')

  const replies = [api, page, lost, ...failed]
  expect(replies.map(({ statusCode }) => statusCode)).toEqual([422, 404, 404, 500, 500, 500])
  expect(replies.map(({ body }) => found(body))).toEqual(replies.map(() => []))
  expect(site.logLines.length).toBeGreaterThan(before)
  expect(found(log())).toEqual([])
})

it('a job that fails leaves nothing of a letter in the queue', async () => {
  await clearLetters(site)
  await site.post('/api/v1/letters', aLetter({ recipient: ada, ...canary }))
  await rowsOf(site, 'alter table mail_caps rename to mail_caps_away')
  await site.work()
  const jobs = await rowsOf<{ last_error: string | null }>(site, 'select * from graphile_worker._private_jobs')
  await rowsOf(site, 'alter table mail_caps_away rename to mail_caps')

  expect(jobs.map(({ last_error }) => last_error)).toEqual([expect.stringMatching(/mail_caps|Failed query/)])
  expect(found(JSON.stringify(jobs) + (await dump()) + log())).toEqual([])
})

it('one address has no equal bytes among letters and signatures: who has the database alone cannot tell that it signed and wrote', async () => {
  await clearLetters(site)
  const email = 'signs-and-writes@example.net'
  await confirmed(site, { email })
  await site.post('/api/v1/me/links', { email })
  await confirmedLetter(site, { recipient: ada, email })
  await site.post('/api/v1/letters', aLetter({ recipient: ada, email }))
  await site.work()
  await site.postForm(`/not-me/${site.mail.to(email)[0]?.refuseToken}`, {})
  const bytesOf = async (tables: string[]) => {
    const rows = (await Promise.all(tables.map((table) => rowsOf<Record<string, unknown>>(site, `select * from ${table}`)))).flat()
    return rows.flatMap((row) => Object.values(row).filter((value): value is Buffer => Buffer.isBuffer(value) && value.length >= 16))
  }

  const ofLetters = await bytesOf(['letters'])
  const ofSignatures = await bytesOf(['signatures', 'submissions', 'signer_links', 'mail_slots', 'mail_caps', 'mail_refusals'])

  const index = addressIndexOf(site.ctx.keys, email).toString('hex')
  expect(ofLetters.map((bytes) => bytes.toString('hex')).filter((hex) => hex === index)).toHaveLength(2)
  expect(await rowsOf(site, 'select address_index from mail_refusals')).toHaveLength(1)
  expect(ofSignatures.length).toBeGreaterThan(4)
  expect(ofLetters.filter((bytes) => ofSignatures.some((other) => other.includes(bytes) || bytes.includes(other)))).toEqual([])
})

it('the answer and the work of handing in a letter are the same for an address that has written, one that has not, and one that wants no mail', async () => {
  await clearLetters(site)
  const [writes, refuses, stranger] = ['has-written@example.net', 'wants-no-mail@example.net', 'never-heard-of@example.net']
  await confirmedLetter(site, { recipient: ada, email: writes })
  await site.post('/api/v1/letters', aLetter({ recipient: ada, email: refuses }))
  await site.work()
  await site.postForm(`/not-me/${newestMail(site, refuses).refuseToken}`, {})
  const handIn = async (email: string) => {
    const query = vi.spyOn(pg.Client.prototype, 'query')
    const reply = await site.post('/api/v1/letters', { ...withoutPostcode, postcode: 'ZE1 0AA', recipient: ada, email })
    const statements = query.mock.calls.map(([asked]) => (typeof asked === 'string' ? asked : (asked as unknown as { text: string }).text))
    query.mockRestore()
    return { ...comparable(reply), statements }
  }
  await handIn(stranger)

  const [first, ...others] = [await handIn(writes), await handIn(refuses), await handIn('also-unknown@example.net')]

  expect(first).toMatchObject({ status: 202, body: '{"status":"check-your-email"}' })
  expect(first?.statements.some((statement) => /insert into "letters"/.test(statement))).toBe(true)
  expect(others).toEqual([first, first])
})
