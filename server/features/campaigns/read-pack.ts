import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { z } from 'zod'
import type { Pack } from './pack.ts'
import { packAsks, packCampaign, packCorrections, packFacts, packFormat, packPetition, packTimeline } from './pack.ts'
import { packOffices } from './pack-office.ts'
import { packTranslation } from './pack-translation.ts'
import { packFaults, packWarnings } from './rules.ts'

/** The pack that an empty database is filled with at first start. */
export const bundledPack = fileURLToPath(new URL('./packs/forced-organ-harvesting', import.meta.url))

/** A pack folder as it was read: `pack` is null when a file has not the shape that it should have. */
export type ReadPack = { pack: Pack | null; faults: string[]; warnings: string[] }

/**
 * Reads and checks a pack folder; each fault and warning is one sentence with file, place and fix.
 * @param now what days of checking are compared with; without it they are not
 */
export function checkPack(folder: string, now?: Date): ReadPack {
  const faults: string[] = []
  const warnings: string[] = []
  const read = <T>(file: string, schema: z.ZodType<T>): T | null => {
    const parsed = readFile(folder, file, schema)
    if ('faults' in parsed) {
      faults.push(...parsed.faults)
      return null
    }
    if (!parsed.isCanonical) warnings.push(`${file}: is not in canonical form; campaign export writes it so`)
    return parsed.value
  }
  const campaign = read('campaign.json', packCampaign)
  const facts = read('facts.json', packFacts)
  const timeline = read('timeline.json', packTimeline)
  const asks = read('asks.json', packAsks)
  const offices = read('offices.json', packOffices)
  const corrections = read('corrections.json', packCorrections)
  const readAll = <T>(under: string, schema: z.ZodType<T>, nameOf: (value: T) => string): T[] | null => {
    const files = jsonFiles(join(folder, under)).map((name) => ({ name, value: read(`${under}/${name}`, schema) }))
    const whole = files.flatMap(({ name, value }) => (value === null ? [] : [{ name, value, own: nameOf(value) }]))
    const misnamed = whole.filter(({ name, own }) => name !== `${own}.json`)
    faults.push(...misnamed.map(({ name, own }) => `${under}/${name}: holds "${own}"; name the file ${own}.json`))
    return whole.length < files.length ? null : whole.map(({ value }) => value)
  }
  const petitions = readAll('petitions', packPetition, ({ slug }) => slug)
  const translations = readAll('translations', packTranslation, ({ locale }) => locale)
  if (!campaign || !facts || !timeline || !asks || !offices || !corrections || !petitions || !translations) {
    return { pack: null, faults, warnings }
  }
  const pack = {
    campaign,
    facts: facts.facts,
    inconsistencies: facts.inconsistencies,
    timeline: timeline.items,
    asks: asks.asks,
    offices: offices.offices,
    corrections: corrections.corrections,
    petitions,
    translations,
  }
  return { pack, faults: [...faults, ...packFaults(pack, now)], warnings: [...warnings, ...packWarnings(pack, now)] }
}

/**
 * Reads a pack folder that must be without fault.
 * @throws Error that lists every fault with its file and place.
 */
export function readPack(folder: string): Pack {
  const { pack, faults } = checkPack(folder)
  if (pack && faults.length === 0) return pack
  throw new Error(`the campaign pack ${basename(folder)} needs correcting:\n${faults.map((line) => `  ${line}`).join('\n')}`)
}

function jsonFiles(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
}

function readFile<T>(folder: string, file: string, schema: z.ZodType<T>): { value: T; isCanonical: boolean } | { faults: string[] } {
  const path = join(folder, file)
  if (!existsSync(path)) return { faults: [`${file}: is not in the folder ${folder}; every pack of format ${packFormat} has it`] }
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    return { faults: [`${file}: cannot be read (${(error as NodeJS.ErrnoException).code}); make it a file that this user may read`] }
  }
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { faults: [`${file}: is not UTF-8; save it in that encoding`] }
  }
  if (text.startsWith('\ufeff')) return { faults: [`${file}: begins with a byte order mark; save it without`] }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (error) {
    return { faults: [`${file}: is not JSON; correct it (${(error as Error).message})`] }
  }
  const unstorable = placesOfUnstorable(json)
  if (unstorable.length > 0) {
    return { faults: unstorable.map((path) => `${file}: ${placeOf(json, path)}: holds a character that is none; take it out`) }
  }
  const parsed = schema.safeParse(json, { reportInput: true })
  if (parsed.success) return { value: parsed.data, isCanonical: canonical(parsed.data) === text }
  return { faults: parsed.error.issues.map((issue) => `${file}: ${placeOf(json, issue.path)}: ${sentenceOf(issue)}`) }
}

/** How things of a form are written, by zod's name of it. */
const formats: Record<string, string> = {
  url: 'write a whole address that begins with https:// or http://',
  date: 'write a day as 2026-11-24',
  regex: 'write small letters, digits and single hyphens; a country as two capital letters',
}

/** Where text stands that no database holds: control characters and halves of characters, also in names of fields. */
function placesOfUnstorable(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return value.isWellFormed() && !/[^\P{Cc}\n\t]/u.test(value) ? [] : [path]
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, part]) => [
    ...(placesOfUnstorable(key).length > 0 ? [path] : []),
    ...placesOfUnstorable(part, [...path, key]),
  ])
}

/** What is wrong with the shape of something, and what mends it. */
function sentenceOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `has ${issue.keys.map((key) => `"${key}"`).join(', ')}, which is not known here; take it out`
  if (issue.code === 'invalid_type')
    return `${issue.input === undefined ? 'is missing; add it, as' : 'is of the wrong type; make it'} ${issue.expected}`
  if (issue.code === 'invalid_value') return `must be one of ${issue.values.map(String).join(', ')}; correct it`
  if (issue.code === 'invalid_format') return `has not the right form; ${formats[issue.format] ?? 'write it as other entries have it'}`
  if (issue.code === 'invalid_union') return 'is of the wrong type; make it one of those that pack.ts names'
  if (issue.code === 'too_small') return `is too short or too small; the least is ${issue.minimum}`
  if (issue.code === 'too_big') return `is too long or too large; the most is ${issue.maximum}`
  return issue.message
}

/** Where something is in a file: its path, and the id of the item that it is in, which is easier to find. */
function placeOf(json: unknown, path: PropertyKey[]): string {
  let id: string | null = null
  let at = json
  for (const key of path) {
    at = (at as Record<PropertyKey, unknown> | null | undefined)?.[key]
    const own = (at as { id?: unknown } | null | undefined)?.id
    if (typeof own === 'string') id = own
  }
  const pointer = `/${path.map(String).join('/')}`
  return id === null ? pointer : `${id}: ${pointer}`
}

/** The one spelling of a file. Keys must be in the order of the schema, as `parse` gives them. */
export function canonical(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
