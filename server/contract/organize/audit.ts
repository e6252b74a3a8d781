import { z } from 'zod'
import { endpoint } from '../endpoint.ts'

/** What is written down of organizers’ doings. Only ever appended to. */
export const auditActions = [
  'joined',
  'signed-in',
  'sign-in-failed',
  'signed-out',
  'session-ended',
  'passkey-added',
  'passkey-removed',
  'authenticator-added',
  'person-invited',
  'invitation-withdrawn',
  'role-changed',
  'person-removed',
  'signatures-searched',
  'signature-opened',
  'signatures-changed',
  'change-cancelled',
  'signatures-exported',
  'audit-log-exported',
  'letter-opened',
  'letter-released',
  'letter-refused',
] as const
export type AuditAction = (typeof auditActions)[number]

const auditEntry = z.object({
  id: z.int(),
  at: z.iso.datetime(),
  /** Null for what nobody who is signed in did. */
  by: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  action: z.enum(auditActions),
  /** What it was done to, and how many. Never personal data of those who sign or write. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type AuditEntry = z.infer<typeof auditEntry>

export const listAudit = endpoint({
  method: 'GET',
  path: '/api/v1/organize/campaigns/:campaign/audit',
  summary: 'What organizers have done, the newest first',
  params: z.object({ campaign: z.uuid() }),
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z
      .string()
      .regex(/^\d{1,15}$/)
      .optional(),
  }),
  status: 200,
  reply: z.object({ items: z.array(auditEntry), nextCursor: z.string().nullable() }),
})

export const exportAudit = endpoint({
  method: 'POST',
  path: '/api/v1/organize/campaigns/:campaign/audit/exports',
  summary: 'All of it as a CSV file',
  params: z.object({ campaign: z.uuid() }),
  status: 200,
  reply: z.string(),
})
