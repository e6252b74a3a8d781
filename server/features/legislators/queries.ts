import { sql } from 'drizzle-orm'
import type pg from 'pg'
import type { Channel } from '#contract/legislators.ts'
import type { Handle } from '../../db/database.ts'
import { chambers, divisions, legislatorChannels, legislatorImports, postcodeDivisions, seats, terms } from './tables.ts'

export type FoundDivision = {
  id: number
  key: string
  name: string
  country: string
  chamberKey: string
  isCountryWide: boolean
  parentId: number | null
  /** Null where the number of seats is not known. */
  capacity: number | null
}

/**
 * Divisions of today in which a postcode lies, with the divisions around them and those of the whole
 * country; those in which it lay until it was ended or moved only of a chamber in which it lies in none
 * now. `isKnown`: some set of data has the postcode; `endedOn`: all that have it say that it was
 * ended, the last on this day. `keys` are divisions that an outside service named. Prepared once for
 * each connection, since planning takes longer than looking. Indexes: `postcode_divisions_postcode_key`,
 * `divisions_key_key`, `divisions_country_idx`.
 */
export async function findDivisions(
  pool: pg.Pool,
  asked: { country: string; postcode: string | null; keys?: string[] | null; today: string },
): Promise<{ divisions: FoundDivision[]; isKnown: boolean; endedOn: string | null }> {
  const { rows } = await pool.query<FoundDivision & { isKnown: boolean; endedOn: string | null }>({
    name: 'find-divisions',
    text: `
      with lying as (
        select p.division_id, d.chamber_key, p.ended_on, coalesce(p.ended_on <= $4::date, false) as is_ended
        from postcode_divisions p left join divisions d on d.id = p.division_id where p.postcode = $1 and p.country = $2
      ), near as (
        select division_id as id from lying l where division_id is not null
          and (not is_ended or not exists (select 1 from lying o where o.chamber_key = l.chamber_key and not o.is_ended))
        union select id from divisions where key = any($3::text[])
        union select id from divisions where is_country_wide and country = $2
      ), here as (
        select id from near
        union select d.parent_id from divisions d join near using (id) where d.parent_id is not null
      ), about as (
        select count(*) > 0 as "isKnown", case when bool_and(is_ended) then max(ended_on) end::text as "endedOn" from lying
      )
      select about.*, d.id, d.key, d.name, d.country, d.chamber_key as "chamberKey", d.is_country_wide as "isCountryWide",
             d.parent_id as "parentId", coalesce(d.seats, c.seats_per_division) as capacity
      from about
      left join here on true
      left join divisions d on d.id = here.id
        and coalesce(d.valid_from, '-infinity') <= $4::date and coalesce(d.valid_to, 'infinity') > $4::date
      left join chambers c on c.key = d.chamber_key
      order by d.chamber_key, d.key`,
    values: [asked.postcode ?? '', asked.country, asked.keys ?? [], asked.today],
  })
  const [first] = rows
  return { divisions: rows.filter(({ id }) => id !== null), isKnown: first?.isKnown ?? false, endedOn: first?.endedOn ?? null }
}

export type FoundPerson = {
  id: string
  seat: number
  divisionId: number
  name: string
  honorific: string | null
  salutation: string | null
  party: string | null
  languages: string[]
  website: string | null
  endsOn: string | null
  channels: Channel[]
}

/**
 * Who holds the seats of divisions now, by division and seat; one channel of a kind and value each. Prepared as
 * `findDivisions`; the select around the parameter keeps the planner from planning anew for each value, which takes thrice the time.
 */
export async function listHolders(pool: pg.Pool, divisionIds: number[]): Promise<FoundPerson[]> {
  if (divisionIds.length === 0) return []
  const { rows } = await pool.query<FoundPerson>({
    name: 'list-holders',
    text: `
      select l.id, s.id as seat, s.division_id as "divisionId", l.name, l.honorific, l.salutation, l.party, l.languages, l.website,
             t.ends_on::text as "endsOn", coalesce(ways.list, '[]') as channels
      from seats s
      join terms t on t.seat_id = s.id and t.ended_on is null
      join legislators l on l.id = t.legislator_id
      left join lateral (
        select json_agg(json_build_object('kind', kind, 'value', value, 'label', label) order by origin, position) as list
        from (select distinct on (kind, value) kind, value, label, origin, position from legislator_channels
              where legislator_id = l.id order by kind, value, origin, position) as own
      ) ways on true
      where s.division_id = any((select $1::integer[])::integer[])
      order by s.division_id, s.number`,
    values: [divisionIds],
  })
  return rows
}

/** The person of a seat with its division and chamber. */
export type Holder = FoundPerson & {
  division: { key: string; name: string; country: string }
  chamber: { key: string; name: string; legislature: string }
}

