import { createHmac, timingSafeEqual } from 'node:crypto'
import { disposableEmailBlocklistSet } from 'disposable-email-domains-js'
import { dayMs, minuteMs, utcDay } from '../../lib/clock.ts'
import { canonicalAddress, domainOf } from '../../lib/email-address.ts'
import type { FieldPlace } from '../../lib/field-encryption.ts'
import { idToBytes } from '../../lib/ids.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'

/** How long the links of a mail work, and how long an unconfirmed signature is kept. */
export const linkLifeMs = 30 * dayMs
/** Within this time a second submission causes no second mail. */
export const mailSlotMs = 10 * minuteMs
/** "You have already signed" is said at most once in this time. */
export const noticeEveryMs = dayMs
/** Of each kind of mail, over the whole site. */
export const maxMailsPerDay = 3
export const maxCodeAttempts = 5

/** A "no more mail" link must work as long as anybody keeps the mail it stands in. */
export const refusalLinkLifeMs = 10 * 365 * dayMs
/** How long a link to the signer's own page works. */
export const signerLinkLifeMs = dayMs

export const tokenPurpose = { confirm: 'confirm', refuse: 'refuse-mail', signer: 'signer' } as const

/** Place of the address in a request for a link to the signer's own page. */
export function linkEmailPlace(linkId: string): FieldPlace {
  return { field: 'signer-links/email', row: linkId }
}

/** Finds a signer's signature in one petition; with another petition's key the same address looks different. */
export function emailIndexOf(keys: Keys, petitionId: string, address: string): Buffer {
  return keyedHash(keys.derive(`email-index:${petitionId}`), canonicalAddress(address))
}

/** Finds the mail slot of an address in one petition. */
export function slotIndexOf(keys: Keys, petitionId: string, address: string): Buffer {
  return keyedHash(keys.derive('mail-slot'), petitionId, canonicalAddress(address))
}

/** Where an address would stand in one petition. */
export function signerIndexOf(keys: Keys, petitionId: string, address: string) {
  return { petitionId, emailIndex: emailIndexOf(keys, petitionId, address), slotIndex: slotIndexOf(keys, petitionId, address) }
}

/** Kinds of mail that are capped each by itself. */
export const mailKinds = ['confirmation', 'signer-link', 'letter'] as const

/** Counts mails of one kind to an address on one day; on another day, or for another kind, the same address looks different. */
export function capIndexOf(keys: Keys, kind: (typeof mailKinds)[number], address: string, now: Date): Buffer {
  return keyedHash(keys.derive(`mail-cap:${utcDay(now)}`), kind, canonicalAddress(address))
}

/** Finds the links to the page of an address. */
export function linkAddressIndexOf(keys: Keys, address: string): Buffer {
  return keyedHash(keys.derive('signer-link'), canonicalAddress(address))
}

/** Finds whether the owner of an address wants no mail from this site. */
export function refusalIndexOf(keys: Keys, address: string): Buffer {
  return keyedHash(keys.derive('mail-refusal'), canonicalAddress(address))
}

/** The six digits of the mail about one submission. Ids are random, so no code ever comes back. */
export function codeOf(keys: Keys, submissionId: string): string {
  const digest = createHmac('sha256', keys.derive('code')).update(idToBytes(submissionId)).digest()
  return String(digest.readUIntBE(0, 6) % 1_000_000).padStart(6, '0')
}

export function isSameCode(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.length === b.length && timingSafeEqual(a, b)
}

/** Made once: the library builds the set anew at each call, 0.7 ms. */
const disposableDomains = disposableEmailBlocklistSet()

/** A flag for organizers; nobody is refused for it, since people at risk use such addresses. */
export function isDisposable(address: string): boolean {
  return disposableDomains.has(domainOf(address))
}

/** What a mail slot of an address looks like to the job that is about to mail it. */
export type SlotState = {
  openedAt: Date | null
  submissionId: string | null
  noticeAt: Date | null
  noticeSubmissionId: string | null
} | null

/**
 * Whether a submission opens a new mail slot: `open` it, use it `again` (its job, run again after
 * a crash), or `wait` because the last is too young. The answer never depends on whether the
 * address has signed, so that nothing about codes or mails tells it.
 */
export function slotDecision(slot: SlotState, submissionId: string, now: Date): 'open' | 'again' | 'wait' {
  if (slot?.submissionId === submissionId) return 'again'
  if (!slot?.openedAt || now.getTime() - slot.openedAt.getTime() >= mailSlotMs) return 'open'
  return 'wait'
}

/** Whether the job of this submission may say "you have already signed". */
export function isNoticeDue(slot: SlotState, submissionId: string, now: Date): boolean {
  if (!slot?.noticeAt || slot.noticeSubmissionId === submissionId) return true
  return now.getTime() - slot.noticeAt.getTime() >= noticeEveryMs
}
