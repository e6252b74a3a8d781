import { z } from 'zod'
import type { ContactRecord, Format, ImportRecord } from './format.ts'
import { UnreadableFile } from './format.ts'
import { readJson } from './reading/json.ts'
import { readContacts } from './uk-members/contacts.ts'
import type { MembersRun } from './uk-members/members.ts'
import { readMember } from './uk-members/members.ts'

const page = z.object({ items: z.array(z.unknown()), totalResults: z.number().int().nonnegative().nullish() })
const contacts = z.object({ value: z.array(z.unknown()), links: z.unknown().optional() })
const single = z.object({ value: z.looseObject({ id: z.number() }) })

/**
 * Replies of the Members API of the UK Parliament: pages of Members/Search, of which all are needed for
 * a whole list, and Members/<id>/Contact, where the addresses are. The API has no codes of
 * constituencies, so that these are known by name. Contacts come last, whatever the order of the files.
 * @see https://members-api.parliament.uk/index.html (November 2026)
 */
export const ukMembers: Format = {
  name: 'uk-members',
  describes: 'UK: replies of members-api.parliament.uk, all pages of api/Members/Search and, as <id>.json, of api/Members/<id>/Contact',
  sourceOf: () => 'uk-members',
  async *read(files, { encoding }) {
    const run: MembersRun = { seen: new Set(), expected: new Map(), read: new Map(), missing: new Set() }
    const later: ContactRecord[] = []
    for await (const file of files) yield* readReply(await readJson(file, encoding), file.name, run, later)
    yield* later
    yield* partOf(run)
  },
}

/**
 * @param later takes what belongs after all members
 * @throws UnreadableFile when it is no reply of these
 */
function* readReply(reply: unknown, file: string, run: MembersRun, later: ContactRecord[]): Iterable<ImportRecord> {
  const ofPage = page.safeParse(reply).data
  if (ofPage) {
    const { items, totalResults } = ofPage
    if (typeof totalResults !== 'number') run.missing.add(`${file} does not say how many members there are (totalResults).`)
    for (const [i, item] of items.entries()) yield* readMember(item, `${file} record ${i + 1}`, totalResults ?? 0, run)
    return
  }
  const ofContacts = contacts.safeParse(reply).data
  if (ofContacts) {
    const { contact, faults } = readContacts(file, ofContacts.value, ofContacts.links)
    if (contact) later.push(contact)
    yield* faults
    return
  }
  if (!single.safeParse(reply).success)
    throw new UnreadableFile(`${file} is no reply of api/Members/Search, api/Members/<id> or api/Members/<id>/Contact. Get it again.`)
  run.missing.add(`${file} holds one member.`)
  yield* readMember(reply, file, 0, run)
}

/** Nothing when the pages held as many members of each house as the API said that there are. */
function* partOf({ expected, read, missing }: MembersRun): Iterable<ImportRecord> {
  const reasons = [...missing]
  for (const [house, total] of expected) {
    const found = read.get(house) ?? 0
    if (found < total) reasons.push(`The files hold ${found} of ${total} members of the ${house} who can be used.`)
  }
  if (expected.size === 0 && reasons.length === 0) reasons.push('The files hold no page of api/Members/Search with members on it.')
  const [first] = reasons
  if (first !== undefined) yield { kind: 'partial', reason: first }
}
