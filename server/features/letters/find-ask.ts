import type pg from 'pg'
import type { Ask } from '#contract/campaigns.ts'
import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { ShortMemory } from '../../lib/short-memory.ts'
import type { PublicLedger } from '../campaigns/read-ledger.ts'
import { readAsks, readLedger } from '../campaigns/read-ledger.ts'
import { findLegislators } from '../legislators/find-legislators.ts'
import type { KnownChamber } from '../legislators/queries.ts'
import type { Services } from '../legislators/services/ask-services.ts'
import { letterNotFound } from './errors.ts'
import type { Recipient } from './recipients.ts'
import { findRecipient, recipientFault, recipientOfLegislator, requireOffice } from './recipients.ts'

export type LookupContext = { db: Database; pool: pg.Pool; clock: Clock; services: Services; chambers: ShortMemory<KnownChamber[]> }

/**
 * An open ask that letters are written for, with the campaign's ledger.
 * @throws Problem not-found where there is none of this id, or nobody writes a letter for it
 */
export async function findLetterAsk(ctx: { db: Database }, id: string): Promise<{ ask: Ask; ledger: PublicLedger }> {
  const ledger = await readLedger(ctx)
  const ask = (await readAsks(ctx, ledger)).find((one) => one.id === id)
  if (!ask?.hasForm || (ask.kind !== 'letter' && ask.kind !== 'institution')) throw letterNotFound()
  return { ask, ledger }
}

/** True of the key of a chamber whose members an ask's letters go to. */
export function goesTo({ chambers }: Pick<Ask, 'chambers'>, key: string): boolean {
  const words = key.split('-')
  return chambers.some((pattern) => {
    const wanted = pattern.split('-')
    return wanted.length === words.length && wanted.every((word, place) => word === '*' || word === words[place])
  })
}

/**
 * The addressee, if they are one of this ask and, being a legislator, represent where the writer lives.
 * @throws Problem invalid-input where they do not
 */
export async function findAddressee(
  ctx: LookupContext,
  { ask, ledger }: { ask: Ask; ledger: PublicLedger },
  written: { recipient: string; country?: string | undefined; postcode?: string | undefined },
): Promise<Recipient> {
  const [kind, id = ''] = written.recipient.split(':')
  if (kind === 'office') {
    requireOffice(
      ask.offices.map(({ id: office }) => office),
      id,
    )
    const office = await findRecipient(ctx, ledger.campaignId, written.recipient)
    if (office) return office
    throw recipientFault('recipient-unknown')
  }
  const { country, postcode } = written
  if (!country) throw recipientFault('recipient-elsewhere')
  const lookup = await findLegislators(ctx, { country, postcode, isWanted: (chamber) => goesTo(ask, chamber) })
  const person = lookup.legislators.find(({ seat }) => seat === Number(id))
  if (!person) throw recipientFault('recipient-elsewhere')
  return recipientOfLegislator(person, lookup)
}
