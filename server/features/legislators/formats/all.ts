import { congressLegislators } from './congress-legislators.ts'
import { csv } from './csv.ts'
import { epOpendata } from './ep-opendata.ts'
import { europarl } from './europarl.ts'
import type { Format } from './format.ts'
import { moderngov } from './moderngov.ts'
import { onspd } from './onspd.ts'
import { openaustralia } from './openaustralia.ts'
import { openstates } from './openstates.ts'
import { popolo } from './popolo.ts'
import { represent } from './represent.ts'
import { seneddPostcodes } from './senedd-postcodes.ts'
import { ukMembers } from './uk-members.ts'
import { zipDistricts } from './zip-districts.ts'

/** Every format that can be imported, by the name that `legislators import` takes. */
export const formats: readonly Format[] = [
  csv,
  congressLegislators,
  zipDistricts,
  ukMembers,
  onspd,
  seneddPostcodes,
  moderngov,
  europarl,
  epOpendata,
  popolo,
  openstates,
  openaustralia,
  represent,
]

export function findFormat(name: string): Format | null {
  return formats.find((format) => format.name === name) ?? null
}
