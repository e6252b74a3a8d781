import type { LetterDocument } from '#contract/letter-document.ts'
import { campaignParagraphs } from '../letter-text.ts'
import type { CwcElement } from './cwc-schema.ts'
import { cwcSchemas } from './cwc-schema.ts'
import type { CwcBillType, CwcChamber, CwcTopic } from './cwc-values.ts'
import { chamberOf, cwcBillTypes } from './cwc-values.ts'

/**
 * What a document for Congress says beside the letter. An empty text is a missing one: `checkCwc`
 * then says what to ask for.
 */
export type CwcMessage = {
  /** As `HCA12`, `HWY00` or `SCA01`: a legislator's channel of kind `cwc`. */
  officeCode: string
  /** 32 letters and digits; a chamber refuses a second delivery of the same one. */
  deliveryId: string
  /** ISO day. */
  deliveredOn: string
  agent: {
    /** Exactly as the chamber registered it. */
    name: string
    /** Where the chamber acknowledges deliveries to. */
    acknowledgementEmail: string
    contactName: string
    contactEmail: string
    contactPhone: string
  }
  /** Offices group letters by it: the same for all letters of an ask, and another for who is against a bill than for who is for it. */
  campaignId: string
  organization: { name: string; about: string | null } | null
  topics: CwcTopic[]
  bills: { congress: number; type: CwcBillType; number: number }[]
  /** For or against the bills. */
  stance: 'Pro' | 'Con' | null
  constituent: {
    prefix: string
    firstName: string
    lastName: string
    title: string | null
    organization: string | null
    /** Lines of the address above the city's. Documents have three; what is more goes into the third. */
    street: string[]
    city: string
    /** Two letters. */
    state: string
    /** Five digits or nine. */
    zip: string
    /** Ten digits, written in any way. */
    phone: string | null
    email: string
  }
}

/** An element of a document, as it is to be written or as it was read. */
export type CwcNode = { name: string; text: string; children: CwcNode[]; hasAttributes: boolean }

type From = { letter: LetterDocument; message: CwcMessage; chamber: CwcChamber }
type Given = string | string[] | Record<string, string>[] | null

/** Element → the field that it is filled from, and how. What the schema has beyond these is not written. */
const fillings: Record<string, [field: string, of: (from: From) => Given]> = {
  CWCVersion: ['version', () => '2.0'],
  DeliveryId: ['deliveryId', ({ message }) => message.deliveryId],
  DeliveryDate: ['deliveredOn', ({ message }) => message.deliveredOn.replaceAll('-', '')],
  DeliveryAgent: ['agent.name', ({ message }) => message.agent.name],
  DeliveryAgentAckEmailAddress: ['agent.acknowledgementEmail', ({ message }) => message.agent.acknowledgementEmail],
  DeliveryAgentContactName: ['agent.contactName', ({ message }) => message.agent.contactName],
  DeliveryAgentContactEmail: ['agent.contactEmail', ({ message }) => message.agent.contactEmail],
  DeliveryAgentContactPhone: ['agent.contactPhone', ({ message }) => phoneNumber(message.agent.contactPhone)],
  Organization: ['organization.name', ({ message }) => message.organization?.name ?? null],
  OrganizationAbout: ['organization.about', ({ message }) => message.organization?.about ?? null],
  CampaignId: ['campaignId', ({ message }) => message.campaignId],
  MemberOffice: ['officeCode', ({ message }) => message.officeCode],
  Prefix: ['constituent.prefix', ({ message }) => message.constituent.prefix],
  FirstName: ['constituent.firstName', ({ message }) => message.constituent.firstName],
  LastName: ['constituent.lastName', ({ message }) => message.constituent.lastName],
  Title: ['constituent.title', ({ message }) => message.constituent.title],
  ConstituentOrganization: ['constituent.organization', ({ message }) => message.constituent.organization],
  Address1: ['constituent.street', ({ message }) => streetLines(message)[0] ?? null],
  Address2: ['constituent.street', ({ message }) => streetLines(message)[1] ?? null],
  Address3: ['constituent.street', ({ message }) => streetLines(message).slice(2).join(', ')],
  City: ['constituent.city', ({ message }) => message.constituent.city],
  StateAbbreviation: ['constituent.state', ({ message }) => message.constituent.state],
  Zip: ['constituent.zip', ({ message }) => zipCode(message.constituent.zip)],
  Phone: ['constituent.phone', ({ message }) => message.constituent.phone && phoneNumber(message.constituent.phone)],
  Email: ['constituent.email', ({ message }) => message.constituent.email],
  Subject: ['letter.subject', ({ letter }) => letter.subject],
  LibraryOfCongressTopic: ['topics', ({ message }) => message.topics],
  Bill: ['bills', billsOf],
  ProOrCon: ['stance', ({ message }) => message.stance],
  OrganizationStatement: ['letter.points', ({ letter }) => statementOf(letter)],
  ConstituentMessage: ['letter.own', ({ letter }) => letter.own],
  MoreInfo: ['letter.campaign.url', ({ letter }) => letter.campaign.url],
}

