import type pg from 'pg'

/**
 * Everything that a database holds, the queue's tables and the journal of migrations included, as
 * one text: what a thief of the database would search. Bytes stand as they are, one character each.
 */
export async function dumpDatabase(pool: pg.Pool): Promise<string> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`,
  )
  const texts = await Promise.all(tables.map(({ name }) => pool.query(`select * from ${name}`).then(({ rows }) => rows.map(textOf))))
  return texts.flat().join('\n')
}

function textOf(row: Record<string, unknown>): string {
  return Object.entries(row)
    .map(([column, value]) => `${column}=${Buffer.isBuffer(value) ? value.toString('latin1') : JSON.stringify(value)}`)
    .join(' ')
}
