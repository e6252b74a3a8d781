import type pg from 'pg'

export type DatabaseShape = { columns: unknown[]; constraints: unknown[]; indexes: unknown[] }

/**
 * Columns, constraints and indexes of the public tables as PostgreSQL itself writes them down.
 * Partitions are left out: they follow their parent. So are NOT NULL constraints, which stand with
 * their columns: only PostgreSQL 18 names them, after the first name of their column.
 */
export async function shapeOf(pool: pg.Pool): Promise<DatabaseShape> {
  const tables = `select oid, relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition`
  const list = async (text: string) => (await pool.query(text)).rows
  return {
    columns: await list(`
      select t.relname, a.attname, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull, pg_get_expr(d.adbin, d.adrelid) as default
      from (${tables}) t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
      order by t.relname, a.attname`),
    constraints: await list(`
      select t.relname, c.conname, c.contype, pg_get_constraintdef(c.oid) as definition
      from (${tables}) t join pg_constraint c on c.conrelid = t.oid and c.conparentid = 0 and c.contype <> 'n'
      order by t.relname, c.conname`),
    indexes: await list(`
      select t.relname, replace(pg_get_indexdef(i.indexrelid), ' ON ONLY ', ' ON ') as definition
      from (${tables}) t join pg_index i on i.indrelid = t.oid
      order by 1, 2`),
  }
}
