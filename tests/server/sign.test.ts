import { afterAll, beforeAll, expect, test } from 'vitest'
import { consentIn } from '../../server/contract/consent.ts'
import { dayMs, minuteMs } from '../../server/lib/clock.ts'
import { aSignature, aText } from '../support/builders.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { comparable, confirmed, numberOf, rowsOf, signed, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const rowsIn = async (slug: string) =>
  rowsOf(site, 'select * from submissions where petition_id = $1 order by consented_at, id', [await site.petitionId(slug)])

test('new, repeated, confirmed and refusing signers get the same answer, byte for byte', async () => {
  const fresh = aSignature()
  const { email: known } = await signed(site)
  const { email: alreadyConfirmed } = await confirmed(site)
  const { email: refusing, mail } = await signed(site)
  await site.postForm(`/not-me/${mail.refuseToken}`, {})

  const first = await site.sign(fresh)
  const others = [
    await site.sign(fresh),
    await site.sign(aSignature({ email: known })),
    await site.sign(aSignature({ email: alreadyConfirmed })),
    await site.sign(aSignature({ email: refusing })),
    await site.sign(aSignature({ email: 'test@mailinator.com' })),
  ]

  expect(first.statusCode).toBe(202)
  expect(others.map(comparable)).toEqual(Array(5).fill(comparable(first)))
})

test('a signer in another letter case or spelling is the same signer', async () => {
  await site.addPetition({ slug: 'spellings' })

  await site.sign(aSignature({ email: 'Same.Person@gmail.com' }), 'spellings')
  await site.sign(aSignature({ email: 'SAMEPERSON+x@GoogleMail.com' }), 'spellings')
  await site.sign(aSignature({ email: 'other.person@example.org' }), 'spellings')
  await site.sign(aSignature({ email: 'Other.Person@EXAMPLE.org' }), 'spellings')

  const indexes = (await rowsIn('spellings')).map((row) => String(row['email_index']))
  expect(indexes).toHaveLength(4)
  expect(new Set(indexes).size).toBe(2)
})

test('a repeated signature changes nothing of the first', async () => {
  await site.addPetition({ slug: 'repeated' })
  const signature = aSignature({ country: 'GB' })
  await site.sign(signature, 'repeated')
  const [first] = await rowsIn('repeated')

  site.clock.pass(minuteMs)
  await site.sign({ ...signature, givenName: 'Changed', country: 'FR', updates: true }, 'repeated')

  const after = await rowsIn('repeated')
  expect(after).toHaveLength(2)
  expect(after[0]).toEqual(first)
})

test('one address may sign several petitions, and nothing stored shows that it is one', async () => {
  await site.addPetition({ slug: 'apart-1' })
  await site.addPetition({ slug: 'apart-2' })
  const signature = aSignature()

  await site.sign(signature, 'apart-1')
  await site.sign(signature, 'apart-2')
  const [one] = await rowsIn('apart-1')
  const [other] = await rowsIn('apart-2')

  expect(one?.['email_index']).not.toEqual(other?.['email_index'])
  expect(one?.['email_cipher']).not.toEqual(other?.['email_cipher'])
})

test('a signature names the newest text, the consent wording and the moment', async () => {
  const publishedAt = new Date('2026-11-01T00:00:00Z')
  await site.addPetition({
    slug: 'versions',
    versions: [
      { version: 1, publishedAt, text: aText({ title: 'First title' }) },
      { version: 2, publishedAt, text: aText({ title: 'Second title' }) },
    ],
  })
  await site.sign(aSignature({ source: 'news-1', country: 'DE' }), 'versions')

  const [row] = await rowsIn('versions')
  const [text] = await rowsOf(site, 'select version from petition_texts where id = $1', [row?.['text_id']])

  expect(text).toEqual({ version: 2 })
  expect(row).toMatchObject({
    consent_version: consentIn('en').version,
    consented_at: site.clock.now(),
    country: 'DE',
    source: 'news-1',
    mail_provider: 'other',
    public_name: 'none',
    wants_updates: false,
    class: 'online',
    mail_refused_code: null,
  })
})

