import type { LetterChannel } from '#contract/letters.ts'
import { inTransaction } from '../../db/database.ts'
import { letterNotOpen } from './errors.ts'
import { openDraft } from './keep-draft.ts'
import { openPacket } from './packet.ts'
import { deleteLetter, isLive, moveLetter, updateLetter } from './queries.ts'
import { readOwnLetter } from './read-letter.ts'
import { pageLifeMs, textLifeMs } from './rules.ts'
import { arrivedStates } from './states.ts'
import type { LetterAnswer } from './tables.ts'
import type { WriteContext } from './write-letter.ts'

/** Takes a letter back that has not gone. @throws Problem letter-link-not-valid, letter-not-open */
export async function recallLetter(ctx: WriteContext, token: string): Promise<void> {
  const { id } = await readOwnLetter(ctx, token)
  if (!(await move(ctx, id, 'cancelled', { by: 'writer' }))) throw letterNotOpen()
}

/**
 * The writer says that they have sent their letter themselves, or that they have not after all.
 * @throws Problem letter-link-not-valid, letter-not-open
 */
export async function reportSent(ctx: WriteContext, token: string, report: { channel: LetterChannel } | 'not-sent'): Promise<void> {
  const letter = await readOwnLetter(ctx, token)
  const now = ctx.clock.now()
  // From other states, such as held, a letter would get away from where it waits.
  if (report === 'not-sent' && letter.state !== 'sent-by-writer') throw letterNotOpen()
  const isMoved =
    report === 'not-sent'
      ? await move(ctx, letter.id, 'confirmed', { by: 'writer' }, { arrivedAt: null })
      : await move(ctx, letter.id, 'sent-by-writer', { by: 'writer', channel: report.channel }, { channel: report.channel, arrivedAt: now })
  if (!isMoved) throw letterNotOpen()
}

/**
 * Gives a letter to the volunteers of this site, who print and post it: asked for by its writer alone, since
 * volunteers see the letter.
 * @throws Problem letter-link-not-valid, letter-not-open
 */
export async function letVolunteersPost(ctx: WriteContext, token: string): Promise<void> {
  const { id, campaignId, askId } = await readOwnLetter(ctx, token)
  // While an ask is rehearsed nothing of ours reaches its addressee, by no way.
  if (!(await isLive(ctx.db, campaignId, askId))) throw letterNotOpen()
  if (!(await move(ctx, id, 'queued', { by: 'writer', channel: 'print' }, { channel: 'print' }))) throw letterNotOpen()
}

/**
 * Whether the office answered. Saying something else later counts instead.
 * @throws Problem letter-link-not-valid; letter-not-open where it has not arrived
 */
export async function reportAnswer(ctx: WriteContext, token: string, answer: LetterAnswer): Promise<void> {
  const { id, state } = await readOwnLetter(ctx, token)
  if (!arrivedStates.includes(state)) throw letterNotOpen()
  await updateLetter(ctx.db, id, { answer })
}

/**
 * Keeps the text of a letter for as long as its page works, or lets it go at its time again.
 * @throws Problem letter-link-not-valid; letter-not-open where the text has gone
 */
export async function keepText(ctx: WriteContext, token: string, keepsText: boolean): Promise<void> {
  const { id, confirmedAt, packetCipher } = await readOwnLetter(ctx, token)
  if (!packetCipher) throw letterNotOpen()
  const life = keepsText ? pageLifeMs : textLifeMs
  await updateLetter(ctx.db, id, { keepsText, expiresAt: new Date((confirmedAt ?? ctx.clock.now()).getTime() + life) })
}

/** Deletes a letter that has not gone, and of one that has, all that was written. @throws Problem letter-link-not-valid */
export async function eraseLetter(ctx: WriteContext, token: string): Promise<void> {
  const { id, state } = await readOwnLetter(ctx, token)
  if (state === 'sending') throw letterNotOpen()
  if (['confirmed', 'held', 'refused', 'queued', 'cancelled'].includes(state)) return deleteLetter(ctx.db, id)
  await updateLetter(ctx.db, id, { packetCipher: null, addressCipher: null, addressIndex: null })
}

/**
 * Begins a new draft with what was written in this letter, and takes the letter back if it has not gone.
 * @returns the draft's token
 * @throws Problem letter-link-not-valid, not-found
 */
export async function writeAnew(ctx: WriteContext, token: string): Promise<string> {
  const { id, askId, recipient, packetCipher, locale, state } = await readOwnLetter(ctx, token)
  if (!packetCipher) throw letterNotOpen()
  const { form } = openPacket(ctx.keys, id, packetCipher)
  const draft = await openDraft(ctx, { ask: askId, recipient, form, locale })
  if (state !== 'sending') await move(ctx, id, 'cancelled', { by: 'writer' })
  return draft
}

function move(
  ctx: WriteContext,
  id: string,
  to: 'cancelled' | 'confirmed' | 'queued' | 'sent-by-writer',
  evidence: Record<string, string>,
  set: { channel?: LetterChannel; arrivedAt?: Date | null } = {},
): Promise<boolean> {
  return inTransaction(ctx.db, (tx) => moveLetter(tx, id, { to, at: ctx.clock.now(), evidence, set }))
}
