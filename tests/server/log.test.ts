import { afterAll, beforeAll, expect, test } from 'vitest'
import { LogCorrupted, sequencePetition } from '../../server/features/ledger/sequence-petition.ts'
import { leafHash, nodeHash, rootOf } from '../../server/features/ledger/tree.ts'
import { listUnsequenced, markSequenced } from '../../server/features/signatures/queries.ts'
import { secondMs } from '../../server/lib/clock.ts'
import { openNote } from '../support/plain-verifier.ts'
import type { TestSite } from '../support/site.ts'
import { petitionSlug, startSite } from '../support/site.ts'
import { confirmed, entriesOf, rowsOf, unlimited } from '../support/steps.ts'

let site: TestSite
beforeAll(async () => {
  site = await startSite(unlimited)
  await confirmed(site)
  await confirmed(site)
  await site.sequence()
  site.clock.pass(2 * secondMs)
  await confirmed(site)
  await site.sequence()
})
afterAll(() => site.close())

const at = (path: string) => site.get(`/log/${petitionSlug}/${path}`)

test('the checkpoint is a signed note that the published key verifies, of the size and root that the entries give', async () => {
  const note = await at('checkpoint')
  const key = await site.get('/log/key')
  const bundle = await at('tile/entries/000.p/3')

  const { lines, isKeyId, isSigned } = openNote(note.body, key.body)
  const entries = [0, 1, 2].map((n) => bundle.rawPayload.subarray(n * 88 + 2, n * 88 + 88))
  const hashes = entries.map(leafHash)
  expect([isKeyId, isSigned]).toEqual([true, true])
  expect(lines).toEqual([`localhost:3000/log/${petitionSlug}`, '3', rootOf(hashes).toString('base64')])
  expect(note.headers['content-type']).toBe('text/plain; charset=utf-8')
})

test('a tile holds the hashes of its entries, whole or in part, and may be kept for ever', async () => {
  const bundle = await at('tile/entries/000.p/3')
  const tile = await at('tile/0/000.p/3')
  const part = await at('tile/0/000.p/2')

  const hashes = [0, 1, 2].map((n) => leafHash(bundle.rawPayload.subarray(n * 88 + 2, n * 88 + 88)))
  expect(bundle.rawPayload.readUInt16BE()).toBe(86)
  expect(tile.rawPayload).toEqual(Buffer.concat(hashes))
  expect(part.rawPayload).toEqual(Buffer.concat(hashes.slice(0, 2)))
  expect(tile.headers['cache-control']).toBe('public, max-age=31536000, immutable')
})

test('a proof leads from an entry to the root of its checkpoint', async () => {
  const { leafHash: leaf, proof, checkpoint, size } = (await at('proof?index=1')).json()

  const [left, right] = proof.map((hash: string) => Buffer.from(hash, 'base64'))
  const root = nodeHash(nodeHash(left, Buffer.from(leaf, 'base64')), right)
  expect(size).toBe(3)
  expect(checkpoint.split('\n')[2]).toBe(root.toString('base64'))
})

test('a proof leads from the log of an earlier checkpoint to the newest', async () => {
  const bundle = await at('tile/entries/000.p/3')
  const { proof, checkpoint } = (await at('proof?from=2')).json()

  const [first, second] = [0, 1].map((n) => leafHash(bundle.rawPayload.subarray(n * 88 + 2, n * 88 + 88))) as [Buffer, Buffer]
  const root = nodeHash(nodeHash(first, second), Buffer.from(proof[0], 'base64'))
  expect(proof.length).toBe(1)
  expect(checkpoint.split('\n')[2]).toBe(root.toString('base64'))
})

test.each([
  'proof?from=0',
  'proof?from=4',
  'proof?from=1.5',
  'tile/0/000',
  'tile/0/000.p/4',
  'tile/0/001.p/1',
  'tile/1/000.p/1',
  'tile/63/000',
  'tile/0/0',
  'tile/0/000.p/0',
  'tile/0/000.p/999',
  'tile/entries/000',
  'tile/0/x999/x999/x999/x999/x999/x999/999',
  'proof?index=3',
  'proof?index=-1',
  'proof?index=1e3',
  'proof?index=99999999999999999999',
  'proof',
])('what the log does not hold is said to be so: %s', async (path) => {
  const reply = await at(path)

  expect(reply.statusCode).toBe(404)
  expect(reply.json().type).toMatch(/\/problems\/(not-in-log|not-found)/)
})

test('before anything is counted there is no checkpoint, and no such petition has no log', async () => {
  await site.addPetition({ slug: 'nothing-counted' })

  const empty = await site.get('/log/nothing-counted/checkpoint')
  const unknown = await site.get('/log/no-such-petition/checkpoint')

  expect(empty.json()).toMatchObject({ status: 404, type: '/problems/not-in-log' })
  expect(unknown.json()).toMatchObject({ status: 404, type: '/problems/petition-not-found' })
})

test('across full tiles the root is still that of all entries', async () => {
  const id = await site.addPetition({ slug: 'many-entries' })
  await rowsOf(
    site,
    `insert into signatures (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, mail_provider, flags, public_name,
       wants_updates, consent_version, consented_at, confirmed_at, class, salt)
     select gen_random_uuid(), $1, decode(md5(n::text), 'hex'), (select id from petition_texts where petition_id = $1), '', '', 'GB', 'other', '{}', 'none',
       false, 'test', now(), now(), 'online', sha256(n::text::bytea)
     from generate_series(1, 700) as n`,
    [id],
  )

  await site.sequence()
  const note = (await site.get('/log/many-entries/checkpoint')).body.split('\n')
  const entries = await entriesOf(site, id)
  const full = await site.get('/log/many-entries/tile/0/001')
  const above = await site.get('/log/many-entries/tile/1/000.p/2')

  expect(note[1]).toBe('700')
  expect(note[2]).toBe(rootOf(entries.map(leafHash)).toString('base64'))
  expect(full.rawPayload.length).toBe(256 * 32)
  expect(above.rawPayload.subarray(32)).toEqual(rootOf(entries.slice(256, 512).map(leafHash)))
})

test.each([
  ['tile', 'update ledger_tiles set hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) where petition_id = $1'],
  ['bundle of entries', 'update ledger_bundles set entries = set_byte(entries, 60, 255 - get_byte(entries, 60)) where petition_id = $1'],
  ['root', 'update checkpoints set root = set_byte(root, 5, 255 - get_byte(root, 5)) where petition_id = $1'],
  ['signed note', "update checkpoints set note = replace(note, E'\\n1\\n', E'\\n2\\n') where petition_id = $1"],
])('over a %s that was changed nothing is signed any more', async (what, statement) => {
  const slug = `changed-${what.replaceAll(' ', '-')}`
  const petitionId = await site.addPetition({ slug })
  const source = { listUnsequenced, markSequenced }
  const sequence = () => sequencePetition(site.ctx, { petitionId, slug, countIntervalSeconds: 1, source })
  await confirmed(site, {}, slug)
  await sequence()
  await confirmed(site, {}, slug)
  site.clock.pass(2 * secondMs)
  await rowsOf(site, statement, [petitionId])

  const failure = await sequence().catch((error: unknown) => error)

  expect(failure).toBeInstanceOf(LogCorrupted)
  expect((failure as Error).message).toMatch(/^ALARM: /)
  expect(await rowsOf(site, 'select size::int from checkpoints where petition_id = $1', [petitionId])).toEqual([{ size: 1 }])
})
