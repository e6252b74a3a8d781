import { createMepsRun, partOf, readMep, unreadMep } from './european-parliament/members.ts'
import { ordinaryName } from './european-parliament/person-name.ts'
import type { Format, ImportRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import { createValueReader } from './reading/values.ts'
import type { XmlNode } from './reading/xml.ts'
import { readXml, textOf } from './reading/xml.ts'

/**
 * The full list of the European Parliament's website. Countries stand in it by name, in the language
 * of the page; family names in capitals. It has no addresses: those are in ep-opendata.
 * @see https://www.europarl.europa.eu/meps/en/full-list/xml (November 2026)
 */
export const europarl: Format = {
  name: 'europarl',
  describes: 'EU: members of the European Parliament, www.europarl.europa.eu/meps/en/full-list/xml, in any language',
  sourceOf: () => 'europarl',
  async *read(files, { encoding }) {
    const run = createMepsRun()
    for await (const file of files) {
      const { meps } = await readXml(file, encoding, ['mep'])
      const members = typeof meps === 'object' && !Array.isArray(meps) ? meps['mep'] : undefined
      if (!Array.isArray(members))
        throw new UnreadableFile(`${file.name} is no full list of members of the European Parliament. Get it again.`)
      for (const [i, member] of (members as (XmlNode | string)[]).entries()) {
        const at = `${file.name} record ${i + 1}`
        if (typeof member === 'string') yield* unreadMep(at, 'The member is empty.', run)
        else yield* readMember(member, at, run)
      }
    }
    yield* partOf(run)
  },
}

function* readMember(member: XmlNode, at: string, run: ReturnType<typeof createMepsRun>): Iterable<ImportRecord> {
  const faults: ImportRecord[] = []
  const values = createValueReader((reason) => faults.push({ kind: 'fault', at, reason }))
  const party =
    values.text('nationalPoliticalGroup', textOf(member, 'nationalPoliticalGroup')) ??
    values.text('politicalGroup', textOf(member, 'politicalGroup'))
  const fullName = textOf(member, 'fullName')
  yield* readMep(
    { id: textOf(member, 'id'), country: textOf(member, 'country'), nameIn: (country) => ordinaryName(fullName, country), party },
    at,
    run,
  )
  yield* faults
}
