import { z } from 'zod'
import { readMepContact } from './european-parliament/contacts.ts'
import type { MepsRun } from './european-parliament/members.ts'
import { createMepsRun, partOf, readMep, unreadMep } from './european-parliament/members.ts'
import { ordinaryName } from './european-parliament/person-name.ts'
import type { ContactRecord, Format, ImportRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readJson } from './reading/json.ts'
import { createValueReader } from './reading/values.ts'

const country = 'api:country-of-representation'
const reply = z.object({ data: z.array(z.unknown()) })
const listed = z.object({
  identifier: z.string(),
  label: z.string(),
  givenName: z.string().nullish(),
  familyName: z.string().nullish(),
  [country]: z.string(),
  'api:political-group': z.unknown().optional(),
})
const detailed = z.looseObject({ identifier: z.string() }).refine((item) => 'hasEmail' in item || 'hasMembership' in item)

/**
 * Replies of the European Parliament's Open Data API: meps/show-current, and meps/<id> with the
 * addresses of one or several members. Contacts come last, whatever the order of the files. The
 * portal's older CSV is not read: it has citizenships where it should have mandates.
 * @see https://data.europarl.europa.eu/en/developer-corner/opendata-api (version 2, November 2026)
 */
export const epOpendata: Format = {
  name: 'ep-opendata',
  describes: 'EU: replies of data.europarl.europa.eu/api/v2, meps/show-current?limit=1000 and meps/<id>, as application/ld+json',
  sourceOf: () => 'europarl',
  async *read(files, { encoding }) {
    const run = createMepsRun()
    const later: ContactRecord[] = []
    for await (const file of files) {
      const { data } = reply.safeParse(await readJson(file, encoding)).data ?? { data: [] }
      if (!data.some((item) => isListed(item) || detailed.safeParse(item).success))
        throw new UnreadableFile(
          `${file.name} has no current members or their details. Get meps/show-current or meps/<id> of the API, version 2.`,
        )
      for (const [i, item] of data.entries()) yield* readItem(item, `${file.name} record ${i + 1}`, run, later)
    }
    yield* later
    yield* partOf(run)
  },
}

/**
 * A member of the list, or details of one; some replies have both in one.
 * @param later takes what belongs after all members
 */
function* readItem(item: unknown, at: string, run: MepsRun, later: ContactRecord[]): Iterable<ImportRecord> {
  const details = detailed.safeParse(item).data
  if (isListed(item)) yield* readListed(item, at, run)
  else if (!details) yield* unreadMep(at, 'This is neither a current member nor the details of one, so that the person was left out.', run)
  if (!details) return
  const { contact, faults } = readMepContact(details, at)
  if (contact) later.push(contact)
  yield* faults
}

function isListed(item: unknown): boolean {
  return typeof item === 'object' && item !== null && country in item
}

function* readListed(item: unknown, at: string, run: MepsRun): Iterable<ImportRecord> {
  const { data: found } = listed.safeParse(item)
  if (!found) return yield* unreadMep(at, 'The member has no identifier, label or country in words, so that the person was left out.', run)
  const faults: ImportRecord[] = []
  const values = createValueReader((reason) => faults.push({ kind: 'fault', at, reason }))
  const [givenName, familyName] = [values.text('givenName', found.givenName, 'name'), values.text('familyName', found.familyName, 'name')]
  const party = values.text('api:political-group', found['api:political-group'])
  const nameIn = (code: string) =>
    givenName !== undefined && familyName !== undefined
      ? { name: `${givenName} ${familyName}`, givenName, familyName }
      : ordinaryName(found.label, code)
  yield* readMep({ id: found.identifier, country: found[country], nameIn, party }, at, run)
  yield* faults
}
