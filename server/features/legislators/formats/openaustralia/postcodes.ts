import type { ImportRecord } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { cutShort } from '../reading/csv.ts'
import { flawOfName, slugOf } from '../reading/values.ts'
import type { Gathered } from './gathered.ts'
import type { HeadedRow } from './rows.ts'

/** Australia has some 3,000 postcodes. */
const maxPostcodes = 100_000

/**
 * Keeps a postcode with its electorate; a postcode may have several rows. The official file has no
 * line end, so that its last row counts when another has the same electorate.
 */
export function* readPostcode(row: HeadedRow, { postcodes }: Gathered): Iterable<ImportRecord> {
  const [postcode, electorate] = [row.get('postcode'), row.get('electorate')]
  const flaw = row.cells.length !== row.head.length ? 'The row has more or fewer cells than the head.' : flawOf(postcode, electorate)
  if (flaw !== null) {
    if (!row.isEnded) throw cutShort(row.file, row.row)
    yield { kind: 'fault', at: row.at, reason: flaw }
    return
  }
  if (postcodes.length >= maxPostcodes) throw new UnreadableFile(`${row.file} has more than ${maxPostcodes} rows.`)
  postcodes.push({ file: row.file, row: row.row, postcode, electorate, isEnded: row.isEnded })
}

function flawOf(postcode: string, electorate: string): string | null {
  if (/^\d{1,3}$/.test(postcode)) return `${postcode} has lost its leading zeros: save the column as text of four digits.`
  if (!/^\d{4}$/.test(postcode)) return 'The row has no postcode of four digits.'
  return flawOfName(electorate, slugOf(electorate)) === null ? null : `The electorate of ${postcode} is empty or no name.`
}
