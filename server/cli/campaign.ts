import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import type { Pack } from '../features/campaigns/pack.ts'
import { packFormat } from '../features/campaigns/pack.ts'
import type { ReadPack } from '../features/campaigns/read-pack.ts'
import { checkPack } from '../features/campaigns/read-pack.ts'
import { writePack } from '../features/campaigns/write-pack.ts'
import { findPack } from '../features/petitions/find-pack.ts'
import type { Changes } from '../features/petitions/import-campaign.ts'
import { importCampaign } from '../features/petitions/import-campaign.ts'
import type { Clock } from '../lib/clock.ts'
import { systemClock } from '../lib/clock.ts'
import { withDatabase } from './with-database.ts'

export const campaignUsage = 'campaign check <folder> | campaign import <folder> [--dry-run] | campaign export <folder>'

type Print = (line: string) => void

/**
 * Campaign packs: looks one up and down, puts it in the place of the site's campaign, or writes the
 * site's campaign as a folder.
 * @returns 0 when all is well, 1 when something is not, 2 when the command was given wrongly
 */
export async function campaign(loadConfig: () => Config, args: string[], print: Print, clock: Clock = systemClock): Promise<number> {
  const { action, folder, isDryRun } = readArguments(args)
  if (!folder) {
    print(`Usage: npm run cli -- ${campaignUsage}`)
    print('  check    says what is wrong with a pack, and what its organizers should know; needs no database')
    print('  import   puts a pack in the place of the site’s campaign; with --dry-run it only says what would change')
    print('  export   writes the site’s campaign as a pack, in canonical form')
    return 2
  }
  if (action === 'check') return printFaults(checkPack(folder, clock.now()), print)
  return withDatabase(loadConfig(), 'offices', print, (db) =>
    action === 'import' ? runImport({ db, clock }, folder, isDryRun, print) : runExport(db, folder, print),
  )
}

function readArguments(args: string[]): { action: string; folder: string | null; isDryRun: boolean } {
  const nothing = { action: '', folder: null, isDryRun: false }
  try {
    const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { 'dry-run': { type: 'boolean' } } })
    const [action = '', folder = '', ...others] = positionals
    const isDryRun = values['dry-run'] ?? false
    const isKnown = ['check', 'import', 'export'].includes(action) && folder !== '' && others.length === 0
    return isKnown && (!isDryRun || action === 'import') ? { action, folder, isDryRun } : nothing
  } catch {
    // An option that is not there: the usage says which are.
    return nothing
  }
}

type Database = Parameters<typeof importCampaign>[0]['db']

async function runImport(ctx: { db: Database; clock: Clock }, folder: string, isDryRun: boolean, print: Print): Promise<number> {
  const read = checkPack(folder, ctx.clock.now())
  if (!read.pack || read.faults.length > 0) {
    printFaults(read, print)
    print('Nothing was changed.')
    return 1
  }
  const { faults, changes } = await importCampaign(ctx, { pack: read.pack, isDryRun })
  printChanges(changes, print)
  if (faults.length > 0) {
    printFaults({ ...read, faults }, print)
    print('Nothing was changed.')
    return 1
  }
  for (const warning of read.warnings) print(`note ${warning}`)
  print(isDryRun ? 'A try: nothing was changed.' : `The campaign is now as in ${folder}. Pages show it within seconds.`)
  return 0
}

async function runExport(db: Database, folder: string, print: Print): Promise<number> {
  const pack = await findPack(db)
  if (!pack) {
    print('BAD  this site has no campaign yet: npm start loads the bundled one')
    return 1
  }
  if ((pack.campaign.format as number) < packFormat) {
    print(`BAD  this site’s campaign is of an older format: npm start brings it up to format ${packFormat}, or says what to correct`)
    return 1
  }
  writePack(folder, pack)
  print(`ok   written to ${folder}: ${countsOf(pack)}`)
  return 0
}

function printFaults({ pack, faults, warnings }: ReadPack, print: Print): number {
  for (const fault of faults) print(`BAD  ${fault}`)
  for (const warning of warnings) print(`note ${warning}`)
  if (faults.length > 0) return 1
  if (pack) print(`ok   ${countsOf(pack)}`)
  return 0
}

function countsOf({ facts, timeline, asks, offices, petitions, translations }: Pack): string {
  return [
    `${facts.length} facts`,
    `${timeline.length} events`,
    `${asks.length} asks`,
    `${offices.length} offices`,
    `${petitions.length} petitions`,
    `${translations.length} translations`,
  ].join(', ')
}

function printChanges(changes: Changes, print: Print): void {
  for (const { what, added, changed, gone } of changes) {
    print(`${what}: ${added.length} new, ${changed.length} changed, ${gone.length} gone`)
    for (const id of added) print(`  + ${id}`)
    for (const id of changed) print(`  ~ ${id}`)
    for (const id of gone) print(`  - ${id}`)
  }
}
