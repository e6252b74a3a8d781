import { describe, expect, it } from 'vitest'
import { maxOwnCharacters, maxPoints } from '../../server/contract/letters.ts'
import type { LetterForm } from '../../server/features/letters/packet.ts'
import { emptyLetterForm, openPacket, sealPacket } from '../../server/features/letters/packet.ts'
import { readDraftForm, readLetterForm, typedLetter } from '../../server/features/pages/letters/letter-form.ts'
import { testKeys } from '../support/keys.ts'

const whom = { ask: 'ask-1', recipient: 'office:office-1' }
const point = (digit: string) => digit.repeat(16)

/** A form that is filled in rightly. */
const aForm = (given: Record<string, unknown> = {}): Record<string, unknown> => ({
  givenName: 'Ana',
  own: 'My own words.',
  email: 'ana@example.org',
  consent: 'yes',
  age: 'yes',
  ...given,
})

const read = (form: Record<string, unknown>) => readLetterForm(whom, typedLetter(form), form)
const draft = (form: Record<string, unknown>) => readDraftForm(whom, typedLetter(form))
/** What has to be corrected, as `/own too-long`. */
const faults = (result: ReturnType<typeof read> | ReturnType<typeof draft>) =>
  'errors' in result ? result.errors.map(({ pointer, code }) => `${pointer} ${code}`) : []

describe('a letter’s form', () => {
  it('that is filled in is a letter', () => {
    expect(read(aForm({ points: [point('a'), point('b')], town: ' Testtown ' }))).toEqual({
      letter: {
        ...whom,
        givenName: 'Ana',
        own: 'My own words.',
        email: 'ana@example.org',
        points: [point('a'), point('b')],
        town: 'Testtown',
        consent: true,
      },
    })
  })

  it('needs consent and age, each said to who did not tick it', () => {
    expect(faults(read(aForm({ consent: undefined })))).toEqual(['/consent letter-consent-required'])
    expect(faults(read(aForm({ age: 'on' })))).toEqual(['/age age-required'])
    expect(faults(read(aForm({ consent: '', age: '' })))).toEqual(['/consent letter-consent-required', '/age age-required'])
  })

  it('that is empty says of each field that is needed that it is missing', () => {
    expect(faults(read({})).sort()).toEqual([
      '/age age-required',
      '/consent letter-consent-required',
      '/email required',
      '/givenName required',
      '/own required',
    ])
  })

  it('takes a field that holds blanks only as one that is not given', () => {
    expect(read(aForm({ familyName: ' ', subject: '\t', postcode: '' }))).toEqual(read(aForm()))
    expect(faults(read(aForm({ own: ' \r\n ' })))).toEqual(['/own required'])
  })

  it('takes the last where a field was sent twice, and no field that it does not have', () => {
    expect(read(aForm({ givenName: ['Eve', 'Ana'], state: 'sent', isTest: 'false' }))).toEqual(read(aForm()))
  })
})

describe('a line', () => {
  it.each([
    'A\nBcc: e@example.net',
    'A\r\nSubject: other',
    'Ana\rExample',
    'Ana\tExample',
    'Ana\u2028Example',
    'Ana\u0085Example',
    'Ana\u0000',
    'Ana\u202eelpmaxE',
    'Ana\u2066Example',
    'Ana\ufeffExample',
    'Ana\ud800',
  ])('holds no line end, control or override: %j', (typed) => {
    const lines = ['givenName', 'familyName', 'subject', 'street', 'town', 'postcode']

    expect(lines.map((field) => faults(read(aForm({ [field]: typed }))))).toEqual(lines.map((field) => [`/${field} forbidden-characters`]))
  })

  it.each(['ana@example.org\nBcc: eve@example.net', 'ana@example.org, eve@example.net', 'ana@example', 'Ana <ana@example.org>'])(
    'of an address is one address: %j',
    (email) => {
      expect(faults(read(aForm({ email })))).toEqual(['/email email-invalid'])
    },
  )

  it.each(['王秀英', 'محمد', 'Nguyễn Thị Ánh', "O'Neill-Šťastný", '\u200fשרה'])('may be a name of any script: %s', (givenName) => {
    expect(read(aForm({ givenName }))).toHaveProperty('letter.givenName', givenName)
  })

  it.each([
    ['givenName', 100],
    ['familyName', 100],
    ['street', 100],
    ['town', 100],
    ['subject', 150],
    ['postcode', 20],
  ])('has room: %s for %i characters', (field, room) => {
    expect(faults(read(aForm({ [field]: '😀'.repeat(room) })))).toEqual([])
    expect(faults(read(aForm({ [field]: 'a'.repeat(room + 1) })))).toEqual([`/${field} too-long`])
  })
})

