import type { ChamberRecord, DivisionRecord, ImportRecord, LegislatorRecord } from '../format.ts'

/** What one record of a file says of a seat: who holds it, and where. */
export type SeatReading = {
  at: string
  /** Sentences, also of what was left out of a person who can be used. */
  faults: string[]
  found?: {
    /** Given when the chamber is not built in. */
    chamber?: ChamberRecord
    /** Where the seat is named by key: its division, after those around it. */
    divisions?: DivisionRecord[]
    legislator: LegislatorRecord
  }
  /** True when somebody who may sit today had to be left out. */
  isMissing: boolean
}

/** A record of somebody who may sit today, which cannot be used. */
export function unusable(at: string, fault: string): SeatReading {
  return { at, faults: [fault], isMissing: true }
}

/** A record of somebody who does not sit today, worth a word. */
export function passedOver(at: string, fault: string): SeatReading {
  return { at, faults: [fault], isMissing: false }
}

/** What a run knows over all its files. */
export type SeatRun = { seen: Set<string>; isWhole: boolean }

export function createSeatRun(): SeatRun {
  return { seen: new Set(), isWhole: true }
}

/** Each chamber and each division once, before the first who sits there; a person once for each seat. */
export function* recordsOf({ at, faults, found, isMissing }: SeatReading, run: SeatRun): Iterable<ImportRecord> {
  if (isMissing) run.isWhole = false
  for (const reason of faults) yield { kind: 'fault', at, reason }
  if (!found) return
  const { chamber, divisions = [], legislator } = found
  if (!isFirst(run, 'seat', [legislator.ids[0], legislator.chamber, legislator.division])) return
  if (chamber && isFirst(run, 'chamber', chamber.key)) yield chamber
  for (const division of divisions) if (isFirst(run, 'division', division.key)) yield division
  yield legislator
}

/** Comes after all files: that nobody may be taken to have left, when somebody could not be read. */
export function* partOf({ isWhole }: SeatRun): Iterable<ImportRecord> {
  if (!isWhole) yield { kind: 'partial', reason: 'Some who may sit could not be read; the faults say which.' }
}

function isFirst({ seen }: SeatRun, kind: string, key: unknown): boolean {
  const text = JSON.stringify([kind, key])
  if (seen.has(text)) return false
  seen.add(text)
  return true
}
