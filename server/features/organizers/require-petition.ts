import type { Database } from '../../db/database.ts'
import type { PetitionRow } from '../petitions/queries.ts'
import { findPetition } from '../petitions/queries.ts'
import { nothingThere } from './errors.ts'

/**
 * The published petition of an address, if it is one of the campaign's.
 * @throws Problem not-found
 */
export async function requirePetition(db: Database, { campaign, slug }: { campaign: string; slug: string }): Promise<PetitionRow> {
  const petition = await findPetition(db, slug)
  if (petition?.campaignId !== campaign) throw nothingThere()
  return petition
}
