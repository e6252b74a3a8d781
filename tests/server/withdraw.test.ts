import { afterAll, beforeAll, expect, test } from 'vitest'
import { emailIndexOf, linkEmailPlace, slotIndexOf } from '../../server/features/signatures/rules.ts'
import { minuteMs, secondMs } from '../../server/lib/clock.ts'
import { decryptField } from '../../server/lib/field-encryption.ts'
import { aSignature } from '../support/builders.ts'
import { dumpDatabase } from '../support/dump.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, newestMail, numberOf, rowsOf, signed, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const countOf = async (slug: string) => {
  const { count, voided, checkpointSize } = (await site.get(`/api/v1/petitions/${slug}/count`)).json()
  return [count, voided, checkpointSize]
}
const withdraw = (path: string, petition: string) => site.postForm(path, { action: 'withdraw', petition })
const erase = (path: string) => site.postForm(path, { action: 'erase' })

async function sequence() {
  site.clock.pass(secondMs)
  await site.sequence()
}

/** A petition of the test's own with one confirmed signer; answers their address and the path of their page. */
async function aSignerOf(slug: string) {
  await site.addPetition({ slug })
  const { email, mail } = await confirmed(site, {}, slug)
  return { email, mail, path: await signerPathOf(site, email) }
}

test('a signature that is withdrawn before it is counted leaves no entry', async () => {
  const { path } = await aSignerOf('before-counting')

  const posted = await withdraw(path, 'before-counting')
  await sequence()

  expect([posted.statusCode, posted.headers.location]).toEqual([303, `${path}?done=withdrawn`])
  expect(await countOf('before-counting')).toEqual([0, 0, 0])
  expect(await numberOf(site, 'pending_voids')).toBe(0)
})

test('a signature that is withdrawn after it was counted is voided by one more entry, and the count goes down', async () => {
  const { path } = await aSignerOf('after-counting')
  await confirmed(site, {}, 'after-counting')
  await sequence()

  await withdraw(path, 'after-counting')
  const atOnce = await countOf('after-counting')
  await sequence()

  expect(atOnce).toEqual([2, 0, 2])
  expect(await countOf('after-counting')).toEqual([1, 1, 3])
})

test('withdrawing twice is withdrawing once', async () => {
  const { path } = await aSignerOf('twice')
  await sequence()

  const replies = [await withdraw(path, 'twice'), await withdraw(path, 'twice')]
  await sequence()
  await withdraw(path, 'twice')
  await sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303])
  expect(await countOf('twice')).toEqual([0, 1, 2])
})

test('withdrawing many times at once is withdrawing once', async () => {
  const { email, path } = await aSignerOf('at-once')
  const otherPath = await signerPathOf(site, email)
  await sequence()

  const replies = await Promise.all([path, otherPath, path, otherPath].map((one) => withdraw(one, 'at-once')))
  await sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303, 303, 303])
  expect(await countOf('at-once')).toEqual([0, 1, 2])
})

test('withdrawing and erasing at the same moment is one of them', async () => {
  const { path } = await aSignerOf('both-at-once')
  await sequence()

  const replies = await Promise.all([withdraw(path, 'both-at-once'), erase(path)])
  await sequence()

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([303, 303])
  expect(await countOf('both-at-once')).toEqual([0, 1, 2])
})

test('withdrawing while the checkpoint is made leaves nothing counted', async () => {
  const { path } = await aSignerOf('while-counting')
  site.clock.pass(secondMs)

  await Promise.all([site.sequence(), withdraw(path, 'while-counting')])
  await sequence()

  expect((await countOf('while-counting'))[0]).toBe(0)
  expect(await rowsOf(site, 'select 1 from pending_voids')).toEqual([])
})

test('who withdraws and signs again is counted again', async () => {
  const { email, path } = await aSignerOf('again')
  await sequence()
  await withdraw(path, 'again')
  await sequence()

  site.clock.pass(11 * minuteMs)
  await confirmed(site, { email }, 'again')
  await sequence()

  expect(await countOf('again')).toEqual([1, 1, 3])
})

test('after withdrawing, the link and the code of the old mail confirm nothing', async () => {
  const { email, mail, path } = await aSignerOf('old-mail')
  await withdraw(path, 'old-mail')

  const byLink = await site.post('/api/v1/confirmations', { token: mail.confirmToken })
  const byCode = await site.post('/api/v1/confirmations', { petition: 'old-mail', email, code: mail.code })

  expect([byLink.statusCode, byCode.statusCode]).toEqual([410, 422])
  expect(await rowsOf(site, 'select 1 from signatures where petition_id = $1', [await site.petitionId('old-mail')])).toEqual([])
})

test('what waits under the address goes with the signature, so that an older mail cannot bring it back', async () => {
  await site.addPetition({ slug: 'waiting' })
  const { email, mail: older } = await signed(site, {}, 'waiting')
  site.clock.pass(11 * minuteMs)
  await confirmed(site, { email }, 'waiting')
  const path = await signerPathOf(site, email)

  await withdraw(path, 'waiting')
  const byOlder = await site.post('/api/v1/confirmations', { token: older.confirmToken })

  expect(byOlder.statusCode).toBe(410)
  expect(await rowsOf(site, 'select 1 from submissions where petition_id = $1', [await site.petitionId('waiting')])).toEqual([])
})

test('withdrawing from one petition leaves the signer’s others', async () => {
  const { email, path } = await aSignerOf('one-of-two')
  await confirmed(site, { email }, petitionSlug)

  await withdraw(path, 'one-of-two')
  const page = await site.get(path)

  expect(page.body).not.toContain('href="/petitions/one-of-two"')
  expect(page.body).toContain(`href="/petitions/${petitionSlug}"`)
})

