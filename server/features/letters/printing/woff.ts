import { inflateSync } from 'node:zlib'

/** Lengths in bytes: the head of a WOFF file, a line of its table of contents, and the same two of an SFNT file. */
const woffHead = 44
const woffEntry = 20
const sfntHead = 12
const sfntEntry = 16

/**
 * The TrueType or OpenType font that a WOFF file holds, byte for byte as the font's maker had it, but for the order of
 * its tables. A reader of fonts inflates a table of a WOFF file again for each glyph; so this is done once.
 *
 * @see https://www.w3.org/TR/WOFF/ sections 3 to 5
 */
export function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const head = Buffer.alloc(sfntHead + count * sfntEntry)
  woff.copy(head, 0, 4, 8)
  head.writeUInt16BE(count, 4)
  const tables: Buffer[] = []
  let offset = head.length
  for (let i = 0; i < count; i++) {
    const entry = woff.subarray(woffHead + i * woffEntry, woffHead + (i + 1) * woffEntry)
    const table = tableOf(woff, entry)
    const at = sfntHead + i * sfntEntry
    entry.copy(head, at, 0, 4)
    entry.copy(head, at + 4, 16, 20)
    head.writeUInt32BE(offset, at + 8)
    head.writeUInt32BE(table.length, at + 12)
    const padded = Buffer.alloc(Math.ceil(table.length / 4) * 4)
    table.copy(padded)
    tables.push(padded)
    offset += padded.length
  }
  return Buffer.concat([head, ...tables])
}

/** A table is compressed unless that would make it longer. */
function tableOf(woff: Buffer, entry: Buffer): Buffer {
  const [offset, stored, length] = [entry.readUInt32BE(4), entry.readUInt32BE(8), entry.readUInt32BE(12)]
  const bytes = woff.subarray(offset, offset + stored)
  return stored < length ? inflateSync(bytes) : bytes
}
