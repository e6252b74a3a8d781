import type { Database, Transaction } from '../../db/database.ts'
import { inTransaction } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import { successionFaults } from '../campaigns/correction-rules.ts'
import type { Pack, PackPetition } from '../campaigns/pack.ts'
import { lockCampaigns, replaceCampaign } from '../campaigns/queries.ts'
import { packFaults } from '../campaigns/rules.ts'
import { findPack } from './find-pack.ts'
import { deleteTexts, insertPetition, insertTexts, updatePetition } from './queries.ts'
import { textSha256 } from './rules.ts'

const lists = ['facts', 'timeline', 'asks', 'offices', 'petitions', 'translations'] as const

/** What an import changed, or would change: ids by what happens to them. */
export type Changes = { what: (typeof lists)[number]; added: string[]; changed: string[]; gone: string[] }[]

export type Imported = { faults: string[]; changes: Changes }

/**
 * Puts a checked pack in the place of the campaign that the site has, or into an empty database.
 * Petitions that the pack does not have stay as they are. With a fault nothing is changed: a
 * published claim that changes without a correction, a published text version that differs, or a
 * campaign of another name.
 */
export async function importCampaign(
  ctx: { db: Database; clock: Clock },
  input: { pack: Pack; isDryRun: boolean; isDue?(before: Pack | null): boolean },
): Promise<Imported> {
  return inTransaction(ctx.db, async (tx) => {
    await lockCampaigns(tx)
    const before = await findPack(tx)
    if (input.isDue && !input.isDue(before)) return { faults: [], changes: [] }
    const faults = before ? importFaults(before, input.pack) : []
    const changes = changesOf(before, input.pack)
    if (faults.length === 0 && !input.isDryRun) await store(tx, before, input.pack, ctx.clock.now())
    return { faults, changes }
  })
}

function importFaults(before: Pack, after: Pack): string[] {
  if (before.campaign.slug !== after.campaign.slug) {
    return [`campaign.json: this site has the campaign "${before.campaign.slug}" and takes no second one, "${after.campaign.slug}"`]
  }
  // A petition that only the database has rests on the same ledger.
  const others = before.petitions.filter(({ slug }) => !after.petitions.some((petition) => petition.slug === slug))
  const orphaned = packFaults({ ...after, petitions: [...after.petitions, ...others] }).filter(
    (fault) => !packFaults(after).includes(fault),
  )
  return [...successionFaults(before, after), ...orphaned, ...after.petitions.flatMap((petition) => textFaults(before, petition))]
}

/** Signatures bind to the words signed: a published version never changes, and none goes. */
function textFaults({ petitions }: Pack, after: PackPetition): string[] {
  const before = petitions.find(({ slug }) => slug === after.slug)
  if (!before || before.state === 'draft') return []
  const file = `petitions/${after.slug}.json`
  if (before.addressee !== after.addressee) return [`${file}: the addressee of a published petition stays "${before.addressee}"`]
  const faults = after.state === 'draft' ? [`${file}: is published and cannot become a draft again; close it instead`] : []
  for (const { version, publishedAt: _at, ...text } of before.versions) {
    const now = after.versions.find((other) => other.version === version)
    if (!now || !textSha256(before.addressee, text).equals(textSha256(after.addressee, now))) {
      faults.push(`${file}: version ${version} is published and signed; leave it as it was, and add the new text as the next version`)
    }
  }
  return faults
}

async function store(tx: Transaction, before: (Pack & { id: string }) | null, pack: Pack, now: Date): Promise<void> {
  const campaignId = await replaceCampaign(tx, pack, now)
  for (const { versions, openedAt, closesAt, ...petition } of pack.petitions) {
    const row = { ...petition, campaignId, openedAt: dateOf(openedAt), closesAt: dateOf(closesAt) }
    const texts = versions.map(({ version, publishedAt, ...text }) => ({ version, publishedAt: new Date(publishedAt), text }))
    const known = before?.petitions.find(({ slug }) => slug === petition.slug)
    if (!known) await insertPetition(tx, { ...row, versions: texts })
    else {
      const petitionId = await updatePetition(tx, row)
      if (known.state === 'draft') await deleteTexts(tx, petitionId)
      await insertTexts(tx, { petitionId, addressee: row.addressee, versions: texts })
    }
  }
}

const dateOf = (moment: string | null) => (moment === null ? null : new Date(moment))

function changesOf(before: Pack | null, after: Pack): Changes {
  const listsOf = ({ facts, timeline, asks, offices, petitions, translations }: Pack) => ({
    facts: facts.map((item) => ({ key: item.id, item })),
    timeline: timeline.map((item) => ({ key: item.id, item })),
    asks: asks.map((item) => ({ key: item.id, item })),
    offices: offices.map((item) => ({ key: item.id, item })),
    petitions: petitions.map((item) => ({ key: item.slug, item })),
    translations: translations.map((item) => ({ key: item.locale, item })),
  })
  const now = listsOf(after)
  const then = before && listsOf(before)
  return lists.map((what) => {
    const old = new Map((then?.[what] ?? []).map(({ key, item }) => [key, spelled(item)]))
    const current = new Map(now[what].map(({ key, item }) => [key, spelled(item)]))
    return {
      what,
      added: [...current.keys()].filter((key) => !old.has(key)),
      changed: [...current].filter(([key, text]) => old.has(key) && old.get(key) !== text).map(([key]) => key),
      gone: what === 'petitions' ? [] : [...old.keys()].filter((key) => !current.has(key)),
    }
  })
}

/** The same text for the same content, whatever the order of the keys. */
function spelled(value: unknown): string {
  return JSON.stringify(value, (_key, part) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  )
}
