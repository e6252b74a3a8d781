import type { Transaction } from '../../../db/database.ts'
import type { LegislatorRecord } from '../formats/format.ts'
import type { KnownDivision, KnownTerm } from './queries.ts'
import { insertSeat, insertTerm, listHolders, listSeats, updateTerm } from './queries.ts'
import type { Holder, Seat } from './seating-rules.ts'
import { chooseSeat, isSamePerson } from './seating-rules.ts'

type Term = Holder & KnownTerm

/** What giving somebody their seat changed: nothing, the dates, or the seat; `full` when there is none for them. */
export type Seated = { outcome: 'kept' | 'dates' | 'seat' | 'full'; succeeds: Holder | null }

export type Seating = {
  /** How many held a seat when the import began: those of the set of data, and those of its chambers by any. */
  before: { ofSet: number; ofAny: number }
  /** The holder of a seat of the division who has this name, or null. */
  findInDivision(divisionId: number, name: string): string | null
  /**
   * Ends what somebody holds beside a division in its chamber, and elsewhere by the word of the same set
   * of data. Call for everybody before anyone is seated: others follow them there.
   */
  leaveOthers(legislatorId: string, division: KnownDivision): Promise<void>
  /** Gives somebody a seat of a division. */
  seat(legislatorId: string, division: KnownDivision, record: LegislatorRecord, named: ReadonlySet<string>): Promise<Seated>
  /** Ends the terms of the set of data whose holders are not named. @returns who and where */
  endUnnamed(named: ReadonlySet<string>): Promise<string[]>
}

/** Seats and terms of chambers as an import finds and changes them. */
export async function openSeating(
  tx: Transaction,
  { chamberKeys, source, today, isPartial }: { chamberKeys: string[]; source: string; today: string; isPartial: boolean },
): Promise<Seating> {
  const seats = await listSeats(tx, chamberKeys)
  const terms = new Map((await listHolders(tx, chamberKeys, source)).map((term) => [term.termId, term]))
  const byDivision = Map.groupBy(terms.values(), ({ divisionId }) => divisionId)
  const byPerson = Map.groupBy(terms.values(), ({ legislatorId }) => legislatorId)
  const current = (list: Term[] | undefined) => (list ?? []).filter(({ termId }) => terms.has(termId))

  async function end(term: Term): Promise<void> {
    await updateTerm(tx, term.termId, { endedOn: today })
    terms.delete(term.termId)
  }

  async function keep(term: Term, { startsOn, endsOn }: LegislatorRecord): Promise<Seated> {
    const dates = { startsOn: startsOn ?? term.startsOn, endsOn: endsOn ?? null }
    const isSame = term.startsOn === dates.startsOn && term.endsOn === dates.endsOn
    if (!isSame || term.source !== source) await updateTerm(tx, term.termId, { ...dates, source })
    Object.assign(term, dates, { source })
    return { outcome: isSame ? 'kept' : 'dates', succeeds: null }
  }

  async function addSeat(divisionId: number, number: number, label: string | null): Promise<Seat> {
    const seat = await insertSeat(tx, { divisionId, number, label })
    seats.set(divisionId, [...(seats.get(divisionId) ?? []), seat])
    return seat
  }

  async function take(
    legislatorId: string,
    division: KnownDivision,
    record: LegislatorRecord,
    named: ReadonlySet<string>,
  ): Promise<Seated> {
    const label = record.seatLabel ?? null
    const own = seats.get(division.id) ?? []
    const holders = current(byDivision.get(division.id))
    const choice = chooseSeat({ label, seats: own, holders, capacity: division.capacity, named, isPartial })
    if (!choice) return { outcome: 'full', succeeds: null }
    const replaced = 'seat' in choice ? terms.get(choice.replaces?.termId ?? 0) : undefined
    if (replaced) await end(replaced)
    const seat = 'seat' in choice ? choice.seat : await addSeat(division.id, choice.newNumber, label)
    const row = { legislatorId, seatId: seat.id, source, startsOn: record.startsOn ?? null, endsOn: record.endsOn ?? null }
    const termId = await insertTerm(tx, row)
    const place = { divisionId: division.id, divisionName: division.name, chamberKey: division.chamberKey }
    const term = { ...row, ...place, termId, name: record.name }
    terms.set(termId, term)
    byDivision.set(division.id, [...(byDivision.get(division.id) ?? []), term])
    return { outcome: 'seat', succeeds: replaced ?? null }
  }

  return {
    before: { ofSet: [...terms.values()].filter((term) => term.source === source).length, ofAny: terms.size },
    findInDivision: (divisionId, name) =>
      current(byDivision.get(divisionId)).find((term) => isSamePerson(term.name, name))?.legislatorId ?? null,
    async leaveOthers(legislatorId, division) {
      for (const term of current(byPerson.get(legislatorId))) {
        const isOther = term.divisionId !== division.id
        if (isOther && (term.chamberKey === division.chamberKey || term.source === source)) await end(term)
      }
    },
    async seat(legislatorId, division, record, named) {
      const kept = current(byPerson.get(legislatorId)).find((term) => term.divisionId === division.id)
      return kept ? keep(kept, record) : take(legislatorId, division, record, named)
    },
    async endUnnamed(named) {
      const gone = [...terms.values()].filter((term) => term.source === source && !named.has(term.legislatorId))
      for (const term of gone) await end(term)
      return gone.map(({ name, divisionName }) => `${name} – ${divisionName}`)
    },
  }
}
