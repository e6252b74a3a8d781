import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { notXml } from './check-node.ts'
import type { CwcNode } from './cwc-tree.ts'

/** As the parser gives them in order: one key with the children, `:@` with the attributes; or `#text`. */
type Parsed = { [name: string]: Parsed[] | string | object }

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
})

/**
 * The elements of a document in their order. A document type, CDATA, and references but for the five
 * names that XML itself has are refused, as is what is not well-formed.
 */
export function parseCwc(xml: string): { root: CwcNode } | { fault: string } {
  if (notXml.test(xml)) return { fault: 'The document holds characters that XML has no place for.' }
  if (/<!(?!--)/.test(xml)) return { fault: 'The document has a document type or CDATA.' }
  // The parser drops character references to what is no character, so they would hide something.
  if (/&(?!(?:amp|lt|gt|quot|apos);)/.test(xml)) return { fault: 'The document has references that it must not have.' }
  // The validator lets a reference behind the root pass, and the parser drops it.
  if (!/<\/[^<>]*>\s*$/.test(xml)) return { fault: 'The document does not end with its root.' }
  const valid = XMLValidator.validate(xml)
  if (valid !== true) return { fault: `The document is not XML: line ${valid.err.line}.` }
  try {
    const [root] = (parser.parse(xml) as Parsed[]).flatMap(nodesOf)
    return root ? { root } : { fault: 'The document has no elements.' }
  } catch {
    // Its own bounds: elements a hundred deep, elements named as parts of every object.
    return { fault: 'The document is not XML of this kind.' }
  }
}

function nodesOf(parsed: Parsed): CwcNode[] {
  return Object.entries(parsed).flatMap(([name, inside]) => {
    if (name === ':@' || !Array.isArray(inside)) return []
    const text = inside.map((part) => part['#text'] ?? '').join('')
    return [{ name, text, children: inside.flatMap(nodesOf), hasAttributes: ':@' in parsed }]
  })
}
