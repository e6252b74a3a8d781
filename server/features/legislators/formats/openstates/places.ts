import type { ChamberRecord, DivisionRecord, FormatOptions } from '../format.ts'
import { quoted } from '../reading/quoted.ts'
import { flawOf } from '../reading/values.ts'
import { congressOn, congressSetting, districtDivision, isState, isWithoutSenators, stateDivision } from '../us-divisions.ts'
import type { Role } from './roles.ts'

/** Where a role is held. */
export type Place = {
  isFederal: boolean
  chamber: string
  /** Given when the chamber is not built in. */
  newChamber?: ChamberRecord
  /** The division of the seat, after those around it. */
  divisions: DivisionRecord[]
  seatLabel?: string | undefined
}

const jurisdiction = /^ocd-jurisdiction\/country:us(?:\/(state|district|territory):([a-z]{2}))?\/government$/

/** Where a role is held, or a sentence that says why that is not known. */
export function placeOf(role: Role, settings: FormatOptions['settings'], today: string): Place | string {
  const district = String(role.district ?? '')
    .trim()
    .replace(/^0+(?=\d)/, '')
  const flaw = district === '' ? 'is missing' : flawOf(district, 'name')
  if (flaw) return `The district of the role ${flaw}.`
  const found = jurisdiction.exec(role.jurisdiction)
  const [, kind, code] = found ?? []
  const state = code?.toUpperCase()
  if (!found || (state && !isState(state))) return `${quoted(role.jurisdiction)} is neither Congress nor a state.`
  if (!kind || !state) return congressPlace(role.type, district, congressSetting(settings) ?? congressOn(today))
  return statePlace(role.type, district, `country:us/${kind}:${code}`, state)
}

/** Senators stand for states by name, `Maryland`; members of the House for `MD-8`, or `SD-AL` at large. */
function congressPlace(type: string, district: string, congress: number): Place | string {
  if (type === 'upper') {
    const state = stateOfName(district)
    if (!state || isWithoutSenators(state)) return `${quoted(district)} is no state with senators.`
    return { isFederal: true, chamber: 'us-senate', divisions: [stateDivision(state)] }
  }
  const [, state = '', number = ''] = /^([A-Z]{2})-(AL|\d{1,2})$/.exec(district) ?? []
  if (type !== 'lower' || !isState(state)) return `${quoted(district)} is no district of the House of Representatives, such as CA-12.`
  const divisions = [stateDivision(state), districtDivision(congress, state, number === 'AL' ? 0 : Number(number))]
  return { isFederal: true, chamber: 'us-house', divisions }
}

function statePlace(type: string, district: string, ocd: string, state: string): Place {
  const { name: stateName } = stateDivision(state)
  const house = type === 'legislature' ? '' : `, ${type} chamber`
  const chamber = `us-${state.toLowerCase()}-${type}`
  const legislature = `${stateName} legislature`
  const isCouncil = state === 'DC' && type === 'legislature'
  const isAtLarge = /^at[- ]large$/i.test(district)
  const isChair = isCouncil && /^chair(man|woman|person)?$/i.test(district)
  const division: DivisionRecord = {
    kind: 'division',
    key: `ocd:${ocd}${isCouncil ? wardOf(district, isAtLarge || isChair) : `/${type === 'lower' ? 'sldl' : 'sldu'}:${ocdName(district)}`}`,
    chamber,
    name: `${stateName}, ${isAtLarge || isChair ? 'at large' : /^\d+[A-Z]?$|^[A-Z]$/.test(district) ? `district ${district}` : district}`,
    country: 'US',
  }
  return {
    isFederal: false,
    chamber,
    newChamber: { kind: 'chamber', key: chamber, name: `${legislature}${house}`, legislature, country: 'US', seatsPerDivision: null },
    divisions: [division],
    seatLabel: isChair ? district : undefined,
  }
}

/** The Council of the District has wards, and members and a chairman whom the whole District elects. */
function wardOf(district: string, isWhole: boolean): string {
  return isWhole ? '' : `/ward:${ocdName(district.replace(/^ward\s+/i, ''))}`
}

/**
 * As Open Civic Data ids write names: lower case, `_` for a space and `~` for what is not allowed.
 * @see https://open-civic-data.readthedocs.io/en/latest/proposals/0002.html
 */
function ocdName(district: string): string {
  const name = district.normalize('NFC').toLowerCase().replace(/\s+/g, '_')
  return name.replace(/[^\p{L}\p{M}\p{N}._~-]/gu, '~')
}

const states =
  'AK AL AR AZ CA CO CT DE FL GA HI IA ID IL IN KS KY LA MA MD ME MI MN MO MS MT NC ND NE NH NJ NM NV NY OH OK OR PA RI SC SD TN TX UT VA VT WA WI WV WY'

function stateOfName(name: string): string | undefined {
  return states.split(' ').find((state) => stateDivision(state).name === name)
}
