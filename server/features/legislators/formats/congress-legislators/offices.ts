import { z } from 'zod'
import type { ChannelRecord, FaultRecord, ImportRecord } from '../format.ts'
import { readAs } from '../reading/json.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader } from '../reading/values.ts'

const person = z.object({
  id: z.object({ bioguide: z.string().regex(/^[A-Z]\d{6}$/, 'is not a letter and six digits') }),
  offices: z.array(z.unknown()),
})

const office = z.object({
  city: z.unknown().optional(),
  state: z.unknown().optional(),
  zip: z.unknown().optional(),
  building: z.unknown().optional(),
  address: z.unknown().optional(),
  suite: z.unknown().optional(),
  phone: z.unknown().optional(),
})
type Office = z.infer<typeof office>

/** All offices of a member in their state as one contact: phone and address of each, labelled with its city. */
export function* readOffices(record: unknown, at: string): Iterable<ImportRecord> {
  const found = readAs(person, record)
  if ('reason' in found) {
    yield { kind: 'fault', at, reason: `${found.reason}.` }
    return
  }
  const { id, offices } = found.value
  const faults: FaultRecord[] = []
  const channels = offices.flatMap((it, i) => {
    const fault = (reason: string) => faults.push({ kind: 'fault', at, reason: `${id.bioguide}, office ${i + 1}: ${reason}` })
    const fits = readAs(office, it)
    if ('value' in fits) return channelsOf(fits.value, createValueReader(fault))
    fault(`${fits.reason}.`)
    return []
  })
  yield { kind: 'contact', at, id: { scheme: 'bioguide', value: id.bioguide }, origin: 'district-offices', channels }
  yield* faults
}

function channelsOf(office: Office, values: ValueReader): ChannelRecord[] {
  const city = values.text('The city', office.city, 'name')
  return [...values.phone('The phone number', office.phone, city), ...values.postal('The address', addressOf(office, city, values), city)]
}

/** Lines as on an envelope; undefined for an office that publishes no more than its city. */
function addressOf(office: Office, city: string | undefined, values: ValueReader): string | undefined {
  const building = values.text('The building', office.building)
  // Some suites are bare numbers.
  const suite = values.text('The suite', typeof office.suite === 'number' ? String(office.suite) : office.suite)
  const street = [values.text('The street', office.address), suite].filter((part) => part !== undefined).join(', ')
  if ((building === undefined && street === '') || city === undefined) return undefined
  const place = [values.text('The state', office.state), values.text('The ZIP code', office.zip)]
    .filter((part) => part !== undefined)
    .join(' ')
  return [building, street, place === '' ? city : `${city}, ${place}`].filter(Boolean).join('\n')
}
