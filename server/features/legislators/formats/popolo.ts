import type { Format } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readDocument } from './popolo/document.ts'
import { readEveryPolitician } from './popolo/everypolitician.ts'
import { readParlparse } from './popolo/parlparse.ts'
import { readJson } from './reading/json.ts'
import { createSeatRun, partOf } from './reading/seats.ts'

/**
 * Popolo in two dialects, told apart by their shape: EveryPolitician's `ep-popolo-v1.0.json`, one
 * chamber by legislative periods, and parlparse's `people.json`, all British chambers by posts.
 * Both hold former members, who are passed over. Settings: `chamber` and, for a chamber that is not
 * built in, what `chamberOf` asks for; `period` for an earlier legislative period.
 * @see https://www.popoloproject.com, https://docs.everypolitician.org/data_structure.html and
 * https://github.com/mysociety/parlparse/tree/master/members (September 2026)
 */
export const popolo: Format = {
  name: 'popolo',
  describes: 'Popolo JSON: ep-popolo-v1.0 of EveryPolitician (give the chamber), or people.json of mySociety’s parlparse',
  sourceOf: (settings) => settings['source'] ?? `popolo:${settings['chamber'] ?? 'uk-commons'}`,
  async *read(files, options) {
    const run = createSeatRun()
    for await (const file of files) {
      const document = readDocument(await readJson(file, options.encoding), file.name)
      if (document.dialect === 'parlparse') yield* readParlparse(document, options, run)
      else if (document.dialect === 'everypolitician') yield* readEveryPolitician(document, options, run)
      else
        throw new UnreadableFile(
          `${file.name} is Popolo, but has neither an organization of the classification ‘legislature’ nor one of ‘chamber’: ` +
            'it is neither a file of EveryPolitician nor people.json of parlparse.',
        )
    }
    yield* partOf(run)
  },
}
