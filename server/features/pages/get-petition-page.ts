import { consentIn } from '#contract/consent.ts'
import type { FormState, PageData, SignFormData } from '#contract/pages.ts'
import type { Database } from '../../db/database.ts'
import { mintFormAge } from '../../http/form-age.ts'
import type { Clock } from '../../lib/clock.ts'
import type { Keys } from '../../lib/keys.ts'
import { readLedger } from '../campaigns/read-ledger.ts'
import { readPetition } from '../ledger/read-petitions.ts'
import { countriesIn } from './countries-in.ts'
import { citationsOf, evidenceOf } from './evidence/rules.ts'

/**
 * All that the petition page shows, with the form as `form` says, and the petition's id.
 * @throws Problem petition-not-found
 */
export async function getPetitionPage(
  ctx: { db: Database; clock: Clock; keys: Keys },
  slug: string,
  form: FormState,
  locale: string,
): Promise<{ petitionId: string; data: PageData['petition'] }> {
  const { row, petition, count } = await readPetition(ctx, slug)
  const ledger = await readLedger(ctx, locale)
  const { text, textVersion } = petition
  const cited = [...new Set([...text.background, ...text.closing].flatMap((paragraph) => paragraph.cites))]
  const data = {
    ...evidenceOf(ledger),
    ...signFormOf(ctx, locale, form),
    petition,
    count,
    citations: citationsOf(ledger, cited),
    corrections: ledger.corrections.filter(({ item, on }) => cited.includes(item) && on >= textVersion.publishedAt.slice(0, 10)),
    support: ledger.campaign.support,
    isOpen: petition.state === 'open',
  }
  return { petitionId: row.id, data }
}

/** All that a form that signs needs but for the petition. */
export function signFormOf(ctx: { clock: Clock; keys: Keys }, locale: string, form: FormState): Omit<SignFormData, 'petition'> {
  const { sign, age, updates, publicName } = consentIn(locale)
  return {
    consent: { sign, age, updates, publicName },
    countries: countriesIn(locale),
    formAge: mintFormAge(ctx.keys, ctx.clock.now()),
    form,
  }
}
