import { Problem } from '#contract/problem.ts'
import type { Config } from '../../../config.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { readLedger } from '../../campaigns/read-ledger.ts'
import { readPetition } from '../../ledger/read-petitions.ts'
import type { ShareCard } from './draw-share-card.ts'

type Context = { db: Database; clock: Clock; config: Config }

export async function getHomeCard(ctx: Context): Promise<ShareCard> {
  const { campaign } = await readLedger(ctx)
  return { kicker: ctx.config.site.name, title: campaign.title, figure: null, beside: null, foot: hostOf(ctx) }
}

/**
 * A petition with the count of its last checkpoint; before the first one, without a number.
 * @throws Problem petition-not-found
 */
export async function getPetitionCard(ctx: Context, slug: string): Promise<ShareCard> {
  const { petition, count } = await readPetition(ctx, slug)
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(count.asOf))
  return {
    kicker: `A petition to the ${petition.addressee}`,
    title: petition.title,
    figure:
      count.count > 0 ? { value: new Intl.NumberFormat('en-GB').format(count.count), label: `confirmed signatures, as of ${day}` } : null,
    beside: null,
    foot: hostOf(ctx),
  }
}

/**
 * A claim in the ledger's words and, in the same size, who says it and all that must stand beside it:
 * the denial where it is contested, its note and its companions. What is graphic has no card: nothing of it stands in a preview.
 * @throws Problem not-found
 */
export async function getFactCard(ctx: Context, id: string): Promise<ShareCard> {
  const ledger = await readLedger(ctx)
  const fact = ledger.fact(id)
  if (!fact || fact.graphic) throw new Problem('not-found')
  const denial = ledger.isContested(fact) ? ledger.facts.find(({ kind }) => kind === 'denial') : null
  const { facts, events } = ledger.companionsOf(fact)
  const companions = [...facts.map(({ display }) => display), ...events.map(({ what }) => what)]
  const beside = [`${fact.attributedTo.name}, ${fact.asOf}.`, denial?.display, fact.note, ...companions]
  return {
    kicker: `2014 article · ${fact.confidence}`,
    title: fact.display,
    figure: null,
    beside: beside.filter(Boolean).join(' '),
    foot: hostOf(ctx),
  }
}

function hostOf({ config }: Context): string {
  return config.http.publicUrl.host
}
