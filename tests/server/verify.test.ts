import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createNoteSigner } from '../../server/lib/signed-note.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, unlimited } from '../support/steps.ts'
import { addConfirmed, publish, receiptOf, signerToken, verified, withFile } from '../support/verifier.ts'

let site: TestSite
let url: string
/** The receipt of somebody who stays, and of somebody who withdraws. */
let staying: string
let withdrawn: string
let early: string

beforeAll(async () => {
  site = await startSite(unlimited)
  url = `${await site.listen()}/petitions/${petitionSlug}`
  const [first, second] = [await confirmed(site), await confirmed(site)]
  await publish(site)
  early = (await site.get(`/log/${petitionSlug}/checkpoint`)).body
  await addConfirmed(site, 600)
  await publish(site)
  staying = await receiptOf(site, first.email)
  withdrawn = await receiptOf(site, second.email)
  await site.postForm(`/me/${await signerToken(site, second.email)}`, { action: 'withdraw', petition: petitionSlug })
  await publish(site)
})
afterAll(() => site.close())

test('of an honest log everything is made anew and found to be so', async () => {
  const { code, lines } = await verified(url)

  expect(lines).toEqual([
    'note key: taken on trust from the site. Compare it with one that you noted earlier or got elsewhere, or give that with --key:',
    `note ${site.ctx.noteSigner.verifierKey}`,
    'ok   checkpoint: 603 entries, signed by localhost:3000',
    'ok   entries: the root hash made from all 603 entries is the one that was signed',
    'ok   tiles: every full tile of leaf hashes holds the hashes of its entries',
    'ok   voids: each names an earlier signature, and none is voided twice',
    'ok   count: 602 signed − 1 voided = 601',
    'ok   site: the count that it shows, 601 at 603 entries, is that of the entries',
    'note none of this proves that each entry is a different person: a log can show what was counted, not who signed',
  ])
  expect(code).toBe(0)
})

test('it runs as a program without database and settings, from the address of the log too', async () => {
  const env = { PATH: process.env['PATH'] ?? '', PORT: 'no port', DATABASE_URL: 'no database', SECRET_KEY_FILE: '/no/such/file' }
  const address = url.replace('/petitions/', '/log/')

  const { stdout } = await promisify(execFile)(process.execPath, ['server/cli/main.ts', 'verify', address], { env })

  expect(stdout).toContain('ok   count: 602 signed − 1 voided = 601\n')
})

test('a key that was noted is believed, and any other is not', async () => {
  const other = createNoteSigner('localhost:3000', Buffer.alloc(32, 5)).verifierKey

  const own = await verified(url, '--key', site.ctx.noteSigner.verifierKey)
  const foreign = await verified(url, '--key', other)
  const malformed = await verified(url, '--key', 'localhost:3000')

  expect([own.code, foreign.code, malformed.code]).toEqual([0, 1, 1])
  expect(own.lines[0]).toBe(`ok   key: ${site.ctx.noteSigner.verifierKey}, as you gave it`)
  expect(own.text).not.toContain('on trust')
  expect(foreign.text).toContain('BAD  checkpoint: It carries no signature of this key.')
  expect(malformed.text).toContain('BAD  key: This is not a verifier key')
})

test('who stayed is told that they count, and how that is known', async () => {
  const { index } = JSON.parse(staying)

  const { code, lines } = await withFile(staying, (path) => verified(url, '--receipt', path))

  expect(code).toBe(0)
  expect(lines).toContain(`ok   receipt: its proof leads from entry ${index} to its checkpoint of 602 entries, which is signed`)
  expect(lines).toContain('ok   receipt: the log still begins with the same 602 entries')
  expect(lines).toContain(`ok   receipt: entry ${index} is there, has not been voided, and counts`)
})

test('who withdrew is told that they count no longer', async () => {
  const { index } = JSON.parse(withdrawn)

  const { code, lines } = await withFile(withdrawn, (path) => verified(url, '--receipt', path))

  expect(code).toBe(1)
  expect(lines).toContain(`BAD  receipt: entry ${index} counts no longer: entry 602 voids it, for its signer, by withdrawing or erasing`)
})

test('a checkpoint saved earlier is the beginning of today’s log', async () => {
  const { code, lines } = await withFile(early, (path) => verified(url, '--checkpoint', path))

  expect(code).toBe(0)
  expect(lines).toContain('ok   saved checkpoint: signed, of 2 entries')
  expect(lines).toContain('ok   saved checkpoint: the log still begins with the same 2 entries')
})

test('a petition of which nothing is counted has no log, and a count of 0', async () => {
  await site.addPetition({ slug: 'nothing-counted' })

  const { code, lines } = await verified(url.replace(petitionSlug, 'nothing-counted'))

  expect(code).toBe(0)
  expect(lines).toContain('ok   checkpoint: nothing has been counted yet, and the site shows a count of 0')
})

test.each([
  ['no receipt', 'receipt', 'not JSON', 'BAD  receipt: This is not a receipt'],
  ['the receipt with another salt', 'receipt', 'salt', 'BAD  receipt: The proof does not lead to the root hash'],
  ['the receipt with another place', 'receipt', 'index', 'BAD  receipt: The proof does not lead to the root hash'],
  ['a receipt of another log', 'receipt', 'origin', 'BAD  receipt: It belongs to another log.'],
  ['no checkpoint', 'checkpoint', 'not a note', 'BAD  saved checkpoint: This is not a signed note.'],
])('given %s, it says so', async (_what, option, change, words) => {
  const receipt = JSON.parse(staying)
  const changes: Record<string, object> = {
    salt: { salt: Buffer.alloc(32).toString('base64') },
    index: { index: receipt.index ^ 1 },
    origin: { origin: 'other.example.org/log/other' },
  }
  const content = changes[change] ? JSON.stringify({ ...receipt, ...changes[change] }) : change

  const { code, text } = await withFile(content, (path) => verified(url, `--${option}`, path))

  expect(code).toBe(1)
  expect(text).toContain(words)
  expect(text).toContain('ok   count: 602 signed')
})

test('the receipt of one petition says nothing of another', async () => {
  await site.addPetition({ slug: 'another-petition' })
  await confirmed(site, {}, 'another-petition')
  await publish(site)

  const { code, text } = await withFile(staying, (path) => verified(url.replace(petitionSlug, 'another-petition'), '--receipt', path))

  expect(code).toBe(1)
  expect(text).toContain(`BAD  receipt: It belongs to another log. Its origin is localhost:3000/log/${petitionSlug}.`)
})

test.each([
  [[], 'Name the petition to verify.'],
  [['https://example.org/'], 'This is not the address of one petition: https://example.org/'],
  [['ftp://example.org/petitions/a'], 'This is not the address'],
  [['https://example.org/petitions/a', 'https://example.org/petitions/b'], 'This is not the address'],
  [['https://example.org/petitions/a', '--receipt'], '--receipt'],
  [['https://example.org/petitions/a', '--reciept', 'x'], '--reciept'],
  [['https://example.org/petitions/a', '--receipt', '/no/such/file'], 'no such file'],
])('given wrongly (%j) it says how it is given, and ends with 2', async (args, words) => {
  const { code, text } = await verified(...args)

  expect(code).toBe(2)
  expect(text).toContain(words)
  expect(text).toContain('Usage: npm run cli -- verify <url>')
})
