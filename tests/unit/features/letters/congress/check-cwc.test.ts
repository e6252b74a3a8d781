import { expect, test } from 'vitest'
import type { LetterDocument } from '#contract/letter-document.ts'
import { checkCwc, readCwcFaults } from '../../../../../server/features/letters/congress/check-cwc.ts'
import type { CwcMessage } from '../../../../../server/features/letters/congress/cwc-tree.ts'
import { cwcPrefixes } from '../../../../../server/features/letters/congress/cwc-values.ts'
import { writeCwc } from '../../../../../server/features/letters/congress/write-cwc.ts'
import { aConstituent, aFullMessage, aLetter, aMessage } from './samples.ts'

const fieldsOf = (message: Partial<CwcMessage>, letter: Partial<LetterDocument> = {}) =>
  checkCwc(aLetter(letter), aMessage(message)).map(({ field }) => field)
const constituentFields = (constituent: Partial<CwcMessage['constituent']>, message: Partial<CwcMessage> = {}) =>
  fieldsOf({ ...message, constituent: aConstituent(constituent) })
const noCampaign = { points: [], beside: [], request: '', sources: [] }

test('nothing is wrong with a letter that says what a chamber asks for', () => {
  expect(fieldsOf({})).toEqual([])
  expect(checkCwc(aLetter(), aFullMessage())).toEqual([])
})

test.each(['prefix', 'firstName', 'lastName', 'city', 'state', 'zip', 'email'] as const)('a constituent gives their %s', (field) => {
  expect(constituentFields({ [field]: '' })).toEqual([`constituent.${field}`])
  expect(constituentFields({ [field]: '   ' })).toEqual([`constituent.${field}`])
})

test.each([[[]], [['', ' ']], [['1']]])('a constituent gives a street: not %j', (street) => {
  expect(constituentFields({ street })).toEqual(['constituent.street'])
})

test('each fault says how to mend it', () => {
  expect(checkCwc(aLetter(), aMessage({ constituent: aConstituent({ zip: '' }) }))).toEqual([
    { field: 'constituent.zip', fix: 'Write the ZIP code with five digits, or with nine, as 82001-3512.' },
  ])
})

test.each(['1234', '123456', '82001-35', '82001-35123', 'SW1A 1AA', '８２００１'])('%j is no ZIP code', (zip) => {
  expect(constituentFields({ zip })).toEqual(['constituent.zip'])
})

test.each(['ZZ', 'ca', 'California', 'AQ', 'AA'])('%j is no state', (state) => {
  expect(constituentFields({ state })).toEqual(['constituent.state'])
})

test.each(['PR', 'DC', 'AS', 'GU', 'MP', 'VI'])('people of %s have a delegate to write to', (state) => {
  expect(constituentFields({ state }, { officeCode: `H${state}00` })).toEqual([])
})

test.each(['nobody', 'nobody@', '@example.org', 'nobody@example'])('%j is no e-mail address', (email) => {
  expect(constituentFields({ email })).toEqual(['constituent.email'])
})

test.each(['555-0143', '+44 20 7946 0958', 'none', '0'])('%j is no phone number of the United States', (phone) => {
  expect(constituentFields({ phone })).toEqual(['constituent.phone'])
})

test('the Senate takes five forms of address, the House whichever somebody has', () => {
  for (const prefix of cwcPrefixes) expect(constituentFields({ prefix }, { officeCode: 'SCA01' })).toEqual([])
  expect(constituentFields({ prefix: 'Mx.' }, { officeCode: 'SCA01' })).toEqual(['constituent.prefix'])
  expect(constituentFields({ prefix: 'Mx.' })).toEqual([])
})

test('a name has up to 500 characters, one for each code point', () => {
  expect(constituentFields({ firstName: '𝕬'.repeat(500) })).toEqual([])
  expect(constituentFields({ firstName: 'A'.repeat(501), lastName: '𝕬'.repeat(501) })).toEqual([
    'constituent.firstName',
    'constituent.lastName',
  ])
})

test('what is given though it need not be is looked at too', () => {
  expect(constituentFields({ title: 'T'.repeat(501), organization: 'Oh', street: ['1 Nowhere Street', '4B'] })).toEqual([
    'constituent.title',
    'constituent.organization',
    'constituent.street',
  ])
  expect(fieldsOf({ organization: { name: 'Org', about: 'Short' } })).toEqual(['organization.name', 'organization.about'])
})

