import type pg from 'pg'
import type { Lookup } from '../../server/contract/legislators.ts'
import { findLegislators } from '../../server/features/legislators/find-legislators.ts'
import { findFormat } from '../../server/features/legislators/formats/all.ts'
import type {
  DivisionRecord,
  Format,
  ImportRecord,
  LegislatorRecord,
  SourceFile,
} from '../../server/features/legislators/formats/format.ts'
import type { ImportOptions, ImportReport } from '../../server/features/legislators/importing/import-legislators.ts'
import { importLegislators } from '../../server/features/legislators/importing/import-legislators.ts'
import { dumpDatabase } from './dump.ts'
import type { TestSite } from './site.ts'
import { startSite } from './site.ts'
import { rowsOf, unlimited } from './steps.ts'

type Settings = Record<string, string>
type Files = Record<string, string | Uint8Array>
export type BringOptions = Partial<ImportOptions> & { settings?: Settings }

export type TestLists = TestSite & {
  /** Imports files that are in memory, as the command does with those of a folder. */
  bring(format: string | Format, files: Files, given?: BringOptions): Promise<ImportReport>
  find(country: string, postcode?: string, division?: string): Promise<Lookup>
  rows<Row extends Record<string, unknown>>(text: string): Promise<Row[]>
  /** All rows of the lists as PostgreSQL writes them, in no order; without the note of each import. */
  stored(): Promise<Record<string, string[]>>
  /** Everything that the database holds. */
  dump(): Promise<string>
  /** Empties the lists and turns the clock back. */
  clear(): Promise<void>
}

/** A site whose lists of legislators are empty. */
export async function openLists(): Promise<TestLists> {
  const site = await startSite(unlimited)
  const { ctx, clock } = site
  const rowsIn = async (table: string) =>
    (await rowsOf<{ row: string }>(site, `select t::text as row from ${table} t order by 1`)).map(({ row }) => row)
  return {
    ...site,
    bring: (format, files, given) => importFiles(ctx, format, files, given),
    find: (country, postcode, division) =>
      findLegislators(ctx, { country, ...(postcode === undefined ? {} : { postcode }), ...(division === undefined ? {} : { division }) }),
    rows: (text) => rowsOf(site, text),
    stored: async () => Object.fromEntries(await Promise.all(listTables.map(async (table) => [table, await rowsIn(table)] as const))),
    dump: () => dumpDatabase(ctx.pool),
    async clear() {
      await clearLists(ctx.pool)
      clock.set('2026-11-23T12:00:00Z')
    },
  }
}

export async function clearLists(pool: pg.Pool): Promise<void> {
  await pool.query(`truncate ${[...listTables, 'legislator_imports'].join(', ')}`)
}

const listTables = [
  'letter_events',
  'letters',
  'chambers',
  'divisions',
  'postcode_divisions',
  'seats',
  'legislators',
  'legislator_identifiers',
  'terms',
  'legislator_channels',
]

/** Imports files that are in memory over any database. */
export function importFiles(
  ctx: Parameters<typeof importLegislators>[0],
  format: string | Format,
  files: Files,
  { settings = {}, ...options }: BringOptions = {},
): Promise<ImportReport> {
  const found = typeof format === 'string' ? findFormat(format) : format
  if (found === null) throw new Error(`there is no format ${String(format)}`)
  return importLegislators(ctx, {
    format: found,
    files: sourcesOf(files),
    settings,
    encoding: 'utf-8',
    options: { isDryRun: false, isStrict: false, isPartial: false, mayVanish: false, ...options },
  })
}

async function* sourcesOf(files: Files): AsyncIterable<SourceFile> {
  for (const [name, content] of Object.entries(files)) yield { name, bytes: onePiece(Buffer.from(content as Uint8Array)) }
}

async function* onePiece(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

const columns = ['id', 'name', 'division', 'division-name', 'party', 'email', 'phone', 'seat', 'starts', 'ends'] as const
/** What a list of members says of one; nothing where it says nothing. */
export type MemberRow = Partial<Record<(typeof columns)[number], string>>

/** A list of members as CSV. */
export function membersCsv(rows: MemberRow[]): string {
  return csvOf([[...columns], ...rows.map((row) => columns.map((column) => row[column] ?? ''))])
}

/** What an import wants to be told of such a list: that it is of the House of Commons, unless given otherwise. */
export function memberSettings(given: Settings = {}): Settings {
  return {
    chamber: 'uk-commons',
    'division-prefix': 'gss:',
    ...Object.fromEntries(columns.map((name) => [`column.${name}`, name])),
    ...given,
  }
}

/** An invented member for each letter: Ada of Vale 1 with the code X1, Bda of Vale 2 and so on. */
export function membersOf(letters: string): MemberRow[] {
  return [...letters].map((letter) => {
    const n = String(letter.charCodeAt(0) - 64)
    const place = { division: `X${n}`, 'division-name': `Vale ${n}` }
    return { id: n, name: `${letter}da Example`, ...place, party: 'Meadow', email: `${letter}@example.org` }
  })
}

/** Postcodes with the codes of their divisions as CSV. */
export function postcodesCsv(rows: [postcode: string, division: string, endedOn?: string][]): string {
  return csvOf([['pc', 'area', 'ended'], ...rows.map(([postcode, division, endedOn = '']) => [postcode, division, endedOn])])
}

/** What an import wants to be told of such a list. */
export const postcodeSettings: Settings = {
  country: 'GB',
  'division-prefix': 'gss:',
  'column.postcode': 'pc',
  'column.division': 'area',
  'column.ends': 'ended',
}

function csvOf(rows: string[][]): string {
  return rows.map((cells) => `${cells.map((cell) => `"${cell}"`).join(',')}\n`).join('')
}

/** A format that reads these records out of any file. */
export function formatOf(records: Iterable<ImportRecord> | AsyncIterable<ImportRecord>, source = 'test-list'): Format {
  return {
    name: 'test',
    describes: 'records of a test',
    sourceOf: () => source,
    async *read(files) {
      for await (const _file of files) yield* records
    },
  }
}

/** A member as a format reads one. */
export function aMember(given: Partial<LegislatorRecord> & Pick<LegislatorRecord, 'ids' | 'name'>): LegislatorRecord {
  return { kind: 'legislator', at: `record of ${given.name}`, chamber: 'uk-commons', division: { name: 'Vale 1' }, channels: [], ...given }
}

/** A division as a format reads one. */
export function aDivision(key: string, name: string, given: Partial<DivisionRecord> = {}): DivisionRecord {
  return { kind: 'division', key, chamber: 'uk-commons', name, country: 'GB', ...given }
}
