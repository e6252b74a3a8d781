import { sql } from 'drizzle-orm'
import type { Transaction } from '../../../db/database.ts'
import type { PostcodeRecord } from '../formats/format.ts'
import { normalizePostcode } from '../postcode-rules.ts'
import { divisions, postcodeDivisions } from '../tables.ts'

/** Postcodes of one import, gathered in a table of the transaction's own before they are compared. */
export type PostcodeStage = {
  /** @returns why the row was left out, or null */
  add(record: PostcodeRecord): Promise<string | null>
  /** Keys of divisions that were named so far, in the order of their first mention. */
  namedDivisions(): string[]
  /**
   * Brings the set of data up to date: what is new is added, what is no longer named ends today, all
   * in statements over the whole set. Call after the divisions are stored.
   */
  save(input: {
    today: string
    isPartial: boolean
    onFault(fault: { at: string; reason: string }): void
  }): Promise<{ added: number; ended: number; unchanged: number }>
}

const batchRows = 5000

/** Memory holds one batch at a time; 2.7 million rows are that many rows of a temporary table. */
export function stagePostcodes(tx: Transaction, source: string): PostcodeStage {
  const keys = new Map<string, number>()
  let rows: { country: string; postcode: string; division: number | null; endedOn: string | null }[] = []
  let isMade = false

  async function flush(): Promise<void> {
    if (!isMade) {
      // A list of a whole country takes longer than a signer's statement may.
      await tx.execute(sql`set local statement_timeout = 0`)
      await tx.execute(
        sql`create temporary table staged_postcodes (country char(2), postcode text, key_number integer, ended_on date) on commit drop`,
      )
      isMade = true
    }
    const column = <T>(pick: (row: (typeof rows)[number]) => T) => sql.param(rows.map(pick))
    await tx.execute(sql`
      insert into staged_postcodes
      select * from unnest(${column((row) => row.country)}::text[], ${column((row) => row.postcode)}::text[],
                           ${column((row) => row.division)}::integer[], ${column((row) => row.endedOn)}::date[])`)
    rows = []
  }

  return {
    async add({ country, postcode: given, division, endedOn }) {
      const postcode = normalizePostcode(country, given)
      if (postcode === null) return `this is no postcode of ${country}`
      let number: number | null = null
      if (division !== null) {
        number = keys.get(division) ?? keys.size
        keys.set(division, number)
      }
      rows.push({ country, postcode, division: number, endedOn: endedOn ?? null })
      if (rows.length >= batchRows) await flush()
      return null
    },
    namedDivisions: () => [...keys.keys()],
    async save({ today, isPartial, onFault }) {
      if (rows.length > 0) await flush()
      if (!isMade) return { added: 0, ended: 0, unchanged: 0 }
      const names = sql.param([...keys.keys()])
      const missing = await tx.execute<{ key: string; postcodes: string }>(sql`
        select named.key, count(*) as postcodes
        from unnest(${names}::text[]) with ordinality as named (key, n)
        join staged_postcodes s on s.key_number = named.n - 1
        where not exists (select 1 from ${divisions} d where d.key = named.key)
        group by named.key order by named.key`)
      for (const { key, postcodes } of missing.rows)
        onFault({ at: key, reason: `no division has this key; ${postcodes} postcodes were left out. Import the divisions first.` })
      await tx.execute(sql`
        create temporary table new_postcodes on commit drop as
        select s.country, s.postcode, d.id as division_id, max(s.ended_on) as ended_on, bool_or(s.ended_on is null) as goes_on
        from staged_postcodes s
        left join unnest(${names}::text[]) with ordinality as named (key, n) on s.key_number = named.n - 1
        left join ${divisions} d on d.key = named.key
        where s.key_number is null or d.id is not null
        group by s.country, s.postcode, d.id`)
      await tx.execute(sql`analyze new_postcodes`)
      const ended = isPartial ? 0 : await endMissing(tx, source, today)
      const { added, changed, total } = await addNew(tx, source)
      return { added, ended, unchanged: total - added - changed }
    },
  }
}

/** Ends what the set of data has in the database and no longer names. */
async function endMissing(tx: Transaction, source: string, today: string): Promise<number> {
  const { rowCount } = await tx.execute(sql`
    update ${postcodeDivisions} known set ended_on = ${today}::date
    where known.source = ${source} and known.ended_on is null
      and not exists (
        select 1 from new_postcodes n
        where n.postcode = known.postcode and n.country = known.country and n.division_id is not distinct from known.division_id)`)
  return rowCount ?? 0
}

async function addNew(tx: Transaction, source: string): Promise<{ added: number; changed: number; total: number }> {
  const { rows } = await tx.execute<{ added: string; changed: string; total: string }>(sql`
    with written as (
      insert into ${postcodeDivisions} as known (country, postcode, division_id, source, ended_on)
      select country, postcode, division_id, ${source}, case when goes_on then null else ended_on end from new_postcodes
      on conflict (postcode, country, division_id, source) do update set ended_on = excluded.ended_on
      where known.ended_on is distinct from excluded.ended_on
      returning (xmax = 0) as is_new
    )
    select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed,
           (select count(*) from new_postcodes) as total
    from written`)
  const [row] = rows
  return { added: Number(row?.added), changed: Number(row?.changed), total: Number(row?.total) }
}
