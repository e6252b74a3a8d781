import type { LetterDocument } from '#contract/letter-document.ts'
import type { LetterPage } from '#contract/letters.ts'
import { bytesToId, idToBytes } from '../../lib/ids.ts'
import { mintToken, readToken } from '../../lib/tokens.ts'
import { letterLinkNotValid } from './errors.ts'
import { bodyText } from './letter-text.ts'
import { openPacket } from './packet.ts'
import type { LetterRow } from './queries.ts'
import { findLetter, isLive, listEvents, listRefused } from './queries.ts'
import { channelsOf, findRecipient } from './recipients.ts'
import { letterToken, pageLifeMs } from './rules.ts'
import { arrivedStates, recallableStates } from './states.ts'
import type { WriteContext } from './write-letter.ts'

/** Opens the page of a confirmed letter. */
export function mintLetterToken(ctx: WriteContext, id: string): string {
  return mintToken(ctx.keys, letterToken.own, idToBytes(id), new Date(ctx.clock.now().getTime() + pageLifeMs))
}

/** The confirmed letter behind the token of its page. @throws Problem letter-link-not-valid */
export async function readOwnLetter(ctx: WriteContext, token: string): Promise<LetterRow> {
  const subject = readToken(ctx.keys, letterToken.own, token, 16, ctx.clock.now())
  const letter = subject && (await findLetter(ctx.db, bytesToId(subject)))
  if (!letter || letter.state === 'draft') throw letterLinkNotValid()
  return letter
}

/** The letter as it was confirmed; null once its text has gone. */
export function documentOf(ctx: WriteContext, { id, packetCipher }: LetterRow): LetterDocument | null {
  return packetCipher && openPacket(ctx.keys, id, packetCipher).document
}

/**
 * All that the writer of a letter is shown of it: where it is, what happened, and what they can do.
 * @throws Problem letter-link-not-valid
 */
export async function getLetterPage(ctx: WriteContext, token: string): Promise<LetterPage> {
  const letter = await readOwnLetter(ctx, token)
  const document = documentOf(ctx, letter)
  const recipient = await findRecipient(ctx, letter.campaignId, letter.recipient)
  const isTest = letter.isTest ?? !(await isLive(ctx.db, letter.campaignId, letter.askId))
  // While an ask is tested nobody is led to the addressee’s mailbox by a link.
  const ways = recipient
    ? channelsOf(recipient, await listRefused(ctx.db, [recipient.email])).filter((way) => way !== 'mailto' || !isTest)
    : []
  const events = await listEvents(ctx.db, letter.id)
  const { state, channel, holdReasons, answer, keepsText, expiresAt, askId } = letter
  return {
    token,
    ask: askId,
    state,
    channel,
    // What the site sends goes by itself; the others are for the writer's own hand.
    ways: ways.filter((way) => way !== 'email' && way !== 'cwc'),
    isTest,
    letter: document,
    copyText: document && bodyText(document),
    form: recipient?.form ?? null,
    email: ways.includes('mailto') ? (recipient?.email ?? null) : null,
    events: events.map(({ at, state: became, evidence }) => ({
      at: at.toISOString(),
      state: became,
      why: textOf(evidence['why']),
      reply: textOf(evidence['reply']),
      isDelayed: evidence['delayed'] === true,
    })),
    holdReasons,
    reason: textOf(events.findLast((event) => event.state === 'refused')?.evidence['reason']),
    canRecall: recallableStates.includes(state),
    asksForAnswer: arrivedStates.includes(state) && letter.isTest !== true,
    answer,
    keepsText,
    textUntil: expiresAt.toISOString(),
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
