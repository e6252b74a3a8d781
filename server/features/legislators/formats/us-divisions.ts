import type { DivisionRecord, FormatOptions } from './format.ts'
import { UnreadableFile } from './format.ts'
import { quoted } from './reading/quoted.ts'

/** Names of the states and of the territories that send a delegate to the House, by postal abbreviation. */
const stateNames = new Map(
  Object.entries({
    AK: 'Alaska',
    AL: 'Alabama',
    AR: 'Arkansas',
    AS: 'American Samoa',
    AZ: 'Arizona',
    CA: 'California',
    CO: 'Colorado',
    CT: 'Connecticut',
    DC: 'District of Columbia',
    DE: 'Delaware',
    FL: 'Florida',
    GA: 'Georgia',
    GU: 'Guam',
    HI: 'Hawaii',
    IA: 'Iowa',
    ID: 'Idaho',
    IL: 'Illinois',
    IN: 'Indiana',
    KS: 'Kansas',
    KY: 'Kentucky',
    LA: 'Louisiana',
    MA: 'Massachusetts',
    MD: 'Maryland',
    ME: 'Maine',
    MI: 'Michigan',
    MN: 'Minnesota',
    MO: 'Missouri',
    MP: 'Northern Mariana Islands',
    MS: 'Mississippi',
    MT: 'Montana',
    NC: 'North Carolina',
    ND: 'North Dakota',
    NE: 'Nebraska',
    NH: 'New Hampshire',
    NJ: 'New Jersey',
    NM: 'New Mexico',
    NV: 'Nevada',
    NY: 'New York',
    OH: 'Ohio',
    OK: 'Oklahoma',
    OR: 'Oregon',
    PA: 'Pennsylvania',
    PR: 'Puerto Rico',
    RI: 'Rhode Island',
    SC: 'South Carolina',
    SD: 'South Dakota',
    TN: 'Tennessee',
    TX: 'Texas',
    UT: 'Utah',
    VA: 'Virginia',
    VI: 'U.S. Virgin Islands',
    VT: 'Vermont',
    WA: 'Washington',
    WI: 'Wisconsin',
    WV: 'West Virginia',
    WY: 'Wyoming',
  }),
)

const withoutSenators = new Set(['AS', 'DC', 'GU', 'MP', 'PR', 'VI'])

/** Whether it is the postal abbreviation of a state, the District of Columbia or a territory with a delegate. */
export function isState(abbreviation: string): boolean {
  return stateNames.has(abbreviation)
}

/** Whether it elects a delegate to the House and no senators. */
export function isWithoutSenators(state: string): boolean {
  return withoutSenators.has(state)
}

/**
 * The Congress in which a day lies: each lasts two years from 3 January of an odd year
 * (Twentieth Amendment, sections 1 and 2).
 * @param day `2025-01-03` is in the 119th
 */
export function congressOn(day: string): number {
  const year = Number(day.slice(0, 4)) - (day.slice(5) < '01-03' ? 1 : 0)
  return Math.floor((year - 1789) / 2) + 1
}

/** The day on which a Congress begins, and the one before it ends. */
export function firstDayOf(congress: number): string {
  return `${1789 + 2 * (congress - 1)}-01-03`
}

/**
 * The Congress that the setting `congress` names; null when there is none.
 * @throws UnreadableFile when it is not a number of a Congress
 */
export function congressSetting(settings: FormatOptions['settings']): number | null {
  const said = settings['congress']
  if (said === undefined) return null
  if (!/^[1-9]\d{0,2}$/.test(said))
    throw new UnreadableFile(`${quoted(said)} is no Congress. Give its number alone, such as --set congress=119.`)
  return Number(said)
}

/** Key of a district of the House; district 0 is at large, or a delegate's. */
export function districtKey(congress: number, state: string, district: number): string {
  return `us-cd:${congress}:${state}-${district}`
}

/** Key of a state as the division of its senators. */
export function stateKey(state: string): string {
  return `us-state:${state}`
}

/** The state as a division of the Senate: with no seats where it elects none. */
export function stateDivision(state: string): DivisionRecord {
  return {
    kind: 'division',
    key: stateKey(state),
    chamber: 'us-senate',
    name: stateNames.get(state) ?? state,
    country: 'US',
    ...(withoutSenators.has(state) ? { seats: 0 } : {}),
  }
}

/** A district of the House for the two years of a Congress: the next one has other maps. */
export function districtDivision(congress: number, state: string, district: number): DivisionRecord {
  const name = stateNames.get(state) ?? state
  return {
    kind: 'division',
    key: districtKey(congress, state, district),
    chamber: 'us-house',
    name: district === 0 ? `${name}, at large` : `${name}, district ${district}`,
    country: 'US',
    parent: stateKey(state),
    validFrom: firstDayOf(congress),
    validTo: firstDayOf(congress + 1),
  }
}
