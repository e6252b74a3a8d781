import type { Database, Transaction } from '../../../db/database.ts'
import { withoutParameters } from '../../../db/database.ts'
import type { Clock } from '../../../lib/clock.ts'
import { utcDay } from '../../../lib/clock.ts'
import type { Format, FormatOptions, ImportRecord, SourceFile } from '../formats/format.ts'
import { insertImport, lockImports } from './queries.ts'
import { saveDivisions } from './save-divisions.ts'
import type { PeopleChanges } from './save-people.ts'
import { noChanges, savePeople } from './save-people.ts'
import type { PostcodeStage } from './save-postcodes.ts'
import { stagePostcodes } from './save-postcodes.ts'

/** What an import changed, or would change; people and places in words, for a person to read. */
export type ImportReport = {
  /** Rows that were left out, with line and reason; the first thousand. */
  faults: { at: string; reason: string }[]
  faultCount: number
  /** Why the files are taken as holding only some of those who sit. */
  partial: string[]
  divisions: { added: number; renamed: string[] }
  people: PeopleChanges
  postcodes: { added: number; ended: number; unchanged: number }
  /** Why nothing was changed although it was not a try; null when it was. */
  refused: string | null
}

export type ImportOptions = {
  isDryRun: boolean
  /** One fault, and nothing is changed. */
  isStrict: boolean
  /** The files hold only some of those who sit. */
  isPartial: boolean
  /** Goes on when more than a fifth of a set of data would vanish. */
  mayVanish: boolean
}

const keptFaults = 1000
/** No chamber, and no country's chambers together, has more. */
const maxPeople = 50_000
const mostVanishing = 0.2

/** Ends the transaction with nothing changed, and hands over what would have been. */
class Undone extends Error {}

/**
 * Reads files of one format and brings divisions, people and postcodes up to date with them, in one
 * transaction: all of it or nothing. Running it again with the same files changes nothing. Nothing
 * is deleted: who is not named any more has their term ended. One import at a time.
 * @param input.onProgress told after each few thousand records how many were read
 * @throws UnreadableFile when a file is not of the format; nothing is changed
 */
export async function importLegislators(
  ctx: { db: Database; clock: Clock },
  input: {
    format: Format
    files: AsyncIterable<SourceFile>
    settings: FormatOptions['settings']
    encoding: FormatOptions['encoding']
    options: ImportOptions
    onProgress?(records: number): void
  },
): Promise<ImportReport> {
  const { format, settings, options } = input
  const today = utcDay(ctx.clock.now())
  const source = format.sourceOf(settings)
  const report = emptyReport()
  try {
    // Never tried again: files are streams, and have been read by then.
    await ctx.db.transaction(async (transaction) => {
      const tx = transaction as Transaction
      await lockImports(tx)
      const stage = stagePostcodes(tx, source)
      const records = format.read(input.files, { encoding: input.encoding, today, settings })
      const read = await collect(records, stage, report, input.onProgress)
      await store(tx, { read, stage, source, today, report, options })
      report.refused = refusalOf(report, options)
      if (options.isDryRun || report.refused) throw new Undone()
      await insertImport(tx, {
        format: format.name,
        source,
        chamberKeys: [...new Set([...read.divisions, ...read.people].map(({ chamber }) => chamber))],
        importedAt: ctx.clock.now(),
        counts: countsOf(read, report),
      })
    })
  } catch (error) {
    if (!(error instanceof Undone)) throw withoutParameters(error)
  }
  return report
}

type Read = {
  chambers: Extract<ImportRecord, { kind: 'chamber' }>[]
  divisions: Extract<ImportRecord, { kind: 'division' }>[]
  people: Extract<ImportRecord, { kind: 'legislator' }>[]
  contacts: Extract<ImportRecord, { kind: 'contact' }>[]
  /** False when somebody who may sit could not be read. */
  isWhole: boolean
}

