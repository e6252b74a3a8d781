import { randomUUID } from 'node:crypto'

/** A random (version 4) id: it says nothing about when or in what order things were made. */
export function newId(): string {
  return randomUUID()
}

/** The 16 bytes of a UUID. */
export function idToBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The UUID in lower case of 16 bytes. */
export function bytesToId(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
