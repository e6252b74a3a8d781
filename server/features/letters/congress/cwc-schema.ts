import type { CwcRule } from './cwc-rules.ts'
import {
  choice,
  deliveryDate,
  deliveryId,
  email,
  line,
  officeCode,
  phone,
  proOrCon,
  text,
  webAddress,
  wholeNumber,
  yesOrNo,
  zip,
} from './cwc-rules.ts'
import type { CwcChamber } from './cwc-values.ts'
import { cwcBillTypes, cwcPrefixes, cwcStates, cwcTopics } from './cwc-values.ts'

/** An element: with text, or with others in it, in the order in which a document has them. */
export type CwcElement = {
  name: string
  /** `unless`: only where the element named so is missing. */
  need: 'always' | 'never' | { unless: string }
  isRepeated: boolean
  content: CwcRule | CwcElement[]
}

/**
 * The documents of Communicating With Congress, version 2.0: the one place that says their order,
 * what they must hold and how long it may be. Read in November 2026 from:
 *
 * - House: its RELAX NG schema, `cwc_schema_v2.rng` in https://github.com/communisaas/communique-site
 *   (commit a98b392), every length, list and pattern of which stands here. It fixes the order of the
 *   five parts, and of a statement before a message; other elements of a part may stand in any order.
 *   Theirs is the order of the House's sample, as https://github.com/electorateme/cwc writes it.
 * - Senate: its schema `incoming_xml_message_2_0.rng` is not public. What differs (office codes,
 *   prefixes, kinds of bill) is from a transcript of it, `src/lib/cwc/constants.ts` and `offices.ts` in
 *   https://github.com/javabu1502/constituent (commit b8ba59f); the prefixes also from `Prefix.kt` in
 *   https://github.com/climatechangemakers/climate-changemakers-act. Lengths are the House's: the
 *   transcript has a shorter one for the organization's name.
 *
 * Narrower than the schemas in five things: elements of a part have one order, an office is in a
 * state, what is one line holds no line end, a code has no white space around it, and more
 * information is on the web. `AQ` is American Samoa in office codes alone:
 * `HAQ00` in https://github.com/climatechangemakers/parse-congress-info.
 */
export const cwcSchemas: Record<CwcChamber, CwcElement> = { house: schemaOf('house'), senate: schemaOf('senate') }

function schemaOf(chamber: CwcChamber): CwcElement {
  return required('CWC', [
    required('CWCVersion', choice(['2.0'], 'Write 2.0.')),
    required('Delivery', delivery()),
    required('Recipient', [
      required('MemberOffice', officeCode(chamber)),
      optional('IsResponseRequested', yesOrNo),
      optional('NewsletterOptIn', yesOrNo),
    ]),
    required('Constituent', constituent(chamber)),
    required('Message', message(chamber)),
  ])
}

function delivery(): CwcElement[] {
  return [
    required('DeliveryId', deliveryId),
    required('DeliveryDate', deliveryDate),
    required('DeliveryAgent', line('the name under which the delivery agent is registered', 4)),
    required('DeliveryAgentAckEmailAddress', email),
    required('DeliveryAgentContact', [
      required('DeliveryAgentContactName', line('the name of a person at the delivery agent', 6)),
      required('DeliveryAgentContactEmail', email),
      required('DeliveryAgentContactPhone', phone),
    ]),
    optional('Organization', line('the name of the organization in full', 6)),
    optional('OrganizationContact', [
      optional('OrganizationContactName', line('the name of a person at the organization', 2)),
      optional('OrganizationContactEmail', email),
      optional('OrganizationContactPhone', phone),
    ]),
    optional('OrganizationAbout', text('what the organization is', 6, 500)),
    required('CampaignId', line('the identifier of the campaign', 2)),
  ]
}

function constituent(chamber: CwcChamber): CwcElement[] {
  const prefix =
    chamber === 'senate' ? choice(cwcPrefixes, `Choose one: ${cwcPrefixes.join(', ')}`) : line('a form of address, as Ms. or Dr.', 1)
  return [
    required('Prefix', prefix),
    required('FirstName', line('a first name', 1)),
    optional('MiddleName', line('a middle name', 1)),
    required('LastName', line('a last name', 1)),
    optional('Suffix', line('a suffix', 1)),
    optional('Title', line('a title', 1)),
    optional('ConstituentOrganization', line('the organization’s name', 3)),
    required('Address1', line('street and house number', 3)),
    optional('Address2', line('the second line of the address, as Apt 4B,', 3)),
    optional('Address3', line('the third line of the address', 3)),
    required('City', line('the city', 3)),
    required('StateAbbreviation', choice(cwcStates, 'Choose the state, by its two letters.')),
    required('Zip', zip),
    optional('Phone', phone),
    optional('AddressValidation', yesOrNo),
    required('Email', email),
    optional('EmailValidation', yesOrNo),
  ]
}

function message(chamber: CwcChamber): CwcElement[] {
  const billTypes = chamber === 'senate' ? Object.values(cwcBillTypes) : Object.keys(cwcBillTypes)
  return [
    required('Subject', line('the subject', 6)),
    required('LibraryOfCongressTopics', [
      repeated(required('LibraryOfCongressTopic', choice(cwcTopics, 'Choose a topic of the Library of Congress.'))),
    ]),
    optional('Bills', [
      repeated(
        optional('Bill', [
          optional('BillCongress', wholeNumber),
          optional('BillTypeAbbreviation', choice(billTypes, 'Choose a kind of bill.')),
          optional('BillNumber', wholeNumber),
        ]),
      ),
    ]),
    optional('ProOrCon', proOrCon),
    optional('OrganizationStatement', text('what the campaign says', 6, 10_000)),
    { ...optional('ConstituentMessage', text('your own words', 6, 10_000)), need: { unless: 'OrganizationStatement' } },
    optional('MoreInfo', webAddress),
  ]
}

function required(name: string, content: CwcElement['content']): CwcElement {
  return { name, need: 'always', isRepeated: false, content }
}

function optional(name: string, content: CwcElement['content']): CwcElement {
  return { name, need: 'never', isRepeated: false, content }
}

function repeated(element: CwcElement): CwcElement {
  return { ...element, isRepeated: true }
}