test.each(['HCA12', 'HWY00', 'HAQ00', 'SCA01', 'SWY02', 'STX03'])('%s is an office', (officeCode) => {
  expect(fieldsOf({ officeCode })).toEqual([])
})

test.each(['', 'CA12', 'HCA1', 'HCA123', 'HZZ01', 'hca12', 'SCA00', 'SCA04', 'SCA1', 'MP00', 'HCA12 HCA13', 'HCA\n12'])(
  '%j is no office, and nothing is written for it',
  (officeCode) => {
    expect(fieldsOf({ officeCode })).toEqual(['officeCode'])
    expect(() => writeCwc(aLetter(), aMessage({ officeCode }))).toThrow('officeCode')
  },
)

test('a delivery says which it is and who delivers it', () => {
  const agent = { name: 'Inv', acknowledgementEmail: '', contactName: 'Ida', contactEmail: 'ida', contactPhone: '' }

  expect(fieldsOf({ agent, deliveryId: 'abc', deliveredOn: '', campaignId: '7' })).toEqual([
    'deliveryId',
    'deliveredOn',
    'agent.name',
    'agent.acknowledgementEmail',
    'agent.contactName',
    'agent.contactEmail',
    'agent.contactPhone',
    'campaignId',
  ])
})

test('a letter has a subject, a topic of the list, and words', () => {
  expect(fieldsOf({ topics: [] }, { subject: 'Act', own: '', ...noCampaign })).toEqual(['letter.subject', 'topics', 'letter.own'])
  expect(fieldsOf({ topics: ['Health', 'Weather' as 'Health'] })).toEqual(['topics'])
})

test('own words and the campaign’s have 6 to 10,000 characters each', () => {
  const long = 'x'.repeat(10_001)

  expect(fieldsOf({}, { own: 'Hello' })).toEqual(['letter.own'])
  expect(fieldsOf({}, { own: 'x'.repeat(10_000), ...noCampaign, request: 'x'.repeat(10_000) })).toEqual([])
  expect(fieldsOf({}, { own: long, ...noCampaign, request: long })).toEqual(['letter.points', 'letter.own'])
  expect(fieldsOf({}, { own: '<'.repeat(100_000) })).toEqual(['letter.own'])
})

test.each([0, -1, 1.5, Number.NaN])('no bill has the number %s', (number) => {
  expect(fieldsOf({ bills: [{ congress: 119, type: 'hr', number }] })).toEqual(['bills'])
})

test.each(['\u0000', '\u001b', '\u000b', '\ud800', '\udc00', '\ufffe', '\uffff'])('a text that holds %j is refused', (mark) => {
  const given = `Nobody${mark}here`

  expect(constituentFields({ firstName: given, street: [given], city: given })).toEqual([
    'constituent.firstName',
    'constituent.street',
    'constituent.city',
  ])
  expect(fieldsOf({}, { own: given, subject: given, request: given })).toEqual(['letter.subject', 'letter.points', 'letter.own'])
})

test('a name, a street or a subject is one line', () => {
  expect(constituentFields({ lastName: 'Made\nup', street: ['1 Nowhere\tStreet'] })).toEqual(['constituent.lastName', 'constituent.street'])
  expect(fieldsOf({}, { subject: 'Please act\r\nBcc: everybody' })).toEqual(['letter.subject'])
})

const whole = writeCwc(aLetter(), aFullMessage())
const changed = (from: string | RegExp, to: string) => {
  const xml = whole.replace(from, to)
  expect(xml).not.toBe(whole)
  return readCwcFaults(xml)
}
const element = (name: string) => new RegExp(`<${name}>[^]*?</${name}>\\n`)

test('nothing is wrong with a document that was written here, for either chamber', () => {
  expect(readCwcFaults(whole)).toEqual([])
  expect(readCwcFaults(writeCwc(aLetter(), { ...aFullMessage(), officeCode: 'SCA01' }))).toEqual([])
})

test.each([
  ...['CWCVersion', 'Delivery', 'DeliveryId', 'DeliveryDate', 'DeliveryAgent', 'DeliveryAgentAckEmailAddress', 'DeliveryAgentContact'],
  ...['DeliveryAgentContactName', 'DeliveryAgentContactEmail', 'DeliveryAgentContactPhone', 'CampaignId', 'Recipient', 'MemberOffice'],
  ...['Constituent', 'Prefix', 'FirstName', 'LastName', 'Address1', 'City', 'StateAbbreviation', 'Zip', 'Email'],
  ...['Message', 'Subject', 'LibraryOfCongressTopics'],
])('a document without %s is found out', (name) => {
  expect(changed(element(name), '')).toEqual([expect.stringMatching(new RegExp(`^CWC/(\\w+/)*${name} is missing\\. `))])
})

