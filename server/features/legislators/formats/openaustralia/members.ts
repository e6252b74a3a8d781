import { dayOf } from '../csv/dates.ts'
import type { ImportRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { cutShort } from '../reading/csv.ts'
import { quoted } from '../reading/quoted.ts'
import { createValueReader, flawOfName, slugOf } from '../reading/values.ts'
import { stateOf } from './divisions.ts'
import type { Gathered, Member } from './gathered.ts'
import { nameParts } from './names.ts'
import type { HeadedRow } from './rows.ts'

/** Both houses have 226 members together. */
const maxMembers = 5000

/** Offices that stand in the column of the party. */
const noParties = new Set(['SPK', 'PRES', 'DPRES', 'CWM'])

/**
 * Keeps those who are still in office. Representatives and senators have the same columns: a file
 * is of those whose electorate its first row names, or does not.
 */
export function* readMember(row: HeadedRow, gathered: Gathered): Iterable<ImportRecord> {
  if (!row.isEnded) throw cutShort(row.file, row.row)
  const fault = (reason: string): ImportRecord => ({ kind: 'fault', at: row.at, reason, isMissing: true })
  if (row.cells.length !== row.head.length) return yield fault('The row has more or fewer cells than the head.')
  const electorate = row.get('division')
  if (!gathered.houses.has(row.file)) gathered.houses.set(row.file, electorate !== '')
  const isHouse = gathered.houses.get(row.file) === true
  const reason = row.get('reason')
  if (reason === '' && row.get('date ceased to be a member') === '')
    return yield fault(`The row says neither still_in_office nor when ${quoted(row.get('name'))} left.`)
  if (reason !== 'still_in_office') return

  const { name, honorific } = nameParts(row.get('name'))
  const state = stateOf(row.get('state/territory'))
  const flaw = flawOfMember(row, name, isHouse, gathered)
  if (flaw !== null || state === null) return yield fault(flaw ?? `${name} is in no state: ${quoted(row.get('state/territory'))}.`)
  if (gathered.members.size >= maxMembers) throw new UnreadableFile(`${row.file} has more than ${maxMembers} members in office.`)

  const faults: ImportRecord[] = []
  gathered.members.set(slugOf(name), memberOf(row, { name, honorific, state, electorate: isHouse ? electorate : null }, faults))
  yield* faults
}

function flawOfMember(row: HeadedRow, name: string, isHouse: boolean, { members }: Gathered): string | null {
  const electorate = row.get('division')
  const flaw = flawOfName(name, slugOf(name))
  if (flaw !== null) return flaw
  if (isHouse && flawOfName(electorate, slugOf(electorate)) !== null) return `${name} has no electorate.`
  if (!isHouse && electorate !== '') return `${name} has an electorate in a list of senators.`
  return members.has(slugOf(name)) ? `${name} is still in office twice; the first row counts.` : null
}

function memberOf(
  row: HeadedRow,
  { honorific, ...who }: Pick<Member, 'name' | 'state' | 'electorate'> & { honorific: string | null },
  faults: ImportRecord[],
): Member {
  const values = createValueReader((reason) => faults.push({ kind: 'fault', at: row.at, reason: `${who.name}: ${reason}` }))
  const day = (column: string) => values.day(`The ${column}`, dayOf(row.get(column)) ?? row.get(column))
  const party = noParties.has(row.get('most recent party')) ? undefined : values.text('The party', row.get('most recent party'), 'name')
  const startsOn = day('date of election')
  const endsOn = day('date ceased to be a member')
  return {
    at: row.at,
    ...who,
    ...(honorific === null ? {} : { honorific }),
    ...(party === undefined ? {} : { party }),
    ...(startsOn === undefined ? {} : { startsOn }),
    ...(endsOn === undefined ? {} : { endsOn }),
  }
}
