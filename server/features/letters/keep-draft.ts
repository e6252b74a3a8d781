import { inTransaction } from '../../db/database.ts'
import { encryptField } from '../../lib/field-encryption.ts'
import { bytesToId, idToBytes, newId } from '../../lib/ids.ts'
import { mintToken, readToken } from '../../lib/tokens.ts'
import { letterLinkNotValid, letterNotFound } from './errors.ts'
import { findLetterAsk } from './find-ask.ts'
import type { LetterForm } from './packet.ts'
import { emptyLetterForm, openPacket, sealPacket } from './packet.ts'
import { addWriterMail, findLetter, insertLetter, updateDraft } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { findRecipient, requireOffice } from './recipients.ts'
import { addressIndexOf, addressPlace, draftLifeMs, letterToken, pageLifeMs } from './rules.ts'
import type { WriteContext } from './write-letter.ts'

export type Draft = {
  token: string
  id: string
  askId: string
  recipientKey: string
  campaignId: string
  form: LetterForm
  expiresAt: Date
}

/**
 * Begins a letter to somebody whom its writer has chosen. What they type is kept on the server,
 * encrypted, for 30 days; the token opens it and stands in no list.
 * @returns the draft's token
 * @throws Problem not-found, invalid-input
 */
export async function openDraft(
  ctx: WriteContext,
  input: { ask: string; recipient: string; form: Partial<LetterForm>; locale: string },
): Promise<string> {
  const { ask, ledger } = await findLetterAsk(ctx, input.ask)
  const recipient = await findRecipient(ctx, ledger.campaignId, input.recipient)
  if (!recipient) throw letterNotFound()
  if (recipient.seatId === null)
    requireOffice(
      ask.offices.map(({ id }) => id),
      input.recipient.replace('office:', ''),
    )
  return insertDraft(ctx, {
    campaignId: ledger.campaignId,
    askId: ask.id,
    recipient,
    form: { ...emptyLetterForm, ...input.form },
    locale: input.locale,
  })
}

async function insertDraft(
  ctx: WriteContext,
  draft: { campaignId: string; askId: string; recipient: Recipient; form: LetterForm; locale: string },
): Promise<string> {
  const { campaignId, askId, recipient, form, locale } = draft
  const id = newId()
  const now = ctx.clock.now()
  await insertLetter(ctx.db, {
    id,
    campaignId,
    askId,
    recipient: recipient.key,
    seatId: recipient.seatId,
    place: recipient.place,
    state: 'draft',
    packetCipher: sealPacket(ctx.keys, id, { form, document: null, legislatorId: null }),
    locale,
    holdReasons: [],
    createdAt: now,
    expiresAt: new Date(now.getTime() + draftLifeMs),
    keepsText: false,
    askedTimes: 0,
  })
  return mintDraftToken(ctx, id)
}

/** Opens a draft for as long as any draft may live; whether it still does is asked of the database. */
export function mintDraftToken(ctx: WriteContext, id: string): string {
  return mintToken(ctx.keys, letterToken.draft, idToBytes(id), new Date(ctx.clock.now().getTime() + pageLifeMs))
}

/** @throws Problem letter-link-not-valid for a foreign token, and for a draft that was handed in, deleted or has lapsed */
export async function readDraft(ctx: WriteContext, token: string): Promise<Draft> {
  const subject = readToken(ctx.keys, letterToken.draft, token, 16, ctx.clock.now())
  const letter = subject && (await findLetter(ctx.db, bytesToId(subject)))
  if (letter?.state !== 'draft' || letter.submittedAt !== null || letter.expiresAt <= ctx.clock.now() || !letter.packetCipher) {
    throw letterLinkNotValid()
  }
  const { id, askId, campaignId, recipient: recipientKey, packetCipher, expiresAt } = letter
  return { token, id, askId, campaignId, recipientKey, expiresAt, form: openPacket(ctx.keys, id, packetCipher).form }
}

/** Keeps what was typed, right or wrong. @throws Problem letter-link-not-valid */
export async function saveDraft(ctx: WriteContext, id: string, form: LetterForm): Promise<void> {
  const isSaved = await updateDraft(ctx.db, id, {
    packetCipher: sealPacket(ctx.keys, id, { form, document: null, legislatorId: null }),
    expiresAt: new Date(ctx.clock.now().getTime() + draftLifeMs),
  })
  if (!isSaved) throw letterLinkNotValid()
}

/** Mails the draft's link to its writer, so that they can go on elsewhere. @throws Problem letter-link-not-valid */
export async function mailDraft(ctx: WriteContext, id: string, address: string): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    const isSaved = await updateDraft(tx, id, {
      addressIndex: addressIndexOf(ctx.keys, address),
      addressCipher: encryptField(ctx.keys, addressPlace(id), address),
    })
    if (!isSaved) throw letterLinkNotValid()
    await addWriterMail(tx, id, 'draft')
  })
}
