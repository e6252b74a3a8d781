import { entriesIn } from '../../server/features/ledger/rules.ts'
import { aSignature, aSignForm } from './builders.ts'
import type { CaughtMail } from './mail-catcher.ts'
import type { Reply, TestSite } from './site.ts'
import { petitionSlug } from './site.ts'

/** Limits that no test reaches by accident: all of a test's requests come from one address. */
export const unlimited = {
  LIMIT_SIGNATURES_PER_MINUTE: '1000000',
  LIMIT_SIGNATURES_PER_HOUR: '1000000',
  LIMIT_LINKS_PER_MINUTE: '1000000',
  LIMIT_READS_PER_MINUTE: '1000000',
}

/** Somebody signs and the queue is worked through; answers the address and the newest mail to it. */
export async function signed(site: TestSite, given: Record<string, unknown> = {}, slug?: string) {
  const signature = aSignature(given)
  await site.sign(signature, slug)
  await site.work()
  return { email: signature.email, mail: newestMail(site, signature.email) }
}

/** Somebody signs and confirms by the link. */
export async function confirmed(site: TestSite, given: Record<string, unknown> = {}, slug?: string) {
  const result = await signed(site, given, slug)
  await site.post('/api/v1/confirmations', { token: result.mail.confirmToken })
  return result
}

/** Somebody signs with the form of a petition's page; answers the address and the cookie that their browser got. */
export async function signedInBrowser(site: TestSite, given: Record<string, string> = {}, slug: string = petitionSlug) {
  const form = aSignForm(given)
  const { cookies } = await site.postForm(`/petitions/${slug}`, form)
  await site.work()
  return { email: form['email'] ?? '', cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
}

/** Somebody asks for the link to their own page; answers the page's path. */
export async function signerPathOf(site: TestSite, email: string): Promise<string> {
  await site.post('/api/v1/me/links', { email })
  await site.work()
  return `/me/${newestMail(site, email).signerToken}`
}

export function newestMail(site: TestSite, address: string): CaughtMail {
  return site.mail.to(address).at(-1) as CaughtMail
}

/** A reply without what differs between any two: its moment and the number of the request. */
export function comparable(reply: Reply) {
  const { date: _date, ...headers } = reply.headers
  return { status: reply.statusCode, headers, body: reply.body.replace(/"instance":"[^"]*"/, '"instance":""') }
}

/** Rows of a query, for what no address of the site shows. */
export async function rowsOf<Row extends Record<string, unknown>>(site: TestSite, text: string, values: unknown[] = []): Promise<Row[]> {
  return (await site.ctx.pool.query<Row>(text, values)).rows
}

/** The entries of a petition's log, as they are stored. */
export async function entriesOf(site: TestSite, petitionId: string): Promise<Buffer[]> {
  const bundles = await rowsOf<{ entries: Buffer }>(
    site,
    'select entries from ledger_bundles where petition_id = $1 order by bundle_index',
    [petitionId],
  )
  return bundles.flatMap(({ entries }) => entriesIn(entries))
}

export async function numberOf(site: TestSite, table: string): Promise<number> {
  const [row] = await rowsOf<{ n: number }>(site, `select count(*)::int as n from ${table}`)
  return row?.n ?? -1
}
