import type { Database } from '../../db/database.ts'
import type { Clock } from '../../lib/clock.ts'
import type { FetchLimits, MayConnect } from './fetching/fetch-file.ts'
import { fetchFile, standardLimits } from './fetching/fetch-file.ts'
import type { Preset, Progress } from './fetching/presets.ts'
import { findFormat } from './formats/all.ts'
import type { SourceFile } from './formats/format.ts'
import { UnreadableFile } from './formats/format.ts'
import type { ImportOptions, ImportReport } from './importing/import-legislators.ts'
import { importLegislators, refusedReport } from './importing/import-legislators.ts'

const limits: FetchLimits = { ...standardLimits, maxBytes: 50 * 1024 * 1024, totalMs: 120_000 }

/**
 * Brings a country's lists up to date from the official addresses of a preset. Everything is fetched
 * before anything is stored; each step is an import of its own, and one that is refused, or whose files
 * cannot be used, ends it.
 * @param input.addressOf where an official address is read from: itself
 * @throws UnreadableFile when an address does not answer as it should
 */
export async function updateLegislators(
  ctx: { db: Database; clock: Clock },
  input: {
    preset: Preset
    settings: Record<string, string>
    options: ImportOptions
    progress: Progress
    addressOf?(address: string): string
    mayConnect?: MayConnect
  },
): Promise<{ format: string; report: ImportReport }[]> {
  const { preset, settings, options, progress, mayConnect } = input
  const get = async (address: string): Promise<Buffer> => {
    const file = await fetchFile(input.addressOf?.(address) ?? address, { limits, ...(mayConnect ? { mayConnect } : {}) })
    return Buffer.concat(await gather(file.bytes))
  }
  const fetched: { format: string; settings: Record<string, string>; files: SourceFile[] }[] = []
  for (const step of preset.steps) fetched.push({ ...step, files: await gather(step.files(get, progress)) })
  const done: { format: string; report: ImportReport }[] = []
  for (const { format: name, settings: own, files } of fetched) {
    const format = findFormat(name)
    if (!format) throw new Error(`the preset ${preset.name} names an unknown format`)
    const given = { format, files: streamOf(files), settings: { ...own, ...settings }, encoding: 'utf-8' as const, options }
    const report = await importLegislators(ctx, given).catch(refusalOf)
    done.push({ format: name, report })
    if (report.refused) break
  }
  return done
}

/** What came before is stored by then, and is to be said as well. */
function refusalOf(error: unknown): ImportReport {
  if (error instanceof UnreadableFile) return refusedReport(error.message)
  throw error
}

async function gather<T>(items: AsyncIterable<T>): Promise<T[]> {
  const gathered: T[] = []
  for await (const item of items) gathered.push(item)
  return gathered
}

async function* streamOf(files: SourceFile[]): AsyncIterable<SourceFile> {
  yield* files
}
