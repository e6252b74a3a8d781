import { z } from 'zod'
import type { FaultRecord, Format, ImportRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readJson } from './reading/json.ts'
import { flawOfName } from './reading/values.ts'
import { federalDistrict } from './represent/districts.ts'
import type { FederalMember } from './represent/members.ts'
import { isFederal, readMember } from './represent/members.ts'
import type { Reply } from './represent/replies.ts'
import { isWholeList, replyOf } from './represent/replies.ts'

type Boundary = { key: string; map: string; name: string }
/** A postcode of which no member says on which map they stand. */
type Undecided = { at: string; code: string; boundaries: Boundary[] }
type Run = { seen: Set<string>; maps: Set<string>; undecided: Undecided[] }

/**
 * Members of the House of Commons of Canada, from replies of Represent: for postcodes, which name
 * those of one district, and the list of all. A postcode's reply has its districts on several maps;
 * the one on which members stand counts.
 * @see https://represent.opennorth.ca/api/ (November 2026)
 */
export const represent: Format = {
  name: 'represent',
  describes: 'House of Commons of Canada: replies of represent.opennorth.ca, /representatives/house-of-commons/ and /postcodes/<code>/',
  sourceOf: () => 'represent',
  async *read(files, options) {
    const run: Run = { seen: new Set(), maps: new Set(), undecided: [] }
    const pages: Extract<Reply, { kind: 'page' }>[] = []
    for await (const file of files) {
      const reply = replyOf(await readJson(file, options.encoding), file.name)
      const members = yield* readMembers(reply.representatives, file.name, run)
      if (reply.kind === 'page') pages.push(reply)
      else yield* readPostcode(reply, members, file.name, run)
    }
    if (pages.length > 0 && !run.seen.has('member'))
      throw new UnreadableFile('The list names no member of the House of Commons. Ask for /representatives/house-of-commons/?limit=1000.')
    for (const { at, code, boundaries } of run.undecided) {
      const onMaps = boundaries.filter(({ map }) => run.maps.has(map))
      if (onMaps.length === 0) yield { kind: 'fault', at, reason: undecidedReason(code, boundaries.length > 0) }
      else yield* postcodeRecords(code, onMaps, run)
    }
    if (!isWholeList(pages)) yield { kind: 'partial', reason: 'The files are not the whole list of members of the House of Commons.' }
  },
}

function* readMembers(representatives: unknown[], file: string, run: Run): Generator<ImportRecord, FederalMember[]> {
  const members: FederalMember[] = []
  for (const [i, representative] of representatives.entries()) {
    if (!isFederal(representative)) continue
    const at = `${file} representative ${i + 1}`
    const faults: FaultRecord[] = []
    const member = readMember(representative, at, (reason) => faults.push({ kind: 'fault', at, reason }))
    if (member === null) for (const fault of faults) fault.isMissing = true
    else {
      members.push(member)
      yield* memberRecords(member, run)
    }
    yield* faults
  }
  return members
}

/** Several postcodes have the same member, who comes once. */
function* memberRecords({ legislator, district, districtName }: FederalMember, { seen, maps }: Run): Iterable<ImportRecord> {
  const id = `member ${legislator.ids[0].value}`
  if (district !== null) {
    maps.add(district.map)
    yield* divisionOnce({ ...district, name: districtName }, seen)
  }
  if (seen.has(id)) return
  seen.add(id)
  seen.add('member')
  yield legislator
}

function* divisionOnce({ key, name }: Pick<Boundary, 'key' | 'name'>, seen: Set<string>): Iterable<ImportRecord> {
  if (seen.has(key)) return
  seen.add(key)
  yield { kind: 'division', key, chamber: 'ca-commons', name, country: 'CA' }
}

function* readPostcode(
  reply: Extract<Reply, { kind: 'postcode' }>,
  members: FederalMember[],
  file: string,
  run: Run,
): Iterable<ImportRecord> {
  const boundaries = reply.boundaries.flatMap(boundaryOf)
  const own = members.flatMap(({ district, districtName }) =>
    district === null ? boundaries.filter(({ name }) => name === districtName) : [{ ...district, name: districtName }],
  )
  const maps = new Set(own.map(({ map }) => map))
  if (own.length === 0) run.undecided.push({ at: file, code: reply.code, boundaries })
  else yield* postcodeRecords(reply.code, [...own, ...boundaries.filter(({ map }) => maps.has(map))], run)
}

function* postcodeRecords(code: string, districts: Boundary[], { seen }: Run): Iterable<ImportRecord> {
  for (const [key, district] of new Map(districts.map((it) => [it.key, it]))) {
    yield* divisionOnce(district, seen)
    yield { kind: 'postcode', country: 'CA', postcode: code, division: key }
  }
}

const boundary = z.object({ url: z.string(), name: z.string() })

function boundaryOf(value: unknown): Boundary[] {
  const found = boundary.safeParse(value).data
  const district = found ? federalDistrict(found.url) : null
  if (!found || district === null || flawOfName(found.name, district.key) !== null) return []
  return [{ ...district, name: found.name.trim() }]
}

function undecidedReason(code: string, hasBoundaries: boolean): string {
  return hasBoundaries
    ? `${code} names no member of the House of Commons, so that the map that counts is not known. Import the list of members with it.`
    : `${code} has no federal electoral district in this reply. Ask again without ?sets=.`
}
