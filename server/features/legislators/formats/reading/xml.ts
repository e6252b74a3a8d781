import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { shown } from './quoted.ts'
import { decodeText, readBytes } from './text.ts'

/** Parsed XML takes fifty times its size of memory; the largest official file has 0.2 MB. */
const maxXmlBytes = 8 * 1024 * 1024

/** Element name → text, elements below it, or a list of either where `lists` says so. */
export type XmlNode = { [name: string]: XmlNode | XmlNode[] | string }

/**
 * An XML file as a whole, in the encoding that it declares. Attributes are left out; all values are
 * text. A document type is refused, and with it every entity of the file's own.
 * @param lists elements that are lists even when there is one
 * @throws UnreadableFile when it is not well-formed, is cut, or has a document type
 */
export async function readXml(file: SourceFile, encoding: FormatOptions['encoding'], lists: string[]): Promise<XmlNode> {
  const bytes = await readBytes(file)
  if (bytes.length > maxXmlBytes) throw new UnreadableFile(`${file.name} is larger than 8 MB, which no XML file of this format is.`)
  const declared = /^[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase()
  const said = declared && /^(iso-8859-1|latin1|windows-1252)$/.test(declared) ? 'iso-8859-1' : declared ? 'utf-8' : encoding
  let text = ''
  for await (const part of decodeText({ name: file.name, bytes: one(bytes) }, said)) text += part
  if (/<!(DOCTYPE|ENTITY)/i.test(text))
    throw new UnreadableFile(`${file.name} has a document type, which is not read: it can hold entities.`)
  const valid = XMLValidator.validate(text)
  if (valid !== true)
    throw new UnreadableFile(`${file.name} is not XML, or is cut short: line ${valid.err.line}: ${shown(valid.err.msg, 200)}`)
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: true,
    // Without it `&#233;` stays as it is written.
    htmlEntities: true,
    isArray: (name) => lists.includes(name),
  })
  try {
    return parser.parse(text) as XmlNode
  } catch (error) {
    // Its own bounds: elements a hundred deep, elements named as parts of every object.
    throw new UnreadableFile(`${file.name} is no XML of this kind: ${shown((error as Error).message, 200)}`)
  }
}

/** The text of an element; empty where it is missing or holds elements. */
export function textOf(node: XmlNode, name: string): string {
  const value = node[name]
  return typeof value === 'string' ? value : ''
}

/** The elements in a list named as such; none where there is none. */
export function listOf(node: XmlNode | undefined, name: string): XmlNode[] {
  const value = node?.[name]
  return Array.isArray(value) ? value.filter((item): item is XmlNode => typeof item === 'object') : []
}

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
