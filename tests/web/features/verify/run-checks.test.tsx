// @vitest-environment node
import { afterEach, expect, test, vi } from 'vitest'
import { consistencyProof, inclusionProof } from '../../../../server/features/ledger/proofs.ts'
import { checkpointText, commitmentOf, signedEntry, voidEntry } from '../../../../server/features/ledger/rules.ts'
import { leafHash, rootOf } from '../../../../server/features/ledger/tree.ts'
import { createNoteSigner } from '../../../../server/lib/signed-note.ts'
import type { Step } from '../../../../web/features/verify/run-checks.ts'
import { checkCheckpoint, checkReceipt, checkWholeLog } from '../../../../web/features/verify/run-checks.ts'

const signer = createNoteSigner('log.example.org', Buffer.alloc(32, 1))
const origin = 'log.example.org/log/test-petition'
const [petitionId, signatureId] = ['00112233-4455-6677-8899-aabbccddeeff', 'ffeeddcc-bbaa-4988-b766-554433221100']
const [salt, text] = [Buffer.alloc(32, 0xa5), Buffer.alloc(32, 0x11)]
const own = signedEntry(text, commitmentOf(salt, petitionId, signatureId, 'online'))
const others = Array.from({ length: 6 }, (_, n) => signedEntry(text, Buffer.alloc(32, n)))
/** Six strangers and, as entry 3, the holder of the receipt. */
const log = others.toSpliced(3, 0, own)

afterEach(() => void vi.unstubAllGlobals())

const checkpointOf = (entries: Buffer[]) => signer.sign(checkpointText(origin, entries.length, rootOf(entries.map(leafHash))))
const base64 = (hashes: Buffer[]) => hashes.map((hash) => hash.toString('base64'))

async function receiptIn(entries: Buffer[]): Promise<string> {
  const [index, size] = [3, entries.length]
  const { path } = await inclusionProof(async () => [entries.map(leafHash)], index, size)
  const proof = base64(path)
  const opening = { petitionId, signatureId, class: 'online', textSha256: text.toString('hex'), salt: salt.toString('base64') }
  return JSON.stringify({ format: 'countersign/receipt/v1', origin, ...opening, index, size, proof, checkpoint: checkpointOf(entries) })
}

/** A site whose log of today holds these entries; answers the addresses that it is asked for. */
function serve(entries: Buffer[], changed: Record<string, string | Buffer> = {}): string[] {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    const [, from = '1'] = /from=(\d+)/.exec(address) ?? []
    const proof = base64(
      await consistencyProof(async () => [entries.map(leafHash)], Math.min(Number(from), entries.length), entries.length),
    )
    const bundle = Buffer.concat(entries.flatMap((entry) => [Buffer.of(0, entry.length), entry]))
    const answers: Record<string, string | Buffer> = {
      '/log/test-petition/checkpoint': checkpointOf(entries),
      [`/log/test-petition/proof?from=${from}`]: JSON.stringify({
        from: Number(from),
        size: entries.length,
        proof,
        checkpoint: checkpointOf(entries),
      }),
      [`/log/test-petition/tile/entries/000.p/${entries.length}`]: bundle,
      ...changed,
    }
    const body = answers[address]
    return body === undefined ? new Response('', { status: 404 }) : new Response(new Uint8Array(Buffer.from(body)))
  })
  return asked
}

/** What each check said: its name, and the fault if it failed. */
async function checked(kind: 'receipt' | 'checkpoint', given: string, key = ''): Promise<string[]> {
  const steps: string[] = []
  const report = (step: Step) => void steps.push('fault' in step ? `${step.name}: ${step.fault.code}` : step.name)
  const input = { text: given, key, siteKey: signer.verifierKey, report }
  const found = await (kind === 'receipt' ? checkReceipt(input) : checkCheckpoint(input))
  if (found) await checkWholeLog(found, { report, onProgress: () => {}, signal: new AbortController().signal })
  return steps
}

