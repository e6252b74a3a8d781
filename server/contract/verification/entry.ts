import type { Receipt } from '../log.ts'
import type { Bytes } from './bytes.ts'
import { concat, fromBase64, fromHex, isEqual, subtle, toHex, utf8 } from './bytes.ts'
import { Fault } from './faults.ts'
import { hashBytes } from './tree.ts'

/** Why an earlier entry counts no longer: its signer withdrew or erased; all others are the organizers’. */
export type VoidReason = (typeof reasons)[number]

/** What an entry of the log says: that a signature counts, or that an earlier one does no longer. */
export type Entry = { kind: 'signed'; textSha256: string; commitment: Bytes } | { kind: 'void'; entryIndex: number; reason: VoidReason }

const domain = utf8('countersign/entry/v1\0')
const commitmentDomain = utf8('countersign/commitment/v1\0')
const [kindSigned, kindVoid] = [1, 2]
const reasons = ['signer', 'organizer', 'held', 'duplicate', 'automated', 'test'] as const
const signedBytes = domain.length + 1 + 2 * hashBytes
const voidBytes = domain.length + 1 + 8 + 1

/**
 * Reads an entry: the domain, one byte kind, and what that kind holds; nothing before, between or after.
 * @throws Fault entry-malformed
 */
export function readEntry(entry: Bytes): Entry {
  const kind = entry[domain.length]
  const content = entry.slice(domain.length + 1)
  if (!isEqual(entry.slice(0, domain.length), domain)) throw new Fault('entry-malformed')
  if (kind === kindSigned && entry.length === signedBytes) {
    return { kind: 'signed', textSha256: toHex(content.slice(0, hashBytes)), commitment: content.slice(hashBytes) }
  }
  const reason = reasons[content[8] ?? reasons.length]
  if (kind !== kindVoid || entry.length !== voidBytes || !reason) throw new Fault('entry-malformed')
  const entryIndex = Number(new DataView(content.buffer).getBigUint64(0))
  return { kind: 'void', entryIndex, reason }
}

/** What a receipt opens: all that the entry's commitment was made of. */
type Opening = Pick<Receipt, 'petitionId' | 'signatureId' | 'class' | 'textSha256' | 'salt'>

/**
 * The entry that a receipt speaks of, rebuilt from nothing but the receipt.
 * @throws Fault receipt-malformed
 */
export async function entryOfReceipt(opening: Opening): Promise<Bytes> {
  const text = fromHex(opening.textSha256)
  if (text?.length !== hashBytes) throw new Fault('receipt-malformed')
  return concat(domain, Uint8Array.of(kindSigned), text, await commitmentOf(opening))
}

/** HMAC-SHA-256 with the salt as its key over domain, petition, signature and class. */
async function commitmentOf(opening: Opening): Promise<Bytes> {
  const [salt, petition, signature] = [fromBase64(opening.salt), idBytes(opening.petitionId), idBytes(opening.signatureId)]
  if (salt?.length !== hashBytes || !petition || !signature) throw new Fault('receipt-malformed')
  const key = await subtle().importKey('raw', salt, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const message = concat(commitmentDomain, petition, signature, utf8(opening.class))
  return new Uint8Array(await subtle().sign('HMAC', key, message))
}

function idBytes(id: string): Bytes | null {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? fromHex(id.replaceAll('-', '')) : null
}

/** Largest number of bytes that a bundle of `width` entries has, each behind its length. */
export function maxBundleBytes(width: number): number {
  return width * (2 + signedBytes)
}

/**
 * The entries of a bundle of `width` entries, each behind its length (16 bits, big-endian).
 * @throws Fault bundle-malformed
 */
export function readBundle(bundle: Bytes, width: number): Bytes[] {
  const entries: Bytes[] = []
  let at = 0
  while (at + 2 <= bundle.length) {
    const end = at + 2 + 256 * (bundle[at] as number) + (bundle[at + 1] as number)
    entries.push(bundle.slice(at + 2, end))
    at = end
  }
  if (at !== bundle.length || entries.length !== width) throw new Fault('bundle-malformed')
  return entries
}
