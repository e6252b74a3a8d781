import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { readJsonOrYaml } from '../reading/json.ts'

/**
 * The list that a JSON or YAML file consists of. `isClosed` is true where a bracket ends it: YAML has
 * none, so that a file cut between two lines is YAML all the same.
 * @throws UnreadableFile when it is no list, or ends within a line
 */
export async function readWholeList(
  file: SourceFile,
  encoding: FormatOptions['encoding'],
): Promise<{ records: unknown[]; isClosed: boolean }> {
  const end = { byte: 0, mark: 0 }
  const value = await readJsonOrYaml({ name: file.name, bytes: noteEnd(file.bytes, end) }, encoding)
  if (!Array.isArray(value)) throw new UnreadableFile(`${file.name} is not a list of records.`)
  const isClosed = end.mark === ']'.charCodeAt(0)
  if (!isClosed && end.byte !== '\n'.charCodeAt(0))
    throw new UnreadableFile(`${file.name} ends within a line: it may be cut short. If it is whole, add an empty line at its end.`)
  return { records: value, isClosed }
}

/** Keeps the last byte, and the last that is no space; the zeros of UTF-16 count as neither. */
async function* noteEnd(bytes: AsyncIterable<Uint8Array>, end: { byte: number; mark: number }): AsyncIterable<Uint8Array> {
  for await (const chunk of bytes) {
    end.byte = chunk.findLast((byte) => byte !== 0) ?? end.byte
    end.mark = chunk.findLast((byte) => byte > 0x20) ?? end.mark
    yield chunk
  }
}
