import type { LetterState } from '../../server/contract/letters.ts'
import { letterInput } from '../../server/contract/letters.ts'
import type { Database } from '../../server/db/database.ts'
import { inTransaction } from '../../server/db/database.ts'
import { composeLetter } from '../../server/features/letters/compose-letter.ts'
import { confirmLetter } from '../../server/features/letters/confirm-letter.ts'
import { findLetterAsk } from '../../server/features/letters/find-ask.ts'
import { emptyLetterForm, sealPacket } from '../../server/features/letters/packet.ts'
import type { LetterEvent, LetterRow } from '../../server/features/letters/queries.ts'
import { findLetter, insertLetter, listEvents } from '../../server/features/letters/queries.ts'
import type { Recipient } from '../../server/features/letters/recipients.ts'
import { addressIndexOf, addressPlace, draftLifeMs, letterToken, textLifeMs } from '../../server/features/letters/rules.ts'
import { submitLetter } from '../../server/features/letters/write-letter.ts'
import { minuteMs, utcDay } from '../../server/lib/clock.ts'
import { encryptField } from '../../server/lib/field-encryption.ts'
import { idToBytes, newId } from '../../server/lib/ids.ts'
import type { Keys } from '../../server/lib/keys.ts'
import { mintToken } from '../../server/lib/tokens.ts'
import { loadDkimKey } from '../../server/mail/dkim-key.ts'
import type { Mailer } from '../../server/mail/mailer.ts'
import { createSmtpMailer } from '../../server/mail/smtp-mailer.ts'
import { importFiles, memberSettings, membersCsv, postcodeSettings, postcodesCsv } from './legislator-lists.ts'
import type { TestSite } from './site.ts'
import type { SmtpSink } from './smtp-server.ts'

/** The ask of the bundled campaign that goes to members of the House of Commons. */
export const commonsAsk = 'uk-consent-gap'
/** One that goes to an office with a postal address alone. */
export const officeAsk = 'un-high-commissioner'
export const unOffice = 'office:un-human-rights-commissioner'

/** Two members of an invented list: the first with an e-mail address, the second without, and their postcodes. */
export async function bringMembers(site: TestSite): Promise<{ ada: string; ben: string }> {
  const rows = [
    { id: '1', name: 'Ada Example', division: 'E14001063', 'division-name': 'Aldertown', email: 'ada.office@example.org' },
    { id: '2', name: 'Ben Sample', division: 'E14001064', 'division-name': 'Bramblebury' },
  ]
  await importFiles(site.ctx, 'csv', { 'people.csv': membersCsv(rows) }, { settings: memberSettings() })
  const postcodes: [string, string][] = [
    ['ZE1 0AA', 'E14001063'],
    ['ZE1 0AB', 'E14001064'],
  ]
  await importFiles(site.ctx, 'csv', { 'postcodes.csv': postcodesCsv(postcodes) }, { settings: postcodeSettings })
  const { rows: seats } = await site.ctx.pool.query<{ seat: number }>(
    `select s.id as seat from seats s join divisions d on d.id = s.division_id where d.key like 'gss:E1400106%' order by d.key`,
  )
  const [ada, ben] = seats.map(({ seat }) => `seat:${seat}`)
  return { ada: ada ?? '', ben: ben ?? '' }
}

/** Gives an office of the campaign an e-mail address: none of the bundled ones has published one. */
export async function giveOfficeAddress(site: TestSite, id: string, email: string): Promise<void> {
  await site.ctx.pool.query(`update offices set body = jsonb_set(body, '{email}', to_jsonb($2::text)) where id = $1`, [id, email])
}

let writers = 0

/** A letter as the API takes it, each from an address of its own. */
export function aLetter(given: Record<string, unknown> = {}): Record<string, unknown> & { email: string } {
  writers++
  return {
    ask: commonsAsk,
    recipient: 'seat:1',
    country: 'GB',
    postcode: 'ZE1 0AA',
    givenName: 'Wanda',
    familyName: 'Writer',
    town: 'Aldertown',
    own: `My neighbour in Aldertown waited four years for a kidney, and I drove her to dialysis. I write as number ${writers} because of her.`,
    points: [],
    email: `writer-${writers}@example.net`,
    consent: true,
    ...given,
  } as Record<string, unknown> & { email: string }
}

/** The token of the link in the newest mail to an address, by what stands before it. */
export function linkIn(site: TestSite, address: string, before: string): string {
  const text = site.mail.to(address).at(-1)?.message.text ?? ''
  return new RegExp(`${before}(\\S+)`).exec(text)?.[1] ?? ''
}

/** Somebody hands a letter in and the queue is worked through; answers their address and the token that confirms. */
export async function handedIn(site: TestSite, given: Record<string, unknown> = {}): Promise<{ email: string; token: string }> {
  const letter = aLetter(given)
  const reply = await site.post('/api/v1/letters', letter)
  if (reply.statusCode !== 202) throw new Error(`the letter was not taken: ${reply.body}`)
  await site.work()
  return { email: letter.email, token: linkIn(site, letter.email, '/letters/confirm/') }
}

