import type { ConsistencyProof, Receipt } from '../log.ts'
import type { Bytes } from './bytes.ts'
import { fromBase64 } from './bytes.ts'
import type { Checkpoint } from './checkpoint.ts'
import { entryOfReceipt } from './entry.ts'
import { Fault } from './faults.ts'
import { isIncluded, leafHash } from './tree.ts'

const isText = (value: unknown): value is string => typeof value === 'string'
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const isHash = (value: unknown): value is string => isText(value) && fromBase64(value)?.length === 32
const isProof = (value: unknown): value is string[] => Array.isArray(value) && value.length <= 64 && value.every(isHash)
const isId = (value: unknown) => isText(value) && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)

type Shape<T> = { [Key in keyof T]-?: (value: unknown) => boolean }

const receiptShape: Shape<Receipt> = {
  format: (value) => value === 'countersign/receipt/v1',
  origin: isText,
  petitionId: isId,
  signatureId: isId,
  class: (value) => ['online', 'paper', 'imported'].includes(value as string),
  textSha256: (value) => isText(value) && /^[0-9a-f]{64}$/.test(value),
  salt: isHash,
  index: isCount,
  size: isCount,
  proof: isProof,
  checkpoint: isText,
}

const consistencyShape: Shape<ConsistencyProof> = { from: isCount, size: isCount, proof: isProof, checkpoint: isText }

/**
 * Reads the text of a receipt.
 * @throws Fault receipt-malformed, with the field that is wrong
 */
export function readReceipt(text: string): Receipt {
  return readShape(text, receiptShape, (detail) => new Fault('receipt-malformed', detail))
}

/**
 * Reads the answer of `proof?from=`.
 * @throws Fault growth-unproven
 */
export function readConsistencyProof(text: string): ConsistencyProof {
  return readShape(text, consistencyShape, (detail) => new Fault('growth-unproven', detail))
}

/** Hashes of a proof that has been read. */
export function hashesOf(proof: readonly string[]): Bytes[] {
  return proof.map((hash) => fromBase64(hash) ?? new Uint8Array())
}

/**
 * Makes sure that the receipt's own proof leads from its entry to the root of its checkpoint, which
 * the caller has opened.
 * @returns the entry
 * @throws Fault proof-wrong, receipt-malformed
 */
export async function proveReceipt(receipt: Receipt, checkpoint: Checkpoint): Promise<Bytes> {
  const entry = await entryOfReceipt(receipt)
  const { index, size } = receipt
  if (size !== checkpoint.size) throw new Fault('proof-wrong', `It is for ${size} entries, the checkpoint for ${checkpoint.size}.`)
  const isProven = await isIncluded({ leaf: await leafHash(entry), index, size, root: checkpoint.root, proof: hashesOf(receipt.proof) })
  if (!isProven) throw new Fault('proof-wrong')
  return entry
}

/** JSON that has these fields, each as its check wants it, and no others. */
function readShape<T>(text: string, shape: Shape<T>, fault: (detail: string | null) => Fault): T {
  const value = parseObject(text)
  if (!value) throw fault(null)
  const wrong = Object.entries<(value: unknown) => boolean>(shape).find(([name, isRight]) => !isRight(value[name]))
  if (wrong) throw fault(`Its field ${wrong[0]} is missing or wrong.`)
  if (Object.keys(value).length !== Object.keys(shape).length) throw fault('It has fields that do not belong there.')
  return value as T
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null
  } catch {
    return null
  }
}
