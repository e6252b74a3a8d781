import { sql } from 'drizzle-orm'
import { z } from 'zod'
import type { LetterChannel, LetterState } from '#contract/letters.ts'
import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { findCampaign, listAskBodies } from '../campaigns/queries.ts'
import { queueLetter } from './confirm-letter.ts'
import { bodyText } from './letter-text.ts'
import { openPacket } from './packet.ts'
import { paperOf } from './print-letter.ts'
import { setLetter } from './printing/set-letter.ts'
import { addWriterMail, deleteLiveAsk, findLetter, insertLiveAsk, moveLetter } from './queries.ts'
import type { LetterAnswer } from './tables.ts'
import { letters, liveAsks } from './tables.ts'

type Context = { db: Database; clock: Clock }

/** Why an ask's letters cannot go to their addressees yet; `checks` are those that nobody has ticked. */
export type NotLive = { why: 'no-campaign' | 'unknown' | 'draft' | 'checks'; checks: string[] }

/**
 * From now on the letters of an ask go to their addressees. Done by hand only, by an owner who answers
 * for it with their initials, when every check of the ask is ticked.
 * @returns what is in the way, or null when it is done
 */
export async function openAsk(ctx: Context, input: { askId: string; by: string }): Promise<NotLive | null> {
  const { askId, by } = input
  const campaign = await findCampaign(ctx.db)
  if (!campaign) return { why: 'no-campaign', checks: [] }
  const ask = (await listAskBodies(ctx.db, campaign.id)).find(({ id }) => id === askId)
  if (!ask?.hasForm) return { why: 'unknown', checks: [] }
  if (ask.state !== 'open') return { why: 'draft', checks: [] }
  const open = ask.organizerChecks.filter(({ ticked }) => ticked === null).map(({ text }) => text)
  if (open.length > 0) return { why: 'checks', checks: open }
  await insertLiveAsk(ctx.db, { campaignId: campaign.id, askId, since: ctx.clock.now(), by })
  return null
}

/** From now on the letters of an ask go to the organizers as tests. False where they did already. */
export async function closeAsk(ctx: Context, askId: string): Promise<boolean> {
  const campaign = await findCampaign(ctx.db)
  return campaign !== null && deleteLiveAsk(ctx.db, campaign.id, askId)
}

export type HeldLetter = { id: string; askId: string; recipient: string; reasons: string[]; confirmedAt: Date | null }

/** Letters that wait for somebody who looks at them, the oldest first. Of one campaign, or of all. */
export async function listHeld(db: Database, campaignId?: string): Promise<HeldLetter[]> {
  const { rows } = await db.execute<{ id: string; askId: string; recipient: string; reasons: string[]; confirmedAt: string }>(sql`
    select id, ask_id as "askId", recipient, hold_reasons as reasons, confirmed_at as "confirmedAt"
    from ${letters} where state = 'held' and (${campaignId ?? null}::uuid is null or campaign_id = ${campaignId ?? null}::uuid)
    order by confirmed_at, id`)
  return rows.map(({ confirmedAt, ...row }) => ({ ...row, confirmedAt: new Date(confirmedAt) }))
}

/** The words of a held letter, for who decides on it; null where it is held no more. */
export async function readHeld(ctx: { db: Database; keys: Keys }, id: string): Promise<{ subject: string; text: string } | null> {
  const letter = isLetterId(id) ? await findLetter(ctx.db, id) : null
  if (letter?.state !== 'held' || !letter.packetCipher) return null
  const { document } = openPacket(ctx.keys, id, letter.packetCipher)
  return document && { subject: document.subject, text: bodyText(document) }
}

/** What else is written down in the transaction of a decision; without it, nothing. */
type Besides = (tx: Transaction) => Promise<void>

