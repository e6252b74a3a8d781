import type { LetterDocument } from '#contract/letter-document.ts'
import type { CwcMessage } from '../../../../../server/features/letters/congress/cwc-tree.ts'

export function aLetter(said: Partial<LetterDocument> = {}): LetterDocument {
  return {
    day: '2026-11-24',
    language: 'en',
    ownDirection: 'ltr',
    sender: { givenName: 'Mira', familyName: 'Madeup', name: 'Mira Madeup', email: 'mira@example.org', place: [] },
    recipient: { name: 'Representative Invented', body: 'House of Representatives', postal: null },
    subject: 'Please sponsor the invented act',
    salutation: 'Dear Representative Invented,',
    own: 'I am a nurse, and I have seen it.',
    points: [{ text: 'The campaign has counted nine.', sources: [0] }],
    beside: [{ text: 'The ministry denies it.', sources: [] }],
    request: 'Please sponsor it.',
    closing: 'Yours sincerely,',
    sources: [{ title: 'A made-up report', publisher: 'Nobody Press', date: '2024', url: 'https://example.net/report' }],
    campaign: { name: 'An invented campaign', operator: null, url: 'https://example.org/act', contact: null },
    ...said,
  }
}

export function aMessage(said: Partial<CwcMessage> = {}): CwcMessage {
  return {
    officeCode: 'HCA12',
    deliveryId: '0123456789abcdef0123456789abcdef',
    deliveredOn: '2026-11-24',
    agent: {
      name: 'Invented Letters',
      acknowledgementEmail: 'received@example.org',
      contactName: 'Ida Invented',
      contactEmail: 'ida@example.org',
      contactPhone: '202-555-0143',
    },
    campaignId: 'ask-1',
    organization: null,
    topics: ['Health'],
    bills: [],
    stance: null,
    constituent: aConstituent(),
    ...said,
  }
}

export function aConstituent(said: Partial<CwcMessage['constituent']> = {}): CwcMessage['constituent'] {
  return {
    prefix: 'Ms.',
    firstName: 'Mira',
    lastName: 'Madeup',
    title: null,
    organization: null,
    street: ['1 Nowhere Street'],
    city: 'Oakland',
    state: 'CA',
    zip: '94607',
    phone: null,
    email: 'mira@example.org',
    ...said,
  }
}

/** A message that says everything it can. */
export function aFullMessage(): CwcMessage {
  return aMessage({
    organization: { name: 'Invented Organization', about: 'Nobody runs it.' },
    topics: ['Health', 'International Affairs'],
    bills: [
      { congress: 119, type: 'hr', number: 1503 },
      { congress: 119, type: 'sres', number: 7 },
    ],
    stance: 'Pro',
    constituent: aConstituent({
      title: 'Matron',
      organization: 'Nowhere Clinic',
      street: ['1 Nowhere Street', 'Apt 4B', 'Third yard', 'Left door'],
      phone: '(202) 555-0143',
      zip: '946071234',
    }),
  })
}
