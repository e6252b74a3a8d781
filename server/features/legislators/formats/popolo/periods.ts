import { z } from 'zod'
import { UnreadableFile } from '../format.ts'
import { readAs } from '../reading/json.ts'
import { quoted } from '../reading/quoted.ts'
import { firstDayOf, lastDayOf } from '../reading/terms.ts'
import type { PopoloDocument } from './document.ts'

const date = z.string().nullish()
const event = z.object({
  id: z.string(),
  name: z.string().nullish(),
  classification: z.string(),
  organization_id: z.string().nullish(),
  start_date: date,
  end_date: date,
})

/** A legislative period; the day of its end is null where nothing tells that it has ended or will. */
export type Period = { id: string; startsOn: string; endsOn: string | null; hasEnded: boolean }

/**
 * The period that runs today: the latest that has begun, or the one of the setting `period`. One without
 * an end of its own has ended with the start of the next or, as the files stopped being kept up, with
 * the next general election. Null when the file has no periods.
 * @param legislature id of the organization whose periods count
 * @throws UnreadableFile when the wanted period is not in the file
 */
export function findPeriod(document: PopoloDocument, legislature: string, wanted: string | undefined, today: string): Period | null {
  const events = document.events.flatMap((item) => {
    const found = readAs(event, item)
    const start = 'value' in found ? firstDayOf(found.value.start_date ?? '') : null
    return 'value' in found && start !== null ? [{ ...found.value, start }] : []
  })
  const periods = events
    .filter((it) => it.classification === 'legislative period' && (it.organization_id ?? legislature) === legislature)
    .sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0))
  const begun = periods.filter((it) => it.start <= today)
  const period = wanted === undefined ? (begun.at(-1) ?? periods[0]) : periods.find((it) => it.id === wanted || it.id === `term/${wanted}`)
  if (!period) {
    if (wanted === undefined) return null
    throw new UnreadableFile(`${document.name} has no period ${quoted(wanted)}. Its periods are: ${namesOf(periods)}.`)
  }
  const next = periods[periods.indexOf(period) + 1]
  const election = events.find((it) => it.classification === 'general election' && it.start > period.start)
  const electedOn = lastDayOf(election?.start_date ?? '')
  const endsOn = lastDayOf(period.end_date ?? '') ?? next?.start ?? (electedOn !== null && electedOn <= today ? electedOn : null)
  return { id: period.id, startsOn: period.start, endsOn, hasEnded: endsOn !== null && endsOn <= today }
}

function namesOf(periods: { id: string }[]): string {
  return periods
    .slice(-10)
    .map(({ id }) => quoted(id))
    .join(', ')
}
