import { z } from 'zod'
import { lastDayOf, standingFault, standingOn } from '../reading/terms.ts'

const role = z.object({
  type: z.string(),
  district: z.union([z.string(), z.int()]).nullish(),
  jurisdiction: z.string(),
  start_date: z.string().nullish(),
  end_date: z.string().nullish(),
})

/** The roles of a person, legislative or executive, past ones too, in no order. */
export const roles = z.array(role)

/** One role, as it is in a file. */
export type Role = z.infer<typeof role>

/** The types of roles that are seats. */
export const seatTypes = ['upper', 'lower', 'legislature'] as const

/** Who left longer ago than this is not yielded, even as somebody whose term has ended. */
const rememberedDays = 366

/**
 * The seats that count, without repetition: those of today, or the one that ended last. None for
 * executives and for those who retired; a sentence when there is a seat that cannot be used.
 */
export function chooseRoles(all: Role[], today: string, isRetired: boolean): Role[] | { fault: string; mayHold: boolean } {
  const seats = all.filter(isSeat)
  const standings = seats.map((role) => ({ role, standing: standingOn(today, role) }))
  const current = standings.filter(({ standing }) => standing === 'current').map((it) => it.role)
  if (current.length > 0) return current.filter((it, i) => current.findIndex((other) => isSameSeat(it, other)) === i)
  const hasOffice = all.some((it) => !isSeat(it) && standingOn(today, it) === 'current')
  if (seats.length === 0 || hasOffice || isRetired) return []
  const flawed = standings.find(({ standing }) => standing === 'unknown') ?? standings.find(({ standing }) => standing === 'future')
  if (flawed) return { fault: standingFault(flawed.standing, flawed.role), mayHold: flawed.standing === 'unknown' }
  const last = seats.reduce((a, b) => (endOf(a) >= endOf(b) ? a : b))
  const daysAgo = (Date.parse(today) - Date.parse(endOf(last))) / 86_400_000
  if (daysAgo <= rememberedDays) return [last]
  return { fault: `The last seat ended on ${last.end_date}, so that the person was left out.`, mayHold: false }
}

function isSeat({ type }: Role): boolean {
  return seatTypes.some((it) => it === type)
}

function isSameSeat(a: Role, b: Role): boolean {
  return a.type === b.type && a.jurisdiction === b.jurisdiction && String(a.district) === String(b.district)
}

function endOf({ end_date }: Role): string {
  return lastDayOf(end_date ?? '') ?? ''
}
