import type { LetterDocument } from '#contract/letter-document.ts'
import type { Config } from '../../../config.ts'
import type { Keys } from '../../../lib/keys.ts'
import { openPacket } from '../packet.ts'
import type { LetterRow } from '../queries.ts'
import type { Recipient } from '../recipients.ts'
import { checkCwc } from './check-cwc.ts'
import type { CwcMessage } from './cwc-tree.ts'
import type { CwcTopic } from './cwc-values.ts'
import { writeCwc } from './write-cwc.ts'

/** What the chambers know a delivery agent by; an organization registers with each of them. */
export type CwcAgent = { name: string; phone: string; topic: CwcTopic }

/**
 * A confirmed letter as the document that Congress takes, or what is missing for it. Handing it over is
 * not done here: the chambers take documents from registered agents only, each in its own way.
 */
export function congressDocument(
  ctx: { keys: Keys; config: Config; now: Date },
  input: { letter: LetterRow; recipient: Recipient; agent: CwcAgent },
): { xml: string } | { faults: string[] } {
  const { letter, recipient, agent } = input
  if (!letter.packetCipher) return { faults: ['the text of the letter has been deleted'] }
  const { form, document } = openPacket(ctx.keys, letter.id, letter.packetCipher)
  if (!document || !recipient.cwc) return { faults: ['the letter is not confirmed, or its addressee takes no such documents'] }
  const message = messageOf(ctx, { id: letter.id, askId: letter.askId, document, form, recipient, agent })
  const faults = checkCwc(document, message)
  if (faults.length > 0) return { faults: faults.map(({ field, fix }) => `${field}: ${fix}`) }
  return { xml: writeCwc(document, message) }
}

type From = {
  id: string
  askId: string
  document: LetterDocument
  form: { prefix: string; street: string; town: string; postcode: string }
  recipient: Recipient
  agent: CwcAgent
}

function messageOf({ config, now }: { config: Config; now: Date }, { id, askId, document, form, recipient, agent }: From): CwcMessage {
  const { sender } = document
  const contact = config.site.contact ?? config.mail.from
  return {
    officeCode: recipient.cwc ?? '',
    deliveryId: id.replaceAll('-', ''),
    deliveredOn: now.toISOString().slice(0, 10),
    agent: {
      name: agent.name,
      acknowledgementEmail: contact,
      contactName: config.site.operator ?? config.site.name,
      contactEmail: contact,
      contactPhone: agent.phone,
    },
    campaignId: askId,
    organization: { name: config.site.operator ?? config.site.name, about: null },
    topics: [agent.topic],
    bills: [],
    stance: null,
    constituent: {
      prefix: form.prefix,
      firstName: sender.givenName,
      lastName: sender.familyName ?? '',
      title: null,
      organization: null,
      street: form.street === '' ? [] : [form.street],
      city: form.town,
      state: stateOf(recipient),
      zip: form.postcode,
      phone: null,
      email: sender.email,
    },
  }
}

/** Of `us-cd:119:CA-12` or `us-state:CA`: CA. */
function stateOf({ division }: Recipient): string {
  return /[:-]([A-Z]{2})(?:-\d+)?$/.exec(division ?? '')?.[1] ?? ''
}
