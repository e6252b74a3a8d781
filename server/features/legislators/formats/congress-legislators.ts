import { z } from 'zod'
import { readOffices } from './congress-legislators/offices.ts'
import { isLastRecordCut, readLegislator } from './congress-legislators/terms.ts'
import { readWholeList } from './congress-legislators/whole-list.ts'
import type { Format } from './format.ts'
import { UnreadableFile } from './format.ts'
import { congressSetting } from './us-divisions.ts'

const ofLegislators = z.object({ terms: z.array(z.unknown()) })
const ofOffices = z.object({ offices: z.array(z.unknown()) })

/**
 * The members of both houses of Congress, and their district offices as contacts of their own. JSON
 * and YAML hold the same. There are no e-mail addresses in either.
 * @see https://github.com/unitedstates/congress-legislators#data-format (September 2026)
 */
export const congressLegislators: Format = {
  name: 'congress-legislators',
  describes: 'US Congress: legislators-current and legislators-district-offices, .json or .yaml, of unitedstates/congress-legislators',
  sourceOf: () => 'congress-legislators',
  async *read(files, options) {
    const seen = new Set<string>()
    const congress = congressSetting(options.settings)
    for await (const file of files) {
      const { records, isClosed } = await readWholeList(file, options.encoding)
      const areKnown = records.some((record) => ofLegislators.safeParse(record).success || ofOffices.safeParse(record).success)
      if (!areKnown)
        throw new UnreadableFile(
          `${file.name} is neither legislators-current nor legislators-district-offices: no record has terms or offices.`,
        )
      if (!isClosed && isLastRecordCut(records, options.today))
        throw new UnreadableFile(`${file.name} is cut short: its last record is not whole. Get it again, or take the .json file.`)
      for (const [i, record] of records.entries()) {
        const at = `${file.name} record ${i + 1}`
        if (ofLegislators.safeParse(record).success) yield* readLegislator(record, at, congress, seen)
        else if (ofOffices.safeParse(record).success) yield* readOffices(record, at)
        else yield { kind: 'fault', at, reason: 'The record has neither terms nor offices.', isMissing: true }
      }
    }
  },
}