/** Keyed hashes of an address in every petition, and the ids of all that is kept under them. */
async function tracesOf(address: string): Promise<string[]> {
  const petitions = (await rowsOf<{ id: string }>(site, 'select id from petitions')).map(({ id }) => id)
  const emailIndexes = petitions.map((id) => emailIndexOf(site.ctx.keys, id, address))
  const slotIndexes = petitions.map((id) => slotIndexOf(site.ctx.keys, id, address))
  const signatures = await rowsOf<{ id: string }>(
    site,
    'select id from signatures where email_index = any($1) union all select id from submissions where email_index = any($1)',
    [emailIndexes],
  )
  const links = await rowsOf<{ id: string; email_cipher: Buffer }>(site, 'select id, email_cipher from signer_links')
  const own = links.filter(({ id, email_cipher }) => decryptField(site.ctx.keys, linkEmailPlace(id), email_cipher) === address)
  return [...[...emailIndexes, ...slotIndexes].map((hash) => hash.toString('latin1')), ...[...signatures, ...own].map(({ id }) => id)]
}

test('erasing leaves nothing of the address in the whole database, and voids what was counted', async () => {
  const { email, path } = await aSignerOf('erased')
  await confirmed(site, { email }, petitionSlug)
  await sequence()
  site.clock.pass(11 * minuteMs)
  await site.addPetition({ slug: 'erased-unconfirmed' })
  await signed(site, { email }, 'erased-unconfirmed')
  await site.post('/api/v1/confirmations', { petition: 'erased-unconfirmed', email, code: '000000' })
  const traces = await tracesOf(email)
  const found = async () => {
    const dump = await dumpDatabase(site.ctx.pool)
    return traces.filter((trace) => dump.includes(trace)).length
  }
  const kept = () => Promise.all(['signatures', 'submissions', 'mail_slots', 'signer_links'].map((table) => numberOf(site, table)))
  const [foundBefore, before] = [await found(), await kept()]

  const posted = await erase(path)
  const after = await kept()

  expect([posted.statusCode, posted.headers.location]).toEqual([303, path])
  // Three petitions with a hash each of the address and of its mail slot; two signatures, one submission, one link.
  expect(foundBefore).toBe(3 + 3 + 2 + 1 + 1)
  expect(await found()).toBe(0)
  expect(before.map((number, table) => number - (after[table] ?? 0))).toEqual([2, 1, 3, 1])
  expect(await tracesOf(email)).toHaveLength(traces.length - 4)
  await sequence()
  expect(await countOf('erased')).toEqual([0, 1, 2])
})

test('erasing leaves every other signer as they were', async () => {
  const { path } = await aSignerOf('among-others')
  const { email: other } = await confirmed(site, {}, 'among-others')
  await sequence()
  const ofOther = await tracesOf(other)

  await erase(path)

  expect(await tracesOf(other)).toEqual(ofOther)
  expect(await rowsOf(site, 'select 1 from signatures where petition_id = $1', [await site.petitionId('among-others')])).toHaveLength(1)
})

test('erasing erases every link to the page, not only the one that was opened', async () => {
  const { email, path } = await aSignerOf('two-links')
  const otherPath = await signerPathOf(site, email)
  const before = await numberOf(site, 'signer_links')

  await erase(path)
  const other = await site.get(otherPath, { accept: 'text/html' })

  expect(await numberOf(site, 'signer_links')).toBe(before - 2)
  expect(other.statusCode).toBe(200)
  expect(other.body).toContain('Nothing of yours is kept here')
  expect(other.body).not.toContain('••@')
})

test('erasing twice, also at once, changes nothing more, and the link opens an empty page', async () => {
  const { path } = await aSignerOf('erased-twice')
  await sequence()

  const replies = await Promise.all([erase(path), erase(path)])
  const later = await erase(path)
  await sequence()
  const page = await site.get(path)

  expect([...replies, later].map(({ statusCode }) => statusCode)).toEqual([303, 303, 303])
  expect(await countOf('erased-twice')).toEqual([0, 1, 2])
  expect(page.body).toContain('Nothing of yours is kept here')
})

test('a refusal of our mail outlives erasing, or mail would come again', async () => {
  const { email, mail, path } = await aSignerOf('refused')
  await site.postForm(`/not-me/${mail.refuseToken}`, {})
  const mails = site.mail.to(email).length

  await erase(path)
  await signed(site, { email }, 'refused')

  expect(site.mail.to(email)).toHaveLength(mails)
})

test('confirming what waits, withdrawing and erasing all at once end without a fault and leave nothing', async () => {
  await site.addPetition({ slug: 'all-at-once' })
  const { email, mail: older } = await signed(site, {}, 'all-at-once')
  site.clock.pass(11 * minuteMs)
  await confirmed(site, { email }, 'all-at-once')
  const path = await signerPathOf(site, email)
  const tries = Array.from({ length: 5 }, () => [
    () => site.post('/api/v1/confirmations', { token: older.confirmToken }),
    () => withdraw(path, 'all-at-once'),
    () => erase(path),
  ]).flat()

  const replies = await Promise.all(tries.map((one) => one()))
  await sequence()

  expect(replies.map(({ statusCode }) => statusCode).filter((status) => ![200, 303, 410].includes(status))).toEqual([])
  expect((await countOf('all-at-once'))[0]).toBe(0)
})

test('who has erased everything can sign again', async () => {
  const { email, path } = await aSignerOf('anew')
  await erase(path)

  await site.sign(aSignature({ email }), 'anew')
  await site.work()
  const reply = await site.post('/api/v1/confirmations', { token: newestMail(site, email).confirmToken })

  expect(reply.statusCode).toBe(200)
})
