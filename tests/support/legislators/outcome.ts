import { chambers } from '../../../server/features/legislators/chambers.ts'
import type { DivisionRecord, ImportRecord, LegislatorRecord } from '../../../server/features/legislators/formats/format.ts'
import { UnreadableFile } from '../../../server/features/legislators/formats/format.ts'
import type { Sample } from './every-format.ts'

/** A stream of pieces, or content that is cut into them. */
export type Content = string | Uint8Array | (() => AsyncIterable<Uint8Array>)
/** How many records came, and the message of the refusal where there was one. */
export type Outcome = { records: number; refusal: string | null }

const pieceBytes = 16_381

/**
 * Reads files as a sample's format. Whatever is in them, the outcome is sound records, then the end or
 * a refusal.
 * @throws what is neither: an exception that is no UnreadableFile, or a record that nothing may rely on
 */
export async function outcomeOf({ format, settings }: Sample, files: Record<string, Content>): Promise<Outcome> {
  const known = new Set(chambers.map(({ key }) => `chamber ${key}`))
  let records = 0
  try {
    for await (const record of format.read(sourcesOf(files), { encoding: 'utf-8', today: '2026-11-23', settings })) {
      records++
      const flaw = flawOfRecord(record, known)
      if (flaw) throw new Error(`${flaw}: ${JSON.stringify(record).slice(0, 500)}`)
    }
    return { records, refusal: null }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    if (!isShown(error.message)) throw new Error(`A refusal that cannot be shown: ${JSON.stringify(error.message.slice(0, 500))}`)
    return { records, refusal: error.message }
  }
}

async function* sourcesOf(files: Record<string, Content>) {
  for (const [name, content] of Object.entries(files))
    yield { name, bytes: typeof content === 'function' ? content() : piecesOf(Buffer.from(content as Uint8Array)) }
}

async function* piecesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}

/** Null for a record that may be relied on. Chambers and divisions that came are remembered in `known`. */
function flawOfRecord(record: ImportRecord, known: Set<string>): string | null {
  if (record.kind === 'fault' || record.kind === 'partial') return isShown(record.reason) ? null : 'a reason that cannot be shown'
  if (!areSafe(record)) return 'a value that is too long or holds control characters'
  if (record.kind === 'chamber') known.add(`chamber ${record.key}`)
  if (record.kind === 'division') return flawOfDivision(record, known)
  return record.kind === 'legislator' ? flawOfPerson(record, known) : null
}

function flawOfDivision({ key, chamber }: DivisionRecord, known: Set<string>): string | null {
  if (!known.has(`chamber ${chamber}`)) return 'a division of no chamber'
  if (known.has(`division ${key}`)) return 'a division twice'
  known.add(`division ${key}`)
  return null
}

function flawOfPerson({ name, ids, chamber, division }: LegislatorRecord, known: Set<string>): string | null {
  if (name.trim() === '' || ids[0].value === '') return 'a person without a name or an id'
  if (!known.has(`chamber ${chamber}`)) return 'a person in no chamber'
  return 'key' in division && !known.has(`division ${division.key}`) ? 'a person in no division' : null
}

/** Texts that go to a terminal: neither endless nor able to steer it. */
function isShown(text: string): boolean {
  return text !== '' && text.length <= 3000 && !/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(text.replaceAll('\n', ''))
}

const days = new Set(['startsOn', 'endsOn', 'validFrom', 'validTo', 'endedOn'])

function areSafe(value: unknown, name = ''): boolean {
  if (typeof value === 'string') return isSafe(value, name)
  if (typeof value !== 'object' || value === null) return true
  if ('kind' in value && 'value' in value && typeof value.value === 'string' && !isChannel(String(value.kind), value.value)) return false
  return Object.entries(value).every(([key, inner]) => areSafe(inner, Array.isArray(value) ? name : key))
}

function isSafe(text: string, name: string): boolean {
  if (days.has(name) && !(new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(`${text}T`) ?? false)) return false
  return text.length <= 1000 && text.isWellFormed() && !/[^\P{Cc}\n]|[\u202a-\u202e\u2066-\u2069]/u.test(text)
}

function isChannel(kind: string, value: string): boolean {
  if (kind === 'email') return /^[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+$/.test(value)
  if (kind === 'web-form') return /^https?:\/\//i.test(value) && !/\s/.test(value)
  return kind === 'postal' || !value.includes('\n')
}
