import { createHmac, randomInt } from 'node:crypto'
import { dayMs, hourMs } from '../../lib/clock.ts'

/** How signatures came to us: counted apart, never mixed silently. */
export type SignatureClass = 'online' | 'paper' | 'imported'

/**
 * Why an entry was voided: by the signer, by withdrawing or erasing (the log does not tell which); or by the
 * organizers, for one of the reasons that they may have.
 */
export type VoidReason = (typeof voidReasons)[number]

const entryDomain = Buffer.from('countersign/entry/v1\0', 'ascii')
/** In hexadecimal, as the ids are: one piece of text is read and hashed faster than three of bytes. */
const commitmentDomain = Buffer.from('countersign/commitment/v1\0', 'ascii').toString('hex')
const kindSigned = 1
const kindVoid = 2
/** How a void entry names its reason, by position; only ever appended to. */
export const voidReasons = ['signer', 'organizer', 'held', 'duplicate', 'automated', 'test'] as const

/**
 * The entry of one counted signature, byte for byte: the 21 bytes `countersign/entry/v1` and NUL,
 * one byte kind (1: signed), 32 bytes SHA-256 of the text version signed, 32 bytes commitment.
 * It holds no address, not even hashed, no time and no place.
 */
export function signedEntry(textSha256: Buffer, commitment: Buffer): Buffer {
  return Buffer.concat([entryDomain, Buffer.of(kindSigned), textSha256, commitment])
}

/**
 * The entry that voids another, byte for byte: the 21 bytes `countersign/entry/v1` and NUL, one
 * byte kind (2: void), 8 bytes big-endian number of the entry that is voided, one byte reason
 * (0: the signer withdrew or erased; 1 to 5: the organizers, 1 for a reason of their own, 2 held while they look
 * into it, 3 of somebody who signed twice, 4 made by a program, 5 made to try the site out). The voided entry is a
 * signed one with a lower number, and is voided once.
 */
export function voidEntry(entryIndex: number, reason: VoidReason): Buffer {
  const index = Buffer.alloc(8)
  index.writeBigUInt64BE(BigInt(entryIndex))
  return Buffer.concat([entryDomain, Buffer.of(kindVoid), index, Buffer.of(voidReasons.indexOf(reason))])
}

/** Entries as they are stored and served (https://c2sp.org/tlog-tiles): each behind its length, 16 bits big-endian. */
export function bundleOf(entries: readonly Buffer[]): Buffer {
  const bundle = Buffer.allocUnsafe(entries.reduce((sum, { length }) => sum + 2 + length, 0))
  let at = 0
  for (const entry of entries) {
    at = bundle.writeUInt16BE(entry.length, at)
    at += entry.copy(bundle, at)
  }
  return bundle
}

/** The entries of a bundle. Of one that is cut off the last comes as short as it is. */
export function entriesIn(bundle: Buffer): Buffer[] {
  const entries: Buffer[] = []
  for (let at = 0; at < bundle.length; ) {
    const length = ((bundle[at] as number) << 8) | (bundle[at + 1] ?? 0)
    entries.push(bundle.subarray(at + 2, at + 2 + length))
    at += 2 + length
  }
  return entries
}

/** What an entry says, or null for bytes that no version of the encoding makes. */
export function readEntry(entry: Buffer): { kind: 'signed' } | { kind: 'void'; entryIndex: number } | null {
  if (!entry.subarray(0, entryDomain.length).equals(entryDomain)) return null
  const kind = entry[entryDomain.length]
  const body = entry.subarray(entryDomain.length + 1)
  if (kind === kindSigned && body.length === 64) return { kind: 'signed' }
  if (kind === kindVoid && body.length === 9 && (body[8] as number) < voidReasons.length) {
    return { kind: 'void', entryIndex: Number(body.readBigUInt64BE()) }
  }
  return null
}

/**
 * HMAC-SHA-256 keyed with the signature's 32-byte salt over: the 26 bytes
 * `countersign/commitment/v1` and NUL, 16 bytes petition id, 16 bytes signature id, the class in
 * ASCII. Once the salt is gone the commitment cannot be told from random bytes.
 */
export function commitmentOf(salt: Buffer, petitionId: string, signatureId: string, signatureClass: SignatureClass): Buffer {
  const ids = `${petitionId}${signatureId}`.replaceAll('-', '')
  return createHmac('sha256', salt).update(`${commitmentDomain}${ids}`, 'hex').update(signatureClass, 'ascii').digest()
}

/** Text of a checkpoint (https://c2sp.org/tlog-checkpoint, read November 2026): origin, size, root. */
export function checkpointText(origin: string, size: number, root: Buffer): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/** Fisher–Yates with the system's random source: the log's order must tell nothing about when people confirmed. */
export function shuffled<T>(items: readonly T[]): T[] {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = randomInt(i + 1)
    const held = result[i] as T
    result[i] = result[j] as T
    result[j] = held
  }
  return result
}

/** Beginning of the hour of a moment, UTC. */
export function hourOf(moment: Date): Date {
  return new Date(Math.floor(moment.getTime() / hourMs) * hourMs)
}

/** Breakdowns show counts in steps of this, so that no row tells of one person. */
const shownStep = 5

/**
 * What each place had at the end of each day, rounded down to a full step, from day changes in
 * their order. A place has a row from the day on which it first reaches a step to the last day, so
 * that the rows of the last day are all there is at the end.
 */
export function cumulativePlaces(
  changes: readonly { day: Date; place: string; net: number }[],
  lastDay: Date,
): { day: Date; place: string; count: number }[] {
  const rows: { day: Date; place: string; count: number }[] = []
  const totals = new Map<string, number>()
  const shown = new Set<string>()
  let next = 0
  for (let day = changes[0]?.day ?? lastDay; day <= lastDay; day = new Date(day.getTime() + dayMs)) {
    for (let change = changes[next]; change && change.day <= day; change = changes[++next]) {
      totals.set(change.place, (totals.get(change.place) ?? 0) + change.net)
    }
    for (const [place, total] of [...totals].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const count = Math.floor(total / shownStep) * shownStep
      if (place !== '' && count > 0) shown.add(place)
      if (shown.has(place)) rows.push({ day, place, count })
    }
  }
  return rows
}