/** The field that an element is filled from: its own, or that of the nearest element around it. */
export function fieldOf(path: string[]): string {
  return path.flatMap((name) => fillings[name]?.[0] ?? []).at(-1) ?? path.join('.')
}

/**
 * A letter as the elements of a document, in the order of the schema. The constituent's own words are
 * the message; the campaign's points, what stands beside them, its request and their sources are the
 * statement. Salutation and closing are left out: offices compare letters by their text, and have the
 * name and address in elements of their own. Ends of texts are trimmed, and line ends are line feeds,
 * as whatever reads XML makes of them. What is missing is left out.
 */
export function cwcTree(letter: LetterDocument, message: CwcMessage): CwcNode {
  const from = { letter, message, chamber: chamberOf(message.officeCode) }
  const given = Object.fromEntries(Object.entries(fillings).map(([name, [, of]]) => [name, of(from)]))
  return group(cwcSchemas[from.chamber], given)
}

function group({ name, content }: CwcElement, given: Record<string, Given>): CwcNode {
  const children = Array.isArray(content) ? content.flatMap((element) => nodesOf(element, given)) : []
  return { name, text: '', children, hasAttributes: false }
}

function nodesOf(element: CwcElement, given: Record<string, Given>): CwcNode[] {
  const { name, need, content } = element
  const values = [given[name] ?? []].flat()
  if (!Array.isArray(content)) return values.flatMap((value) => (typeof value === 'string' ? textNodes(name, value) : []))
  const records = values.filter((value) => typeof value !== 'string')
  const nodes = name in given ? records.map((record) => group(element, record)) : [group(element, given)]
  return nodes.filter(({ children }) => need === 'always' || children.length > 0)
}

function textNodes(name: string, value: string): CwcNode[] {
  const text = value.trim().replaceAll(/\r\n?/g, '\n')
  return text === '' ? [] : [{ name, text, children: [], hasAttributes: false }]
}

/** As the schema wants them, where ten digits can be found; else as they were written, which `checkCwc` refuses. */
function phoneNumber(written: string): string {
  const [, ...parts] = /^1?(\d{3})(\d{3})(\d{4})$/.exec(written.replaceAll(/[\s().+-]/g, '')) ?? []
  return parts.length > 0 ? parts.join('-') : written
}

function zipCode(written: string): string {
  return written.trim().replace(/^(\d{5})[\s-]?(\d{4})$/, '$1-$2')
}

function streetLines({ constituent }: CwcMessage): string[] {
  return constituent.street.map((line) => line.trim()).filter((line) => line !== '')
}

function billsOf({ message, chamber }: From): Record<string, string>[] {
  return message.bills.map(({ congress, type, number }) => ({
    BillCongress: String(congress),
    BillTypeAbbreviation: chamber === 'senate' ? cwcBillTypes[type] : type,
    BillNumber: String(number),
  }))
}

function statementOf(letter: LetterDocument): string {
  const sources = letter.sources.map(({ title, publisher, date, url }, place) => `[${place + 1}] ${title}. ${publisher}, ${date}. ${url}`)
  return [...campaignParagraphs(letter), ...(sources.length > 0 ? [['Sources', ...sources].join('\n')] : [])].join('\n\n')
}
