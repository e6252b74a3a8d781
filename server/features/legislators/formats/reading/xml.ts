import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { FormatOptions, SourceFile } from '../format.ts'
import { UnreadableFile } from '../format.ts'
import { decodeText, readBytes } from './text.ts'

/** Element name → text, elements below it, or a list of either where `lists` says so. */
export type XmlNode = { [name: string]: XmlNode | XmlNode[] | string }

/**
 * An XML file as a whole, in the encoding that it declares. Attributes are left out; all values are
 * text. A document type is refused, and with it every entity but the five of XML itself and numbers.
 * @param lists elements that are lists even when there is one
 * @throws UnreadableFile when it is not well-formed, is cut, or has a document type
 */
export async function readXml(file: SourceFile, encoding: FormatOptions['encoding'], lists: string[]): Promise<XmlNode> {
  const bytes = await readBytes(file)
  const declared = /^[^>]{0,200}encoding\s*=\s*["']([\w-]{1,40})["']/.exec(bytes.subarray(0, 200).toString('latin1'))?.[1]?.toLowerCase()
  const said = declared && /^(iso-8859-1|latin1|windows-1252)$/.test(declared) ? 'iso-8859-1' : declared ? 'utf-8' : encoding
  let text = ''
  for await (const part of decodeText({ name: file.name, bytes: one(bytes) }, said)) text += part
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new UnreadableFile(`${file.name} has a document type, which is not read: it can hold entities.`)
  const valid = XMLValidator.validate(text)
  if (valid !== true) throw new UnreadableFile(`${file.name} is not XML, or is cut short: line ${valid.err.line}: ${valid.err.msg.slice(0, 200)}`)
  const parser = new XMLParser({
    ignoreAttributes: true,
    ignoreDeclaration: true,
    ignorePiTags: true,
    removeNSPrefix: true,
    parseTagValue: false,
    trimValues: true,
    isArray: (name) => lists.includes(name),
  })
  return parser.parse(text) as XmlNode
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
