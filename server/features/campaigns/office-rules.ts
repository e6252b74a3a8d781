import { dayMs, hourMs, utcDay } from '../../lib/clock.ts'
import { repeated } from './ledger-rules.ts'
import type { Pack } from './pack.ts'
import type { PackOffice } from './pack-office.ts'

/** Bodies move and offices are renamed: after this, where one can be reached is looked up again. */
const checkedForDays = 365

/** It is tomorrow already where the day begins first. */
const earliestZoneMs = 14 * hourMs

/**
 * What is wrong with the offices of a pack, one sentence each with file, id and fix.
 * @param now without it, no day is taken for one to come
 */
export function officeFaults({ offices }: Pack, now?: Date): string[] {
  return [
    ...repeated('offices.json', offices, []),
    ...offices.flatMap((office) =>
      [...reachFaults(office), ...dayFaults(office, now)].map((fault) => `offices.json: ${office.id}: ${fault}`),
    ),
  ]
}

/**
 * What organizers should know of the offices of a pack, though it is no fault.
 * @param now without it, none is looked up too long ago
 */
export function officeWarnings({ offices, asks }: Pack, now?: Date): string[] {
  const oldest = now && utcDay(new Date(now.getTime() - checkedForDays * dayMs))
  const old = offices.filter(({ checkedOn }) => oldest !== undefined && checkedOn < oldest)
  const unnamed = offices.filter(({ id }) => !asks.some((ask) => ask.offices.includes(id)))
  return [
    ...old.map(
      ({ id, checkedOn }) =>
        `offices.json: ${id}: was checked on ${checkedOn}, more than ${checkedForDays} days ago; look it up again and set checkedOn`,
    ),
    ...unnamed.map(({ id }) => `offices.json: ${id}: no ask goes to it; name it in the offices of one, or take it out`),
  ]
}

function reachFaults({ postal, email, form }: PackOffice): string[] {
  if (postal !== null || email !== null || form !== null) return []
  return ['has no postal address, no e-mail address and no form; add what its body publishes, or take it out']
}

function dayFaults({ checkedOn }: PackOffice, now?: Date): string[] {
  if (!now || checkedOn <= utcDay(new Date(now.getTime() + earliestZoneMs))) return []
  return [`has checkedOn ${checkedOn}, which is to come; write the day on which it was looked up`]
}
