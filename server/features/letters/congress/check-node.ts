import type { CwcRule } from './cwc-rules.ts'
import type { CwcElement } from './cwc-schema.ts'
import type { CwcNode } from './cwc-tree.ts'

/** `path` begins with the root's name; `detail` says what is wrong with the element that it ends in. */
export type NodeFault = { path: string[]; detail: string; fix: string }

/**
 * Characters that XML 1.0 has no place for (§2.2, https://www.w3.org/TR/xml/#charsets), half a pair of
 * surrogates among them.
 */
export const notXml = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u
const lineEnds = /[\t\n\r]/u

/** What is wrong with an element and all in it, in the order of the schema. */
export function checkNode(node: CwcNode, element: CwcElement, around: string[] = []): NodeFault[] {
  const path = [...around, element.name]
  const attributes = node.hasAttributes ? [{ path, detail: 'has an attribute', fix: 'Leave it out.' }] : []
  const inside = Array.isArray(element.content) ? groupFaults(node, element.content, path) : textFaults(node, element.content, path)
  return [...attributes, ...inside]
}

function textFaults({ text, children }: CwcNode, rule: CwcRule, path: string[]): NodeFault[] {
  if (children.length > 0) return [{ path, detail: 'holds elements', fix: 'Write text only.' }]
  if (notXml.test(text)) return [{ path, detail: 'holds characters that cannot be sent', fix: 'Type it again instead of pasting it.' }]
  if (rule.isLine && lineEnds.test(text)) return [{ path, detail: 'holds tabs or line ends', fix: 'Write it on one line.' }]
  return rule.fits(text) ? [] : [{ path, detail: 'is not as the schema has it', fix: rule.fix }]
}

function groupFaults(node: CwcNode, elements: CwcElement[], path: string[]): NodeFault[] {
  const stray = node.text.trim() === '' ? [] : [{ path, detail: 'holds text', fix: 'Leave it out.' }]
  const faults = elements.flatMap((element) => elementFaults(node, element, path))
  return [...stray, ...unknownFaults(node, elements, path), ...orderFaults(node, elements, path), ...faults]
}

function unknownFaults({ children }: CwcNode, elements: CwcElement[], path: string[]): NodeFault[] {
  const unknown = children.filter((child) => !elements.some(({ name }) => name === child.name))
  return unknown.map(({ name }) => ({ path: [...path, name.slice(0, 40)], detail: 'is not in the schema', fix: 'Leave it out.' }))
}

function orderFaults({ children }: CwcNode, elements: CwcElement[], path: string[]): NodeFault[] {
  const places = children.map((child) => elements.findIndex(({ name }) => name === child.name)).filter((place) => place >= 0)
  return places.flatMap((place, i) => {
    const [before, element] = [elements[places[i - 1] ?? 0], elements[place]]
    if (place >= (places[i - 1] ?? 0) || !before || !element) return []
    return [{ path: [...path, element.name], detail: `stands behind ${before.name}`, fix: 'Put it before.' }]
  })
}

function elementFaults({ children }: CwcNode, element: CwcElement, path: string[]): NodeFault[] {
  const here = [...path, element.name]
  const found = children.filter(({ name }) => name === element.name)
  if (found.length === 0 && isNeeded(element, children)) {
    return [{ path: here, detail: 'is missing', fix: Array.isArray(element.content) ? 'Write it.' : element.content.fix }]
  }
  const twice = found.length > 1 && !element.isRepeated ? [{ path: here, detail: 'stands more than once', fix: 'Leave one.' }] : []
  return [...twice, ...found.flatMap((child) => checkNode(child, element, path))]
}

function isNeeded({ need }: CwcElement, siblings: CwcNode[]): boolean {
  return typeof need === 'string' ? need === 'always' : !siblings.some(({ name }) => name === need.unless)
}
