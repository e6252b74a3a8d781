import type { PageData } from '#contract/pages.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { readAsks, readLedger } from '../campaigns/read-ledger.ts'
import { getCount } from '../ledger/queries.ts'
import { petitionOf, readPetitions } from '../ledger/read-petitions.ts'
import { findPetition } from '../petitions/queries.ts'
import { eventEntriesOf, evidenceOf, factEntryOf } from './evidence/rules.ts'
import { signFormOf } from './get-petition-page.ts'
import { emptyForm } from './refuse-form.ts'

const mostPetitions = 10
const mostAsks = 4

/**
 * What is asked, the count and the form of the campaign's first petition, the key facts, and what
 * changed since.
 * @throws Problem not-found when the site has no campaign
 */
export async function getHomePage(ctx: { db: Database; clock: Clock; keys: Keys }, locale: string): Promise<PageData['home']> {
  const ledger = await readLedger(ctx, locale)
  const { title, summary, keyFacts, changedSince, leadPetition } = ledger.campaign
  const { items } = await readPetitions(ctx, { limit: mostPetitions })
  const lead = await findLead(ctx, leadPetition, locale)
  const asks = (await readAsks(ctx, ledger)).slice(0, mostAsks)
  return {
    ...evidenceOf(ledger),
    campaign: { title, summary },
    facts: keyFacts.flatMap((id) => ledger.fact(id) ?? []).map((fact) => factEntryOf(ledger, fact)),
    changedSince: eventEntriesOf(ledger, changedSince),
    lead,
    petitions: items.filter(({ slug }) => slug !== lead?.petition.slug),
    asks: asks.map((ask) => ({ id: ask.id, title: ask.title, body: ask.targets[0]?.body ?? '' })),
  }
}

async function findLead(ctx: { db: Database; clock: Clock; keys: Keys }, slug: string, locale: string): Promise<PageData['home']['lead']> {
  const row = await findPetition(ctx.db, slug)
  if (!row) return null
  const count = await getCount(ctx.db, row)
  const petition = petitionOf(row, count.count, ctx.clock.now())
  return petition.state === 'open' ? { ...signFormOf(ctx, locale, emptyForm), petition, count } : null
}
