import { describe, expect, it } from 'vitest'
import type { Direction } from '../../server/features/letters/printing/bidi.ts'
import { bidiClassOf, bidiLevelsOf, directionOfText, mirrorOf, visualOrderOf } from '../../server/features/letters/printing/bidi.ts'
import { breakLines } from '../../server/features/letters/printing/break-lines.ts'
import { toParagraph } from '../../server/features/letters/printing/paragraph.ts'
import { linesOf, paragraphsOf, toPlainText } from '../../server/features/letters/printing/plain-text.ts'

/** The characters of a line as they are seen from left to right. */
function seen(text: string, direction: Direction): string {
  const characters = [...text]
  const levels = bidiLevelsOf(characters.map(bidiClassOf), direction)
  const order = visualOrderOf(levels)
  return order.map((place) => ((levels[place] ?? 0) % 2 === 1 ? mirrorOf(characters[place] ?? '') : characters[place])).join('')
}

describe('the order of a line', () => {
  it.each([
    ['plain text (1)', 'plain text (1)'],
    ['she said אבג, דהו to me', 'she said והד ,גבא to me'],
    ['in אבג 12, then', 'in 12 גבא, then'],
    ['אבג', 'גבא'],
  ])('from left to right, "%s" is seen as "%s"', (text, expected) => {
    expect(seen(text, 'ltr')).toBe(expected)
  })

  it.each([
    ['אבג 12.5% דהו', 'והד 12.5% גבא'],
    ['אב ₪35 (גד)', '(דג) ₪35 בא'],
    ['אבג abc 12 דהו', 'והד abc 12 גבא'],
    ['אבג (a b) ד', 'ד (a b) גבא'],
    ['אבג 1-2', '1-2 גבא'],
    ['12 אבג.', '.גבא 12'],
  ])('from right to left, "%s" is seen as "%s"', (text, expected) => {
    expect(seen(text, 'rtl')).toBe(expected)
  })

  it('is that of the first letter, where nobody says more', () => {
    expect(['12 אב cd', '(ab) אב', '12.'].map(directionOfText)).toEqual(['rtl', 'ltr', null])
  })
})

describe('the lines of a paragraph', () => {
  const anyFont = {
    name: 'any',
    bytes: Buffer.alloc(0),
    characters: new Set(Array.from({ length: 0x600 }, (_, i) => i).concat([0x2013, 0x2019])),
  }
  const measure = (text: string) => text.length

  /** In a font whose characters are all one em wide. */
  function broken(text: string, width: number, notes: number[] = []): string[] {
    const context = { direction: 'ltr' as const, figures: 'lining' as const, faces: [anyFont], measure, missing: new Set<string>() }
    const lines = breakLines(toParagraph(text, notes, context), width, measure)
    return lines.map(({ paragraph, from, to }) =>
      paragraph.clusters
        .slice(from, to)
        .map((cluster) => cluster.text)
        .join(''),
    )
  }

  it('end between words, which the space after them does not make wider', () => {
    expect(broken('one two three', 7)).toEqual(['one two ', 'three'])
    expect(broken('one two three', 6)).toEqual(['one ', 'two ', 'three'])
  })

  it('end after a hyphen, a dash or a slash between letters, not between figures', () => {
    expect(broken('well-known and/or 10-20 x', 8)).toEqual(['well-', 'known ', 'and/or ', '10-20 x'])
    expect(broken('and–or', 4)).toEqual(['and–', 'or'])
  })

  it('end in an address where nobody takes the end for a part of it', () => {
    expect(broken('https://example.org/one-two/three?a=b', 24)).toEqual(['https://example.org/one', '-two/three?a=b'])
    expect(broken('first.last@mail.example.org', 20)).toEqual(['first.last', '@mail.example.org'])
    expect(broken('at https://example.org', 14)).toEqual(['at ', 'https://exampl', 'e.org'])
  })

  it('end anywhere in a word that is wider than a line', () => {
    expect(broken('a unbreakable end', 5)).toEqual(['a ', 'unbre', 'akabl', 'e end'])
  })

  it('keep together what a no-break space joins, and a note number with its word', () => {
    expect(broken('of 5\u00a0May', 5)).toEqual(['of ', '5\u00a0May'])
    expect(broken('of it', 5, [1, 2])).toEqual(['of ', 'it1,2'])
  })

  it('hold marks and the letter that they stand on together', () => {
    expect(broken('e\u0301e\u0301e\u0301', 2)).toEqual(['e\u0301', 'e\u0301', 'e\u0301'])
  })
})

describe('plain text', () => {
  it('keeps a dash with the word before it, and French marks with theirs', () => {
    expect(toPlainText('one – two')).toBe('one\u00a0– two')
    expect(toPlainText('« Rien », dit-on ; bon !')).toBe('«\u00a0Rien\u00a0», dit-on\u00a0; bon\u00a0!')
    expect(toPlainText('see :smile')).toBe('see :smile')
  })

  it('is in paragraphs that are apart by empty lines, and in lines where its writer ended them', () => {
    expect(paragraphsOf('One\r\ntwo \n \n\n Three\u2028four\n')).toEqual([
      ['One', 'two'],
      ['Three', 'four'],
    ])
    expect(linesOf(' \n\t')).toEqual([])
  })
})
