import type { HeldLetterItem } from '#contract/organize/letters.ts'
import type { Database, Handle } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import type { Keys } from '../../../lib/keys.ts'
import { listHeld, readHeld, refuseLetter, releaseLetter } from '../../letters/organize-letters.ts'
import type { Organizer } from '../accounts/permit.ts'
import { openProfile } from '../accounts/profile.ts'
import { noteDoing } from '../audit/queries.ts'
import { nothingThere } from '../errors.ts'

type Context = { db: Database; clock: Clock; keys: Keys }
type OfLetter = { by: Organizer; campaignId: string; id: string }

/** Letters of a campaign that wait until somebody has looked at them, the oldest first. */
export async function readHeldLetters(ctx: Pick<Context, 'db'>, campaignId: string): Promise<{ items: HeldLetterItem[] }> {
  const held = await listHeld(ctx.db, campaignId)
  return { items: held.map(({ confirmedAt, ...letter }) => ({ ...letter, confirmedAt: confirmedAt?.toISOString() ?? null })) }
}

/**
 * The words of a held letter. That somebody read them is written down before they are given.
 * @throws Problem not-found where it is held no more
 */
export async function openLetter(ctx: Context, input: OfLetter): Promise<{ subject: string; text: string }> {
  await requireHeld(ctx, input)
  await note(ctx.db, ctx, input, 'letter-opened')
  const words = await readHeld(ctx, input.id)
  if (!words) throw nothingThere()
  return words
}

/** @throws Problem not-found where it is held no more */
export async function releaseHeld(ctx: Context, input: OfLetter): Promise<void> {
  await requireHeld(ctx, input)
  const decision = { id: input.id, by: initialsOf(ctx.keys, input.by) }
  if (!(await releaseLetter(ctx, decision, (tx) => note(tx, ctx, input, 'letter-released')))) throw nothingThere()
}

/** @throws Problem not-found where it is held no more */
export async function refuseHeld(ctx: Context, input: OfLetter & { reason: string }): Promise<void> {
  await requireHeld(ctx, input)
  const decision = { id: input.id, by: initialsOf(ctx.keys, input.by), reason: input.reason }
  if (!(await refuseLetter(ctx, decision, (tx) => note(tx, ctx, input, 'letter-refused')))) throw nothingThere()
}

async function requireHeld({ db }: Context, { campaignId, id }: OfLetter): Promise<void> {
  const held = await listHeld(db, campaignId)
  if (!held.some((letter) => letter.id === id)) throw nothingThere()
}

async function note(
  db: Handle,
  { clock }: Pick<Context, 'clock'>,
  { by, campaignId, id }: OfLetter,
  action: 'letter-opened' | 'letter-released' | 'letter-refused',
): Promise<void> {
  await noteDoing(db, { at: clock.now(), organizerId: by.id, campaignId, action, details: { letter: id } })
}

/** What a letter's own record says of who decided: its writer may see that record, and learns no name from it. */
function initialsOf(keys: Keys, { id, profileCipher }: Organizer): string {
  const { name } = openProfile(keys, id, profileCipher)
  return name
    .split(/\s+/)
    .slice(0, 3)
    .map((part) => [...part][0] ?? '')
    .join('')
}
