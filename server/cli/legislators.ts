import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { fetchFile } from '../features/legislators/fetching/fetch-file.ts'
import { openFiles } from '../features/legislators/fetching/open-files.ts'
import { presets } from '../features/legislators/fetching/presets.ts'
import { formats } from '../features/legislators/formats/all.ts'
import type { Format } from '../features/legislators/formats/format.ts'
import { UnreadableFile } from '../features/legislators/formats/format.ts'
import { importLegislators } from '../features/legislators/importing/import-legislators.ts'
import { listChamberStates } from '../features/legislators/queries.ts'
import { updateLegislators } from '../features/legislators/update-legislators.ts'
import { systemClock, utcDay } from '../lib/clock.ts'
import type { LegislatorArguments } from './legislators-arguments.ts'
import { readLegislatorArguments } from './legislators-arguments.ts'
import { printReport, printStates } from './legislators-report.ts'
import { withDatabase } from './with-database.ts'

export const legislatorsUsage =
  'legislators import <format> <file|folder|address> | legislators update <preset> | legislators list | legislators check'

type Print = (line: string) => void

/**
 * Lists of legislators: brings in official files, says what they change, and what is amiss.
 * @returns 0 when all is well, 1 when something is not or nothing was changed, 2 when the command was given wrongly
 */
export async function legislators(loadConfig: () => Config, args: string[], print: Print): Promise<number> {
  const given = readLegislatorArguments(args)
  if ('wrong' in given) {
    if (given.wrong !== '') print(`${given.wrong}\n`)
    printUsage(print)
    return 2
  }
  try {
    return await withDatabase(loadConfig(), 'legislators', print, (db) => run(db, given, print))
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    print(`BAD  ${error.message}`)
    print('Nothing was changed.')
    return 1
  }
}

function run(db: Database, given: LegislatorArguments, print: Print): Promise<number> {
  if (given.action === 'import') return runImport(db, given, print)
  if (given.action === 'update') return runUpdate(db, given, print)
  return runStates(db, given.action === 'check', print)
}

async function runImport(db: Database, given: Extract<LegislatorArguments, { action: 'import' }>, print: Print): Promise<number> {
  const { format, place, ...rest } = given
  return withFiles(place, print, async (path) => {
    const onProgress = progressPrinter(print)
    const report = await importLegislators({ db, clock: systemClock }, { ...rest, format, files: openFiles(path), onProgress })
    return printReport(report, given.options, print)
  })
}

async function runUpdate(db: Database, given: Extract<LegislatorArguments, { action: 'update' }>, print: Print): Promise<number> {
  const { preset, settings, options } = given
  const done = await updateLegislators({ db, clock: systemClock }, { preset, settings, options, progress: (line) => print(`  ${line}`) })
  let code = 0
  for (const { format, report } of done) {
    print(`${format}:`)
    code = Math.max(code, printReport(report, options, print))
  }
  print(`Not in it: ${preset.remains}`)
  return code
}

async function runStates(db: Database, isCheck: boolean, print: Print): Promise<number> {
  const today = utcDay(systemClock.now())
  return printStates(await listChamberStates(db, today), { isCheck, today }, print)
}

/** A path as it is; what is at an address is fetched into a folder of its own first, so that no database waits for a network. */
async function withFiles(place: string, print: Print, work: (path: string) => Promise<number>): Promise<number> {
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(place)) return work(place)
  const folder = mkdtempSync(join(tmpdir(), 'countersign-import-'))
  try {
    print(`  fetching ${place}`)
    const { name, bytes } = await fetchFile(place)
    const path = join(folder, name.replaceAll(/[^\w.-]/g, '_').slice(-100) || 'file')
    await pipeline(bytes, createWriteStream(path, { mode: 0o600 }))
    return await work(path)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const progressStep = 100_000

function progressPrinter(print: Print): (records: number) => void {
  let next = progressStep
  return (records) => {
    if (records < next) return
    print(`  ${records.toLocaleString('en')} records read`)
    next = records + progressStep
  }
}

function printUsage(print: Print): void {
  const list = (items: readonly { name: string; describes: string }[]) => {
    for (const { name, describes } of items) print(`    ${name.padEnd(22)}${describes}`)
  }
  print(`Usage: npm run cli -- ${legislatorsUsage}\n`)
  print('  import   brings a file, a folder of files, or what is at an http(s) address into the site’s lists')
  list(formats satisfies readonly Format[])
  print('    --dry-run              says what would change, and changes nothing')
  print('    --strict               one row with a fault, and nothing is changed')
  print('    --partial              the files hold only some of those who sit: nobody is ended because they are not named')
  print('    --allow-vanishing      goes on when more than 20 % of a list would lose their seats')
  print('    --encoding iso-8859-1  for text that is not UTF-8')
  print('    --column field=Column, --value field=text, --where column=value, --set name=value   what a format wants to be told')
  print('\n  update   reads a country’s official addresses')
  list(presets)
  print('\n  list     says which chambers the site knows, and how its lists stand')
  print('  check    says what is amiss: old lists, terms that are over, empty seats, divisions without a postcode')
}
