import type { LetterDocument } from '#contract/letter-document.ts'
import { checkNode } from './check-node.ts'
import { cwcSchemas } from './cwc-schema.ts'
import type { CwcMessage } from './cwc-tree.ts'
import { cwcTree, fieldOf } from './cwc-tree.ts'
import { chamberOf } from './cwc-values.ts'
import { parseCwc } from './parse-cwc.ts'

/** `field` is a path in a `CwcMessage`, or in the letter where it begins with `letter.`; `fix` says what to write there. */
export type CwcFault = { field: string; fix: string }

/**
 * What the chamber of `message.officeCode` would refuse, before anything is made: a composer asks
 * for it. An unknown office code is one of the faults.
 * @returns none where `writeCwc` will write
 */
export function checkCwc(letter: LetterDocument, message: CwcMessage): CwcFault[] {
  const faults = checkNode(cwcTree(letter, message), cwcSchemas[chamberOf(message.officeCode)])
  return faults.map(({ path, fix }) => ({ field: fieldOf(path), fix }))
}

/**
 * Whether a finished document is one that its office's chamber takes.
 * @param xml what `writeCwc` gave, or the same from anywhere: a document type, entities of its own,
 *   CDATA and character references are refused
 * @returns sentences that begin with the path of an element; none where nothing is wrong. They quote
 *   names of elements, no text.
 */
export function readCwcFaults(xml: string): string[] {
  const parsed = parseCwc(xml)
  if ('fault' in parsed) return [parsed.fault]
  const { root } = parsed
  const office = root.children.find(({ name }) => name === 'Recipient')?.children.find(({ name }) => name === 'MemberOffice')
  const schema = cwcSchemas[chamberOf(office?.text ?? '')]
  if (root.name !== schema.name) return [`The root is not ${schema.name}.`]
  return checkNode(root, schema).map(({ path, detail, fix }) => `${path.join('/')} ${detail}. ${fix}`)
}
