import { createRequire } from 'node:module'
import { mintLetterToken } from '../../server/features/letters/read-letter.ts'
import { draftLifeMs, letterToken } from '../../server/features/letters/rules.ts'
import { idToBytes } from '../../server/lib/ids.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { aLetter } from './letters.ts'
import type { Reply, TestSite } from './site.ts'
import { rowsOf } from './steps.ts'

/** It has no types of its own. */
const { JSDOM } = createRequire(import.meta.url)('jsdom') as { JSDOM: new (html: string) => { window: { document: Document } } }

/** A page as a browser without script has it. */
export function documentOf({ body }: Pick<Reply, 'body'>): Document {
  return new JSDOM(body).window.document
}

/** What a browser would send of the first form of a page that holds this field, without a press on any button. */
export function fieldsOf(page: Document, holding: string): Record<string, string | string[]> {
  const form = page.querySelector(`form [name="${holding}"]`)?.closest('form')
  const inputs = [...(form?.querySelectorAll<HTMLInputElement>('input, textarea') ?? [])]
  const sent = inputs.filter((input) => input.type !== 'checkbox' || input.checked)
  const points = sent.filter(({ name }) => name === 'points').map(({ value }) => value)
  return { ...Object.fromEntries(sent.map(({ name, value }) => [name, value])), points }
}

/** The fields of a completed composer, each writer with an address of their own. */
export function typedLetter(given: Record<string, string | string[]> = {}): Record<string, string | string[]> {
  const { ask: _ask, recipient: _recipient, consent: _consent, ...typed } = aLetter() as unknown as Record<string, string>
  return { ...typed, subject: '', street: '', consent: 'yes', age: 'yes', ...given } as Record<string, string | string[]>
}

/** POST of a form with fields of several values, as a browser without script does. */
export function postFields(
  site: TestSite,
  path: string,
  fields: Record<string, string | string[]>,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]))
  return site.app.inject({
    method: 'POST',
    url: path,
    payload: new URLSearchParams(pairs).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'text/html', ...headers },
  })
}

/** Somebody begins a letter, in English or on the pages of another language; answers the path of its composer. */
export async function begunDraft(site: TestSite, ask: string, given: Record<string, string>, language = ''): Promise<string> {
  const reply = await site.postForm(`${language}/write/${ask}/letter`, { country: 'GB', postcode: 'ZE1 0AA', ...given })
  if (reply.statusCode !== 303) throw new Error(`no draft was begun: ${reply.statusCode} ${reply.body}`)
  return String(reply.headers['location'])
}

/** The page of a confirmed letter. */
export function ownPageOf({ ctx }: TestSite, id: string): string {
  return `/letters/${mintLetterToken(ctx, id)}`
}

/** The page that confirms a letter, as its mail links to it. */
export function confirmPageOf({ ctx, clock }: TestSite, id: string): string {
  const lapsesAt = new Date(clock.now().getTime() + draftLifeMs)
  return `/letters/confirm/${mintToken(ctx.keys, letterToken.confirm, idToBytes(id), lapsesAt)}`
}

/** All that is stored of letters, to see that nothing has changed. */
export async function storedOf(site: TestSite): Promise<string[]> {
  const rows = await rowsOf<{ row: string }>(
    site,
    `select row from (select l::text as row from letters l union all select e::text from letter_events e) as all_rows order by row`,
  )
  return rows.map(({ row }) => row)
}
