import type { DivisionRecord } from '../format.ts'
import { slugOf } from '../reading/values.ts'

/** States and territories with their senators (Constitution, section 7; Commonwealth Electoral Act 1918, section 40). */
const states = new Map([
  ['NSW', { name: 'New South Wales', seats: 12 }],
  ['VIC', { name: 'Victoria', seats: 12 }],
  ['QLD', { name: 'Queensland', seats: 12 }],
  ['WA', { name: 'Western Australia', seats: 12 }],
  ['SA', { name: 'South Australia', seats: 12 }],
  ['TAS', { name: 'Tasmania', seats: 12 }],
  ['ACT', { name: 'Australian Capital Territory', seats: 2 }],
  ['NT', { name: 'Northern Territory', seats: 2 }],
])

const abbreviations = new Map([...states].flatMap(([code, { name }]) => [code, name].map((spelling) => [spelling.toLowerCase(), code])))

/** The abbreviation of a state written as `Tas.`, `QLD` or `Victoria`; null where it is none. */
export function stateOf(written: string): string | null {
  return abbreviations.get(written.replaceAll('.', '').toLowerCase()) ?? null
}

/** The key of a state as a division of the Senate. */
export function stateKey(state: string): string {
  return `au-state:${state}`
}

/** The key of an electorate; the files have no codes for them. */
export function electorateKey(electorate: string): string {
  return `au-ced:${slugOf(electorate)}`
}

/** A state or territory as a division of the Senate. */
export function stateDivision(state: string): DivisionRecord {
  const { name, seats } = states.get(state) ?? { name: state, seats: 0 }
  return { kind: 'division', key: stateKey(state), chamber: 'au-senate', name, country: 'AU', seats }
}

/** @param state where it is known: the list of members has it, that of postcodes has not */
export function electorateDivision(electorate: string, state: string | undefined): DivisionRecord {
  return {
    kind: 'division',
    key: electorateKey(electorate),
    chamber: 'au-house',
    name: electorate,
    country: 'AU',
    ...(state === undefined ? {} : { parent: stateKey(state) }),
  }
}
