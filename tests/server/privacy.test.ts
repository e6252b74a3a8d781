import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { aSignForm } from '../support/builders.ts'
import { dumpDatabase } from '../support/dump.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { newestMail, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite({ ...unlimited, LOG_LEVEL: 'trace' })
})
afterAll(() => site.close())

const canary = {
  givenName: 'Kanarienna',
  familyName: 'Vogelsang-Testfamily',
  email: 'Kanari.Canary7f3a@Sub.Nest.example.net',
  country: 'GB',
  postcode: 'ZZ9 9ZX',
  comment: 'Warblecomment of a made-up person',
  consent: true,
}
/** Any spelling in which a part of it could lie around. */
const canaries = [
  ...['Kanarienna', 'Vogelsang', 'Canary7f3a', 'nest.example', 'ZZ9 9ZX', 'Warblecomment'].flatMap((text) => [
    text.toLowerCase(),
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('base64').replace(/.=*$/, '').toLowerCase(),
  ]),
]
const found = (text: string) => canaries.filter((part) => text.toLowerCase().includes(part))
const dump = () => dumpDatabase(site.ctx.pool)

test('the search sees what it looks for', async () => {
  await site.addPetition({ slug: 'seen', handover: `${canary.email} ${Buffer.from('Kanarienna').toString('hex')}` })

  const seen = found(await dump())
  await site.ctx.pool.query("delete from petition_texts where petition_id = (select id from petitions where slug = 'seen')")
  await site.ctx.pool.query("delete from petitions where slug = 'seen'")

  expect(seen).toHaveLength(3)
})

test('nowhere in the database or the log is a signer’s address, name, postcode or comment, at any step', async () => {
  await site.sign(canary)
  const afterSigning = await dump()
  await site.work()
  const afterMailing = await dump()
  const { confirmToken, code, refuseToken } = newestMail(site, canary.email)
  await site.get(`/confirm/${confirmToken}`)
  await site.post('/api/v1/confirmations', { petition: petitionSlug, email: canary.email, code: '000000' })
  await site.post('/api/v1/confirmations', { petition: petitionSlug, email: canary.email, code })
  await site.postForm(`/confirm/${confirmToken}`, {})
  await site.sequence()
  const afterCounting = await dump()
  await site.sign(canary)
  await site.work()
  await site.get(`/not-me/${refuseToken}`)
  await site.postForm(`/not-me/${refuseToken}`, {})
  const afterRefusing = await dump()

  expect([afterSigning, afterMailing, afterCounting, afterRefusing].map(found)).toEqual([[], [], [], []])
  expect(found(site.logLines.join(''))).toEqual([])
})

test('no token and no code of a mail is in the database or the log', async () => {
  const { confirmToken, code, refuseToken } = newestMailOfFirst()
  const everything = (await dump()) + site.logLines.join('')

  expect(confirmToken).not.toBe('')
  expect([confirmToken, refuseToken, `"${code}"`].filter((secret) => everything.includes(secret))).toEqual([])
})

test('input that is refused, and faults of our own, leave nothing in the log', async () => {
  const before = site.logLines.length
  await site.sign({ ...canary, email: `${canary.email}@`, comment: canary.comment.repeat(100) })
  await site.postForm(`/petitions/${petitionSlug}`, aSignForm({ ...canary, consent: '' }))
  await site.get(`/petitions?cursor=Kanarienna&email=${canary.email}`)
  await site.get(`/${canary.email}`)
  const tables = ['submissions', 'mail_slots']
  for (const table of tables) await site.ctx.pool.query(`alter table ${table} rename to ${table}_away`)
  const failed = await site.sign({ ...canary, email: 'other.Canary7f3a@example.net' })
  const failedCode = await site.post('/api/v1/confirmations', { petition: petitionSlug, email: canary.email, code: '123456' })
  for (const table of tables) await site.ctx.pool.query(`alter table ${table}_away rename to ${table}`)

  expect([failed.statusCode, failedCode.statusCode]).toEqual([500, 500])
  expect(site.logLines.length).toBeGreaterThan(before)
  expect(found(site.logLines.join(''))).toEqual([])
  expect(found(failed.body + failedCode.body)).toEqual([])
})

test('a job that fails leaves no personal data in the queue', async () => {
  await site.sign({ ...canary, email: 'third.Canary7f3a@example.net' })
  await site.ctx.pool.query('alter table mail_slots rename to mail_slots_away')
  await site.work()
  await vi.waitFor(async () => {
    const failed = await rowsOf(site, 'select id from graphile_worker.jobs where last_error is not null')
    expect(failed).toHaveLength(1)
  })
  await site.ctx.pool.query('alter table mail_slots_away rename to mail_slots')

  const everything = (await dump()) + site.logLines.join('')

  expect(found(everything)).toEqual([])
})

test('a log line names a route by its pattern and nobody’s network address', async () => {
  await site.app.inject({ url: '/confirm/made-up-token', remoteAddress: '203.0.113.77', headers: { 'user-agent': 'Canary7f3a' } })

  const lines = site.logLines.join('')

  expect(lines).toContain('"route":"/confirm/:token"')
  expect(lines).not.toMatch(/203\.0\.113\.77|made-up-token/)
})

function newestMailOfFirst() {
  const [mail] = site.mail.to(canary.email)
  return mail ?? { confirmToken: '', code: '', refuseToken: '' }
}
