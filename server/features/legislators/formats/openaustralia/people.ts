import type { ImportRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { cutShort } from '../reading/csv.ts'
import { quoted } from '../reading/quoted.ts'
import { slugOf } from '../reading/values.ts'
import type { Gathered } from './gathered.ts'
import { nameParts } from './names.ts'
import type { HeadedRow } from './rows.ts'

const maxNames = 100_000

/** The number that the Parliament knows a person by, under each of their names: the other files have names alone. */
export function* readPerson(row: HeadedRow, { aphIds }: Gathered): Iterable<ImportRecord> {
  if (!row.isEnded) throw cutShort(row.file, row.row)
  const id = row.get('aph id')
  if (id === '') return
  if (!/^[A-Z0-9]{1,12}$/.test(id)) {
    yield { kind: 'fault', at: row.at, reason: `${quoted(id)} is no aph id: it has letters and digits only.` }
    return
  }
  const names = [row.get('name'), ...row.cells.slice(Math.max(row.head.indexOf('alt name'), 4))]
  for (const name of names) {
    const slug = slugOf(nameParts(name).name)
    if (slug === '') continue
    if (aphIds.size >= maxNames) throw new UnreadableFile(`${row.file} has more than ${maxNames} names.`)
    const known = aphIds.get(slug)
    aphIds.set(slug, known === undefined || known === id ? id : null)
  }
}
