import type { Ask } from '#contract/campaigns.ts'
import { consentIn } from '#contract/consent.ts'
import type { LetterDocument } from '#contract/letter-document.ts'
import type { DraftInput, LetterChannel, LetterInput, LetterMeasure } from '#contract/letters.ts'
import type { Config } from '../../config.ts'
import { inTransaction } from '../../db/database.ts'
import { utcDay } from '../../lib/clock.ts'
import { encryptField } from '../../lib/field-encryption.ts'
import { newId } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import type { PublicLedger } from '../campaigns/read-ledger.ts'
import { composeLetter } from './compose-letter.ts'
import type { LookupContext } from './find-ask.ts'
import { findAddressee, findLetterAsk } from './find-ask.ts'
import { campaignParagraphs } from './letter-text.ts'
import type { LetterForm } from './packet.ts'
import { sealPacket } from './packet.ts'
import { addWriterMail, insertLetter, isLive, listRefused } from './queries.ts'
import type { Recipient } from './recipients.ts'
import { channelsOf } from './recipients.ts'
import { addressIndexOf, addressPlace, draftLifeMs } from './rules.ts'
import { ownShare } from './similarity/letters-and-digits.ts'
import { findSimilarity } from './similarity/queries.ts'
import { officeKey, windowHashes } from './similarity/window-hashes.ts'

export type WriteContext = LookupContext & { keys: Keys; config: Config }

/** A letter as it would go out today. */
export type Preview = {
  letter: LetterDocument
  recipient: Recipient
  channels: LetterChannel[]
  /** True while letters of this ask go to the organizers instead of the addressee. */
  isTest: boolean
  measure: LetterMeasure
}

/**
 * Composes a letter and measures it; stores nothing.
 * @throws Problem not-found, invalid-input
 */
export async function previewLetter(ctx: WriteContext, written: DraftInput & { email?: string }): Promise<Preview> {
  const found = await findLetterAsk(ctx, written.ask)
  const recipient = await findAddressee(ctx, found, written)
  return previewTo(ctx, found, recipient, written)
}

/** As `previewLetter`, for an addressee who has been found already. */
export async function previewTo(
  ctx: WriteContext,
  { ask, ledger }: { ask: Ask; ledger: PublicLedger },
  recipient: Recipient,
  written: Omit<DraftInput, 'ask' | 'recipient'> & { email?: string },
): Promise<Preview> {
  const { config, clock } = ctx
  const { name, operator, contact } = config.site
  const letter = composeLetter({
    ask,
    ledger,
    recipient,
    written: { email: '', ...written },
    day: utcDay(clock.now()),
    campaign: { name, operator, url: config.http.publicUrl.href, contact },
  })
  return {
    letter,
    recipient,
    channels: channelsOf(recipient, await listRefused(ctx.db, [recipient.email])),
    isTest: !(await isLive(ctx.db, ledger.campaignId, ask.id)),
    measure: await measureLetter(ctx, recipient.key, letter),
  }
}

async function measureLetter(ctx: WriteContext, office: string, letter: LetterDocument): Promise<LetterMeasure> {
  const hashes = windowHashes(letter.own, officeKey(ctx.keys, office))
  return {
    ownShare: ownShare(letter.own, campaignParagraphs(letter).join('\n')),
    similarity: await findSimilarity(ctx.pool, hashes),
  }
}

/**
 * Takes a letter, to be confirmed by mail. Resolves after the COMMIT that holds it and its mail job.
 * Whether this person has written before is not looked at here, so that nobody learns it.
 * @returns the letter's id
 * @throws Problem not-found, invalid-input
 */
export async function submitLetter(ctx: WriteContext, input: { letter: LetterInput; locale: string }): Promise<string> {
  const { letter: written, locale } = input
  const found = await findLetterAsk(ctx, written.ask)
  const recipient = await findAddressee(ctx, found, written)
  const { letter: document } = await previewTo(ctx, found, recipient, written)
  const id = newId()
  const now = ctx.clock.now()
  await inTransaction(ctx.db, async (tx) => {
    await insertLetter(tx, {
      id,
      campaignId: found.ledger.campaignId,
      askId: found.ask.id,
      recipient: recipient.key,
      seatId: recipient.seatId,
      place: recipient.place,
      state: 'draft',
      addressIndex: addressIndexOf(ctx.keys, written.email),
      addressCipher: encryptField(ctx.keys, addressPlace(id), written.email),
      packetCipher: sealPacket(ctx.keys, id, { form: formOf(written), document, legislatorId: recipient.legislatorId }),
      locale,
      holdReasons: [],
      createdAt: now,
      submittedAt: now,
      consentVersion: consentIn(locale).version,
      expiresAt: new Date(now.getTime() + draftLifeMs),
      keepsText: false,
      askedTimes: 0,
    })
    await addWriterMail(tx, id, 'confirm')
  })
  return id
}

function formOf(written: LetterInput): LetterForm {
  const {
    country = '',
    postcode = '',
    prefix = '',
    givenName,
    familyName = '',
    street = '',
    town = '',
    subject = '',
    own,
    email,
    points,
  } = written
  return { country, postcode, prefix, givenName, familyName, street, town, subject, own, email, points }
}
