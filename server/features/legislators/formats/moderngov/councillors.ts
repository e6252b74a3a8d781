import type { ChannelRecord, FaultRecord, ImportRecord, LegislatorRecord } from '../format.ts'
import type { ValueReader } from '../reading/values.ts'
import { createValueReader, flawOfName, given } from '../reading/values.ts'
import type { XmlNode } from '../reading/xml.ts'
import { listOf, textOf } from '../reading/xml.ts'
import type { WardsRun } from './wards.ts'

const title = /^(Councillor|Cllr\.?|Y Cynghorydd|Cynghorydd)\s+/
const letters = /\s+(MS|AS)$/

/** How councils write, in the place of a name, that a seat is empty. */
const vacancy = /^(vacan(t|cy)( seat| position)?|casual vacancy|sedd wag|swydd wag|gwag)$/i

/**
 * The records of one member; `earlier` when another file had the member already.
 * @param earlier ids in the files before this one
 */
export function readCouncillor(
  node: XmlNode,
  ward: LegislatorRecord['division'],
  at: string,
  run: WardsRun,
  earlier: Set<string>,
): 'earlier' | ImportRecord[] {
  const id = textOf(node, 'councillorid')
  const published = textOf(node, 'fullusername')
  const [, honorific] = title.exec(published) ?? []
  const name = published.replace(title, '').replace(letters, '')
  const fault = (reason: string): FaultRecord[] => [{ kind: 'fault', at, reason }]
  if (vacancy.test(name)) return fault('This seat is vacant.')
  const flaw = flawOfName(name, id)
  if (flaw !== null) {
    run.isWhole = false
    return fault(flaw)
  }
  if (earlier.has(id)) return 'earlier'
  if (run.seen.has(id)) return fault(`${name} (${id}) is in the file twice; the first counts.`)
  run.seen.add(id)
  return legislatorOf(node, ward, at, run, { id, name, honorific })
}

function legislatorOf(
  node: XmlNode,
  division: LegislatorRecord['division'],
  at: string,
  { chamber }: WardsRun,
  { id, name, honorific }: { id: string; name: string; honorific: string | undefined },
): ImportRecord[] {
  const faults: FaultRecord[] = []
  const values = createValueReader((reason) => faults.push({ kind: 'fault', at, reason }))
  const legislator: LegislatorRecord = {
    kind: 'legislator',
    at,
    ids: [{ scheme: `moderngov:${chamber.key}`, value: id }],
    chamber: chamber.key,
    division,
    name,
    ...given({ honorific, party: values.text('politicalpartytitle', textOf(node, 'politicalpartytitle')) }),
    channels: listOf(node, 'workaddress').flatMap((address) => channelsAt(address, values)),
  }
  return [legislator, ...faults]
}

function channelsAt(address: XmlNode, values: ValueReader): ChannelRecord[] {
  const lines = ['line1', 'line2', 'line3', 'line4', 'line5', 'postcode'].map((name) => textOf(address, name)).filter((line) => line !== '')
  const postcode = textOf(address, 'postcode')
  return [
    ...values.email('The e-mail of the work address', textOf(address, 'email')),
    ...values.phone('The phone of the work address', textOf(address, 'phone')),
    ...values.phone('The mobile phone of the work address', textOf(address, 'mobile'), 'Mobile'),
    // Without a postcode it is often a note, such as where to write instead.
    ...(postcode === '' ? [] : values.postal('The work address', lines.join('\n'))),
  ]
}
