import { dayMs } from '../../lib/clock.ts'
import { canonicalAddress } from '../../lib/email-address.ts'
import type { FieldPlace } from '../../lib/field-encryption.ts'
import type { Keys } from '../../lib/keys.ts'
import { keyedHash } from '../../lib/keys.ts'

/** How long a draft, and a letter that nobody confirms, is kept after it was last touched. */
export const draftLifeMs = 30 * dayMs
/** How long after it was confirmed the text of a letter is kept, unless its writer keeps it. */
export const textLifeMs = 28 * dayMs
/** How long a writer's own page works, text or no text. */
export const pageLifeMs = 400 * dayMs
/** After so many days without knowledge of an answer its writer is asked, once each. */
export const askAfterDays = [14, 21] as const
/** Window hashes go after this. */
export const windowLifeDays = 90
/** Letters that one address may confirm in a day without somebody looking at them. */
export const floodPerDay = 10

/** What opens what: the draft in its writer's browser, the confirmation, the page of a confirmed letter. */
export const letterToken = { draft: 'letter-draft', confirm: 'letter-confirm', own: 'letter' } as const

export function addressPlace(id: string): FieldPlace {
  return { field: 'letters/address', row: id }
}
export function packetPlace(id: string): FieldPlace {
  return { field: 'letters/packet', row: id }
}

/** Finds the letters of an address. */
export function addressIndexOf(keys: Keys, address: string): Buffer {
  return keyedHash(keys.derive('letter-address'), canonicalAddress(address))
}
