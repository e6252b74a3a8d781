import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerText } from '../../server/mail/header-text.ts'

test.each([
  ['Ana Muster', 'Ana Muster'],
  ['  Ana \t  Muster ', 'Ana Muster'],
  ['Ana\r\nBcc: ben@example.org', 'Ana Bcc: ben@example.org'],
  ['Ana\nMuster', 'Ana Muster'],
  ['Ana\u2028Muster\u2029\u0085!', 'Ana Muster !'],
  ['Ana\u0000Mus\u001b[31mter\u007f', 'AnaMus[31mter'],
  ['\u202egro.elpmaxe\u202c Ana\u2066\u2069\u200f', 'gro.elpmaxe Ana'],
  ['A\u200bn\u200ca\u200d \u2060Mus\ufeffter\u00ad', 'Ana Muster'],
  ['\u3164\u115fAna', 'Ana'],
  ['Ana \ud800Muster', 'Ana \ufffdMuster'],
  ['“Ana” <ana@example.org>', '“Ana” <ana@example.org>'],
  ['עדן לוי', 'עדן לוי'],
  ['葛\u{e0100}城', '葛\u{e0100}城'],
  ['\r\n\t', ''],
])('%j becomes the one line %j', (text, line) => {
  expect(headerText(text, 100)).toBe(line)
})

test.each([
  ['Ana Muster', 10, 'Ana Muster'],
  ['Ana Muster', 9, 'Ana Muste'],
  ['Ana Muster', 4, 'Ana'],
  ['Zoe\u0308', 3, 'Zo'],
  ['A👍🏽B', 4, 'A'],
  ['A👍🏽B', 5, 'A👍🏽'],
])('%j is cut to at most %i units at a whole character: %j', (text, maxLength, cut) => {
  expect(headerText(text, maxLength)).toBe(cut)
})

test('whatever comes in, one clean line within its length comes out, and cleaning it again changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.integer({ min: 1, max: 60 }), (text, maxLength) => {
      const line = headerText(text, maxLength)

      expect(line.length).toBeLessThanOrEqual(maxLength)
      expect(line).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|^\s|\s$|\s\s/u)
      expect(headerText(line, maxLength)).toBe(line)
    }),
    { numRuns: 300 },
  )
})