/** Who holds a seat now, or null. */
export async function findHolder(pool: pg.Pool, seatId: number): Promise<Holder | null> {
  const { rows } = await pool.query<Omit<Holder, keyof FoundPerson> & { divisionId: number }>(
    `select s.division_id as "divisionId", json_build_object('key', d.key, 'name', d.name, 'country', d.country) as division,
            json_build_object('key', c.key, 'name', c.name, 'legislature', c.legislature) as chamber
     from seats s join divisions d on d.id = s.division_id join chambers c on c.key = d.chamber_key where s.id = $1`,
    [seatId],
  )
  const place = rows[0]
  if (!place) return null
  const person = (await listHolders(pool, [place.divisionId])).find(({ seat }) => seat === seatId)
  return person ? { ...person, division: place.division, chamber: place.chamber } : null
}

export type KnownChamber = {
  key: string
  name: string
  legislature: string
  country: string
  /** Day of the last import that named people of it; null while there was none. */
  updatedOn: string | null
  hasPeople: boolean
  needsPostcode: boolean
}

/** Chambers whose divisions lie in a country, whether or not anybody is known of them. */
export async function listChambers(db: Handle, country: string): Promise<KnownChamber[]> {
  const { rows } = await db.execute<KnownChamber>(sql`
    select c.key, c.name, c.legislature, c.country,
           (select max(i.imported_at) from ${legislatorImports} i where c.key = any(i.chamber_keys) and (i.counts ->> 'people')::int > 0)::date::text as "updatedOn",
           exists (select 1 from ${divisions} d join ${seats} s on s.division_id = d.id join ${terms} t on t.seat_id = s.id
                   where d.chamber_key = c.key and d.country = ${country} and t.ended_on is null) as "hasPeople",
           exists (select 1 from ${divisions} d where d.chamber_key = c.key and d.country = ${country} and not d.is_country_wide) as "needsPostcode"
    from ${chambers} c
    where exists (select 1 from ${divisions} d where d.chamber_key = c.key and d.country = ${country})
    order by c.key`)
  return rows
}

/** Whether anybody is known who holds a seat. */
export async function hasLegislators(db: Handle): Promise<boolean> {
  const { rows } = await db.execute<{ has: boolean }>(sql`select exists (select 1 from ${terms} where ended_on is null) as has`)
  return rows[0]?.has === true
}

export type ChamberState = {
  key: string
  name: string
  legislature: string
  country: string
  updatedOn: string | null
  people: number
  withEmail: number
  withForm: number
  withNothing: number
  expired: number
  divisions: number
  vacant: number
  withoutPostcode: number
}

/** Each chamber as it stands on a day: how many sit, how they can be written to, and what is amiss. */
export async function listChamberStates(db: Handle, today: string): Promise<ChamberState[]> {
  const has = (kinds: string[]) =>
    sql`exists (select 1 from ${legislatorChannels} w where w.legislator_id = t.legislator_id and w.kind = any(${sql.param(kinds)}::text[]))`
  const { rows } = await db.execute<ChamberState>(sql`
    with lying as (
      select division_id as id from (select distinct division_id from ${postcodeDivisions}) as named where division_id is not null
    ), reached as (
      select id from lying union select d.parent_id from ${divisions} d join lying using (id)
    )
    select c.key, c.name, c.legislature, c.country,
      (select max(i.imported_at) from ${legislatorImports} i where c.key = any(i.chamber_keys) and (i.counts ->> 'people')::int > 0)::date::text as "updatedOn",
      held.*, areas.*, areas.capacity - held.people as vacant
    from ${chambers} c
    cross join lateral (
      select count(*)::int as people, count(*) filter (where ${has(['email'])})::int as "withEmail",
             count(*) filter (where ${has(['web-form'])})::int as "withForm",
             count(*) filter (where not ${has(['email', 'web-form', 'postal'])})::int as "withNothing",
             count(*) filter (where t.ends_on <= ${today}::date)::int as expired
      from ${terms} t join ${seats} s on s.id = t.seat_id join ${divisions} d on d.id = s.division_id
      where d.chamber_key = c.key and t.ended_on is null
    ) held
    cross join lateral (
      select count(*)::int as divisions, sum(coalesce(d.seats, c.seats_per_division))::int as capacity,
             count(*) filter (where not d.is_country_wide and d.id not in (select id from reached where id is not null))::int as "withoutPostcode"
      from ${divisions} d
      where d.chamber_key = c.key and coalesce(d.valid_from, '-infinity') <= ${today}::date and coalesce(d.valid_to, 'infinity') > ${today}::date
    ) areas
    order by c.country, c.key`)
  return rows
}