/** Somebody hands a letter in and confirms it, and the queue is worked through; answers the path of their page. */
export async function written(
  site: TestSite,
  given: Record<string, unknown> = {},
): Promise<{ email: string; page: string; state: string }> {
  const { email, token } = await handedIn(site, given)
  const reply = await site.postForm(`/letters/confirm/${token}`, {})
  await site.work()
  const page = String(reply.headers['location'])
  const { rows } = await site.ctx.pool.query<{ state: string }>(
    `select state from letters where confirmed_at is not null order by confirmed_at desc, id limit 1`,
  )
  return { email, page, state: rows[0]?.state ?? '' }
}

/** Puts an ask live as its owner does, with all its checks ticked. */
export async function putLive(site: TestSite, ask: string): Promise<void> {
  await site.ctx.pool.query(`insert into live_asks (campaign_id, ask_id, since, by) select id, $1, now(), 'TT' from campaigns`, [ask])
}

/** A letter that its writer has confirmed, by a link made with the same keys instead of by the mail that would bring it. */
export async function confirmedLetter(
  site: TestSite,
  given: Record<string, unknown> = {},
): Promise<{ id: string; email: string; state: LetterState }> {
  const { ctx, clock } = site
  const letter = letterInput.parse(aLetter(given))
  const id = await submitLetter(ctx, { letter, locale: 'en' })
  const lapsesAt = new Date(clock.now().getTime() + draftLifeMs)
  const { state } = await confirmLetter(ctx, mintToken(ctx.keys, letterToken.confirm, idToBytes(id), lapsesAt))
  return { id, email: letter.email, state }
}

/** Longer than letters to one office are set apart. */
export const apartMs = 11 * minuteMs

/** Whatever is due goes: letters are taken from the queue, and all jobs are done, also those that wait to be tried again. */
export async function sendDue(site: TestSite): Promise<void> {
  await site.ctx.pool.query(`select graphile_worker.add_job('dispatch-letters', '{}', job_key => 'dispatch-letters')`)
  await site.ctx.pool.query('update graphile_worker._private_jobs set run_at = now()')
  await site.work()
}

export async function letterOf(site: TestSite, id: string): Promise<LetterRow & { events: LetterEvent[] }> {
  const letter = await findLetter(site.ctx.db, id)
  if (!letter) throw new Error('the letter is not there')
  return { ...letter, events: await listEvents(site.ctx.db, id) }
}

/** Empties what letters leave behind, and turns the clock back to a Tuesday noon. */
export async function clearLetters(site: TestSite): Promise<void> {
  site.mail.mails.length = 0
  site.clock.set('2026-11-24T12:00:00Z')
  await site.ctx.pool.query('truncate letters, letter_events, letter_sketches, letter_fingerprints, live_asks, refused_addresses')
  await site.ctx.pool.query('delete from graphile_worker._private_jobs')
}

/** From now on the site's mail goes through a server, signed. Who calls it closes the mailer. */
export function mailBySmtp({ ctx, mail }: TestSite, sink: SmtpSink, timeoutMs = 5000): Mailer {
  const { site, mail: sender, data } = ctx.config
  const options = { smtpUrl: sink.url, from: sender.from, fromName: site.name, render: mail.render }
  ctx.mailer = createSmtpMailer({ ...options, dkim: loadDkimKey(data.dir, sender.from) }, timeoutMs)
  return ctx.mailer
}

/**
 * Letters in the queue as their confirmation leaves them, one of each writer, in the least time: for tests of
 * very many. They may go from `at` on.
 * @returns the writers' addresses
 */
export async function queueLetters(
  ctx: { db: Database; keys: Keys },
  { writers: names, recipients, askId, at }: { writers: string[]; recipients: Recipient[]; askId: string; at: Date },
): Promise<string[]> {
  const { db, keys } = ctx
  const { ask, ledger } = await findLetterAsk({ db }, commonsAsk)
  const campaign = { name: 'Test site', operator: null, url: 'https://sign.example.org/', contact: null }
  const emails = names.map((name) => `${name}@example.net`)
  await inTransaction(db, async (tx) => {
    for (const [place, email] of emails.entries()) {
      const recipient = recipients[place % recipients.length] as Recipient
      const { key, seatId, place: office, legislatorId } = recipient
      const id = newId()
      const written = { givenName: 'Wanda', familyName: 'Writer', own: `I write as ${names[place]}.`, points: [], email }
      const document = composeLetter({ ask, ledger, recipient, written, day: utcDay(at), campaign })
      await insertLetter(tx, {
        id,
        campaignId: ledger.campaignId,
        askId,
        recipient: key,
        seatId,
        place: office,
        state: 'queued',
        channel: 'email',
        addressIndex: addressIndexOf(keys, email),
        addressCipher: encryptField(keys, addressPlace(id), email),
        packetCipher: sealPacket(keys, id, { form: { ...emptyLetterForm, email }, document, legislatorId }),
        locale: 'en',
        holdReasons: [],
        createdAt: at,
        submittedAt: at,
        confirmedAt: at,
        notBefore: at,
        expiresAt: new Date(at.getTime() + textLifeMs),
        keepsText: false,
        askedTimes: 0,
      })
    }
  })
  return emails
}
