import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { signedEntry, voidEntry } from '../../server/features/ledger/rules.ts'
import { createNoteSigner } from '../../server/lib/signed-note.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, unlimited } from '../support/steps.ts'
import type { Answer } from '../support/verifier.ts'
import { addConfirmed, publish, receiptOf, signedCheckpoint, startOtherLog, startRelay, verified, withFile } from '../support/verifier.ts'
import type { WebServer } from '../support/web-server.ts'
import { startWebServer } from '../support/web-server.ts'

let site: TestSite
let relay: WebServer | null = null
let receipt: string
let early: string

beforeAll(async () => {
  site = await startSite(unlimited)
  await confirmed(site)
  await publish(site)
  early = (await site.get(`/log/${petitionSlug}/checkpoint`)).body
  const { email } = await confirmed(site)
  await addConfirmed(site, 300)
  await publish(site)
  receipt = await receiptOf(site, email)
})
afterEach(async () => {
  await relay?.close()
  relay = null
})
afterAll(() => site.close())

const petitionOf = ({ url }: WebServer) => `${url}/petitions/${petitionSlug}`

/** What the command says of the site behind a server that changes some of its answers. */
async function verifiedBehind(alter: (path: string, body: Buffer) => Answer | null, ...args: string[]) {
  relay = await startRelay(site, alter)
  return verified(petitionOf(relay), ...args)
}

const flipped = (body: Buffer, at: number) => Buffer.from(body).fill((body[at] as number) ^ 1, at, at + 1)
const signed = (n: number) => signedEntry(Buffer.alloc(32, 1), Buffer.alloc(32, n))

test.each([
  ['a commitment', 60],
  ['a kind', 23],
  ['a length', 1],
])('a bundle of which %s was changed is found out', async (_what, at) => {
  const { code, text } = await verifiedBehind((path, body) => (path.endsWith('entries/001.p/46') ? { body: flipped(body, at) } : null))

  expect(code).toBe(1)
  expect(text).toMatch(/BAD {2}entries: (The entries do not give the root hash|A bundle of entries is not)/)
})

test('an entry that was left out, and one that was put in its place, are found out', async () => {
  const { code, text } = await verifiedBehind((path, body) =>
    path.endsWith('entries/000') ? { body: Buffer.concat([body.subarray(88), body.subarray(0, 88)]) } : null,
  )

  expect(code).toBe(1)
  expect(text).toContain('BAD  entries: The entries do not give the root hash of the checkpoint.')
  expect(text).toContain('BAD  tiles: A tile does not hold the hashes of the entries. tile/0/000.')
})

test('a tile of hashes that was changed is found out, although the entries are right', async () => {
  const { code, text } = await verifiedBehind((path, body) => (path.endsWith('tile/0/000') ? { body: flipped(body, 4000) } : null))

  expect(code).toBe(1)
  expect(text).toContain('ok   entries:')
  expect(text).toContain('BAD  tiles: A tile does not hold the hashes of the entries. tile/0/000.')
})

test.each([
  ['count', { count: 303, voided: 0, checkpointSize: 302 }, 'the site shows 303 and 0 voided at 302 entries; the entries give 302 and 0'],
  ['voided', { count: 302, voided: 1, checkpointSize: 302 }, 'the entries give 302 and 0'],
  ['count of an earlier size', { count: 2, voided: 0, checkpointSize: 1 }, 'the entries give 1 and 0'],
  ['count without a log', { count: 7, voided: 0, checkpointSize: 0 }, 'the entries give 0 and 0'],
  ['count ahead of the log', { count: 400, voided: 0, checkpointSize: 400 }, 'but gives out a checkpoint of 302 only'],
  ['count that is none', { count: 'many' }, 'The site does not serve this.'],
])('a %s that the log does not bear out is found out', async (_what, count, words) => {
  const { code, text } = await verifiedBehind((path) => (path.endsWith('/count') ? { body: JSON.stringify(count) } : null))

  expect(code).toBe(1)
  expect(text).toMatch(/BAD {2}site: /)
  expect(text).toContain(words)
})