test('a program is flagged, and so is a throw-away address; neither is refused', async () => {
  await site.addPetition({ slug: 'flags' })

  const replies = [await site.sign(aSignature(), 'flags'), await site.sign(aSignature({ email: 'test@mailinator.com' }), 'flags')]
  const rows = await rowsOf(site, 'select flags from submissions where petition_id = $1 order by cardinality(flags)', [
    await site.petitionId('flags'),
  ])

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([202, 202])
  expect(rows).toEqual([{ flags: ['no-form-age'] }, { flags: ['no-form-age', 'disposable-address'] }])
})

test.each([
  ['that is closed', { slug: 'closed', state: 'closed' as const }, 409, '/problems/petition-closed'],
  ['past its end', { slug: 'past', closesAt: new Date('2026-11-22T00:00:00Z') }, 409, '/problems/petition-closed'],
  ['not yet open', { slug: 'future', openedAt: new Date('2027-11-01T00:00:00Z') }, 409, '/problems/petition-closed'],
  ['still a draft', { slug: 'draft', state: 'draft' as const, openedAt: null }, 404, '/problems/petition-not-found'],
])('a petition %s takes no signature', async (_what, petition, status, type) => {
  await site.addPetition(petition)

  const reply = await site.sign(aSignature(), petition.slug)

  expect(reply.statusCode).toBe(status)
  expect(reply.json()).toMatchObject({ type, status })
  expect(await rowsIn(petition.slug)).toEqual([])
})

test('a petition closes at its moment, to the millisecond', async () => {
  await site.addPetition({ slug: 'moment', closesAt: new Date(site.clock.now().getTime() + dayMs) })

  site.clock.pass(dayMs - 1)
  const before = await site.sign(aSignature(), 'moment')
  site.clock.pass(1)
  const after = await site.sign(aSignature(), 'moment')

  expect([before.statusCode, after.statusCode]).toEqual([202, 409])
})

test('a petition that does not exist is not found, a name that cannot be one neither', async () => {
  const unknown = await site.sign(aSignature(), 'no-such-petition')
  const impossible = await site.sign(aSignature(), 'No%20Such%00Petition')

  expect(unknown.json()).toMatchObject({ type: '/problems/petition-not-found', status: 404 })
  expect(impossible.json()).toMatchObject({ type: '/problems/not-found', status: 404 })
})

test('ten submissions of one address at once cause one mail', async () => {
  await site.addPetition({ slug: 'at-once' })
  const signature = aSignature()

  const replies = await Promise.all(Array.from({ length: 10 }, () => site.sign(signature, 'at-once')))
  await site.work()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual(Array(10).fill(202))
  expect(await rowsIn('at-once')).toHaveLength(10)
  expect(site.mail.to(signature.email)).toHaveLength(1)
})

test('every acknowledged submission commits exactly one job, whether the signer is known or not', async () => {
  const { email } = await confirmed(site)
  const before = await numberOf(site, 'graphile_worker.jobs')

  await site.sign(aSignature())
  const afterNew = await numberOf(site, 'graphile_worker.jobs')
  await site.sign(aSignature({ email }))
  const afterKnown = await numberOf(site, 'graphile_worker.jobs')
  await Promise.all(Array.from({ length: 50 }, () => site.sign(aSignature())))
  const afterMany = await numberOf(site, 'graphile_worker.jobs')

  expect([before, afterNew, afterKnown, afterMany]).toEqual([0, 1, 2, 52])
})

test('what is refused commits neither signature nor job', async () => {
  const counts = () => Promise.all([numberOf(site, 'submissions'), numberOf(site, 'graphile_worker.jobs')])
  const before = await counts()

  await site.sign(aSignature({ email: 'nobody' }))
  await site.sign(aSignature({ consent: false }))
  await site.sign(aSignature(), 'no-such-petition')

  expect(await counts()).toEqual(before)
})

test('the page and the count of the bundled petition are untouched by unconfirmed signatures', async () => {
  const count = await site.get(`/api/v1/petitions/${petitionSlug}/count`)

  expect(count.json()).toMatchObject({ count: 0, voided: 0, checkpointSize: 0 })
})
