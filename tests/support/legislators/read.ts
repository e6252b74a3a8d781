import type { Format, FormatOptions, ImportRecord, SourceFile } from '../../../server/features/legislators/formats/format.ts'

/** Small files come byte by byte in sevens, so that characters, line ends and marks lie across pieces. */
const smallBytes = 100_000

/** What a format reads from files that are in memory. */
export async function readRecords(
  format: Format,
  files: Record<string, string | Uint8Array>,
  options: Partial<FormatOptions> = {},
): Promise<ImportRecord[]> {
  const records: ImportRecord[] = []
  const all = { encoding: 'utf-8' as const, today: '2026-11-23', settings: {}, ...options }
  for await (const record of format.read(filesOf(files), all)) records.push(record)
  return records
}

async function* filesOf(files: Record<string, string | Uint8Array>): AsyncIterable<SourceFile> {
  for (const [name, content] of Object.entries(files)) yield { name, bytes: piecesOf(Buffer.from(content as Uint8Array)) }
}

async function* piecesOf(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  const size = bytes.length < smallBytes ? 7 : 65_521
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
