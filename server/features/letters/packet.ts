import { z } from 'zod'
import type { LetterDocument } from '#contract/letter-document.ts'
import { decryptField, encryptField } from '../../lib/field-encryption.ts'
import type { Keys } from '../../lib/keys.ts'
import { packetPlace } from './rules.ts'

const formShape = z.object({
  country: z.string(),
  postcode: z.string(),
  /** Mr., Dr.: asked only where an addressee’s system wants it. */
  prefix: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  street: z.string(),
  town: z.string(),
  subject: z.string(),
  own: z.string(),
  email: z.string(),
  /** Ids of points. */
  points: z.array(z.string()),
})

/** What a writer has typed so far, right or wrong. */
export type LetterForm = z.infer<typeof formShape>

export const emptyLetterForm: LetterForm = {
  country: '',
  postcode: '',
  prefix: '',
  givenName: '',
  familyName: '',
  street: '',
  town: '',
  subject: '',
  own: '',
  email: '',
  points: [],
}

/** All of a letter that is personal, in one cipher text. */
export type LetterPacket = {
  form: LetterForm
  /** The letter as its writer handed it in; null in a draft. */
  document: LetterDocument | null
  /** Who held the seat then; null for an office and in a draft. */
  legislatorId: string | null
}

const packetShape = z.object({ form: formShape, document: z.object({}).loose().nullable(), legislatorId: z.uuid().nullable() })

export function sealPacket(keys: Keys, id: string, packet: LetterPacket): Buffer {
  return encryptField(keys, packetPlace(id), JSON.stringify(packet))
}

/** @throws Error when the cipher text is not this letter's */
export function openPacket(keys: Keys, id: string, cipher: Buffer): LetterPacket {
  return packetShape.parse(JSON.parse(decryptField(keys, packetPlace(id), cipher))) as LetterPacket
}