describe('own words', () => {
  it('are counted with each line end as one character, as their writer sees them', () => {
    const own = 'a\r\n'.repeat(maxOwnCharacters / 2 - 1)

    expect(read(aForm({ own: `${own}ab` }))).toHaveProperty('letter.own', `${own}ab`.replaceAll('\r\n', '\n'))
    expect(faults(read(aForm({ own: `${own}abc` })))).toEqual(['/own too-long'])
  })

  it('of 100 kB come back whole, to be shortened', () => {
    const own = 'word '.repeat(20_000)

    expect(typedLetter(aForm({ own })).own).toBe(own)
    expect(faults(read(aForm({ own })))).toEqual(['/own too-long'])
  })

  it('without end are cut, and lines as well, so that no form fills the site', () => {
    const typed = typedLetter(aForm({ own: 'a'.repeat(1_000_000), subject: 'a'.repeat(1_000_000) }))

    expect(typed.own).toHaveLength(200_000)
    expect(typed.subject).toHaveLength(1000)
  })

  it.each(['a\u0000b', 'a\u202eb', 'a\u2069b', 'a\u2029b', 'a\udc00b'])('hold no control, override or half character: %j', (own) => {
    expect(faults(read(aForm({ own })))).toEqual(['/own forbidden-characters'])
  })

  it('may be in any script, with tabs, lines and marks', () => {
    const own = 'שלום\u200f\n\tمی\u200cخواهم 👨‍👩‍👧‍👦 <b>"quoted"</b> & more'

    expect(read(aForm({ own }))).toHaveProperty('letter.own', own)
  })
})

describe('the points of a form', () => {
  it('are those that can be points, each once', () => {
    const points = [point('a'), point('a'), point('b'), 'A'.repeat(16), 'a'.repeat(15), `${point('a')}\n`, '', 7, null, { id: point('c') }]

    expect(typedLetter(aForm({ points })).points).toEqual([point('a'), point('b')])
    expect(typedLetter(aForm({ points: point('a') })).points).toEqual([point('a')])
    expect(typedLetter(aForm()).points).toEqual([])
  })

  it(`are ${maxPoints} at most, and who ticked more sees which`, () => {
    const points = ['a', 'b', 'c', 'd', 'e'].map(point)

    expect(faults(read(aForm({ points: points.slice(0, maxPoints) })))).toEqual([])
    expect(faults(read(aForm({ points })))).toEqual(['/points too-many-points'])
    expect(typedLetter(aForm({ points })).points).toEqual(points)
  })
})

describe('a draft', () => {
  it('needs own words and nothing else', () => {
    expect(draft({ own: 'My own words.' })).toMatchObject({ draft: { ...whom, own: 'My own words.', points: [] } })
    expect(faults(draft({}))).toEqual(['/own required'])
  })

  it('is held to the same bounds as a letter', () => {
    expect(faults(draft({ own: 'a'.repeat(maxOwnCharacters + 1), givenName: 'Ana\nExample' })).sort()).toEqual([
      '/givenName forbidden-characters',
      '/own too-long',
    ])
  })

  it('never holds the writer’s address in what is composed', () => {
    expect(draft(aForm())).not.toHaveProperty('draft.email')
  })
})

describe('what is kept of a letter', () => {
  const form: LetterForm = { ...emptyLetterForm, own: 'Right or wrong\u202e', givenName: 'Ana', points: [point('a')] }
  const packet = { form, document: null, legislatorId: null }

  it('opens as it was closed', () => {
    const cipher = sealPacket(testKeys(), 'letter-1', packet)

    expect(openPacket(testKeys(), 'letter-1', cipher)).toEqual(packet)
    expect(cipher.includes('Ana')).toBe(false)
  })

  it('opens for no other letter, with no other key and not when it was changed', () => {
    const cipher = sealPacket(testKeys(), 'letter-1', packet)
    const changed = Buffer.from(cipher)
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1

    expect(() => openPacket(testKeys(), 'letter-2', cipher)).toThrow()
    expect(() => openPacket(testKeys(8), 'letter-1', cipher)).toThrow()
    expect(() => openPacket(testKeys(), 'letter-1', changed)).toThrow()
  })
})
