import { z } from 'zod'
import type { ChannelRecord, ContactRecord, FaultRecord } from '../format.ts'
import { quoted } from '../reading/quoted.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader } from '../reading/values.ts'
import { mepScheme } from './members.ts'

/** A member has a telephone in Brussels and one in Strasbourg. */
const maxNumbers = 20

/** Only the mandate that is not over has contact points that count. */
const mandates = z.array(
  z.looseObject({
    memberDuring: z.object({ endDate: z.unknown().optional() }).optional(),
    contactPoint: z.array(z.looseObject({ hasTelephone: z.unknown().optional() })).optional(),
  }),
)
const telephone = z.object({ hasValue: z.string() })

/**
 * E-mail address and telephones of one member. Postal addresses are left out: the reply has the
 * number of a room, without street or town.
 */
export function readMepContact(
  details: { identifier: string; [field: string]: unknown },
  at: string,
): { contact?: ContactRecord; faults: FaultRecord[] } {
  const faults: FaultRecord[] = []
  const fault = (reason: string) => faults.push({ kind: 'fault', at, reason })
  const values = createValueReader(fault)
  const { identifier } = details
  if (!/^\d{1,9}$/.test(identifier)) {
    fault(`The member has the id ${quoted(identifier)}, which is no number; the contacts were left out.`)
    return { faults }
  }
  const emails = listOf(details['hasEmail']).slice(0, maxNumbers)
  const channels = [
    ...emails.flatMap((email) => values.email('hasEmail', withoutScheme(email, 'mailto:'))),
    ...numbersOf(details['hasMembership'], fault).flatMap((number) => phoneOf(number, values)),
  ]
  return { contact: { kind: 'contact', at, id: { scheme: mepScheme, value: identifier }, origin: 'contact', channels }, faults }
}

function numbersOf(memberships: unknown, fault: (reason: string) => void): string[] {
  const found = mandates.safeParse(memberships ?? [])
  if (!found.success) {
    fault('hasMembership is not as the API describes it; telephone numbers were left out.')
    return []
  }
  const current = found.data.filter(({ memberDuring }) => memberDuring?.endDate === undefined || memberDuring.endDate === null)
  const telephones = current.flatMap(({ contactPoint = [] }) => contactPoint.flatMap(({ hasTelephone }) => listOf(hasTelephone)))
  const numbers = telephones.flatMap((item) => telephone.safeParse(item).data?.hasValue ?? [])
  return [...new Set(numbers)].slice(0, maxNumbers)
}

function phoneOf(value: string, values: ValueReader): ChannelRecord[] {
  const number = withoutScheme(value, 'tel:') as string
  const town = number.startsWith('+322') ? 'Brussels' : number.startsWith('+333') ? 'Strasbourg' : undefined
  return values.phone('hasTelephone', number, town)
}

function withoutScheme(value: unknown, scheme: string): unknown {
  return typeof value === 'string' && value.toLowerCase().startsWith(scheme) ? value.slice(scheme.length) : value
}

/** JSON-LD has one value where there is one, else a list. */
function listOf(value: unknown): unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}
