import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Receipt } from '../../server/contract/log.ts'
import { receipt as receiptShape } from '../../server/contract/log.ts'
import { secondMs } from '../../server/lib/clock.ts'
import { entryOfReceipt, openNote, rootOfReceipt } from '../support/plain-verifier.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, signed, signerPathOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
})
afterAll(() => site.close())

const receiptAt = (path: string, slug = petitionSlug) => site.get(`${path}/receipts/${slug}`)
const verifierKey = async () => (await site.get('/log/key')).body

async function sequence() {
  site.clock.pass(secondMs)
  await site.sequence()
}

/** What a receipt claims beside what its own fields lead to. */
async function checked(receipt: Receipt) {
  const { lines, isKeyId, isSigned } = openNote(receipt.checkpoint, await verifierKey())
  return { lines, isSigned: isKeyId && isSigned, expected: [receipt.origin, `${receipt.size}`, rootOfReceipt(receipt).toString('base64')] }
}

test('a receipt leads from its own fields to the root that the published key has signed', async () => {
  const emails = []
  for (let n = 0; n < 5; n++) emails.push((await confirmed(site)).email)
  await sequence()
  await confirmed(site)
  await sequence()

  const replies = []
  for (const email of emails) replies.push(await receiptAt(await signerPathOf(site, email)))

  for (const reply of replies) {
    const receipt = receiptShape.parse(reply.json())
    const { lines, isSigned, expected } = await checked(receipt)
    expect([isSigned, receipt.size]).toEqual([true, 6])
    expect(lines).toEqual(expected)
    expect(receipt.origin).toBe(`localhost:3000/log/${petitionSlug}`)
  }
  expect(new Set(replies.map((reply) => reply.json().index)).size).toBe(5)
})

test('the entry that a receipt opens is the one in the public log, and the text that it names is the published one', async () => {
  const { email } = await confirmed(site)
  await sequence()
  const receipt: Receipt = (await receiptAt(await signerPathOf(site, email))).json()

  const bundle = await site.get(`/log/${petitionSlug}/tile/entries/000.p/${receipt.index + 1}`)
  const petition = (await site.get(`/api/v1/petitions/${petitionSlug}`)).json()

  expect(bundle.rawPayload.subarray(-86)).toEqual(entryOfReceipt(receipt))
  expect(JSON.stringify(petition)).toContain(receipt.textSha256)
})

test('a receipt that was changed in any field leads to no signed root', async () => {
  const { email } = await confirmed(site)
  await sequence()
  const receipt: Receipt = (await receiptAt(await signerPathOf(site, email))).json()
  const [, , signedRoot] = openNote(receipt.checkpoint, await verifierKey()).lines
  const other = '00112233-4455-4677-8899-aabbccddeeff'

  const changed: Receipt[] = [
    { ...receipt, petitionId: other },
    { ...receipt, signatureId: other },
    { ...receipt, class: 'paper' },
    { ...receipt, textSha256: '0'.repeat(64) },
    { ...receipt, salt: Buffer.alloc(32).toString('base64') },
    { ...receipt, proof: [...receipt.proof].reverse() },
  ]

  expect(rootOfReceipt(receipt).toString('base64')).toBe(signedRoot)
  expect(changed.map((one) => rootOfReceipt(one).toString('base64')).filter((root) => root === signedRoot)).toEqual([])
})

test('a receipt names nobody and is stored by nobody', async () => {
  const { email } = await confirmed(site, { givenName: 'Zephyrinella', email: 'receipt-canary@example.org', comment: 'Warblecomment' })
  await sequence()

  const { headers, body } = await receiptAt(await signerPathOf(site, email))

  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="receipt-${petitionSlug}.json"`,
  })
  expect(body).not.toMatch(/ephyrinella|canary|arblecomment/)
})

test('a receipt that was taken stays true when others are counted and withdrawn, and when its own holder withdraws', async () => {
  const { email } = await confirmed(site)
  await sequence()
  const path = await signerPathOf(site, email)
  const old: Receipt = (await receiptAt(path)).json()
  await confirmed(site)
  await site.postForm(path, { action: 'withdraw', petition: petitionSlug })
  await sequence()

  const { lines, isSigned, expected } = await checked(old)
  const now = await receiptAt(path)

  expect(isSigned).toBe(true)
  expect(lines).toEqual(expected)
  expect([now.statusCode, now.json().type]).toEqual([404, '/problems/not-in-log'])
})

test('what is not counted has no receipt, nor has what nobody confirmed, nor another’s petition', async () => {
  await site.addPetition({ slug: 'other-petition' })
  const { email: uncounted } = await confirmed(site)
  const { email: unconfirmed } = await signed(site)
  const paths = [await signerPathOf(site, uncounted), await signerPathOf(site, unconfirmed)]

  const replies = [
    ...(await Promise.all(paths.map((path) => receiptAt(path)))),
    await receiptAt(paths[0] ?? '', 'other-petition'),
    await receiptAt(paths[0] ?? '', 'no-such-petition'),
    await receiptAt(paths[0] ?? '', 'a%00b'),
  ]

  expect(replies.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404])
})
