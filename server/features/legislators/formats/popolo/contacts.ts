import { z } from 'zod'
import type { ChannelRecord, Identifier } from '../format.ts'
import type { ValueReader } from '../reading/values.ts'

/** What Popolo says of how to reach a person, and of who the person is elsewhere. */
export const contactsOfPerson = {
  email: z.unknown().optional(),
  contact_details: z.array(z.object({ type: z.string(), value: z.unknown().optional(), label: z.unknown().optional() })).nullish(),
  links: z.array(z.object({ note: z.string().nullish(), url: z.unknown().optional() })).nullish(),
  identifiers: z.array(z.object({ scheme: z.string(), identifier: z.union([z.string(), z.int()]) })).nullish(),
}
const contacts = z.object(contactsOfPerson)
type Contacts = z.infer<typeof contacts>

/** E-mail, telephone and postal addresses, each once. Fax numbers and social media are no channels. */
export function channelsOf({ email, contact_details }: Contacts, values: ValueReader): ChannelRecord[] {
  const channels = values.email('email', email)
  for (const { type, value } of contact_details ?? []) {
    if (type === 'email') channels.push(...values.email('email', value))
    if (type === 'phone' || type === 'voice' || type === 'cell') channels.push(...values.phone(type, value))
    if (type === 'address') channels.push(...values.postal('address', value))
  }
  return channels.filter((it, i) => channels.findIndex((other) => other.kind === it.kind && other.value === it.value) === i)
}

/** The person's own site, not an encyclopedia's page of them. */
export function websiteOf({ links }: Contacts, values: ValueReader): string | undefined {
  return values.website('website', links?.find(({ note }) => note?.toLowerCase() === 'website')?.url)
}

/** The identifiers of those schemes, under the names that we know the schemes by. */
export function identifiersOf({ identifiers }: Contacts, schemes: Record<string, string>, values: ValueReader): Identifier[] {
  return Object.entries(schemes).flatMap(([theirs, scheme]) => {
    const value = values.text(theirs, identifiers?.find((it) => it.scheme === theirs)?.identifier.toString())
    return value === undefined ? [] : [{ scheme, value }]
  })
}
