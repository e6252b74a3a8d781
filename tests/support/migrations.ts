import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'

const migrations = (name: string) => fileURLToPath(new URL(`../../migrations/${name}`, import.meta.url))

/** Applies the first migrations alone, with drizzle's own migrator, so that the product's goes on from there. */
export async function migrateTo(pool: pg.Pool, howMany: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-migrations-'))
  try {
    mkdirSync(join(folder, 'meta'))
    const journal = JSON.parse(readFileSync(migrations('meta/_journal.json'), 'utf8'))
    const entries: { tag: string }[] = journal.entries.slice(0, howMany)
    for (const { tag } of entries) copyFileSync(migrations(`${tag}.sql`), join(folder, `${tag}.sql`))
    writeFileSync(join(folder, 'meta', '_journal.json'), JSON.stringify({ ...journal, entries }))
    await migrate(drizzle(pool), { migrationsFolder: folder })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
