import { canonicalAddress } from '../../../lib/email-address.ts'
import { decryptField, encryptField } from '../../../lib/field-encryption.ts'
import type { Keys } from '../../../lib/keys.ts'
import { keyedHash } from '../../../lib/keys.ts'

export type Profile = { name: string; email: string }

const placeOf = (id: string) => ({ field: 'organizers/profile', row: id })

export function sealProfile(keys: Keys, id: string, profile: Profile): Buffer {
  return encryptField(keys, placeOf(id), JSON.stringify({ name: profile.name, email: profile.email }))
}

export function openProfile(keys: Keys, id: string, cipher: Buffer): Profile {
  return JSON.parse(decryptField(keys, placeOf(id), cipher)) as Profile
}

/** What the library for accounts takes for an e-mail address: it has the form of one, and tells nobody whose it is. */
export function loginOf(keys: Keys, email: string): string {
  return `${keyedHash(keys.derive('organizer-login'), canonicalAddress(email)).toString('hex')}@organizer.invalid`
}