test.each([
  ['an entry voided twice', [signed(1), signed(2), voidEntry(0, 'signer'), voidEntry(0, 'organizer')], 'Entry 3 voids entry 0'],
  ['a void of a later entry', [signed(1), voidEntry(2, 'signer'), signed(2)], 'Entry 1 voids entry 2'],
  ['a void of a void', [signed(1), voidEntry(0, 'signer'), voidEntry(1, 'signer')], 'Entry 2 voids entry 1'],
  [
    'an entry of no kind',
    [signed(1), Buffer.from('one more signature')],
    'An entry is neither a signature nor the voiding of one. It is entry 1.',
  ],
])('%s is found out, under a signature as good as any', async (_what, entries, words) => {
  relay = await startOtherLog(site, entries, { count: 1, voided: 1 })

  const { code, text } = await verified(petitionOf(relay))

  expect(code).toBe(1)
  expect(text).toContain('ok   entries: the root hash')
  expect(text).toContain('BAD  count: ')
  expect(text).toContain(words)
})

test('two histories under one key are a fork, and both proofs of it are kept', async () => {
  relay = await startOtherLog(site, [signed(1), signed(2), signed(3)], { count: 3, voided: 0 })
  const target = petitionOf(relay)

  const { code, text } = await withFile(early, (path) => verified(target, '--checkpoint', path))

  expect(code).toBe(1)
  expect(text).toContain('BAD  saved checkpoint: THE LOG IS FORKED.')
  expect(text).toContain(signedCheckpoint(site, [signed(1), signed(2), signed(3)]).split('\n')[2])
})

test('a log that is shorter than it was is said to have shrunk, and a receipt beyond its end is not in it', async () => {
  relay = await startOtherLog(site, [signed(1)], { count: 1, voided: 0 })
  const target = petitionOf(relay)

  const { code, text } = await withFile(receipt, (path) => verified(target, '--receipt', path))

  expect(code).toBe(1)
  expect(text).toContain('BAD  receipt: THE LOG HAS SHRUNK. It had 302 entries and has 1')
  expect(text).toMatch(/BAD {2}receipt: entry \d+ of the log is not that of the receipt/)
})

test('a checkpoint of another petition, or of another key, is not taken for this one', async () => {
  const { noteSigner } = site.ctx
  const text = (await site.get(`/log/${petitionSlug}/checkpoint`)).body.split('\n\n')[0] ?? ''
  const notes = [
    noteSigner.sign(`${text.replace(petitionSlug, 'other-petition')}\n`),
    createNoteSigner(noteSigner.name, Buffer.alloc(32, 5)).sign(`${text}\n`),
  ]
  const found: string[] = []

  for (const body of notes) {
    found.push((await verifiedBehind((path) => (path.endsWith('/checkpoint') ? { body } : null))).text)
    await relay?.close()
  }

  expect(found[0]).toContain('BAD  checkpoint: It belongs to another log.')
  expect(found[1]).toContain('BAD  checkpoint: It carries no signature of this key.')
})

test.each([
  ['another kind of site', () => ({ status: 200, body: '<!doctype html>' }), 'is this the address of a petition?'],
  ['nothing but refusals', () => ({ status: 404, body: '' }), 'BAD  key: The site does not serve this.'],
  ['more than a log has to say', () => ({ status: 200, body: Buffer.alloc(100_000) }), 'BAD  key: The answer is larger'],
])('at an address with %s it says so', async (_what, alter, words) => {
  const { code, text } = await verifiedBehind(alter)

  expect(code).toBe(1)
  expect(text).toContain(words)
})

test('where the site asks for patience the command is patient', async () => {
  let refusals = 2
  const { code, text } = await verifiedBehind((path) =>
    path.includes('/tile/') && refusals-- > 0 ? { status: 429, headers: { 'retry-after': '0' }, body: '' } : null,
  )

  expect(code).toBe(0)
  expect(text).toContain('note the site asks to go on in 0 s')
})

test('what the site says cannot move the cursor of the terminal', async () => {
  relay = await startWebServer((_request, reply) => void reply.end('\u001b[2Jname+00000000+AAAA'))

  const { text } = await verified(petitionOf(relay))

  expect(text).not.toContain('\u001b')
})
