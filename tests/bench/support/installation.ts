import { existsSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { pino } from 'pino'
import { loadConfig } from '../../../server/config.ts'
import type { Context } from '../../../server/context.ts'
import { buildContext } from '../../../server/context.ts'
import { startEmbeddedServer } from '../../../server/db/embedded-server.ts'
import { loadBundledCampaign } from '../../../server/features/petitions/load-bundled-campaign.ts'
import type { PetitionRow } from '../../../server/features/petitions/queries.ts'
import { findPetition, listPetitionNames } from '../../../server/features/petitions/queries.ts'
import { loggerOptions } from '../../../server/http/logging.ts'
import { say } from './report.ts'

/** A database of the benchmark's own, as `npm start` makes it on a fresh clone, with the bundled campaign. */
export type Installation = {
  dataDir: string
  url: string
  ctx: Context
  petition: PetitionRow
  /** Ends the database and removes all that it has stored. */
  remove(): Promise<void>
}

/** The database's own settings that decide how fast a commit is. */
const durability = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers']

export async function openInstallation(): Promise<Installation> {
  const dataDir = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
  const server = await startEmbeddedServer({ dataDir, say: () => {} })
  const removeData = async () => {
    await server.stop()
    removeDataDir(dataDir)
  }
  try {
    const config = loadConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'warn' })
    const ctx = await buildContext(config, server.url, pino(loggerOptions(config)))
    await loadBundledCampaign(ctx)
    const [name] = await listPetitionNames(ctx.db)
    const petition = await findPetition(ctx.db, name?.slug ?? '')
    if (!petition) throw new Error('the bundled campaign has no petition')
    const remove = async () => {
      await ctx.close()
      await removeData()
    }
    return { dataDir, url: server.url, ctx, petition, remove }
  } catch (error) {
    await removeData()
    throw error
  }
}

/** Says which database it is and that it writes to disk. */
export async function sayDatabase({ ctx }: Installation): Promise<void> {
  const { rows } = await ctx.pool.query<{ name: string; value: string }>(
    "select name, current_setting(name) as value from unnest($1::text[]) as name union all select 'PostgreSQL', current_setting('server_version')",
    [durability],
  )
  say(`embedded database: ${rows.map(({ name, value }) => `${name} ${value}`).join(', ')}`)
}

/** Brings tables and disk to the same state before each run: nothing waiting to be written, no jobs left from the last one. */
export async function settle({ ctx }: Installation, emptied: string[] = []): Promise<void> {
  await ctx.pool.query(`truncate ${['graphile_worker._private_jobs', ...emptied].join(', ')}`)
  await ctx.pool.query('checkpoint')
}

/** What the database does by itself after a while, on a connection without a time limit. */
export async function tidy({ url }: Installation): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('vacuum analyze')
  await client.end()
}

/** As root in a closed folder the database lies elsewhere, and its socket always may. */
function removeDataDir(dataDir: string): void {
  const home = realpathSync(join(dataDir, 'postgres'))
  const note = join(home, 'socket-dir')
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true })
  rmSync(home, { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
