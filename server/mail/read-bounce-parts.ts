import type { Readable } from 'node:stream'
import type { AttachmentStream, MessageText } from 'mailparser'
import { MailParser } from 'mailparser'

/** One line of a header, or of a report that is written like one; the name in small letters. */
export type Field = { name: string; value: string }

/** What of a bounce can tell something. Nothing else of it is kept. */
export type BounceParts = {
  head: Field[]
  /** Its subject, decoded. */
  subject: string
  /** What people are told. */
  text: string
  /** The report for machines (RFC 3464): of the message, then of each recipient. */
  report: Field[][]
  /** The report of a complaint (RFC 5965); empty when there is none. */
  feedback: Field[]
  /** The head of the mail that came back, where it is a part of its own. */
  original: Field[]
}

/** What stands behind these is not read. A bounce carries its report before the mail that came back. */
const maxBytes = 10 * 1024 * 1024
const maxPartBytes = 64 * 1024
const maxTextLength = 64 * 1024
const maxValueLength = 4000

const parserOptions = {
  // Reports and the mail that came back are wanted as they are, not as text.
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: false,
  skipImageLinks: true,
  skipTextToHtml: true,
  maxHtmlLengthToParse: 256 * 1024,
  maxHeadSize: 256 * 1024,
  maxChildNodes: 100,
} as const

const reportTypes = ['message/delivery-status', 'message/global-delivery-status']
const originalTypes = ['message/rfc822', 'message/global', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global-headers']

/**
 * Takes a bounce apart. Of one that is larger than 10 MB, has more than 100 parts or a head
 * larger than 256 KB, what was read until then is answered.
 */
export async function readBounceParts(message: Buffer | Readable): Promise<BounceParts> {
  const parts: BounceParts = { head: [], subject: '', text: '', report: [], feedback: [], original: [] }
  const parser = new MailParser(parserOptions)
  const bytes = await firstBytes(message)
  await new Promise<void>((resolve, reject) => {
    parser.on('headerLines', (lines) => {
      parts.head = fieldsOf(lines.map(({ line }) => line).join('\n'))
    })
    // Not by iterating: a part in whose midst a limit is reached never ends.
    parser.on('data', (part: AttachmentStream | MessageText) => {
      if (part.type === 'text') parts.text = (part.text ?? '').slice(0, maxTextLength)
      else readPart(part, parts).catch(reject)
    })
    parser.on('end', resolve)
    parser.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EMAXLEN' ? resolve() : reject(error)))
    parser.end(bytes)
  })
  parts.subject = parser.subject ?? ''
  return parts
}

/** Reads to the end even what is too large: whoever hands it over is not to see a broken pipe. */
async function firstBytes(message: Buffer | Readable): Promise<Buffer> {
  if (Buffer.isBuffer(message)) return message.subarray(0, maxBytes)
  return collect(message, maxBytes)
}

async function collect(stream: Readable, limit: number): Promise<Buffer> {
  const kept: Buffer[] = []
  let size = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (size < limit) kept.push(chunk.subarray(0, limit - size))
    size += chunk.length
  }
  return Buffer.concat(kept)
}

async function readPart(part: AttachmentStream, parts: BounceParts): Promise<void> {
  const text = (await collect(part.content, maxPartBytes)).toString('utf8')
  part.release?.()
  // Against its type, it is false for a part that does not say what it is.
  const type = String(part.contentType).toLowerCase()
  if (reportTypes.includes(type) && parts.report.length === 0) parts.report = blocksOf(text).map(fieldsOf)
  else if (type === 'message/feedback-report' && parts.feedback.length === 0) parts.feedback = fieldsOf(text)
  else if (originalTypes.includes(type) && parts.original.length === 0) parts.original = fieldsOf(blocksOf(text)[0] ?? '')
}

/** Pieces between empty lines, without those that are empty themselves. */
function blocksOf(text: string): string[] {
  return text
    .replaceAll('\r', '')
    .split(/\n[ \t]*(?=\n)/)
    .filter((block) => block.trim() !== '')
}

function fieldsOf(text: string): Field[] {
  const unfolded = text.replaceAll('\r', '').replace(/\n(?=[ \t])/g, ' ')
  return unfolded.split('\n').flatMap((line) => {
    const colon = line.indexOf(':')
    if (colon < 1) return []
    return [{ name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1, colon + 1 + maxValueLength).trim() }]
  })
}

/** The value of the first field with a name; empty when there is none. */
export function fieldValue(fields: readonly Field[], name: string): string {
  return fields.find((field) => field.name === name)?.value ?? ''
}
