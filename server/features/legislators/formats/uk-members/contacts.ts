import { z } from 'zod'
import type { ChannelRecord, ContactRecord, FaultRecord } from '../format.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader } from '../reading/values.ts'

const entry = z.looseObject({ type: z.string().nullish(), typeId: z.number().nullish(), isPreferred: z.boolean().nullish() })
type Entry = z.infer<typeof entry>

/** Nobody has as many; more are no contacts. */
const maxEntries = 100

/** Where a member reads letters of constituents; others are social media, and offices of ministers. */
type Office = { label: string; rank: number; isWeb: boolean }
const offices: { typeId: number; name: RegExp; office: Office }[] = [
  { typeId: 1, name: /^parliamentary/i, office: { label: 'Parliamentary office', rank: 0, isWeb: false } },
  { typeId: 4, name: /^constituency/i, office: { label: 'Constituency office', rank: 1, isWeb: false } },
  { typeId: 6, name: /^web ?site/i, office: { label: 'Website', rank: 2, isWeb: true } },
]

/**
 * The channels of one member, preferred ones first, then Parliament's. The reply does not say whose it
 * is, but for its links: the name of the file does, `172.json`, `contact-172.json` or its address.
 */
export function readContacts(file: string, entries: unknown[], links: unknown): { contact?: ContactRecord; faults: FaultRecord[] } {
  const faults: FaultRecord[] = []
  const fault = (reason: string) => faults.push({ kind: 'fault', at: file, reason })
  const [id, ...others] = idsOf(file, links)
  if (id === undefined) fault('Nothing says whose contacts these are. Name the file by the id of the member: 172.json.')
  else if (others.length > 0) fault(`The name of the file says ${id}, its links say ${others.join(', ')}: whose contacts are these?`)
  else if (entries.length > maxEntries) fault(`${entries.length} contacts of one member cannot be right; they were left out.`)
  else
    return {
      contact: {
        kind: 'contact',
        at: file,
        id: { scheme: 'uk-members', value: id },
        origin: 'contact',
        channels: channelsOf(entries, fault),
      },
      faults,
    }
  return { faults }
}

/** Different ids, the one in the file's name first. */
function idsOf(file: string, links: unknown): string[] {
  const address = /\/Members\/(\d{1,9})\/Contact(?:$|[/?#])/i
  const byName = /(?:^|[\\/])(?:contact-)?(\d{1,9})\.json$/i.exec(file)?.[1] ?? address.exec(file)?.[1]
  const hrefs = z
    .array(z.looseObject({ rel: z.literal('self'), href: z.string() }))
    .safeParse(Array.isArray(links) ? links.filter(isSelf) : [])
  const byLinks = hrefs.success ? hrefs.data.map(({ href }) => address.exec(href)?.[1]) : []
  return [...new Set([byName, ...byLinks].filter((id) => id !== undefined))]
}

function isSelf(link: unknown): boolean {
  return typeof link === 'object' && link !== null && 'rel' in link && link.rel === 'self'
}

function channelsOf(entries: unknown[], fault: (reason: string) => void): ChannelRecord[] {
  const found = entries.flatMap((item) => {
    const read = entry.safeParse(item)
    if (!read.success) fault('One of the contacts is not as the API describes them; it was left out.')
    const office = read.success ? officeOf(read.data) : undefined
    return read.success && office ? [{ entry: read.data, office }] : []
  })
  const order = ({ entry, office }: (typeof found)[number]) => office.rank - (entry.isPreferred ? 10 : 0)
  const values = createValueReader(fault)
  const channels = found.sort((a, b) => order(a) - order(b)).flatMap(({ entry, office }) => channelsAt(entry, office, values))
  return channels.filter(
    ({ kind, value }, i) => channels.findIndex((other) => other.kind === kind && other.value.toLowerCase() === value.toLowerCase()) === i,
  )
}

/** By number, as the words may change; by words where there is none. */
function officeOf({ type, typeId }: Entry): Office | undefined {
  return offices.find((known) => (typeof typeId === 'number' ? known.typeId === typeId : known.name.test(type ?? '')))?.office
}

function channelsAt(entry: Entry, { label, isWeb }: Office, values: ValueReader): ChannelRecord[] {
  if (isWeb) return values.webForm(label, entry['line1'], label)
  return [
    ...values.email(`The e-mail of the ${label}`, entry['email'], label),
    ...values.phone(`The phone of the ${label}`, entry['phone'], label),
    ...postalOf(entry, label, values),
  ]
}

/** An office without a postcode is no address: the first line then often says that there is none, or none that is public. */
function postalOf(entry: Entry, label: string, values: ValueReader): ChannelRecord[] {
  const lines = ['line1', 'line2', 'line3', 'line4', 'line5', 'postcode'].map((field) =>
    values.text(`${field} of the ${label}`, entry[field]),
  )
  if (lines.at(-1) === undefined) return []
  return values.postal(`The address of the ${label}`, lines.filter((line) => line !== undefined).join('\n'), label)
}