const passed = ['key', 'receipt', 'signature', 'inclusion', 'growth', 'entries', 'count']

test('who is in the log is told so, and the site is asked for nothing that names an entry', async () => {
  const asked = serve([...log, others[0] as Buffer])

  expect(await checked('receipt', await receiptIn(log))).toEqual([...passed, 'counts'])
  expect(asked).toEqual(['/log/test-petition/checkpoint', '/log/test-petition/proof?from=7', '/log/test-petition/tile/entries/000.p/8'])
})

test.each([
  ['signer', 'counts: entry-withdrawn'],
  ['organizer', 'counts: entry-removed'],
] as const)('whose entry was voided for the %s is told so', async (reason, said) => {
  serve([...log, voidEntry(3, reason)])

  expect(await checked('receipt', await receiptIn(log))).toEqual([...passed, said])
})

test('that somebody else’s entry was voided is of no matter', async () => {
  serve([...log, voidEntry(2, 'signer')])

  expect(await checked('receipt', await receiptIn(log))).toEqual([...passed, 'counts'])
})

test.each([
  ['of another content at the same size', others.concat(others.slice(0, 1)), 'growth: log-forked'],
  ['of another content, and longer', others.concat(others), 'growth: growth-unproven'],
  ['that is shorter', log.slice(0, 5), 'growth: log-shrunk'],
])('a log of today %s is found out, with a receipt and with a checkpoint', async (_what, today, said) => {
  serve(today)

  expect((await checked('receipt', await receiptIn(log))).at(-1)).toBe(said)
  expect(await checked('checkpoint', checkpointOf(log))).toEqual(['key', 'signature', said])
})

test.each([
  ['a proof that is none', { '/log/test-petition/proof?from=7': '<!doctype html>' }, 'growth: growth-unproven'],
  ['an answer that is no checkpoint', { '/log/test-petition/checkpoint': '<!doctype html>' }, 'growth: note-malformed'],
  [
    'the checkpoint of another petition',
    { '/log/test-petition/checkpoint': signer.sign(checkpointText('log.example.org/log/b', 8, leafHash(own))) },
    'growth: other-log',
  ],
  ['entries that are others', { '/log/test-petition/tile/entries/000.p/8': Buffer.alloc(8 * 88) }, 'entries: bundle-malformed'],
])('%s instead of the right one is found out', async (_what, changed, said) => {
  serve([...log, others[0] as Buffer], changed)

  expect((await checked('receipt', await receiptIn(log))).at(-1)).toBe(said)
})

test('entries that void what they may not are found out, and then nobody is told that they count', async () => {
  serve([...log, voidEntry(9, 'signer')])

  expect((await checked('receipt', await receiptIn(log))).slice(5)).toEqual(['entries', 'count: void-wrong', 'counts: void-wrong'])
})

test('a key that was noted must be the one that the site uses', async () => {
  serve(log)
  const other = createNoteSigner('log.example.org', Buffer.alloc(32, 2)).verifierKey

  expect(await checked('checkpoint', checkpointOf(log), `${signer.verifierKey}\n`)).toEqual([
    'key',
    'signature',
    'growth',
    'entries',
    'count',
  ])
  expect(await checked('checkpoint', checkpointOf(log), other)).toEqual(['key: key-changed'])
  expect(await checked('checkpoint', checkpointOf(log), 'a word')).toEqual(['key: key-malformed'])
})

test('a receipt of another log, and one that was changed, go no further than that', async () => {
  const asked = serve(log)
  const receipt = await receiptIn(log)

  expect((await checked('receipt', receipt.replace(origin, 'log.example.net/log/test-petition'))).at(-1)).toBe('receipt: other-log')
  expect((await checked('receipt', receipt.replace('"online"', '"paper"'))).at(-1)).toBe('inclusion: proof-wrong')
  expect((await checked('receipt', '{}')).at(-1)).toBe('receipt: receipt-malformed')
  expect(asked).toEqual([])
})
