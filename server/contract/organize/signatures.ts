import { z } from 'zod'
import { countryCodes } from '../countries.ts'
import { endpoint } from '../endpoint.ts'
import { emailAddress } from '../text.ts'
import { ofPetition } from './figures.ts'

const moment = z.iso.datetime()
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => z.enum(values, { error: 'choice-unknown' })

export const signatureFlags = ['disposable-address', 'trap-field', 'no-form-age'] as const
export const removalReasons = ['duplicate', 'automated', 'test', 'organizer'] as const
export type RemovalReason = (typeof removalReasons)[number]

/** What signatures have in common that are looked at together. All that is given must hold. */
const conditions = {
  state: oneOf(['counted', 'waiting', 'held']).default('counted'),
  country: z
    .string()
    .refine((code) => countryCodes.includes(code), { error: 'country-unknown' })
    .optional(),
  /** Empty: without one. */
  source: z
    .string()
    .regex(/^[a-z0-9-]{0,40}$/, { error: 'source-invalid' })
    .optional(),
  provider: z
    .string()
    .regex(/^[a-z]{1,20}$/, { error: 'choice-unknown' })
    .optional(),
  flag: oneOf(signatureFlags).optional(),
  class: oneOf(['online', 'paper', 'imported']).optional(),
  /** Confirmed at or after, and before. */
  from: moment.optional(),
  to: moment.optional(),
}
export const signatureConditions = z.strictObject(conditions)
export type SignatureConditions = z.infer<typeof signatureConditions>

const signatureItem = z.object({
  id: z.uuid(),
  state: z.enum(['counted', 'waiting', 'held']),
  country: z.string(),
  source: z.string().nullable(),
  provider: z.string(),
  flags: z.array(z.enum(signatureFlags)),
  class: z.enum(['online', 'paper', 'imported']),
  showsName: z.boolean(),
  wantsUpdates: z.boolean(),
  confirmedAt: moment,
  /** Number of its entry in the log; null while it is not counted. */
  entryIndex: z.int().nullable(),
})
export type SignatureItem = z.infer<typeof signatureItem>

export const listSignatures = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures',
  summary: 'Confirmed signatures without names or addresses, the newest first',
  params: ofPetition,
  query: z.strictObject({
    ...conditions,
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(60).optional(),
  }),
  status: 200,
  reply: z.object({ items: z.array(signatureItem), nextCursor: z.string().nullable() }),
})

export const countSignatures = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/count',
  summary: 'How many signatures some conditions hold for',
  params: ofPetition,
  body: signatureConditions,
  status: 200,
  reply: z.object({ count: z.int() }),
})

export const findSignature = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/find',
  summary: 'The signature of one exact e-mail address, if there is one. Written to the audit log, without the address',
  params: ofPetition,
  body: z.strictObject({ email: emailAddress }),
  status: 200,
  reply: z.object({ item: signatureItem.nullable() }),
})

export const openSignature = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/:id/open',
  summary: 'All that is kept of one signature, with its history. Written to the audit log',
  params: ofPetition.extend({ id: z.uuid() }),
  status: 200,
  reply: signatureItem.extend({
    name: z.string(),
    email: z.string(),
    postcode: z.string().nullable(),
    comment: z.string().nullable(),
    textVersion: z.int(),
    consentVersion: z.string(),
    history: z.array(z.object({ at: moment, what: z.enum(['signed', 'confirmed', 'held']) })),
  }),
})

const change = {
  kind: oneOf(['hold', 'release', 'remove']),
  /** Of `remove`: what the void entries of the log will say. */
  reason: oneOf(removalReasons).optional(),
}

export const changeSignatures = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/changes',
  summary: 'Hold, release or remove every signature that some conditions hold for, as many as were counted before',
  params: ofPetition,
  body: z
    .strictObject({ ...change, conditions: signatureConditions, expected: z.int().min(1) })
    .refine(({ kind, reason }) => (kind === 'remove') === (reason !== undefined), { error: 'required', path: ['reason'] }),
  status: 202,
  reply: z.object({ id: z.uuid() }),
})

export const changeOne = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/:id/change',
  summary: 'Hold, release or remove one signature',
  params: ofPetition.extend({ id: z.uuid() }),
  body: z
    .strictObject(change)
    .refine(({ kind, reason }) => (kind === 'remove') === (reason !== undefined), { error: 'required', path: ['reason'] }),
  status: 200,
  reply: z.object({ status: z.literal('done') }),
})

const bulkChange = z.object({
  id: z.uuid(),
  kind: z.enum(['hold', 'release', 'remove']),
  reason: z.string().nullable(),
  state: z.enum(['running', 'finished', 'cancelled']),
  expected: z.int(),
  done: z.int(),
  startedAt: moment,
  finishedAt: moment.nullable(),
})
export type BulkChange = z.infer<typeof bulkChange>

export const listChanges = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/changes',
  summary: 'Changes of many signatures, the newest first, with how far they are',
  params: ofPetition,
  status: 200,
  reply: z.object({ items: z.array(bulkChange) }),
})

export const cancelChange = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/signatures/changes/:id/cancel',
  summary: 'Stop a change of many signatures where it is',
  params: ofPetition.extend({ id: z.uuid() }),
  status: 200,
  reply: z.object({ status: z.literal('done') }),
})

/** What a list is for, which decides who is on it and what of them: never more than they agreed to. */
export const exportPurposes = ['updates', 'public-names'] as const
export type ExportPurpose = (typeof exportPurposes)[number]

export const exportSignatures = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/petitions/:slug/exports',
  summary: 'The list of those who agreed to a purpose, as a CSV file. Written to the audit log',
  params: ofPetition,
  body: z.strictObject({
    purpose: oneOf(exportPurposes),
    /** Excel takes UTF-8 for what it is only behind a byte order mark. */
    bom: z.boolean().default(true),
  }),
  status: 200,
  reply: z.string(),
})
