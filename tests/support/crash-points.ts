import type pg from 'pg'

/** Each statement by which the sequencer writes, in its order, and the trigger that stops it there. */
const triggers = {
  'voids claimed': 'after delete on pending_voids for each statement',
  'entries appended': 'after insert on ledger_bundles for each statement',
  'tiles stored': 'after insert on ledger_tiles for each statement',
  'signatures numbered': 'after update of entry_index on signatures for each statement',
  'roll-ups added to': 'after insert on ledger_rollups for each statement',
  'checkpoint stored': 'after insert on checkpoints for each statement',
  'checkpoint committed': 'after insert on checkpoints deferrable initially deferred for each row',
}

export type CrashPoint = keyof typeof triggers
export const crashPoints = Object.keys(triggers) as CrashPoint[]

type Connection = pg.Client | pg.PoolClient | pg.Pool

const lock = 7_002_026

/**
 * Puts triggers into a test's database that stop the sequencer after any of its statements, done
 * and not committed: the last while it commits. Until `armAt` they let everything pass.
 */
export async function installCrashPoints(connection: Connection): Promise<void> {
  await connection.query(`
    create table armed_points (point text primary key, does text not null check (does in ('fail', 'wait', 'dawdle')));
    create function stop_at_point() returns trigger language plpgsql as $$
    declare armed text := (select does from public.armed_points where point = tg_argv[0]);
    begin
      if armed = 'fail' then raise exception 'stopped by the test: %', tg_argv[0]; end if;
      if armed = 'dawdle' then perform pg_sleep(0.03); end if;
      if armed = 'wait' then perform pg_advisory_xact_lock_shared(${lock}); end if;
      return null;
    end $$`)
  for (const [n, point] of crashPoints.entries()) {
    const kind = triggers[point].includes('deferred') ? 'constraint trigger' : 'trigger'
    await connection.query(`create ${kind} stop_${n} ${triggers[point]} execute function stop_at_point('${point}')`)
  }
}

/**
 * From now on the sequencer fails there, waits there for as long as `connection` holds it (see
 * `letGo`), or dawdles there so that what others do at the same moment comes in between.
 */
export async function armAt(connection: Connection, point: CrashPoint, does: 'fail' | 'wait' | 'dawdle'): Promise<void> {
  if (does === 'wait') await connection.query('select pg_advisory_lock($1)', [lock])
  await connection.query('insert into armed_points values ($1, $2)', [point, does])
}

/** Nothing is stopped any more; what was failing stays failed. */
export async function disarm(connection: Connection): Promise<void> {
  await connection.query('delete from armed_points')
}

/** What waits at a point goes on. On the connection that armed it. */
export async function letGo(connection: Connection): Promise<void> {
  await disarm(connection)
  await connection.query('select pg_advisory_unlock($1)', [lock])
}

/** The database's processes that wait at a point. */
export async function listWaitingAtPoint(connection: Connection): Promise<number[]> {
  const { rows } = await connection.query<{ pid: number }>(
    "select pid from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database()) and objid = $1",
    [lock],
  )
  return rows.map(({ pid }) => pid)
}
