import type { LetterDocument } from '#contract/letter-document.ts'
import { escapeMarkup } from '../../../lib/escape-markup.ts'
import { checkCwc } from './check-cwc.ts'
import type { CwcMessage, CwcNode } from './cwc-tree.ts'
import { cwcTree } from './cwc-tree.ts'

/**
 * The XML of a letter to an office of the House or Senate, as Communicating With Congress 2.0 has it:
 * see `cwcSchemas` for the sources. Each element stands on a line of its own, as offices read it.
 * @throws Error that names the fields, and none of what they hold, where `checkCwc` finds a fault: ask it first
 */
export function writeCwc(letter: LetterDocument, message: CwcMessage): string {
  const faults = checkCwc(letter, message)
  if (faults.length > 0) throw new Error(`No document for Congress: ${faults.map(({ field, fix }) => `${field}: ${fix}`).join(' ')}`)
  return `<?xml version="1.0" encoding="UTF-8"?>\n${written(cwcTree(letter, message))}\n`
}

function written({ name, text, children }: CwcNode): string {
  const inside = children.length > 0 ? `\n${children.map(written).join('\n')}\n` : escapeMarkup(text)
  return `<${name}>${inside}</${name}>`
}
