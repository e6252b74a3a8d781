import { z } from 'zod'
import type { ChannelRecord } from '../format.ts'
import type { ValueReader } from '../reading/values.ts'

const office = z.object({
  classification: z.string().nullish(),
  name: z.string().nullish(),
  address: z.unknown().optional(),
  voice: z.unknown().optional(),
})

/** Offices of a person in the capital and at home. */
export const offices = z.array(office).nullish()

const labels = new Map([
  ['capitol', 'Capitol office'],
  ['district', 'District office'],
  ['district-mail', 'District office, mail'],
])

/** Telephone and postal address of each office. */
export function officeChannels(found: z.infer<typeof offices>, values: ValueReader): ChannelRecord[] {
  return (found ?? []).flatMap(({ classification, name, address, voice }) => {
    const label = values.text('office', name || (labels.get(classification ?? '') ?? classification), 'name')
    const lines = typeof address === 'string' ? linesOf(address) : address
    return [...values.phone('voice', voice, label), ...values.postal('address', lines, label)]
  })
}

/** Files part the lines by semicolons or commas; a letter needs at least the city on a line of its own. */
function linesOf(address: string): string {
  return address.replace(/\s*;\s*/g, '\n').replace(/,\s+([^,\n]+,\s+[A-Z]{2} \d{5}(-\d{4})?)$/, '\n$1')
}
