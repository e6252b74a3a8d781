import { and, eq, getTableColumns, inArray, isNull, or, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../../../db/database.ts'
import type { ChamberRecord, ChannelRecord, DivisionRecord, Identifier } from '../formats/format.ts'
import { chambers, divisions, legislatorChannels, legislatorIdentifiers, legislatorImports, legislators, seats, terms } from '../tables.ts'
import type { Holder, Seat } from './seating-rules.ts'

/** Imports wait for one another: each compares with what the last one left. Held until the transaction ends. */
export async function lockImports(tx: Transaction): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('legislators:import', 0))`)
}

export async function insertImport(tx: Transaction, row: typeof legislatorImports.$inferInsert): Promise<void> {
  await tx.insert(legislatorImports).values(row)
}

/** Stores chambers, or what is new about them. */
export async function saveChambers(tx: Transaction, rows: ChamberRecord[]): Promise<void> {
  for (const { kind: _kind, ...chamber } of rows) {
    await tx.insert(chambers).values(chamber).onConflictDoUpdate({ target: chambers.key, set: chamber })
  }
}

/** A division, and how many seats it has: its own number, else its chamber's, else null. */
export type KnownDivision = typeof divisions.$inferSelect & { capacity: number | null }

/** All divisions that chambers ever had. Index: `divisions_chamber_key_idx`. */
export async function listDivisions(tx: Transaction, chamberKeys: string[]): Promise<KnownDivision[]> {
  if (chamberKeys.length === 0) return []
  return tx
    .select({ ...getTableColumns(divisions), capacity: sql<number | null>`coalesce(${divisions.seats}, ${chambers.seatsPerDivision})` })
    .from(divisions)
    .innerJoin(chambers, eq(chambers.key, divisions.chamberKey))
    .where(inArray(divisions.chamberKey, chamberKeys))
}

export async function insertDivisions(tx: Transaction, rows: DivisionRecord[]): Promise<void> {
  for (let first = 0; first < rows.length; first += 1000) {
    await tx.insert(divisions).values(
      rows.slice(first, first + 1000).map(({ key, chamber, name, country, isCountryWide, seats: own, validFrom, validTo }) => ({
        key,
        chamberKey: chamber,
        name,
        country,
        isCountryWide: isCountryWide ?? false,
        seats: own ?? null,
        validFrom: validFrom ?? null,
        validTo: validTo ?? null,
      })),
    )
  }
}

type DivisionRow = typeof divisions.$inferSelect
type DivisionChange = Partial<Omit<DivisionRow, 'id'>>

export async function updateDivision(tx: Transaction, id: number, change: DivisionChange): Promise<void> {
  await tx.update(divisions).set(change).where(eq(divisions.id, id))
}

/** Says which division lies in which; both are stored. */
export async function setParents(tx: Transaction, rows: { key: string; parent: string }[]): Promise<void> {
  if (rows.length === 0) return
  await tx.execute(sql`
    update ${divisions} child set parent_id = parent.id
    from unnest(${sql.param(rows.map(({ key }) => key))}::text[], ${sql.param(rows.map(({ parent }) => parent))}::text[]) as given (key, parent_key)
    join ${divisions} parent on parent.key = given.parent_key
    where child.key = given.key and child.parent_id is distinct from parent.id`)
}

/** Gives a division the seats of another that was the same place under a makeshift key, which ends today. */
export async function moveSeats(tx: Transaction, { from, to, today }: { from: number; to: number; today: string }): Promise<void> {
  await tx.execute(sql`
    update ${seats} moved set division_id = ${to}, number = moved.number + (select coalesce(max(number), 0) from ${seats} where division_id = ${to})
    where division_id = ${from}`)
  await tx.update(divisions).set({ validFrom: null, validTo: today }).where(eq(divisions.id, from))
}

/** Seats of chambers by division, in their order. */
export async function listSeats(tx: Transaction, chamberKeys: string[]): Promise<Map<number, Seat[]>> {
  const found = new Map<number, Seat[]>()
  if (chamberKeys.length === 0) return found
  const rows = await tx
    .select({ id: seats.id, number: seats.number, label: seats.label, divisionId: seats.divisionId })
    .from(seats)
    .innerJoin(divisions, eq(divisions.id, seats.divisionId))
    .where(inArray(divisions.chamberKey, chamberKeys))
    .orderBy(seats.divisionId, seats.number)
  for (const { divisionId, ...seat } of rows) found.set(divisionId, [...(found.get(divisionId) ?? []), seat])
  return found
}

/**
 * Seats of these chambers' present divisions that nobody holds, in words. A chamber of which nobody
 * is stored has no list yet, and none of its seats is called vacant.
 */
export async function listVacancies(tx: Handle, chamberKeys: string[], today: string): Promise<string[]> {
  if (chamberKeys.length === 0) return []
  const held = sql`(select count(*) from ${terms} t join ${seats} s on s.id = t.seat_id where s.division_id = d.id and t.ended_on is null)`
  const { rows } = await tx.execute<{ name: string; chamber: string; vacant: string }>(sql`
    select d.name, c.name as chamber, coalesce(d.seats, c.seats_per_division) - ${held} as vacant
    from ${divisions} d join ${chambers} c on c.key = d.chamber_key
    where c.key in ${chamberKeys} and coalesce(d.seats, c.seats_per_division) > ${held}
      and coalesce(d.valid_from, '-infinity') <= ${today}::date and coalesce(d.valid_to, 'infinity') > ${today}::date
      and exists (select 1 from ${terms} t join ${seats} s on s.id = t.seat_id join ${divisions} o on o.id = s.division_id
                  where o.chamber_key = c.key and t.ended_on is null)
    order by c.key, d.key`)
  return rows.map(({ name, chamber, vacant }) => `${name} (${chamber})${Number(vacant) > 1 ? `: ${vacant} seats` : ''}`)
}

/** Who holds a seat of these chambers, or came from this set of data wherever they sit. */
export async function listHolders(tx: Transaction, chamberKeys: string[], source: string): Promise<(Holder & KnownTerm)[]> {
  return tx
    .select({
      termId: terms.id,
      legislatorId: terms.legislatorId,
      seatId: terms.seatId,
      source: terms.source,
      startsOn: terms.startsOn,
      endsOn: terms.endsOn,
      name: legislators.name,
      divisionId: divisions.id,
      divisionName: divisions.name,
      chamberKey: divisions.chamberKey,
    })
    .from(terms)
    .innerJoin(seats, eq(seats.id, terms.seatId))
    .innerJoin(divisions, eq(divisions.id, seats.divisionId))
    .innerJoin(legislators, eq(legislators.id, terms.legislatorId))
    .where(
      and(
        isNull(terms.endedOn),
        or(eq(terms.source, source), chamberKeys.length > 0 ? inArray(divisions.chamberKey, chamberKeys) : sql`false`),
      ),
    )
    .orderBy(terms.id)
}

export type KnownTerm = { startsOn: string | null; endsOn: string | null; divisionId: number; divisionName: string; chamberKey: string }

/** People by any of their identifiers, as `scheme:value`. */
export async function findPeople(tx: Transaction, ids: Identifier[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await tx.execute<{ id: string; scheme: string; value: string }>(sql`
    select i.legislator_id as id, i.scheme, i.value
    from unnest(${sql.param(ids.map(({ scheme }) => scheme))}::text[], ${sql.param(ids.map(({ value }) => value))}::text[]) as asked (scheme, value)
    join ${legislatorIdentifiers} i using (scheme, value)`)
  return new Map(rows.map(({ id, scheme, value }) => [`${scheme}:${value}`, id]))
}

export type Person = typeof legislators.$inferSelect

export async function listPeople(tx: Transaction, ids: string[]): Promise<Map<string, Person>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.select().from(legislators).where(inArray(legislators.id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Channels by person and origin, in their order. */
export async function listChannels(tx: Transaction, ids: string[]): Promise<Map<string, ChannelRecord[]>> {
  const found = new Map<string, ChannelRecord[]>()
  if (ids.length === 0) return found
  const rows = await tx
    .select()
    .from(legislatorChannels)
    .where(inArray(legislatorChannels.legislatorId, ids))
    .orderBy(legislatorChannels.legislatorId, legislatorChannels.origin, legislatorChannels.position)
  for (const { legislatorId, origin, kind, value, label } of rows) {
    const key = `${legislatorId}/${origin}`
    found.set(key, [...(found.get(key) ?? []), { kind, value, ...(label === null ? {} : { label }) }])
  }
  return found
}

export async function savePersonRow(tx: Transaction, person: Person): Promise<void> {
  const { id: _id, ...columns } = person
  await tx.insert(legislators).values(person).onConflictDoUpdate({ target: legislators.id, set: columns })
}

/** Adds what else somebody is known by; an identifier that somebody has stays theirs. */
export async function addIdentifiers(tx: Transaction, legislatorId: string, ids: Identifier[]): Promise<void> {
  await tx
    .insert(legislatorIdentifiers)
    .values(ids.map((id) => ({ ...id, legislatorId })))
    .onConflictDoNothing()
}

export async function replaceChannels(tx: Transaction, legislatorId: string, origin: string, channels: ChannelRecord[]): Promise<void> {
  await tx.delete(legislatorChannels).where(and(eq(legislatorChannels.legislatorId, legislatorId), eq(legislatorChannels.origin, origin)))
  if (channels.length === 0) return
  await tx
    .insert(legislatorChannels)
    .values(channels.map(({ kind, value, label }, position) => ({ legislatorId, origin, position, kind, value, label: label ?? null })))
}

export async function insertSeat(tx: Transaction, row: { divisionId: number; number: number; label: string | null }): Promise<Seat> {
  const [seat] = await tx.insert(seats).values(row).returning({ id: seats.id, number: seats.number, label: seats.label })
  return seat as Seat
}

export async function insertTerm(tx: Transaction, row: typeof terms.$inferInsert): Promise<number> {
  const [term] = await tx.insert(terms).values(row).returning({ id: terms.id })
  return term?.id as number
}

export async function updateTerm(tx: Transaction, id: number, change: Partial<typeof terms.$inferInsert>): Promise<void> {
  await tx.update(terms).set(change).where(eq(terms.id, id))
}
