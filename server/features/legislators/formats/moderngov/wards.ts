import type { ChamberRecord, DivisionRecord, ImportRecord, LegislatorRecord } from '../format.ts'
import { flawOf, slugOf } from '../reading/values.ts'
import type { XmlNode } from '../reading/xml.ts'
import { textOf } from '../reading/xml.ts'

/** What a run knows over all its files. */
export type WardsRun = {
  chamber: ChamberRecord
  /** Ids of members. */
  seen: Set<string>
  /** Names of wards by the keys that were made of them. */
  wards: Map<string, string>
  /** False once a person had to be left out. */
  isWhole: boolean
}

/**
 * A ward with the records to yield before those who sit there; null when its members must be left out.
 * The Senedd's are known by name, English or Welsh as given: the file has no codes.
 * @param members how many the file has in it
 */
export function readWard(
  node: XmlNode,
  members: number,
  at: string,
  run: WardsRun,
): { ward: LegislatorRecord['division'] | null; records: ImportRecord[] } {
  const name = textOf(node, 'wardtitle')
  const left = (reason: string) => {
    run.isWhole = false
    return { kind: 'fault', at, reason } as const
  }
  const flaw = slugOf(name) === '' ? 'is empty' : flawOf(name, 'name')
  if (flaw !== null)
    return { ward: null, records: members === 0 ? [] : [left(`The name of the ward ${flaw}: its ${members} members were left out.`)] }
  const count = Number(countWithin(node) || members)
  const records: ImportRecord[] = count === members ? [] : [left(`${name} should have ${count} members, of which the file has ${members}.`)]
  if (run.chamber.key === 'senedd') return { ward: { name }, records }
  const division = divisionOf(name, run.chamber)
  const known = run.wards.get(division.key)
  if (known !== undefined && known !== name)
    return {
      ward: null,
      records: [left(`${name} and ${known} cannot be told apart by their names: the members of the first were left out.`)],
    }
  run.wards.set(division.key, name)
  return { ward: { key: division.key }, records: known === undefined ? [...records, division] : records }
}

function countWithin(node: XmlNode): string {
  const [councillors] = Array.isArray(node['councillors']) ? node['councillors'] : []
  return /^\d{1,4}$/.exec(councillors ? textOf(councillors, 'councillorcount') : '')?.[0] ?? ''
}

function divisionOf(name: string, { key, country }: ChamberRecord): DivisionRecord {
  return { kind: 'division', key: `moderngov:${key}:${slugOf(name)}`, chamber: key, name, country }
}
