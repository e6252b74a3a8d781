import fc from 'fast-check'
import { XMLParser } from 'fast-xml-parser'
import { expect, test } from 'vitest'
import type { LetterDocument } from '#contract/letter-document.ts'
import { readCwcFaults } from '../../../../../server/features/letters/congress/check-cwc.ts'
import type { CwcMessage } from '../../../../../server/features/letters/congress/cwc-tree.ts'
import { cwcBillTypes } from '../../../../../server/features/letters/congress/cwc-values.ts'
import { writeCwc } from '../../../../../server/features/letters/congress/write-cwc.ts'
import { aConstituent, aFullMessage, aLetter, aMessage } from './samples.ts'

const tagsOf = (xml: string) => [...xml.matchAll(/<([A-Z]\w*)>/gi)].map(([, name]) => name)

/** The text of one element, as another program reads it. */
function textOf(xml: string, ...path: string[]): string {
  const parser = new XMLParser({ parseTagValue: false, trimValues: false })
  return path.reduce((node, name) => node[name], parser.parse(xml).CWC)
}

const written = (letter: Partial<LetterDocument>, message: Partial<CwcMessage> = {}) => writeCwc(aLetter(letter), aMessage(message))
const sentBy = (constituent: Partial<CwcMessage['constituent']>) => written({}, { constituent: aConstituent(constituent) })

test('elements stand in the order of the House’s documents', () => {
  expect(tagsOf(writeCwc(aLetter(), aFullMessage())).join(' ')).toBe(
    [
      'CWC CWCVersion',
      'Delivery DeliveryId DeliveryDate DeliveryAgent DeliveryAgentAckEmailAddress',
      'DeliveryAgentContact DeliveryAgentContactName DeliveryAgentContactEmail DeliveryAgentContactPhone',
      'Organization OrganizationAbout CampaignId',
      'Recipient MemberOffice',
      'Constituent Prefix FirstName LastName Title ConstituentOrganization Address1 Address2 Address3',
      'City StateAbbreviation Zip Phone Email',
      'Message Subject LibraryOfCongressTopics LibraryOfCongressTopic LibraryOfCongressTopic',
      'Bills Bill BillCongress BillTypeAbbreviation BillNumber Bill BillCongress BillTypeAbbreviation BillNumber',
      'ProOrCon OrganizationStatement ConstituentMessage MoreInfo',
    ].join(' '),
  )
})

test('what is optional and was not given has no element', () => {
  const tags = tagsOf(written({}))

  for (const name of ['Organization', 'OrganizationAbout', 'Title', 'Address2', 'Address3', 'Phone', 'Bills', 'ProOrCon']) {
    expect(tags).not.toContain(name)
  }
})

test('a document says which delivery of which campaign it is, by whom and to which office', () => {
  const xml = written({}, { deliveredOn: '2026-01-02', campaignId: 'ask-7', officeCode: 'HWY00' })

  expect(textOf(xml, 'CWCVersion')).toBe('2.0')
  expect(textOf(xml, 'Delivery', 'DeliveryDate')).toBe('20260102')
  expect(textOf(xml, 'Delivery', 'CampaignId')).toBe('ask-7')
  expect(textOf(xml, 'Delivery', 'DeliveryAgentAckEmailAddress')).toBe('received@example.org')
  expect(textOf(xml, 'Recipient', 'MemberOffice')).toBe('HWY00')
})

test('a constituent’s own words and the campaign’s never stand in one element', () => {
  const xml = written({ own: 'My own words.', points: [{ text: 'Their point.', sources: [0] }], request: 'Their request.' })
  const [statement, own] = [textOf(xml, 'Message', 'OrganizationStatement'), textOf(xml, 'Message', 'ConstituentMessage')]

  expect(own).toBe('My own words.')
  expect(statement).toContain('Their point.')
  expect(statement).toContain('Their request.')
  expect(statement).not.toContain('My own words.')
})

test('the denial and the sources go with the points', () => {
  const statement = textOf(written({}), 'Message', 'OrganizationStatement')

  expect(statement).toContain('The ministry denies it.')
  expect(statement).toContain('[1] A made-up report. Nobody Press, 2024. https://example.net/report')
})

test('neither text repeats who the constituent is or how the letter greets', () => {
  const message = written({}).split('<Message>')[1] ?? ''

  for (const part of ['Madeup', 'mira@example.org', 'Nowhere Street', 'Dear Representative', 'Yours sincerely']) {
    expect(message).not.toContain(part)
  }
})

test('a letter of the campaign’s words alone, or of own words alone, can be written', () => {
  expect(tagsOf(written({ own: '' }))).not.toContain('ConstituentMessage')
  expect(tagsOf(written({ points: [], beside: [], request: '', sources: [] }))).not.toContain('OrganizationStatement')
})

