import { randomUUID } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '../../server/cli/verify.ts'
import { checkpointText } from '../../server/features/ledger/rules.ts'
import { leafHash, rootOf } from '../../server/features/ledger/tree.ts'
import { secondMs } from '../../server/lib/clock.ts'
import type { TestSite } from './site.ts'
import { petitionSlug } from './site.ts'
import { newestMail, rowsOf } from './steps.ts'
import type { WebServer } from './web-server.ts'
import { startWebServer } from './web-server.ts'

/** What the command prints and its exit code. */
export async function verified(...args: string[]): Promise<{ code: number; lines: string[]; text: string }> {
  const lines: string[] = []
  const code = await verify(args, (line) => lines.push(line))
  return { code, lines, text: lines.join('\n') }
}

/** A file for the time of the work. */
export async function withFile<T>(content: string, work: (path: string) => Promise<T>): Promise<T> {
  const path = join(tmpdir(), `countersign-${randomUUID()}`)
  writeFileSync(path, content)
  try {
    return await work(path)
  } finally {
    rmSync(path)
  }
}

/** Publishes what is confirmed or withdrawn, past the petition's interval. */
export async function publish(site: TestSite): Promise<void> {
  site.clock.pass(2 * secondMs)
  await site.sequence()
}

/** The signer's own page of an address, by a mailed link. */
export async function signerToken(site: TestSite, email: string): Promise<string> {
  await site.post('/api/v1/me/links', { email })
  await site.work()
  return newestMail(site, email).signerToken
}

/** The receipt that an address gets for the bundled petition. */
export async function receiptOf(site: TestSite, email: string): Promise<string> {
  return (await site.get(`/me/${await signerToken(site, email)}/receipts/${petitionSlug}`)).body
}

/** As many confirmed signatures of the bundled petition at once, for a log with full tiles. */
export async function addConfirmed(site: TestSite, number: number): Promise<void> {
  await rowsOf(
    site,
    `insert into signatures (id, petition_id, email_index, text_id, email_cipher, packet_cipher, country, mail_provider, flags, public_name,
       wants_updates, consent_version, consented_at, confirmed_at, class, salt)
     select gen_random_uuid(), $1, decode(md5(n::text), 'hex'), (select id from petition_texts where petition_id = $1), '', '', 'GB', 'other', '{}', 'none',
       false, 'test', now(), now(), 'online', sha256(n::text::bytea)
     from generate_series(1, $2) as n`,
    [await site.petitionId(), number],
  )
}

export type Answer = { status?: number; headers?: Record<string, string>; body: string | Buffer }

/** The site behind a server that may change what it says: `alter` gets each address and answer; null leaves it as it is. */
export function startRelay(site: TestSite, alter: (path: string, body: Buffer) => Answer | null): Promise<WebServer> {
  return startWebServer(async (request, reply) => {
    const { statusCode, rawPayload } = await site.get(request.url ?? '/')
    const { status, headers, body } = alter(request.url ?? '/', rawPayload) ?? { body: rawPayload }
    reply.writeHead(status ?? statusCode, headers).end(body)
  })
}

/** A log of the bundled petition made of any entries (256 at most), under the site's real key, with a count to go with it. */
export function startOtherLog(site: TestSite, entries: Buffer[], count: { count: number; voided: number }): Promise<WebServer> {
  const bundle = Buffer.concat(entries.flatMap((entry) => [Buffer.of(entry.length >> 8, entry.length & 255), entry]))
  return startRelay(site, (path) => {
    if (path.endsWith('/checkpoint')) return { status: 200, body: signedCheckpoint(site, entries) }
    if (path.endsWith('/count')) return { status: 200, body: JSON.stringify({ ...count, checkpointSize: entries.length }) }
    return path.includes('/tile/entries/') ? { status: 200, body: bundle } : null
  })
}

/** A checkpoint over any entries, signed with the site's real key. */
export function signedCheckpoint(site: TestSite, entries: Buffer[]): string {
  const { noteSigner } = site.ctx
  return noteSigner.sign(checkpointText(`${noteSigner.name}/log/${petitionSlug}`, entries.length, rootOf(entries.map(leafHash))))
}