test.each(['Organization', 'Title', 'Address2', 'Phone', 'Bills', 'ProOrCon', 'OrganizationStatement', 'ConstituentMessage', 'MoreInfo'])(
  'a document may leave out %s',
  (name) => {
    expect(changed(element(name), '')).toEqual([])
  },
)

test('a document with neither statement nor message is found out', () => {
  const xml = whole.replace(element('OrganizationStatement'), '').replace(element('ConstituentMessage'), '')

  expect(readCwcFaults(xml)).toEqual([expect.stringMatching('^CWC/Message/ConstituentMessage is missing')])
})

test('a document may say what is not written here', () => {
  expect(changed('<LastName>', '<MiddleName>Q.</MiddleName><LastName>')).toEqual([])
  expect(changed('</MemberOffice>', '</MemberOffice><IsResponseRequested>Y</IsResponseRequested><!-- so far -->')).toEqual([])
})

test.each<[string, string | RegExp, string, string]>([
  ['another version', '>2.0<', '>1.0<', 'CWC/CWCVersion is not as the schema has it'],
  ['another order', /(<City>.*\n)(<StateAbb.*\n)/, '$2$1', 'CWC/Constituent/City stands behind StateAbbreviation'],
  ['an element twice', /(<City>.*\n)/, '$1$1', 'CWC/Constituent/City stands more than once'],
  ['an unknown element', '<City>', '<Town>Nowhere</Town><City>', 'CWC/Constituent/Town is not in the schema'],
  ['an element within a text', '>Oakland<', '>Oak<b>land</b><', 'CWC/Constituent/City holds elements'],
  ['text between elements', '<City>', 'Nowhere<City>', 'CWC/Constituent holds text'],
  ['an attribute', '<City>', '<City kind="large">', 'CWC/Constituent/City has an attribute'],
  ['an unknown topic', '>Health<', '>Weather<', 'CWC/Message/LibraryOfCongressTopics/LibraryOfCongressTopic is not as'],
  ['the Senate’s spelling for the House', '>hr<', '>H.R.<', 'CWC/Message/Bills/Bill/BillTypeAbbreviation is not as'],
  ['an office of nowhere', '>HCA12<', '>HZZ12<', 'CWC/Recipient/MemberOffice is not as the schema has it'],
  ['a name of 501', '>Mira<', `>${'M'.repeat(501)}<`, 'CWC/Constituent/FirstName is not as the schema has it'],
  ['an empty name', '>Mira<', '><', 'CWC/Constituent/FirstName is not as the schema has it'],
])('a document with %s is found out', (_what, from, to, fault) => {
  expect(changed(from, to)).toEqual([expect.stringContaining(fault)])
})

test.each([
  ['nothing', ''],
  ['no XML', 'Dear Senator'],
  ['half a document', whole.slice(0, 400)],
  ['something behind it', `${whole}more`],
  ['a reference behind it', `${whole}&amp;`],
  ['a second root', `${whole}<CWC></CWC>`],
  ['another root', '<Letter></Letter>'],
  ['a document type', whole.replace('<CWC>', '<!DOCTYPE CWC [<!ENTITY a "b">]><CWC>')],
  ['an entity', whole.replace('Oakland', '&oakland;')],
  ['a reference to a control character', whole.replace('Oakland', 'Oak&#1;land')],
  ['CDATA', whole.replace('Oakland', '<![CDATA[Oakland]]>')],
  ['a control character', whole.replace('Oakland', 'Oak\u0001land')],
  ['half a pair of surrogates', whole.replace('Oakland', 'Oak\ud83cland')],
  ['elements without end', '<CWC>'.repeat(5_000) + '</CWC>'.repeat(5_000)],
  ['a name that objects have', whole.replace(/City>/g, '__proto__>')],
])('a document with %s is refused in one sentence', (_what, xml) => {
  expect(readCwcFaults(xml)).toEqual([expect.stringMatching(/^The /)])
})

test('no fault repeats what somebody wrote', () => {
  const faults = changed(/<Zip>.*<\/Zip>/, '<Zip>Secret</Zip>')

  expect(faults).toHaveLength(1)
  expect(faults.join()).not.toContain('Secret')
})
