import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'

/** The largest file that is held in memory as a whole; the largest official one has 1.8 MB. */
export const maxWholeBytes = 50 * 1024 * 1024

type Encoding = FormatOptions['encoding']

/**
 * The text of a file as it comes, without a byte order mark. UTF-16 is known by its mark.
 * @throws UnreadableFile for bytes that the encoding does not have
 */
export async function* decodeText({ name, bytes }: SourceFile, encoding: Encoding): AsyncIterable<string> {
  let decoder: TextDecoder | null = null
  let last = false
  try {
    for await (const chunk of withWholeMark(bytes)) {
      decoder ??= new TextDecoder(encodingByMark(chunk) ?? encoding, { fatal: true })
      const text = decoder.decode(chunk, { stream: true })
      if (text !== '') yield text
    }
    last = true
    yield decoder?.decode() ?? ''
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const hint = last ? 'The file is cut in the middle of a character.' : 'Save it as UTF-8, or give --encoding iso-8859-1.'
    throw new UnreadableFile(`${name} is not text in ${decoder?.encoding ?? encoding}. ${hint}`)
  }
}

/** The whole text of a file. @throws UnreadableFile when it is larger than memory should hold, or not text */
export async function readText(file: SourceFile, encoding: Encoding): Promise<string> {
  const parts: string[] = []
  for await (const part of decodeText({ name: file.name, bytes: limited(file) }, encoding)) parts.push(part)
  return parts.join('')
}

/** The whole of a file. @throws UnreadableFile when it is larger than memory should hold */
export async function readBytes(file: SourceFile): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const chunk of limited(file)) parts.push(chunk)
  return Buffer.concat(parts)
}

async function* limited({ name, bytes }: SourceFile): AsyncIterable<Uint8Array> {
  let total = 0
  for await (const chunk of bytes) {
    total += chunk.length
    if (total > maxWholeBytes)
      throw new UnreadableFile(`${name} is larger than ${maxWholeBytes / 1024 / 1024} MB, which no file of this format is.`)
    yield chunk
  }
}

/** The bytes, the first piece no shorter than a mark, however small the pieces come. */
async function* withWholeMark(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let head: Uint8Array | null = new Uint8Array()
  for await (const chunk of bytes) {
    if (head === null) {
      yield chunk
      continue
    }
    const joined: Uint8Array = Buffer.concat([head, chunk])
    head = joined.length < 3 ? joined : null
    if (head === null) yield joined
  }
  if (head !== null) yield head
}

function encodingByMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  return null
}