async function collect(
  records: AsyncIterable<ImportRecord>,
  stage: PostcodeStage,
  report: ImportReport,
  onProgress: ((records: number) => void) | undefined,
): Promise<Read> {
  const read: Read = { chambers: [], divisions: [], people: [], contacts: [], isWhole: true }
  let count = 0
  for await (const record of records) {
    await take(record)
    if (read.people.length + read.divisions.length + read.contacts.length > maxPeople) {
      throw new Error(`an import holds at most ${maxPeople} people and divisions`)
    }
    if (++count % 5000 === 0) onProgress?.(count)
  }
  onProgress?.(count)
  return read

  async function take(record: ImportRecord): Promise<void> {
    switch (record.kind) {
      case 'chamber':
        read.chambers.push(record)
        return
      case 'division':
        read.divisions.push(record)
        return
      case 'legislator':
        read.people.push(record)
        return
      case 'contact':
        read.contacts.push(record)
        return
      case 'partial':
        report.partial.push(record.reason)
        return
      case 'fault':
        noteFault(report, record)
        if (record.isMissing) read.isWhole = false
        return
      case 'postcode': {
        const reason = await stage.add(record)
        if (reason) noteFault(report, { at: `postcode ${record.postcode.slice(0, 20)}`, reason })
      }
    }
  }
}

async function store(
  tx: Transaction,
  given: { read: Read; stage: PostcodeStage; source: string; today: string; report: ImportReport; options: ImportOptions },
): Promise<void> {
  const { read, stage, source, today, report, options } = given
  const onFault = (fault: { at: string; reason: string }) => noteFault(report, fault)
  if (!read.isWhole) report.partial.push('Some who may sit could not be read; what is to be looked at says who.')
  const isPartial = options.isPartial || report.partial.length > 0
  report.divisions = await saveDivisions(tx, { ...read, today, codes: stage.namedDivisions(), onFault })
  report.people = await savePeople(tx, { ...read, source, today, isPartial, onFault })
  report.postcodes = await stage.save({ today, isPartial, onFault })
}

function refusalOf({ people, postcodes, faultCount }: ImportReport, options: ImportOptions): string | null {
  if (options.isStrict && faultCount > 0) return `--strict: ${faultCount} rows have faults.`
  if (options.mayVanish) return null
  const { before, gone, goneOfSet } = people
  if (goneOfSet > mostVanishing * before.ofSet) return refusalOfPeople(`${goneOfSet} of ${before.ofSet} people of this set`)
  if (gone.length > mostVanishing * before.ofAny) return refusalOfPeople(`${gone.length} of ${before.ofAny} people of these chambers`)
  const known = postcodes.ended + postcodes.unchanged
  if (postcodes.ended > mostVanishing * known)
    return `${postcodes.ended} of ${known} postcodes of this set would end, more than 20 %. If that is right, add --allow-vanishing.`
  return null
}

function refusalOfPeople(share: string): string {
  return `${share} would lose their seats, more than 20 %. If that is right, as after an election, add --allow-vanishing.`
}

function noteFault(report: ImportReport, { at, reason }: { at: string; reason: string }): void {
  report.faultCount++
  if (report.faults.length < keptFaults) report.faults.push({ at, reason })
}

function countsOf(read: Read, { people, postcodes, faultCount, divisions }: ImportReport): Record<string, number> {
  return {
    people: read.people.length,
    contacts: read.contacts.length,
    divisions: read.divisions.length,
    postcodes: postcodes.added + postcodes.unchanged,
    added: people.added.length,
    changed: people.changed.length,
    gone: people.gone.length,
    vacant: people.vacant.length,
    newDivisions: divisions.added,
    faults: faultCount,
  }
}

/** The report of files that cannot be used: nothing was changed. */
export function refusedReport(reason: string): ImportReport {
  return { ...emptyReport(), refused: reason }
}

function emptyReport(): ImportReport {
  return {
    faults: [],
    faultCount: 0,
    partial: [],
    divisions: { added: 0, renamed: [] },
    people: noChanges(),
    postcodes: { added: 0, ended: 0, unchanged: 0 },
    refused: null,
  }
}
