import type { PetitionText } from '../../server/contract/petitions.ts'

let counter = 0

/** A valid signature request; a test names what matters to it. */
export function aSignature(given: Record<string, unknown> = {}) {
  counter++
  return { givenName: 'Test', familyName: 'Person', email: `test-${counter}@example.org`, country: 'GB', consent: true, ...given }
}

/** The fields of a completed sign form. */
export function aSignForm(given: Record<string, string> = {}): Record<string, string> {
  counter++
  return {
    givenName: 'Test',
    familyName: 'Person',
    email: `test-${counter}@example.org`,
    country: 'GB',
    consent: 'yes',
    age: 'yes',
    ...given,
  }
}

/** A petition's text. */
export function aText(given: Partial<PetitionText> = {}): PetitionText {
  return {
    title: 'Test request to a test office',
    summary: 'A summary.',
    background: [{ text: 'A paragraph.', cites: [] }],
    requests: ['Do the one thing.'],
    closing: [],
    ...given,
  }
}
