import type { Format, FormatOptions, ImportRecord, SourceFile } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readPerson } from './openstates/person.ts'
import { readJsonOrYaml } from './reading/json.ts'
import type { SeatRun } from './reading/seats.ts'
import { createSeatRun, partOf, recordsOf } from './reading/seats.ts'

/**
 * People of OpenStates, one YAML file each, as in `data/wy/legislature`; committees and executives
 * beside them are passed over. Members of Congress get the keys and ids of congress-legislators, for
 * the Congress of the setting `congress` or of today. A set of data is one jurisdiction when the
 * setting `source` names it; without it nobody is taken to have left.
 * @see https://github.com/openstates/people/blob/main/schema.md (August 2026)
 */
export const openstates: Format = {
  name: 'openstates',
  describes: 'People of OpenStates: a folder such as data/wy/legislature of github.com/openstates/people (--set source=openstates:wy)',
  sourceOf: (settings) => settings['source'] ?? 'openstates',
  async *read(files, options) {
    if (options.settings['source'] === undefined)
      yield { kind: 'partial', reason: 'Files of OpenStates are of single states. To import all of one, give --set source=openstates:wy.' }
    const run = createSeatRun()
    for await (const file of files) yield* readFile(file, options, run)
    yield* partOf(run)
  },
}

async function* readFile(file: SourceFile, options: FormatOptions, run: SeatRun): AsyncIterable<ImportRecord> {
  const whole = await readJsonOrYaml(file, options.encoding)
  const people: unknown[] = Array.isArray(whole) ? whole : [whole]
  for (const [index, item] of people.entries()) {
    const at = Array.isArray(whole) ? `${file.name} record ${index + 1}` : file.name
    if (isPerson(at, item)) for (const reading of readPerson(at, item, options)) yield* recordsOf(reading, run)
  }
}

/**
 * False for a committee.
 * @throws UnreadableFile for what is neither, and for a file that is cut short: what comes after the
 * sources is not used, so that nothing used can be missing where they are
 */
function isPerson(at: string, item: unknown): boolean {
  const { id, sources } = (typeof item === 'object' && item !== null ? item : {}) as { id?: unknown; sources?: unknown }
  if (typeof id !== 'string' || !/^ocd-(person|organization)\/./.test(id))
    throw new UnreadableFile(`${at} is no person of OpenStates: it has no id such as ocd-person/….`)
  if (id.startsWith('ocd-organization/')) return false
  if (!Array.isArray(sources))
    throw new UnreadableFile(`${at} does not end with its sources, as each file of OpenStates does. It is cut short: fetch it again.`)
  return true
}