/** Lets a held letter go on to its office. False where it is held no more. */
export async function releaseLetter(ctx: Context, input: { id: string; by: string }, besides?: Besides): Promise<boolean> {
  if (!isLetterId(input.id)) return false
  return inTransaction(ctx.db, async (tx) => {
    const letter = await findLetter(tx, input.id, { lock: true })
    if (letter?.state !== 'held') return false
    await moveLetter(tx, letter.id, { to: 'confirmed', at: ctx.clock.now(), evidence: { by: input.by, released: true } })
    await queueLetter(tx, letter, ctx.clock.now())
    await besides?.(tx)
    return true
  })
}

/** Does not let a held letter go; its writer is told, with the reason. False where it is held no more. */
export async function refuseLetter(ctx: Context, input: { id: string; by: string; reason: string }, besides?: Besides): Promise<boolean> {
  const { id, by, reason } = input
  if (!isLetterId(id)) return false
  return inTransaction(ctx.db, async (tx) => {
    const isMoved = await moveLetter(tx, id, { to: 'refused', at: ctx.clock.now(), evidence: { by, reason } })
    if (!isMoved) return false
    await addWriterMail(tx, id, 'refused')
    await besides?.(tx)
    return true
  })
}

/** PostgreSQL fails at what is no UUID, where whoever mistyped one should hear that there is no such letter. */
function isLetterId(id: string): boolean {
  return z.uuid().safeParse(id).success
}

export type LetterFigure = {
  askId: string
  recipient: string
  state: LetterState
  channel: LetterChannel | null
  answer: LetterAnswer | null
  isTest: boolean | null
  letters: number
}

/** How many letters there are by ask, addressee, state, channel and answer; drafts are left out. Of one campaign, or of all. For organizers: rows of 1 are shown. */
export async function listFigures(db: Database, campaignId?: string): Promise<LetterFigure[]> {
  const { rows } = await db.execute<LetterFigure>(sql`
    select ask_id as "askId", recipient, state, channel, answer, is_test as "isTest", count(*)::int as letters
    from ${letters} where state <> 'draft' and (${campaignId ?? null}::uuid is null or campaign_id = ${campaignId ?? null}::uuid)
    group by ask_id, recipient, state, channel, answer, is_test order by ask_id, recipient, state, channel, answer`)
  return rows
}

/** Letters that their writers gave to volunteers, in the order of their addressees, as PDFs with names of their own. */
export async function* listPrintable(ctx: { db: Database; keys: Keys }): AsyncGenerator<{ id: string; name: string; pdf: Uint8Array }> {
  const { rows } = await ctx.db.execute<{ id: string }>(
    sql`select l.id from ${letters} l join ${liveAsks} v on v.campaign_id = l.campaign_id and v.ask_id = l.ask_id
        where l.state = 'queued' and l.channel = 'print' order by l.recipient, l.confirmed_at, l.id`,
  )
  for (const { id } of rows) {
    const letter = await findLetter(ctx.db, id)
    if (letter?.state !== 'queued' || !letter.packetCipher) continue
    const { document } = openPacket(ctx.keys, id, letter.packetCipher)
    if (document) yield { id, name: `${document.recipient.name} ${id.slice(0, 8)}`, pdf: await setLetter(document, paperOf(letter)) }
  }
}

/** Notes that volunteers have posted these letters, and tells their writers. @returns how many of them were waiting */
export async function notePosted(ctx: Context, input: { ids: string[]; by: string }): Promise<number> {
  const at = ctx.clock.now()
  return inTransaction(ctx.db, async (tx) => {
    let posted = 0
    for (const id of input.ids) {
      const letter = await findLetter(tx, id, { lock: true })
      if (letter?.channel !== 'print') continue
      await moveLetter(tx, id, { to: 'sending', at, evidence: { by: input.by } })
      const isMoved = await moveLetter(tx, id, { to: 'sent', at, evidence: { by: input.by }, set: { arrivedAt: at, isTest: false } })
      if (!isMoved) continue
      posted++
      await addWriterMail(tx, id, 'sent')
    }
    return posted
  })
}
