import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { congressLegislators } from '../../../server/features/legislators/formats/congress-legislators.ts'
import { csv } from '../../../server/features/legislators/formats/csv.ts'
import { epOpendata } from '../../../server/features/legislators/formats/ep-opendata.ts'
import { europarl } from '../../../server/features/legislators/formats/europarl.ts'
import type { Format } from '../../../server/features/legislators/formats/format.ts'
import { moderngov } from '../../../server/features/legislators/formats/moderngov.ts'
import { onspd } from '../../../server/features/legislators/formats/onspd.ts'
import { openaustralia } from '../../../server/features/legislators/formats/openaustralia.ts'
import { openstates } from '../../../server/features/legislators/formats/openstates.ts'
import { popolo } from '../../../server/features/legislators/formats/popolo.ts'
import { represent } from '../../../server/features/legislators/formats/represent.ts'
import { seneddPostcodes } from '../../../server/features/legislators/formats/senedd-postcodes.ts'
import { ukMembers } from '../../../server/features/legislators/formats/uk-members.ts'
import { zipDistricts } from '../../../server/features/legislators/formats/zip-districts.ts'
import { checkout } from '../program.ts'
import { fixtureOf } from './files.ts'

/** A format with files of its shape, read together. */
export type Sample = { title: string; format: Format; files: Record<string, Buffer>; settings: Record<string, string> }

const peopleInCsv = {
  chamber: 'uk-commons',
  'column.id': 'Id',
  'column.name': 'Member',
  'column.division': 'Code',
  'column.division-name': 'Constituency',
  'column.party': 'Party',
  'column.starts': 'Since',
  'column.email': 'E-mail',
  'column.web-form': 'Form',
  'column.phone': 'Phone',
  'column.postal': 'Address',
  'column.website': 'Site',
  'column.languages': 'Speaks',
}
const postcodesInCsv = {
  country: 'GB',
  chamber: 'uk-commons',
  'division-prefix': 'gss:',
  'column.postcode': 'pc',
  'column.division': 'area',
  'column.division-name': 'area_name',
  'column.ends': 'ended',
}

/** Every format at least once; where its files exclude one another, once for each of them. */
export const samples: readonly Sample[] = [
  sample('csv of people', csv, /members/, peopleInCsv),
  sample('csv of postcodes', csv, /postcodes/, postcodesInCsv),
  sample('congress-legislators', congressLegislators),
  sample('zip-districts', zipDistricts),
  sample('uk-members', ukMembers),
  sample('onspd', onspd),
  sample('senedd-postcodes', seneddPostcodes),
  sample('moderngov', moderngov),
  sample('europarl', europarl),
  sample('ep-opendata', epOpendata),
  sample('popolo of EveryPolitician', popolo, /everypolitician/, { chamber: 'nz-house' }),
  sample('popolo of parlparse', popolo, /people/, { chamber: 'scottish-parliament' }),
  sample('openstates', openstates),
  sample('openaustralia', openaustralia),
  sample('represent', represent),
]

function sample(title: string, format: Format, names = /./, settings: Record<string, string> = {}): Sample {
  const all = readdirSync(join(checkout, 'tests', 'support', 'legislators', format.name)).sort()
  return {
    title,
    format,
    settings,
    files: Object.fromEntries(all.filter((name) => names.test(name)).map((name) => [name, fixtureOf(format.name, name)])),
  }
}
