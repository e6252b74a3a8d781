import type { Alarm, Overview, PetitionOverview } from '#contract/organize/figures.ts'
import type { Database } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { minuteMs } from '../../../lib/clock.ts'
import { getCount } from '../../ledger/queries.ts'
import { hourOf } from '../../ledger/rules.ts'
import type { PetitionRow } from '../../petitions/queries.ts'
import { listPetitions } from '../../petitions/queries.ts'
import { isOpen } from '../../petitions/rules.ts'
import { countUncounted, listCountryShares, listLetterStates, listProviderShares, listRates, readMailQueue } from './queries.ts'
import { suddenShare } from './rules.ts'

type Context = { db: Database; clock: Clock }

const mostPetitions = 200
/** A mail that waits longer than this, or a signature that is not counted for so long, is worth a look. */
const slowMs = 15 * minuteMs

/** How many, how fast, and is anything wrong: every published petition of a campaign, its mail and its letters. */
export async function readOverview(ctx: Context, input: { campaignId: string }): Promise<Overview> {
  const { db } = ctx
  const rows = (await listPetitions(db, { limit: mostPetitions, after: null })).filter(({ campaignId }) => campaignId === input.campaignId)
  const petitions = await overviewsOf(ctx, rows)
  const [mail, letters, alarms] = await Promise.all([readMailQueue(db), listLetterStates(db, input.campaignId), listShareAlarms(ctx, rows)])
  return {
    at: ctx.clock.now().toISOString(),
    petitions,
    mail: { ...mail, oldestAt: mail.oldestAt?.toISOString() ?? null },
    letters,
    alarms: [...alarms, ...standingAlarms(ctx.clock.now(), { petitions, mail, letters })],
  }
}

/** The same of each petition, in the order given. */
export async function overviewsOf({ db, clock }: Context, rows: PetitionRow[]): Promise<PetitionOverview[]> {
  const now = clock.now()
  const rates = await listRates(
    db,
    rows.map(({ id }) => id),
    hourOf(now),
  )
  return Promise.all(
    rows.map(async (row) => {
      const [published, uncounted] = await Promise.all([getCount(db, row), countUncounted(db, row.id)])
      return {
        slug: row.slug,
        title: row.text.title,
        state: isOpen(row, now) ? 'open' : 'closed',
        openedAt: row.openedAt.toISOString(),
        closesAt: row.closesAt?.toISOString() ?? null,
        ...published,
        goal: row.goals.toSorted((a, b) => a - b).find((goal) => goal > published.count) ?? null,
        rate: rates.get(row.id) ?? { thisHour: 0, lastHour: 0, hourBefore: 0, lastDay: 0, dayBefore: 0 },
        ...uncounted,
      } as const
    }),
  )
}

async function listShareAlarms({ db, clock }: Context, rows: PetitionRow[]): Promise<Alarm[]> {
  const thisHour = hourOf(clock.now())
  const found = await Promise.all(
    rows.map(async ({ id, slug }): Promise<Alarm[]> => {
      const country = suddenShare(await listCountryShares(db, id, thisHour))
      const provider = suddenShare(await listProviderShares(db, id, thisHour))
      return [
        ...(country ? [{ kind: 'country' as const, petition: slug, ...country }] : []),
        ...(provider ? [{ kind: 'provider' as const, petition: slug, ...provider }] : []),
      ]
    }),
  )
  return found.flat()
}

function standingAlarms(
  now: Date,
  {
    petitions,
    mail,
    letters,
  }: Pick<Overview, 'petitions' | 'letters'> & { mail: { waiting: number; failing: number; oldestAt: Date | null } },
): Alarm[] {
  const isOlder = (moment: Date | null) => moment !== null && now.getTime() - moment.getTime() > slowMs
  const heldLetters = letters.find(({ state }) => state === 'held')?.letters ?? 0
  return [
    ...(mail.failing > 0 || isOlder(mail.oldestAt)
      ? [{ kind: 'mail' as const, petition: null, mark: null, of: mail.waiting, many: mail.failing }]
      : []),
    ...(heldLetters > 0 ? [{ kind: 'held-letters' as const, petition: null, mark: null, of: heldLetters, many: heldLetters }] : []),
    ...petitions
      .filter(({ waiting, asOf }) => waiting > 0 && isOlder(new Date(asOf)))
      .map(({ slug, waiting }) => ({ kind: 'counting' as const, petition: slug, mark: null, of: waiting, many: waiting })),
  ]
}