test.each(Object.entries(cwcBillTypes))('the House spells a kind of bill %s, the Senate %s', (house, senate) => {
  const bills = [{ congress: 119, type: house as keyof typeof cwcBillTypes, number: 3 }]

  expect(textOf(written({}, { bills }), 'Message', 'Bills', 'Bill', 'BillTypeAbbreviation')).toBe(house)
  expect(textOf(written({}, { bills, officeCode: 'SCA01' }), 'Message', 'Bills', 'Bill', 'BillTypeAbbreviation')).toBe(senate)
})

test.each(['202 555 0143', '(202) 555-0143', '+1 202.555.0143', '2025550143'])('a phone number may be written as %s', (phone) => {
  expect(textOf(sentBy({ phone }), 'Constituent', 'Phone')).toBe('202-555-0143')
})

test.each([
  ['82001', '82001'],
  ['820013512', '82001-3512'],
  ['82001 3512', '82001-3512'],
  [' 82001-3512 ', '82001-3512'],
])('a ZIP code may be written as %j', (zip, sent) => {
  expect(textOf(sentBy({ zip }), 'Constituent', 'Zip')).toBe(sent)
})

test('lines of an address that documents have no element for go into the third', () => {
  const xml = sentBy({ street: ['1 Nowhere Street', ' ', 'Apt 4B', 'Third yard', 'Left door'] })

  expect(textOf(xml, 'Constituent', 'Address2')).toBe('Apt 4B')
  expect(textOf(xml, 'Constituent', 'Address3')).toBe('Third yard, Left door')
})

test.each([
  'Ann <b>bold</b> & "co"',
  ']]> ends no section',
  '</ConstituentMessage><ConstituentMessage>forged',
  '<!DOCTYPE x [<!ENTITY y "z">]>&y;',
  '&amp;lt; is no &lt; and &#60; neither',
  '<?xml version="1.0"?><!-- no comment -->',
  '<![CDATA[ no section ]]>',
  'two\n\nparagraphs\twith a tab',
  '𝕬 🏳️‍🌈 \u202eright to left\u200b',
  '&'.repeat(10_000),
])('own words arrive as they were written: %j', (own) => {
  const xml = written({ own })

  expect(textOf(xml, 'Message', 'ConstituentMessage')).toBe(own)
  expect(tagsOf(xml)).toEqual(tagsOf(written({})))
  expect(readCwcFaults(xml)).toEqual([])
})

test('ends of a text are trimmed, and line ends of other systems become line feeds', () => {
  const xml = written({ own: '\n One\r\ntwo\rthree ' })

  expect(xml).toContain('<ConstituentMessage>One\ntwo\nthree</ConstituentMessage>')
})

test('whatever XML can hold gives a document that holds the same and no other element', () => {
  const unit = fc.oneof(
    fc.constantFrom('<', '>', '&', '"', "'", ']]>', '<b>', '&lt;', '&#1;', '<!--', '-->'),
    fc.string({ unit: 'binary' }),
  )
  const text = fc.array(unit, { maxLength: 30 }).map((parts) => parts.join(''))
  const allowed = (given: string) => !/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(given)
  const name = text.map((given) => given.trim()).filter((given) => given !== '' && allowed(given) && !/[\t\n\r]/.test(given))
  const own = text.map((given) => given.trim()).filter((given) => [...given].length >= 6 && allowed(given) && !given.includes('\r'))
  const without = tagsOf(written({}))

  fc.assert(
    fc.property(name, name, own, own, (firstName, lastName, words, request) => {
      const xml = written(
        { own: words, request, points: [], beside: [], sources: [] },
        { constituent: aConstituent({ firstName, lastName }) },
      )

      expect(tagsOf(xml)).toEqual(without)
      expect(textOf(xml, 'Constituent', 'FirstName')).toBe(firstName)
      expect(textOf(xml, 'Constituent', 'LastName')).toBe(lastName)
      expect(textOf(xml, 'Message', 'ConstituentMessage')).toBe(words)
      expect(textOf(xml, 'Message', 'OrganizationStatement')).toBe(request)
      expect(readCwcFaults(xml)).toEqual([])
    }),
  )
})

test('nothing is written while there is a fault, and the error says where but not what was there', () => {
  const write = () => written({}, { constituent: aConstituent({ lastName: 'Mad\u0000up', zip: '1234' }) })

  expect(write).toThrow(/constituent\.lastName.*constituent\.zip/)
  expect(write).not.toThrow(/Mad|1234\b/)
})
